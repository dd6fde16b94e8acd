#include "queries/report/internal/party_book.h"

#include <algorithm>

namespace headwater::queries::internal {
namespace {

using graph::RelationKind;
using graph::VertexIndex;

bool gives_control(RelationKind kind) {
  return kind == RelationKind::kOwnership || kind == RelationKind::kControl ||
         kind == RelationKind::kDirectorship;
}

}  // namespace

PartyBook::PartyBook(const CaseAttribution& attribution)
    : attribution_(attribution), protected_(*attribution.snapshot, *attribution.resolved) {
  const graph::Snapshot& snapshot = *attribution.snapshot;
  const std::vector<VertexIndex>& representative = attribution.resolved->representative;
  const VertexIndex size = snapshot.vertices().size();
  company_of_member_.assign(size, false);
  for (VertexIndex v = 0; v < size; ++v) {
    if (representative[v] != v) others_.emplace_back(representative[v], v);
  }
  std::sort(others_.begin(), others_.end());
  for (std::uint32_t m = 0; m < attribution.members.size(); ++m) {
    members_.emplace_back(attribution.members[m].vertex, m);
  }
  std::sort(members_.begin(), members_.end());
  for (const graph::RelationLayer::Edge& edge : snapshot.relations().edges) {
    const VertexIndex company = representative[edge.to];
    if (!gives_control(edge.kind) || member(representative[edge.from]) == engine::kNoHolder ||
        snapshot.vertices().kind(company) != graph::EntityKind::kCompany) {
      continue;
    }
    company_of_member_[company] = member(company) == engine::kNoHolder;
  }
}

VertexIndex PartyBook::party_of(VertexIndex vertex) const {
  const std::vector<VertexIndex>& owner = attribution_.owners.owner;
  if (vertex < owner.size() && owner[vertex] != graph::kNoVertex) return owner[vertex];
  return attribution_.resolved->representative[vertex];
}

std::uint32_t PartyBook::member(VertexIndex party) const {
  const auto at = std::lower_bound(members_.begin(), members_.end(), std::pair(party, 0u));
  return at != members_.end() && at->first == party ? at->second : engine::kNoHolder;
}

std::vector<VertexIndex> PartyBook::same_as(VertexIndex party) const {
  std::vector<VertexIndex> all = {party};
  auto at = std::lower_bound(others_.begin(), others_.end(), std::pair(party, VertexIndex{0}));
  for (; at != others_.end() && at->first == party; ++at) all.push_back(at->second);
  return all;
}

}  // namespace headwater::queries::internal
