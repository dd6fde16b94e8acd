// The component that the entity is in, and how it ranks.
#include <algorithm>

#include "engine/centrality/degree.h"
#include "engine/centrality/pagerank.h"
#include "engine/community/components.h"
#include "graph/projection.h"
#include "queries/profile/internal/profile_parts.h"

namespace headwater::queries::internal {
namespace {

using graph::Layer;
using graph::Projection;
using graph::Result;
using graph::Status;

graph::ProjectionRequest projection_request(const ProfileSubject& subject,
                                            std::vector<Layer> layers, bool directed) {
  graph::ProjectionRequest request;
  request.layers = std::move(layers);
  request.directed = directed;
  request.window = subject.request.window;
  request.contract_owners = true;
  request.resolution = subject.request.resolution;
  return request;
}

// The entity in the projection: itself, else the first of its accounts that takes part; none that
// is or was another's for a part of the time.
std::uint32_t find_subject(const ProfileSubject& subject, const Projection& projection) {
  if (const std::uint32_t v = projection.find(subject.vertex); v != graph::kNoVertex) return v;
  for (const graph::VertexIndex account : subject.accounts) {
    if (!subject.owned.always_contains(subject.resolved.representative[account])) continue;
    if (const std::uint32_t v = projection.find(account); v != graph::kNoVertex) return v;
  }
  return graph::kNoVertex;
}

// Named by its first member that may be listed, and as large as what may be listed.
Result<Document> component_document(const ProfileSubject& subject, ProfileFindings& findings,
                                    const Projection& projection) {
  const std::uint32_t self = find_subject(subject, projection);
  if (self == graph::kNoVertex) return Document();
  HEADWATER_ASSIGN_OR_RETURN(const engine::Communities components,
                             engine::weakly_connected_components(projection, subject.context));
  std::uint32_t named_after = graph::kNoVertex;
  std::uint64_t size = 0;
  for (std::uint32_t v = 0; v < projection.vertex_count(); ++v) {
    if (components.label[v] != components.label[self] || !projection.is_rankable(v)) continue;
    if (named_after == graph::kNoVertex) named_after = v;
    ++size;
  }
  std::string name;
  if (named_after != graph::kNoVertex) {
    HEADWATER_ASSIGN_OR_RETURN(name,
                               findings.names.name(projection.snapshot_vertices()[named_after]));
  }
  return std::move(Document::object()
                       .set("id", name.empty() ? Document() : Document(name))
                       .set("size", Document(size)));
}

std::uint64_t rank_of(const Projection& projection, const std::vector<double>& scores,
                      std::uint32_t self) {
  std::uint64_t rank = 1;
  for (std::uint32_t v = 0; v < projection.vertex_count(); ++v) {
    if (projection.is_rankable(v) && scores[v] > scores[self]) ++rank;
  }
  return rank;
}

Result<Document> score_document(const ProfileSubject& subject, ProfileFindings& findings) {
  HEADWATER_ASSIGN_OR_RETURN(
      const Projection projection,
      graph::project(subject.snapshot, projection_request(subject, {Layer::kMoney}, true),
                     subject.context));
  const std::uint32_t self = find_subject(subject, projection);
  if (self == graph::kNoVertex || subject.is_protected() || !projection.is_rankable(self)) {
    findings.notes.emplace_back("no scores: it has no money of its own here, or is not ranked");
    return Document();
  }
  Document scores = Document::object();
  using engine::Direction;
  for (const auto& [name, direction] :
       {std::pair("degree_in", Direction::kIn), std::pair("degree_out", Direction::kOut)}) {
    HEADWATER_ASSIGN_OR_RETURN(const auto degrees,
                               engine::degree(projection, direction, subject.context));
    scores.set(name, Document(degrees[self]));
  }
  HEADWATER_ASSIGN_OR_RETURN(const engine::PageRankResult ranks,
                             engine::pagerank(projection, {}, subject.context));
  const auto rankable = [&] {
    std::uint64_t count = 0;
    for (std::uint32_t v = 0; v < projection.vertex_count(); ++v) {
      if (projection.is_rankable(v)) ++count;
    }
    return count;
  };
  scores.set("pagerank", Document(ranks.scores[self]))
      .set("pagerank_rank", Document(rank_of(projection, ranks.scores, self)))
      .set("ranked", Document(rankable()))
      .set("converged", Document(ranks.converged));
  return scores;
}

}  // namespace

Status add_network(const ProfileSubject& subject, ProfileFindings& findings, Document& result) {
  Document component = Document::object();
  for (const auto& [name, layers] :
       {std::pair("money", std::vector{Layer::kMoney}),
        std::pair("money_and_relations", std::vector{Layer::kMoney, Layer::kRelations})}) {
    HEADWATER_ASSIGN_OR_RETURN(
        const Projection projection,
        graph::project(subject.snapshot, projection_request(subject, layers, false),
                       subject.context));
    HEADWATER_ASSIGN_OR_RETURN(Document one, component_document(subject, findings, projection));
    component.set(name, std::move(one));
  }
  result.set("component", std::move(component));
  if (subject.owned.count_limited() > 0) {
    findings.notes.emplace_back(
        "component and scores take an account as its one owner's for all payments, and one that "
        "changed hands as nobody's");
  }
  if (!subject.request.scores) return {};
  HEADWATER_ASSIGN_OR_RETURN(Document scores, score_document(subject, findings));
  result.set("scores", std::move(scores));
  return {};
}

}  // namespace headwater::queries::internal
