// A store of claims, attributed, and the figures of its members as short texts.
#pragma once

#include <map>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "queries/flow/case_attribution.h"
#include "tests/support/claims_store.h"

namespace headwater::tests {

using Figures = std::map<std::string, std::string>;

inline std::string shown(graph::WideMinorUnits units) {
  return graph::format_major_units(units, 2);
}

class AttributedCase : public testing::Test {
 protected:
  queries::CaseAttribution attributed(const queries::CaseAttributionRequest& request = {},
                                      bool with_key = false) {
    return value_of(queries::attribute_cases(store_.session(with_key), request));
  }
  // Of each member, summed over labels: gross/in/out/cost/profit/unexplained.
  Figures figures(const queries::CaseAttribution& found, const engine::AttributionResult& result) {
    std::map<std::string, engine::MemberProfit> sums;
    for (const engine::MemberProfit& row : result.members) {
      const auto key = store_.view(true).key_of(found.members[row.member].entity);
      engine::MemberProfit& sum = sums[key->external_id];
      sum.gross += row.gross;
      sum.transfers_in += row.transfers_in;
      sum.transfers_out += row.transfers_out;
      sum.cost += row.cost;
      sum.profit += row.profit;
      sum.unexplained += row.unexplained;
    }
    Figures shown_sums;
    for (const auto& [name, sum] : sums) {
      shown_sums[name] = fmt::format("{}/{}/{}/{}/{}/{}", shown(sum.gross), shown(sum.transfers_in),
                                     shown(sum.transfers_out), shown(sum.cost), shown(sum.profit),
                                     shown(sum.unexplained));
    }
    return shown_sums;
  }
  Figures figures(const queries::CaseAttribution& found) { return figures(found, found.result); }
  // Standard of proof -> newly labelled.
  static Figures labelled(const queries::CaseAttribution& found) {
    Figures result;
    for (const engine::CaseTotals& row : found.result.cases) {
      const queries::ProceedsLabel& label = found.labels[row.label];
      result[fmt::format("{} {} {}", label.form, label.standard,
                         queries::to_string(label.component))] = shown(row.newly_labelled);
    }
    return result;
  }
  ClaimsStore store_;
};

// Of ClaimsStore::load_worked_example.
inline const Figures kWorkedExample = {{"ana", "600.00/0.00/200.00/300.00/100.00/0.00"},
                                       {"boris", "0.00/200.00/0.00/0.00/200.00/50.00"}};

}  // namespace headwater::tests
