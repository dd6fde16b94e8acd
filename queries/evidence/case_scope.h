// The cases that a question is about, and which case a record belongs to, up to sameness.
//
//   const CanonicalEntities canonical(*snapshot, *resolved);
//   HEADWATER_ASSIGN_OR_RETURN(const CaseScope scope,
//                              case_scope(view, canonical, "case:police/17", "attribute profit"));
//   if (scope.includes(case_of(assertion, snapshot->victim_flows(), canonical))) { ... }
//
// Reads only, deterministic, safe in any number of threads. What a record asserts about a case is
// taken as it stands: disputes and standards of proof are for the caller.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/snapshot.h"
#include "graph/store.h"

namespace headwater::queries {

struct CaseScope {
  bool all = true;
  graph::EntityId case_id;  // unless all
  bool includes(graph::EntityId id) const { return all || id == case_id; }
};

// Entities that are the same have one name: that of the smallest vertex. O(1) a look-up.
class CanonicalEntities {
 public:
  // Both must outlive it.
  CanonicalEntities(const graph::Snapshot& snapshot, const graph::ResolvedVertices& resolved)
      : vertices_(snapshot.vertices()), representative_(resolved.representative) {}
  graph::EntityId operator()(graph::EntityId id) const;   // none stays none
  graph::EntityId of_vertex(graph::VertexIndex v) const;  // kNoVertex: none

 private:
  const graph::VertexTable& vertices_;
  const std::vector<graph::VertexIndex>& representative_;
};

// Errors: kNotFound and kQuestion when the text names no case, saying that `tried` failed; empty:
// all cases.
graph::Result<CaseScope> case_scope(const graph::StoreView& view,
                                    const CanonicalEntities& canonical,
                                    const std::string& case_name, std::string_view tried);

// The victim flow that an assertion is about; null where it names none, or one that is not loaded.
// O(log flows).
const graph::VictimFlowLayer::Flow* flow_of(const graph::Assertion& assertion,
                                            const graph::VictimFlowLayer& layer);

// The assertion's own case, else that of its victim flow; none where neither names one. O(log
// flows).
graph::EntityId case_of(const graph::Assertion& assertion, const graph::VictimFlowLayer& layer,
                        const CanonicalEntities& canonical);

}  // namespace headwater::queries
