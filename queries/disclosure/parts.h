// Disclosure control of parts beside their whole: what may be published of a period, or of one
// case, when the same table over the whole store is public too.
//
//   DisclosureTable parts{{"part", "territory"}, {{{"2023", "FRA"}, 3, {}},
//                                                 {{"2024", "FRA"}, 12, {}}}};
//   HEADWATER_ASSIGN_OR_RETURN(ProtectedTable whole, protect(sums, {}));   // FRA: 15, shown
//   HEADWATER_ASSIGN_OR_RETURN(ProtectedTable shown, protect_parts(parts, "rest", whole, {}));
//   // 3 is hidden for being small, and 12 too: 15 less 12 is 3
//
// The parts add up to the whole along the first dimension. What no part covers is a part as well,
// of which nothing is published: the whole less the others gives it away all the same, so it is
// protected like them. Where nothing less helps, all of a column is hidden in every part: the whole
// is then all that anybody has. Not for parts of several publications: each is decided beside the
// whole, and not beside the others.
#pragma once

#include <string>

#include "queries/disclosure/disclosure.h"

namespace headwater::queries {

// `parts`: the first dimension is the part, `unpublished` the value of what no part covers.
// `whole`: over the other dimensions, as it is published by the usual threshold; its counts may be
// less than the sum of the parts (whoever is in two of them counts once in the whole). The answer
// has the cells and margins of `parts`; those over all parts are hidden as in `whole`, those of
// `unpublished` always. A higher threshold hides all that the usual one hides, in the parts alone.
// Deterministic; complexity and errors as for `protect`, with one dimension more.
graph::Result<ProtectedTable> protect_parts(const DisclosureTable& parts,
                                            const std::string& unpublished,
                                            const ProtectedTable& whole,
                                            const DisclosureRules& rules);

}  // namespace headwater::queries
