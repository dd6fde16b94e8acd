#include "queries/internal/values.h"

#include "queries/parameters.h"

namespace headwater::queries::internal {

Document time_document(graph::Timestamp time) {
  return time.is_known() ? Document(graph::format_iso8601(time)) : Document();
}

Document window_document(const graph::TimeWindow& window) {
  return Document::object()
      .set("from", time_document(window.from))
      .set("to", time_document(window.to));
}

void append_time(graph::Column& column, graph::Timestamp time) {
  if (time.is_known()) {
    column.append_text(graph::format_iso8601(time));
  } else {
    column.append_null();
  }
}

void append_text_or_null(graph::Column& column, std::string_view text) {
  if (text.empty()) {
    column.append_null();
  } else {
    column.append_text(text);
  }
}

void append_money(graph::Column& amount, graph::Column& asset, graph::WideMinorUnits units,
                  const graph::Asset& of) {
  amount.append_text(graph::format_major_units(units, of.exponent));
  asset.append_text(of.code);
}

graph::Result<MoneyFilter> money_filter(const graph::StoreView& view, std::string_view about,
                                        const std::string& currency,
                                        const std::string& min_amount) {
  MoneyFilter filter;
  if (currency.empty() && min_amount.empty()) return filter;
  if (currency.empty()) {
    return graph::question_error(std::string(about), "parameter min-amount",
                                 "an amount without a currency",
                                 "name its asset with --currency: amounts of different assets are "
                                 "not comparable");
  }
  const auto asset = view.find_asset(currency);
  if (!asset) {
    std::string known;
    for (const graph::Asset& one : view.assets()) known += (known.empty() ? "" : ", ") + one.code;
    return graph::question_error(std::string(about), "parameter currency",
                                 "no asset of this store has that code",
                                 known.empty() ? "the store holds no money" : "known: " + known);
  }
  filter.assets.push_back(*asset);
  if (!min_amount.empty()) {
    const int exponent = view.assets()[asset->value].exponent;
    HEADWATER_ASSIGN_OR_RETURN(filter.min_amount, graph::parse_minor_units(min_amount, exponent));
  }
  return filter;
}

std::vector<std::string> resolution_notes(const graph::ResolvedVertices& resolved,
                                          const graph::Resolution& resolution) {
  std::vector<std::string> notes;
  const auto count = [](std::size_t n) { return std::to_string(n); };
  if (!resolved.used.empty()) {
    notes.push_back(count(resolved.used.size()) + " same-as relations are in force at level " +
                    queries::to_text(resolution) + " and join entities");
  }
  if (!resolved.blocked.empty()) {
    notes.push_back(count(resolved.blocked.size()) +
                    " same-as relations are blocked: they would join, directly or through others, "
                    "ids that a not-same-as holds apart; the most probable are taken first");
  }
  return notes;
}

}  // namespace headwater::queries::internal
