// PartyBook: whose an account is, who is a member, and who must never be named.
//
// A party is a snapshot vertex: the one owner of an account (everything that is the same as it
// being one), or the account itself where nobody or several are known to own it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "queries/flow/case_attribution.h"
#include "queries/flow/internal/protected_vertices.h"

namespace headwater::queries::internal {

class PartyBook {
 public:
  // Keeps a reference to the attribution. O(vertices + relations).
  explicit PartyBook(const CaseAttribution& attribution);

  graph::VertexIndex party_of(graph::VertexIndex vertex) const;
  // A victim, whoever or whatever is used under a victim's identity, what is the same as one of
  // them, and an account of one of them.
  bool is_protected(graph::VertexIndex vertex) const {
    return protected_.contains_account(vertex, attribution_.owners);
  }
  // The number of the member that the party is; engine::kNoHolder: none.
  std::uint32_t member(graph::VertexIndex party) const;
  // The member whose account it is as of an event, as `attribute_cases` sees it: never of an
  // account that is protected, nor of one that stands for everybody.
  std::uint32_t holder(graph::VertexIndex account, graph::Timestamp time) const {
    return attribution_.holders.at(account, time);
  }
  // The one member that ever holds the account; kNoHolder: none, or one after another.
  std::uint32_t only_member(graph::VertexIndex account) const {
    return attribution_.only_member[account];
  }
  // Of a company that is no member: that a member owns, controls or directs it.
  bool is_members_company(graph::VertexIndex party) const { return company_of_member_[party]; }
  // Everything that is the same as the party, itself first where it comes first; ascending.
  std::vector<graph::VertexIndex> same_as(graph::VertexIndex party) const;

 private:
  const CaseAttribution& attribution_;
  const ProtectedVertices protected_;
  std::vector<bool> company_of_member_;                                    // by vertex
  std::vector<std::pair<graph::VertexIndex, std::uint32_t>> members_;      // by vertex
  std::vector<std::pair<graph::VertexIndex, graph::VertexIndex>> others_;  // (party, other)
};

}  // namespace headwater::queries::internal
