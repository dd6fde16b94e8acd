// Sums of attributed figures by whatever a question groups them by.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "queries/flow/case_attribution.h"
#include "queries/internal/entity_names.h"

namespace headwater::queries::internal {

// Figures of any number of (member, label) rows of one asset; what is not known is not 0.
struct AttributedSum {
  engine::MemberProfit figures{};  // its keys mean nothing here
  bool is_known = false;           // there are figures
  graph::WideMinorUnits withheld = 0, suspected = 0;
  bool has_withheld = false, has_suspected = false;
  std::set<std::uint32_t> members;

  void add(const engine::MemberProfit& row);
};
void add_to(engine::MemberProfit& sum, const engine::MemberProfit& row);

// The month of a time, "2024-03"; empty for an unknown one.
std::string month_of(graph::Timestamp time);

// By (member, case, asset).
using EntityKeyOfSum = std::tuple<std::uint32_t, graph::EntityId, graph::AssetId>;
std::map<EntityKeyOfSum, AttributedSum> sums_by_entity(const CaseAttribution& found);

// By (group, asset); an empty group is what names none. `by`: role, form, sector or territory.
// Errors: those of the names.
using GroupKeyOfSum = std::pair<std::string, graph::AssetId>;
graph::Result<std::map<GroupKeyOfSum, AttributedSum>> sums_by_group(const CaseAttribution& found,
                                                                    std::string_view by,
                                                                    EntityNames& names);

// By (month of the event, asset): gross, transfers, cost, spending and the profit that follows from
// them. What is held or unexplained is a state, not an event: those stay 0.
std::map<GroupKeyOfSum, AttributedSum> sums_by_month(const CaseAttribution& found);

}  // namespace headwater::queries::internal
