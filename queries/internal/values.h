// How values of the data model stand in answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/money.h"
#include "graph/snapshot.h"
#include "graph/store.h"
#include "graph/table.h"
#include "graph/timestamp.h"
#include "queries/document.h"

namespace headwater::queries::internal {

Document time_document(graph::Timestamp time);  // ISO 8601, or null
Document window_document(const graph::TimeWindow& window);
void append_time(graph::Column& column, graph::Timestamp time);
void append_text_or_null(graph::Column& column, std::string_view text);
// Decimal major units, and the asset's code in the column beside it.
void append_money(graph::Column& amount, graph::Column& asset, graph::WideMinorUnits units,
                  const graph::Asset& of);

// What `currency` (a code) and `min-amount` (decimal major units) mean in this store.
struct MoneyFilter {
  std::vector<graph::AssetId> assets;
  graph::MinorUnits min_amount;
};
// Errors: kQuestion for a currency that the store lacks, an amount without one, or no amount.
graph::Result<MoneyFilter> money_filter(const graph::StoreView& view, std::string_view about,
                                        const std::string& currency, const std::string& min_amount);

// "relations same-as ... joined ..." when sameness changed the answer; empty otherwise.
std::vector<std::string> resolution_notes(const graph::ResolvedVertices& resolved,
                                          const graph::Resolution& resolution);

}  // namespace headwater::queries::internal
