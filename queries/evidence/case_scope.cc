#include "queries/evidence/case_scope.h"

#include <algorithm>

namespace headwater::queries {

using graph::EntityId;
using graph::Result;

EntityId CanonicalEntities::operator()(EntityId id) const {
  const graph::VertexIndex vertex = id.is_none() ? graph::kNoVertex : vertices_.find(id);
  return vertex == graph::kNoVertex ? id : of_vertex(vertex);
}

EntityId CanonicalEntities::of_vertex(graph::VertexIndex v) const {
  return v == graph::kNoVertex ? EntityId() : vertices_.entity(representative_[v]);
}

Result<CaseScope> case_scope(const graph::StoreView& view, const CanonicalEntities& canonical,
                             const std::string& case_name, std::string_view tried) {
  CaseScope scope;
  if (case_name.empty()) return scope;
  HEADWATER_ASSIGN_OR_RETURN(const EntityId id, view.resolve(case_name));
  if (id.kind() != graph::EntityKind::kCase) {
    return graph::question_error(std::string(tried), "parameter case",
                                 "the " + std::string(graph::to_string(id.kind())) + " is no case",
                                 "name a case: case:scheme/id");
  }
  scope.all = false;
  scope.case_id = canonical(id);
  return scope;
}

const graph::VictimFlowLayer::Flow* flow_of(const graph::Assertion& assertion,
                                            const graph::VictimFlowLayer& layer) {
  if (!assertion.victim_flow) return nullptr;
  const auto flow = std::lower_bound(
      layer.flows.begin(), layer.flows.end(), *assertion.victim_flow,
      [](const auto& each, graph::VictimFlowId wanted) { return each.id < wanted; });
  return flow == layer.flows.end() || flow->id != *assertion.victim_flow ? nullptr : &*flow;
}

EntityId case_of(const graph::Assertion& assertion, const graph::VictimFlowLayer& layer,
                 const CanonicalEntities& canonical) {
  if (!assertion.case_id.is_none()) return canonical(assertion.case_id);
  const graph::VictimFlowLayer::Flow* flow = flow_of(assertion, layer);
  return flow == nullptr ? EntityId() : canonical.of_vertex(flow->case_vertex);
}

}  // namespace headwater::queries
