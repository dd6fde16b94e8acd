// The rows of an attribution that may be published.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/table.h"
#include "queries/flow/internal/attribution_figures.h"

namespace headwater::queries::internal {

struct PublishedRows {
  graph::Table table;
  std::vector<std::string> notes;
};

// By form, sector or territory: the group's exploited victims (distinct; counted groups by their
// number) and its money; by period: the month's members and its money. Money: gross, cost and,
// except by period, unexplained, shown or hidden together. Through queries/disclosure.h; hidden
// cells are null. A last row a asset, "(all)", is the margin. Errors: those of `protect`.
graph::Result<PublishedRows> published_rows(const graph::StoreView& view,
                                            const CaseAttribution& found, std::string_view by,
                                            graph::EntityId case_id, EntityNames& names);

}  // namespace headwater::queries::internal
