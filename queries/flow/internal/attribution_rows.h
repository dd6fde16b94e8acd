// The main table of an attribution's answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/table.h"
#include "queries/flow/internal/attribution_figures.h"

namespace headwater::queries::internal {

// One row a member, case and asset.
struct EntityRow {
  std::uint32_t member = engine::kNoHolder;  // of the attribution; kNoHolder: missed by it
  std::string id, name, roles, basis, case_name;
  std::string asset;  // empty: nothing is known of the member
  int exponent = 0;
  AttributedSum sum;
  // Beside a truth: "member", "missed", or "innocent (KIND)".
  std::string status;
  std::optional<graph::WideMinorUnits> truth;
};

// Every member has a row in each of its cases, if only to say that nothing is known of it.
// Unsorted. Errors: those of the names.
graph::Result<std::vector<EntityRow>> entity_rows(const graph::StoreView& view,
                                                  const CaseAttribution& found, EntityNames& names);
// By case, asset, profit descending, id; rows without figures, and missed members, last.
void sort_rows(std::vector<EntityRow>& rows);
graph::Table entity_table(const std::vector<EntityRow>& rows, bool with_truth);

// One row a group and asset: by group, the unnamed last, then asset code.
graph::Table group_table(std::string_view by, const std::map<GroupKeyOfSum, AttributedSum>& sums,
                         const std::vector<graph::Asset>& assets);
graph::Table month_table(const std::map<GroupKeyOfSum, AttributedSum>& sums,
                         const std::vector<graph::Asset>& assets);

// The attribute `name` of an entity; empty where no source gives one.
graph::Result<std::string> shown_name(const graph::StoreView& view, graph::EntityId id);
std::string joined_words(const std::vector<std::string>& words);

}  // namespace headwater::queries::internal
