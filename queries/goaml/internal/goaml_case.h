// GoamlCase: what of a store belongs to a case, as far as the export's scope lets it through: its
// members, its payments, who holds their accounts, and who in it is protected.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "queries/export/internal/export_scope.h"
#include "queries/goaml/goaml_export.h"
#include "queries/goaml/internal/goaml_sameness.h"

namespace headwater::queries::internal {

struct GoamlMember {
  std::set<std::string> roles;
  bool disputed = true;  // every claim that says so is disputed
};

// Who holds an account, or has a say in a company, and from when to when (unknown: no bound).
struct GoamlTie {
  graph::EntityId of;  // the account or company
  graph::EntityId who;
  graph::RelationKind kind = graph::RelationKind::kOwnsAccount;
  std::optional<graph::ShareInterval> share;
  graph::TimeWindow valid;
};

class GoamlCase {
 public:
  // `scope` and `view` must outlive it. Errors: as export_goaml.
  static graph::Result<GoamlCase> read(const graph::StoreView& view, const ExportScope& scope,
                                       const GoamlRequest& request,
                                       const graph::ExecutionContext& context);

  graph::EntityId id() const { return id_; }
  const std::map<graph::EntityId, GoamlMember>& members() const { return members_; }
  // Ascending; every one of them is dated, of one payment, and of nobody protected unless
  // disclosed.
  const std::vector<graph::TransactionId>& transactions() const { return transactions_; }
  // What claims of the case say of a payment, ascending; none mostly.
  std::vector<graph::Claim> claims_on(graph::TransactionId id) const;
  // Of an account or company, at any time.
  std::span<const GoamlTie> ties_of(graph::EntityId of) const;
  bool is_member(graph::EntityId id) const { return canonical_members_.contains(same_.of(id)); }
  // The victim under whose pseudonym somebody stands in the report, the first by name; none for who
  // is no victim. Disclosed only.
  graph::EntityId victim_behind(graph::EntityId id) const;
  // Victims that flows of the case name. Disclosed only.
  const std::set<graph::EntityId>& victims() const { return victims_; }
  const std::map<std::string, std::uint64_t>& left_out() const { return left_out_; }

 private:
  GoamlCase(const graph::StoreView& view, const ExportScope& scope, const GoamlRequest& request,
            const graph::ExecutionContext& context)
      : view_(&view), scope_(&scope), request_(&request), context_(&context) {}
  graph::Status read_relations();
  graph::Status read_claims();
  graph::Status read_claim(const graph::Assertion& claim, bool is_disputed);
  graph::Status read_flows();
  graph::Status find_accounts();
  graph::Status choose_transactions();
  graph::Status find_protected_pools();
  graph::Result<bool> is_protected_pool(graph::EntityId account);
  bool is_wanted(graph::TransactionId id, const graph::Transaction& record) const;
  bool is_members_account(graph::EntityId account, graph::Timestamp time) const;
  void name_victims(const std::vector<graph::Relation>& same);

  const graph::StoreView* view_;
  const ExportScope* scope_;
  const GoamlRequest* request_;
  const graph::ExecutionContext* context_;
  graph::EntityId id_;
  GoamlSameness same_;
  std::map<graph::EntityId, GoamlMember> members_;
  std::unordered_set<graph::EntityId> canonical_members_;
  std::unordered_set<graph::EntityId> accounts_;  // members themselves, and their pooled accounts
  std::map<graph::TransactionId, std::set<graph::Claim>> claims_;
  std::vector<GoamlTie> ties_;  // ascending by `of`
  std::vector<graph::TransactionId> transactions_;
  std::set<graph::EntityKey> protected_pools_;  // pooled accounts of protected parties
  std::unordered_map<graph::EntityId, bool> is_protected_pool_;  // of the ends met so far
  std::unordered_map<graph::EntityId, graph::EntityId> victim_behind_;
  std::set<graph::EntityId> victims_;
  std::map<std::string, std::uint64_t> left_out_;
};

}  // namespace headwater::queries::internal
