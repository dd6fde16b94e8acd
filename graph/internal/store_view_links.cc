// Look-ups by the family `link`. A link says which record names an end; the record itself is read
// through the view, which hides what it hides everywhere.
#include <algorithm>

#include "graph/internal/link_cursor.h"
#include "graph/internal/store_view.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

template <typename Kind>
bool wants_kind(const std::vector<Kind>& wanted, std::uint8_t kind) {
  return wanted.empty() ||
         std::find(wanted.begin(), wanted.end(), static_cast<Kind>(kind)) != wanted.end();
}

bool wants_end(RelationEnd end, std::uint8_t role) {
  if (end == RelationEnd::kEither) return true;
  return role == (end == RelationEnd::kFrom ? kLinkFrom : kLinkTo);
}

bool wants_end(AssertionEnd end, std::uint8_t role) {
  switch (end) {
    case AssertionEnd::kAny:
      return true;
    case AssertionEnd::kSubject:
      return role == kLinkSubject;
    case AssertionEnd::kCase:
      return role == kLinkCase;
    case AssertionEnd::kTerritory:
      return role == kLinkTerritory;
  }
  return false;
}

bool wants_end(const VictimFlowLookup& lookup, std::uint8_t role) {
  const bool is_role = role >= kLinkRoles;
  const bool is_wanted_role =
      is_role && wants_kind(lookup.roles, static_cast<std::uint8_t>(role - kLinkRoles));
  switch (lookup.end) {
    case VictimFlowEnd::kAny:
      return !is_role || is_wanted_role;
    case VictimFlowEnd::kVictim:
      return role == kLinkVictim;
    case VictimFlowEnd::kLocation:
      return role == kLinkRecruitment || role == kLinkTransit || role == kLinkExploitation;
    case VictimFlowEnd::kRecruitment:
      return role == kLinkRecruitment;
    case VictimFlowEnd::kTransit:
      return role == kLinkTransit;
    case VictimFlowEnd::kExploitation:
      return role == kLinkExploitation;
    case VictimFlowEnd::kCase:
      return role == kLinkFlowCase;
    case VictimFlowEnd::kRole:
      return is_wanted_role;
  }
  return false;
}

bool wants_roles(VictimFlowEnd end) {
  return end == VictimFlowEnd::kAny || end == VictimFlowEnd::kRole;
}

// Whether a record says what a link says of it.
template <typename Record>
bool has_link(const Record& record, const LinkKey& link) {
  const auto links = links_of(record, link.number);
  return std::binary_search(links.begin(), links.end(), encode_link_key(link));
}

// Visits records that the links name, the first `most` of them; `read` gives what is visible.
template <typename Read, typename IsMeant, typename Visit>
Status visit_linked(LinkCursor& cursor, std::uint64_t most, const Read& read,
                    const IsMeant& is_meant, const Visit& visit) {
  LinkKey link;
  while (most > 0) {
    HEADWATER_ASSIGN_OR_RETURN(const bool has_one, cursor.next(link));
    if (!has_one) return {};
    HEADWATER_ASSIGN_OR_RETURN(const auto record, read(link.number));
    if (!record) continue;
    HEADWATER_ASSIGN_OR_RETURN(const bool is_one, is_meant(*record, link));
    if (!is_one) continue;
    --most;
    HEADWATER_RETURN_IF_ERROR(visit({link.number}, *record));
  }
  return {};
}

// A link to a record that says nothing of the kind is damage, and no answer.
template <typename Record>
Result<bool> is_as_linked(const Record& record, const LinkKey& link) {
  if (has_link(record, link)) return true;
  return corrupt_value("link", encode_link_key(link), "the record that it names does not say so");
}

}  // namespace

Status RocksStoreView::for_each_relation_of(
    const RelationLookup& lookup,
    const std::function<Status(RelationId, const Relation&)>& visit) const {
  if (hides_kind(lookup.entity.kind())) return {};
  LinkCursor cursor(*internal_.database, internal_.snapshot, lookup.window);
  HEADWATER_RETURN_IF_ERROR(cursor.add(
      lookup.entity.value(), LinkType::kRelation, [&](std::uint8_t kind, std::uint8_t role) {
        return wants_kind(lookup.kinds, kind) && wants_end(lookup.end, role);
      }));
  return visit_linked(
      cursor, lookup.most, [&](std::uint64_t number) { return relation({number}); },
      is_as_linked<Relation>, visit);
}

Status RocksStoreView::for_each_assertion_about(
    const AssertionLookup& lookup,
    const std::function<Status(AssertionId, const Assertion&)>& visit) const {
  const bool is_on_transaction = lookup.transaction.has_value();
  if (!is_on_transaction && hides_kind(lookup.entity.kind())) return {};
  const std::uint64_t end =
      is_on_transaction ? link_end_of(*lookup.transaction) : lookup.entity.value();
  LinkCursor cursor(*internal_.database, internal_.snapshot, lookup.window);
  HEADWATER_RETURN_IF_ERROR(
      cursor.add(end, LinkType::kAssertion, [&](std::uint8_t kind, std::uint8_t role) {
        return wants_kind(lookup.claims, kind) &&
               (is_on_transaction || wants_end(lookup.end, role));
      }));
  return visit_linked(
      cursor, lookup.most, [&](std::uint64_t number) { return assertion({number}); },
      is_as_linked<Assertion>, visit);
}

Status RocksStoreView::for_each_victim_flow_of(
    const VictimFlowLookup& lookup,
    const std::function<Status(VictimFlowId, const VictimFlow&)>& visit) const {
  const auto wants = [&](std::uint8_t kind, std::uint8_t role) {
    const bool is_hidden = !sees_victims_ && (role == kLinkVictim || role >= kLinkRoles);
    return !is_hidden && wants_kind(lookup.kinds, kind) && wants_end(lookup, role);
  };
  if (lookup.entity.is_none() || hides_kind(lookup.entity.kind())) return {};
  if (wants_roles(lookup.end) && cipher_ != nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(const bool is_plain,
                               internal_.database->is_empty(Family::kVictimKey));
    if (!is_plain) return scan_victim_flows_of(lookup, visit);
  }
  LinkCursor cursor(*internal_.database, internal_.snapshot, lookup.window);
  const std::uint64_t end = lookup.entity.value();
  HEADWATER_RETURN_IF_ERROR(cursor.add(end, LinkType::kVictimFlow, wants));
  if (lookup.entity.kind() == EntityKind::kVictim && cipher_ != nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(const FoundKey found, data_keys_->find(end));
    if (found.state == KeyState::kPresent) {
      HEADWATER_RETURN_IF_ERROR(cursor.add(found.key.token, LinkType::kFlowByToken, wants));
    }
  }
  // Two victims may have one token, if hardly ever: of sealed flows the flow itself decides.
  const auto is_meant = [&](const VictimFlow& flow, const LinkKey& link) -> Result<bool> {
    if (link.type == LinkType::kFlowByToken) return flow.victim == lookup.entity;
    return is_as_linked(flow, link);
  };
  return visit_linked(
      cursor, lookup.most, [&](std::uint64_t number) { return victim_flow({number}); }, is_meant,
      visit);
}

// Roles of sealed flows are in no index: whoever may read them reads all flows.
Status RocksStoreView::scan_victim_flows_of(
    const VictimFlowLookup& lookup,
    const std::function<Status(VictimFlowId, const VictimFlow&)>& visit) const {
  std::vector<std::pair<Timestamp, std::uint64_t>> found;
  HEADWATER_RETURN_IF_ERROR(
      for_each_victim_flow([&](VictimFlowId id, const VictimFlow& flow) -> Status {
        if (!lookup.window.contains(flow.start)) return {};
        for (const std::string& key : links_of(flow, id.value)) {
          const auto link = decode_link_key(key);
          if (link->end == lookup.entity.value() && wants_kind(lookup.kinds, link->kind) &&
              wants_end(lookup, link->role)) {
            found.emplace_back(flow.start, id.value);
            return {};
          }
        }
        return {};
      }));
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (found.size() > lookup.most) found.resize(static_cast<std::size_t>(lookup.most));
  for (const auto& [start, number] : found) {
    HEADWATER_ASSIGN_OR_RETURN(const auto flow, victim_flow({number}));
    HEADWATER_CHECK(flow.has_value(), "a flow that was visited is visible");
    HEADWATER_RETURN_IF_ERROR(visit({number}, *flow));
  }
  return {};
}

}  // namespace headwater::graph::internal
