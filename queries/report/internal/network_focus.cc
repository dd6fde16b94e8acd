#include "queries/report/internal/network_focus.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace headwater::queries::internal {
namespace {

using graph::VertexIndex;

constexpr std::size_t kMostMembers = 30;

bool is_asserted(const CaseMember& member) {
  return std::find(member.bases.begin(), member.bases.end(), "member-of") != member.bases.end();
}

}  // namespace

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string roles_text(const CaseMember& member) {
  static const std::map<std::string, std::string> kWho = {
      {"recruited", "recruiter"},   {"transported", "transporter"}, {"harboured", "harbourer"},
      {"controlled", "controller"}, {"exploited", "exploiter"},     {"profited", "profiteer"}};
  std::set<std::string> words;
  for (const std::string& role : member.roles) {
    const auto who = kWho.find(role);
    words.insert(who == kWho.end() ? role : who->second);
  }
  return joined({words.begin(), words.end()});
}

graph::Result<NetworkFocus> NetworkFocus::choose(const ReportCase& report) {
  NetworkFocus focus(report);
  focus.add_members(true);
  focus.add_ranked();
  HEADWATER_RETURN_IF_ERROR(focus.add_missed());
  focus.add_members(false);
  HEADWATER_RETURN_IF_ERROR(focus.add_ids());
  return focus;
}

std::uint32_t NetworkFocus::find(VertexIndex party) const {
  const auto at = position_.find(party);
  return at == position_.end() ? kNobody : at->second;
}

void NetworkFocus::add(VertexIndex party, NetworkStanding standing, std::string detail) {
  if (report_->parties.is_protected(party)) return;
  const auto next = static_cast<std::uint32_t>(nodes_.size());
  if (!position_.emplace(party, next).second) return;
  nodes_.push_back({party, standing, std::move(detail)});
}

// Those whom an assertion names were known before; whom only a role towards a victim names, after
// the ranking has had its say.
void NetworkFocus::add_members(bool asserted) {
  for (const CaseMember& member : report_->attribution.members) {
    if (is_asserted(member) != asserted || report_->parties.is_protected(member.vertex)) continue;
    if (members_++ >= kMostMembers && find(member.vertex) == kNobody) {
      ++left_out_;
      continue;
    }
    add(member.vertex, NetworkStanding::kKnownMember, roles_text(member));
  }
}

void NetworkFocus::add_ranked() {
  if (!report_->ranking) return;
  const auto& ranked = report_->ranking->ranked;
  for (std::size_t i = 0; i < std::min<std::size_t>(report_->request.cut_off, ranked.size()); ++i) {
    const VertexIndex party = ranked[i].vertex;
    std::string detail = fmt::format("rank {}", i + 1);
    const std::uint32_t member = report_->parties.member(party);
    if (member != engine::kNoHolder) {
      detail += "; " + roles_text(report_->attribution.members[member]);
    }
    NetworkStanding standing = NetworkStanding::kNamed;
    if (report_->truth) {
      const Verdict verdict = report_->truth->judge.verdict(party);
      const bool is_member = verdict.member != Verdict::kNoMember;
      standing = is_member ? NetworkStanding::kFoundMember : NetworkStanding::kInnocentNamed;
      detail += "; truly " + (verdict.kind == "other" ? "an uninvolved party" : verdict.kind);
    }
    add(party, standing, std::move(detail));
  }
}

// One node for each member whom neither assertion nor ranking names: preferably the id that owns
// accounts.
graph::Status NetworkFocus::add_missed() {
  if (!report_->truth) return {};
  std::set<VertexIndex> owners;
  for (const VertexIndex owner : report_->attribution.owners.owner) owners.insert(owner);
  for (const ingest::TrueMember& member : report_->truth->truth.members) {
    std::vector<VertexIndex> parties;
    for (const graph::EntityKey& key : member.entities) {
      HEADWATER_ASSIGN_OR_RETURN(const auto id, report_->session.view().find(key));
      if (!id) continue;
      const VertexIndex vertex = report_->snapshot().vertices().find(*id);
      if (vertex != graph::kNoVertex) parties.push_back(report_->parties.party_of(vertex));
    }
    const bool is_shown = std::any_of(parties.begin(), parties.end(),
                                      [&](VertexIndex party) { return find(party) != kNobody; });
    if (is_shown || parties.empty()) continue;
    std::stable_sort(parties.begin(), parties.end(), [&](VertexIndex a, VertexIndex b) {
      return owners.contains(a) > owners.contains(b);
    });
    add(parties.front(), NetworkStanding::kMissedMember, "truly " + member.role);
  }
  return {};
}

graph::Status NetworkFocus::add_ids() {
  for (FocusNode& node : nodes_) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string id, report_->names.id(node.party));
    node.detail += (node.detail.empty() ? "" : "; ") + id;
  }
  return {};
}

}  // namespace headwater::queries::internal
