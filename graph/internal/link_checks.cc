// Verification of the family `link`: each row names a record and an end that are there; with `deep`
// the family equals one that is built from the records, row by row.
#include "graph/internal/link_builder.h"
#include "graph/internal/link_key.h"
#include "graph/internal/value_frame.h"
#include "graph/internal/verify_checks.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint8_t kMostRelationKind = static_cast<std::uint8_t>(RelationKind::kOther);
constexpr std::uint8_t kMostClaim = static_cast<std::uint8_t>(Claim::kDisputes);
constexpr std::uint8_t kMostFlowKind = static_cast<std::uint8_t>(VictimFlowKind::kExploitation);
constexpr std::uint8_t kMostRole = kLinkRoles + static_cast<std::uint8_t>(RoleKind::kProfited);

bool lies_within(std::uint8_t value, std::uint8_t first, std::uint8_t last) {
  return value >= first && value <= last;
}

bool has_known_role(const LinkKey& link) {
  switch (link.type) {
    case LinkType::kRelation:
      return link.kind <= kMostRelationKind && lies_within(link.role, kLinkFrom, kLinkTo);
    case LinkType::kAssertion:
      return link.kind <= kMostClaim && lies_within(link.role, kLinkSubject, kLinkTerritory);
    case LinkType::kVictimFlow:
      return link.kind <= kMostFlowKind && (lies_within(link.role, kLinkVictim, kLinkFlowCase) ||
                                            lies_within(link.role, kLinkRoles + 1, kMostRole));
    case LinkType::kFlowByToken:
      return link.kind <= kMostFlowKind && link.role == kLinkVictim;
  }
  return false;
}

std::uint64_t record_count(LinkType type, const Counters& counters) {
  if (type == LinkType::kRelation) return counters.relations;
  return type == LinkType::kAssertion ? counters.assertions : counters.victim_flows;
}

// Of a token nobody knows without the victim key whose it is.
bool has_end(const LinkKey& link, const Counters& counters) {
  if (link.type == LinkType::kFlowByToken) return link.end != 0;
  const bool is_on_transaction = link.type == LinkType::kAssertion && link.role == kLinkTransaction;
  if (!is_on_transaction) return exists(EntityId::from_value(link.end), counters);
  const auto transaction = transaction_of_link_end(link.end);
  return transaction && transaction->value < counters.transactions;
}

Status check_link(const Counters& counters, std::string_view key, std::string_view value) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view body, open_value(value, "link", key));
  const auto link = decode_link_key(key);
  const auto wrong = [&](const char* found) { return corrupt_value("link", key, found); };
  if (!link) return wrong("the key has another length");
  if (!body.empty()) return wrong("the value says something");
  if (!has_known_role(*link)) return wrong("the kind or role is not known");
  if (link->number >= record_count(link->type, counters)) {
    return wrong("it names a record that is not there");
  }
  return has_end(*link, counters) ? Status() : wrong("its end is not there");
}

}  // namespace

Status check_links(const RocksStoreView& view, bool deep, const std::string& folder,
                   const ExecutionContext& context, ProblemList& problems) {
  const StoreView::Internal& internal = view.internal();
  const Status scanned = internal.database->scan(
      Family::kLink, "", "", internal.snapshot, [&](std::string_view key, std::string_view value) {
        return listed(check_link(view.counters(), key, value), problems);
      });
  HEADWATER_RETURN_IF_ERROR(listed(scanned, problems));
  if (!deep) return {};
  const auto tell = [&](const char* found) {
    return [&problems, found](std::string_view key) {
      return listed(corrupt_value("link", key, found), problems);
    };
  };
  return listed(compare_links(internal, folder, context, tell("the link of a record is missing"),
                              tell("no record accounts for it")),
                problems);
}

}  // namespace headwater::graph::internal
