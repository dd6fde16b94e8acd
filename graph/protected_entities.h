// Who is protected: victims, and whoever owns or is used under a victim's identity. One home for
// the rule, for those who keep them out of rankings and those who keep claims about them out of
// exports.
//
//   HEADWATER_ASSIGN_OR_RETURN(const auto who, protected_entities(*view));
//   if (std::binary_search(who.begin(), who.end(), account)) ...
#pragma once

#include <vector>

#include "graph/store.h"

namespace headwater::graph {

// Ascending; victims themselves are left out, as their kind tells them. What is the same as a
// protected one (`same-as`, either way), is owned by it (`owns-account`), used by it
// (`uses-medium`) or pools its payments (`account:unspecified/...`) is protected too. Known without
// the victim key, so that nobody who lacks it ranks or names them: the answer is for deciding what
// is shown, never to be shown. O(relations) time for each link of the longest chain, O(protected)
// memory; nothing is read where a store has no victim. Deterministic. Errors: those of the view.
Result<std::vector<EntityId>> protected_entities(const StoreView& view);

}  // namespace headwater::graph
