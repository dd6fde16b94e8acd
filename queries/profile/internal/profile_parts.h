// The parts of a profile, each a table or object of the answer.
#pragma once

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "graph/owners.h"
#include "queries/internal/entity_names.h"
#include "queries/profile/profile.h"
#include "queries/walk/money_steps.h"

namespace headwater::queries::internal {

// Whom the profile is about, and what it is read from.
struct ProfileSubject {
  const graph::StoreView& view;
  const graph::Snapshot& snapshot;
  const graph::ResolvedVertices& resolved;
  const graph::ExecutionContext& context;
  const ProfileRequest& request;
  graph::EntityId id;
  graph::VertexIndex vertex;
  std::vector<graph::VertexIndex> members;   // the entity and whom it is the same as, ascending
  std::vector<graph::VertexIndex> accounts;  // ledger vertices that are or were theirs, ascending
  OwnedStops owned;                          // the stops of `accounts`, and when they are theirs
  bool is_protected() const;                 // any member or account
  // Protected, asked without the victim key, and not what was asked for itself.
  bool hides(graph::VertexIndex other) const;
  bool is_member(graph::VertexIndex vertex) const;
  bool is_account(graph::VertexIndex vertex) const;
  // Of `all` rows of a list, how many the limit leaves.
  std::size_t rows_shown(std::size_t all) const;
  // The account is theirs at that time: what it pays or receives then is theirs.
  bool owns(graph::VertexIndex account, graph::Timestamp time) const;
};

// What is gathered while the parts are made.
struct ProfileFindings {
  EntityNames names;
  std::vector<std::string> notes;
  std::unordered_set<std::uint64_t> transactions;  // numbers of those counted
  // Notes that a list was cut at the limit.
  void note_cut(std::string_view list, std::size_t all, std::size_t shown);
};

graph::Status add_identity(const ProfileSubject& subject, ProfileFindings& findings,
                           Document& result);  // names, attributes, identity
graph::Status add_accounts(const ProfileSubject& subject, ProfileFindings& findings,
                           Document& result);  // accounts, owners
graph::Status add_money(const ProfileSubject& subject, ProfileFindings& findings,
                        Document& result);  // totals, transactions, counterparties
graph::Status add_network(const ProfileSubject& subject, ProfileFindings& findings,
                          Document& result);  // component, scores
graph::Status add_relations(const ProfileSubject& subject, ProfileFindings& findings,
                            Document& result);  // relations
graph::Status add_victim_roles(const ProfileSubject& subject, ProfileFindings& findings,
                               Document& result);  // victim_roles
graph::Status add_assertions(const ProfileSubject& subject, ProfileFindings& findings,
                             Document& result);  // assertions
graph::Status add_sources(const ProfileSubject& subject, ProfileFindings& findings,
                          Document& result);  // sources

}  // namespace headwater::queries::internal
