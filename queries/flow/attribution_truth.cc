#include "queries/flow/attribution_truth.h"

#include <map>
#include <optional>

#include "queries/flow/internal/protected_vertices.h"

namespace headwater::queries {
namespace {

using graph::EntityKey;
using graph::Result;
using graph::VertexIndex;

class Matcher {
 public:
  Matcher(const graph::StoreView& view, const CaseAttribution& found)
      : view_(view), found_(found), protected_(*found.snapshot, *found.resolved) {
    for (std::uint32_t i = 0; i < found.members.size(); ++i) members_[found.members[i].vertex] = i;
  }

  // The members that one of the names is the same as, and the first name that may be shown.
  struct Hits {
    std::vector<std::uint32_t> members;
    graph::EntityId known_as;
  };
  Result<Hits> find(const std::vector<EntityKey>& names) const {
    Hits hits;
    for (const EntityKey& name : names) {
      HEADWATER_ASSIGN_OR_RETURN(const auto id, view_.find(name));
      if (!id) continue;
      const VertexIndex vertex = found_.snapshot->vertices().find(*id);
      if (vertex == graph::kNoVertex) continue;
      if (hits.known_as.is_none() && !protected_.contains(vertex)) hits.known_as = *id;
      const auto member = members_.find(found_.resolved->representative[vertex]);
      if (member != members_.end()) hits.members.push_back(member->second);
    }
    return hits;
  }

 private:
  const graph::StoreView& view_;
  const CaseAttribution& found_;
  const internal::ProtectedVertices protected_;
  std::map<VertexIndex, std::uint32_t> members_;  // by representative
};

graph::Status name_innocents(const Matcher& matcher,
                             const std::vector<ingest::TrueInnocent>& innocents,
                             TruthMatch& match) {
  for (const ingest::TrueInnocent& innocent : innocents) {
    HEADWATER_ASSIGN_OR_RETURN(const Matcher::Hits hits, matcher.find(innocent.entities));
    for (const std::uint32_t member : hits.members) {
      if (match.true_member[member] == kNoTrueMember) match.innocent_kind[member] = innocent.kind;
    }
  }
  return {};
}

}  // namespace

Result<TruthMatch> match_truth(const graph::StoreView& view, const CaseAttribution& found,
                               const ingest::CaseTruth& truth) {
  const Matcher matcher(view, found);
  TruthMatch match;
  match.true_member.assign(found.members.size(), kNoTrueMember);
  match.innocent_kind.assign(found.members.size(), "");
  for (std::uint32_t i = 0; i < truth.members.size(); ++i) {
    std::vector<EntityKey> names = truth.members[i].entities;
    names.insert(names.end(), truth.members[i].accounts.begin(), truth.members[i].accounts.end());
    HEADWATER_ASSIGN_OR_RETURN(const Matcher::Hits hits, matcher.find(names));
    match.known_as.push_back(hits.known_as);
    for (const std::uint32_t member : hits.members) match.true_member[member] = i;
    if (hits.members.empty()) match.missed.push_back(i);
  }
  HEADWATER_RETURN_IF_ERROR(name_innocents(matcher, truth.decoys, match));
  HEADWATER_RETURN_IF_ERROR(name_innocents(matcher, truth.bystanders, match));
  for (std::uint32_t i = 0; i < found.members.size(); ++i) {
    const bool is_unlisted =
        match.true_member[i] == kNoTrueMember && match.innocent_kind[i].empty();
    if (is_unlisted) match.innocent_kind[i] = "other";
  }
  return match;
}

}  // namespace headwater::queries
