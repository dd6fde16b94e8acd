// The rows of an attribution that may be published.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/table.h"
#include "queries/flow/internal/attribution_figures.h"
#include "queries/query_session.h"

namespace headwater::queries::internal {

struct PublishedRows {
  graph::Table table;
  std::vector<std::string> notes;
};

// By form, sector or territory: the scoreboard's cells of that dimension, decided by the
// scoreboard's own rules over territory x form x sector, so that the two published together tell no
// more than either. By period: the members and the money of a month, members from 1 to 9 and the
// money beside them, dominated money and what would give it back hidden; no month has money of an
// asset whose total the scoreboard hides. Hidden figures are null, and so is what is unknown. A
// last row an asset, "(all)", is the total. Errors: those of `protect` and of reading victim flows.
graph::Result<PublishedRows> published_rows(const QuerySession& session,
                                            const CaseAttribution& found, std::string_view by,
                                            const std::string& case_name);

}  // namespace headwater::queries::internal
