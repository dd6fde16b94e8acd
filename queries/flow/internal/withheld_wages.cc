#include "queries/flow/internal/withheld_wages.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace headwater::queries::internal {
namespace {

using graph::VertexIndex;

// The member that the claim is about, if it is one of the claim's case.
std::uint32_t member_of(const graph::Snapshot& snapshot, const graph::ResolvedVertices& resolved,
                        const CaseMembers& members, const WageClaim& claim) {
  const VertexIndex vertex = snapshot.vertices().find(claim.subject);
  if (vertex == graph::kNoVertex) return engine::kNoHolder;
  const std::uint32_t member = members.find(resolved.representative[vertex]);
  if (member == engine::kNoHolder) return engine::kNoHolder;
  const auto& cases = members.members[member].cases;
  const bool belongs = std::binary_search(cases.begin(), cases.end(), claim.label.case_id);
  return belongs ? member : engine::kNoHolder;
}

bool outweighs(const WageClaim& a, const WageClaim& b) {
  return std::tuple(a.amount, strength_of(a.label.standard)) >
         std::tuple(b.amount, strength_of(b.label.standard));
}

}  // namespace

std::vector<WithheldWages> withheld_wages(const graph::Snapshot& snapshot,
                                          const graph::ResolvedVertices& resolved,
                                          const CaseMembers& members,
                                          const std::vector<WageClaim>& claims) {
  using Withholding = std::tuple<VertexIndex, graph::EntityId, std::string, std::string,
                                 graph::EntityId, graph::AssetId, std::string>;
  std::map<Withholding, const WageClaim*> withholdings;
  for (const WageClaim& claim : claims) {
    const VertexIndex vertex = snapshot.vertices().find(claim.subject);
    const VertexIndex whole =
        vertex == graph::kNoVertex ? graph::kNoVertex : resolved.representative[vertex];
    const ProceedsLabel& label = claim.label;
    const WageClaim*& known = withholdings[{whole, label.case_id, label.form, label.sector,
                                            label.territory, claim.asset, claim.record}];
    if (known == nullptr || outweighs(claim, *known)) known = &claim;
  }
  std::map<std::tuple<std::uint32_t, ProceedsLabel, graph::AssetId>, WithheldWages> rows;
  for (const auto& [key, claim] : withholdings) {
    const std::uint32_t member = member_of(snapshot, resolved, members, *claim);
    WithheldWages& row = rows[{member, claim->label, claim->asset}];
    row.member = member;
    row.label = claim->label;
    row.asset = claim->asset;
    row.amount += claim->amount;
    ++row.assertions;
  }
  std::vector<WithheldWages> result;
  for (auto& [key, row] : rows) result.push_back(std::move(row));
  return result;
}

}  // namespace headwater::queries::internal
