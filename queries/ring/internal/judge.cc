// Ids of one person may end in one vertex or in several, by the level of resolution. Where a wrong
// link joined a member with an innocent, the vertex counts as the member: the list would lead
// there.
#include "queries/ring/internal/judge.h"

namespace headwater::queries::internal {
namespace {

class JudgeBuilder {
 public:
  JudgeBuilder(const graph::StoreView& view, const graph::Snapshot& snapshot,
               const graph::Resolution& resolution)
      : view_(view), snapshot_(snapshot), resolved_(resolve_vertices(snapshot, resolution)) {}

  graph::Status add(const std::vector<graph::EntityKey>& keys, const Verdict& verdict,
                    std::map<graph::VertexIndex, Verdict>& verdicts) {
    for (const graph::EntityKey& key : keys) {
      HEADWATER_ASSIGN_OR_RETURN(const auto id, view_.find(key));
      if (!id) continue;  // no source names the person by this id
      const graph::VertexIndex vertex = snapshot_.vertices().find(*id);
      if (vertex != graph::kNoVertex) verdicts.emplace(resolved_.representative[vertex], verdict);
    }
    return {};
  }

  // Members whom a role in a victim flow names, under any id that is the same as theirs.
  std::set<std::size_t> named_by_role(const std::map<graph::VertexIndex, Verdict>& verdicts) const {
    std::set<std::size_t> members;
    for (const graph::VictimFlowLayer::RoleEdge& role : snapshot_.victim_flows().roles) {
      if (role.entity == graph::kNoVertex) continue;
      const auto at = verdicts.find(resolved_.representative[role.entity]);
      if (at != verdicts.end() && at->second.member != Verdict::kNoMember) {
        members.insert(at->second.member);
      }
    }
    return members;
  }

 private:
  const graph::StoreView& view_;
  const graph::Snapshot& snapshot_;
  graph::ResolvedVertices resolved_;
};

}  // namespace

graph::Result<Judge> Judge::make(const graph::StoreView& view, const graph::Snapshot& snapshot,
                                 const graph::Resolution& resolution,
                                 const ingest::CaseTruth& truth) {
  Judge judge;
  JudgeBuilder builder(view, snapshot, resolution);
  for (std::size_t i = 0; i < truth.members.size(); ++i) {
    const ingest::TrueMember& member = truth.members[i];
    HEADWATER_RETURN_IF_ERROR(
        builder.add(member.entities, {i, member.known, member.role}, judge.verdicts_));
  }
  if (judge.verdicts_.empty()) {
    return graph::input_error("measure a ranking", "the truth", "no member that the store knows",
                              "give the truth of the case that was loaded");
  }
  for (const ingest::TrueInnocent& innocent : truth.bystanders) {
    if (innocent.kind != "victim") continue;  // a victim first, whatever else the person is
    HEADWATER_RETURN_IF_ERROR(builder.add(
        innocent.entities, {Verdict::kNoMember, false, innocent.kind}, judge.verdicts_));
  }
  for (const auto* list : {&truth.decoys, &truth.bystanders}) {
    for (const ingest::TrueInnocent& innocent : *list) {
      HEADWATER_RETURN_IF_ERROR(builder.add(
          innocent.entities, {Verdict::kNoMember, false, innocent.kind}, judge.verdicts_));
    }
  }
  judge.named_by_role_ = builder.named_by_role(judge.verdicts_);
  return judge;
}

Verdict Judge::verdict(graph::VertexIndex vertex) const {
  const auto at = verdicts_.find(vertex);
  return at == verdicts_.end() ? Verdict{Verdict::kNoMember, false, "other"} : at->second;
}

}  // namespace headwater::queries::internal
