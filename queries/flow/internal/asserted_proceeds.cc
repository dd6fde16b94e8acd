#include "queries/flow/internal/asserted_proceeds.h"

#include <algorithm>
#include <map>

#include "queries/flow/internal/trace_window.h"

namespace headwater::queries::internal {
namespace {

using LabelOfAsset = std::pair<std::uint32_t, graph::AssetId>;

}  // namespace

std::vector<AssertedProceeds> asserted_proceeds(const graph::TransactionLayer& layer,
                                                std::span<const ClaimedAmount> claims,
                                                std::span<const ProceedsLabel> labels,
                                                const LabelRange& range,
                                                const engine::TraceRequest& policy) {
  std::map<LabelOfAsset, AssertedProceeds> sums;
  for (const ClaimedAmount& claimed : claims) {
    const auto at = std::lower_bound(labels.begin(), labels.end(), claimed.label);
    HEADWATER_CHECK(at != labels.end() && *at == claimed.label, "labels are those of the claims");
    const auto label = static_cast<std::uint32_t>(at - labels.begin());
    if (label < range.first || label >= range.end) continue;
    const auto* received = layer.find_received(claimed.position);
    const graph::AssetId asset =
        received != nullptr ? received->asset : graph::AssetId{layer.asset[claimed.position]};
    AssertedProceeds& sum = sums[{label - range.first, asset}];
    sum.label = label - range.first;
    sum.asset = asset;
    sum.claimed += graph::WideMinorUnits{claimed.amount} + claimed.cut;
    sum.over_claimed += claimed.cut;
    if (!is_run(layer, claimed.position, policy)) sum.not_run += claimed.amount;
  }
  std::vector<AssertedProceeds> rows;
  for (const auto& [key, sum] : sums) rows.push_back(sum);
  return rows;
}

graph::Status check_asserted(std::span<const AssertedProceeds> asserted,
                             const engine::AttributionResult& result) {
  std::map<LabelOfAsset, ProceedsAccount> accounts;
  for (const AssertedProceeds& row : asserted) accounts[{row.label, row.asset}].add(row);
  for (const engine::CaseTotals& row : result.cases) accounts[{row.label, row.asset}].add(row);
  for (const auto& [key, account] : accounts) {
    if (account.asserted == account.newly_labelled + account.already_labelled + account.not_placed +
                                account.over_claimed + account.not_run &&
        account.difference() == 0) {
      continue;
    }
    return {graph::StatusCode::kInternal,
            {"attribute profit", "", "asserted proceeds that no figure accounts for",
             "please report it: the answer would have been wrong and is not given"}};
  }
  return {};
}

void ProceedsAccount::add(const AssertedProceeds& row) {
  asserted += row.claimed;
  over_claimed += row.over_claimed;
  not_run += row.not_run;
}

void ProceedsAccount::add(const engine::CaseTotals& row) {
  newly_labelled += row.newly_labelled;
  already_labelled += row.already_labelled;
  not_placed += row.not_placed;
  gross += row.gross;
  with_conduits += row.with_conduits;
  converted_in += row.converted_in;
  converted_out += row.converted_out;
}

}  // namespace headwater::queries::internal
