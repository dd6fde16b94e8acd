// The network around the ring: the focus, companies and media that join it, and the ties between
// them by layer. Nothing reaches it that is protected: neither a node nor a tie through one.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "queries/report/internal/network_media.h"
#include "queries/report/internal/report_money.h"

namespace headwater::queries::internal {
namespace {

using graph::RelationKind;
using graph::VertexIndex;

constexpr std::size_t kMostNodes = 60;
constexpr std::size_t kMostCompanies = 10;

// Relations that tie people and companies; others stand for accounts, media and addresses.
bool is_personal(RelationKind kind) {
  switch (kind) {
    case RelationKind::kOwnership:
    case RelationKind::kControl:
    case RelationKind::kDirectorship:
    case RelationKind::kFamily:
    case RelationKind::kAssociate:
    case RelationKind::kEmployment:
    case RelationKind::kLoanApplication:
    case RelationKind::kInvestment:
    case RelationKind::kGuarantee:
      return true;
    default:
      return false;
  }
}

NetworkShape shape_of(graph::EntityKind kind) {
  switch (kind) {
    case graph::EntityKind::kPerson:
      return NetworkShape::kPerson;
    case graph::EntityKind::kCompany:
      return NetworkShape::kCompany;
    case graph::EntityKind::kInstitution:
      return NetworkShape::kInstitution;
    case graph::EntityKind::kLocation:
      return NetworkShape::kPlace;
    case graph::EntityKind::kCase:
      return NetworkShape::kCase;
    case graph::EntityKind::kMedium:
      return NetworkShape::kMedium;
    default:
      return NetworkShape::kAccount;
  }
}

// "phone ...291689": the whole id stands in the detail.
std::string short_medium(const std::string& label) {
  constexpr std::size_t kShown = 8;
  const std::size_t blank = label.find(' ');
  if (blank == std::string::npos || label.size() - blank <= kShown + 3) return label;
  return label.substr(0, blank + 1) + "\xE2\x80\xA6" + label.substr(label.size() - kShown);
}

class NetworkBuilder {
 public:
  NetworkBuilder(const ReportCase& report, const NetworkFocus& focus)
      : report_(report), focus_(focus) {}

  graph::Result<NetworkDiagram> build() {
    for (const FocusNode& node : focus_.nodes()) {
      HEADWATER_RETURN_IF_ERROR(add_node(node.party, node.standing, node.detail));
    }
    HEADWATER_RETURN_IF_ERROR(add_companies());
    add_relations();
    add_money();
    HEADWATER_RETURN_IF_ERROR(add_cases());
    HEADWATER_RETURN_IF_ERROR(add_media());
    diagram_.caption = caption();
    return std::move(diagram_);
  }

 private:
  graph::Status add_node(VertexIndex party, NetworkStanding standing, const std::string& detail) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string label, report_.names.label(party));
    nodes_[party] = static_cast<std::uint32_t>(diagram_.nodes.size());
    diagram_.nodes.push_back(
        {label, detail, shape_of(report_.snapshot().vertices().kind(party)), standing});
    return {};
  }

  // Companies outside the focus to which two or more of it are tied.
  graph::Status add_companies() {
    std::map<VertexIndex, std::set<VertexIndex>> tied;
    for (const auto& edge : report_.snapshot().relations().edges) {
      if (!is_personal(edge.kind)) continue;
      const VertexIndex from = report_.parties.party_of(edge.from);
      const VertexIndex to = report_.parties.party_of(edge.to);
      if (nodes_.contains(from) && !nodes_.contains(to)) tied[to].insert(from);
      if (nodes_.contains(to) && !nodes_.contains(from)) tied[from].insert(to);
    }
    std::vector<std::pair<std::size_t, VertexIndex>> joining;
    for (const auto& [party, by] : tied) {
      const bool is_company =
          report_.snapshot().vertices().kind(party) == graph::EntityKind::kCompany;
      if (!is_company || by.size() < 2 || report_.parties.is_protected(party)) continue;
      joining.emplace_back(by.size(), party);
    }
    std::stable_sort(joining.begin(), joining.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    joining.resize(std::min(joining.size(), kMostCompanies));
    for (const auto& [ties, party] : joining) {
      HEADWATER_ASSIGN_OR_RETURN(const std::string id, report_.names.id(party));
      HEADWATER_RETURN_IF_ERROR(add_node(party, NetworkStanding::kOther, id));
    }
    return {};
  }

  void add_relations() {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::set<std::string>> ties;
    for (const auto& edge : report_.snapshot().relations().edges) {
      if (!is_personal(edge.kind)) continue;
      const auto from = nodes_.find(report_.parties.party_of(edge.from));
      const auto to = nodes_.find(report_.parties.party_of(edge.to));
      if (from == nodes_.end() || to == nodes_.end() || from->second == to->second) continue;
      std::string text(graph::to_string(edge.kind));
      if (edge.valid_from.is_known()) text += " since " + date_text(edge.valid_from);
      ties[{from->second, to->second}].insert(text);
    }
    for (const auto& [ends, texts] : ties) {
      add_edge(ends.first, ends.second, NetworkLayer::kRelation, 1,
               joined({texts.begin(), texts.end()}));
    }
  }

  struct Paid {
    graph::WideMinorUnits amount = 0;
    std::uint64_t payments = 0;
  };

  void add_money() {
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint16_t>, Paid> paid;
    const graph::TransactionLayer& layer = report_.snapshot().transactions();
    const std::vector<std::uint32_t> node = nodes_by_vertex();
    for (std::uint32_t i = 0; i < layer.size(); ++i) {
      const std::uint32_t from = node[layer.from[i]], to = node[layer.to[i]];
      if (from == kNoNode || to == kNoNode || from == to) continue;
      Paid& sum = paid[{from, to, layer.asset[i]}];
      sum.amount += layer.amount[i];
      sum.payments += layer.count_of(i);
    }
    std::map<std::uint16_t, graph::WideMinorUnits> most;
    for (const auto& [key, sum] : paid) {
      auto& largest = most[std::get<2>(key)];
      largest = std::max(largest, sum.amount);
    }
    // Thickness compares within an asset: amounts of two assets are never put on one scale.
    for (const auto& [key, sum] : paid) {
      const auto& [from, to, asset] = key;
      const double weight =
          most[asset] == 0 ? 0 : static_cast<double>(sum.amount) / static_cast<double>(most[asset]);
      add_edge(from, to, NetworkLayer::kMoney, weight,
               fmt::format("{} in {} payment{}", money_text(sum.amount, report_.asset({asset})),
                           sum.payments, sum.payments == 1 ? "" : "s"));
    }
  }

  std::vector<std::uint32_t> nodes_by_vertex() const {
    std::vector<std::uint32_t> result(report_.snapshot().vertices().size(), kNoNode);
    for (VertexIndex v = 0; v < result.size(); ++v) {
      if (!graph::is_ledger_kind(report_.snapshot().vertices().kind(v)) ||
          report_.parties.is_protected(v)) {
        continue;
      }
      const auto at = nodes_.find(report_.parties.party_of(v));
      if (at != nodes_.end()) result[v] = at->second;
    }
    return result;
  }

  // A case ties whom its assertions and accounts of exploitation name.
  graph::Status add_cases() {
    std::map<graph::EntityId, std::uint32_t> cases;
    for (const CaseMember& member : report_.attribution.members) {
      const auto node = nodes_.find(member.vertex);
      if (node == nodes_.end()) continue;
      for (const graph::EntityId id : member.cases) {
        const VertexIndex vertex =
            id.is_none() ? graph::kNoVertex : report_.snapshot().vertices().find(id);
        if (vertex == graph::kNoVertex || report_.parties.is_protected(vertex)) continue;
        if (!cases.contains(id)) {
          cases[id] = static_cast<std::uint32_t>(diagram_.nodes.size());
          HEADWATER_ASSIGN_OR_RETURN(const std::string name, report_.names.id(vertex));
          HEADWATER_RETURN_IF_ERROR(add_node(vertex, NetworkStanding::kOther, name));
        }
        add_edge(node->second, cases[id], NetworkLayer::kCaseTie, 1, roles_text(member));
      }
    }
    return {};
  }

  graph::Status add_media() {
    const std::size_t room = kMostNodes - std::min(kMostNodes, diagram_.nodes.size());
    HEADWATER_ASSIGN_OR_RETURN(const JoiningMedia media, joining_media(report_, focus_, room));
    std::vector<std::uint32_t> node_of_group;
    for (const MediumGroup& group : media.groups) {
      std::vector<std::string> labels;
      for (const VertexIndex medium : group.media) {
        HEADWATER_ASSIGN_OR_RETURN(std::string label, report_.names.label(medium));
        labels.push_back(std::move(label));
      }
      std::string shown = short_medium(labels[0]);
      if (labels.size() > 1) shown += fmt::format(" +{}", labels.size() - 1);
      const auto number = static_cast<std::uint32_t>(diagram_.nodes.size());
      node_of_group.push_back(number);
      diagram_.nodes.push_back(
          {shown, fmt::format("{}; used by {} in all", joined(labels), group.users_in_all),
           NetworkShape::kMedium, NetworkStanding::kOther});
      for (const std::uint32_t user : group.users) {
        add_edge(nodes_[focus_.nodes()[user].party], number, NetworkLayer::kRelation, 1, "uses it");
      }
    }
    for (const MediumTie& tie : media.ties) {
      add_edge(
          node_of_group[tie.from], node_of_group[tie.to], NetworkLayer::kRelation, 1,
          fmt::format("together in {} {}{}", tie.count, tie.through, tie.count == 1 ? "" : "s"));
    }
    return {};
  }

  void add_edge(std::uint32_t from, std::uint32_t to, NetworkLayer layer, double weight,
                std::string detail) {
    diagram_.edges.push_back({from, to, layer, weight, std::move(detail)});
  }

  std::string caption() const {
    std::string text =
        "Asserted members, and who stands closest to them by money, relations and roles in the "
        "case. ";
    text += report_.ranking
                ? fmt::format(
                      "The ranking is shown down to row {}; a rank is a reason to look, "
                      "never evidence. ",
                      report_.request.cut_off)
                : std::string("No member is asserted, so nobody was ranked. ");
    if (focus_.left_out() > 0) {
      text +=
          fmt::format("{} further members stand in the table of members only. ", focus_.left_out());
    }
    text +=
        "Thickness is the amount paid, compared within an asset. Media that the same people "
        "use are drawn as one. Victims, and whoever is used under their identity, are never "
        "drawn, nor a medium that they use.";
    return text;
  }

  static constexpr std::uint32_t kNoNode = 0xFFFFFFFFu;
  const ReportCase& report_;
  const NetworkFocus& focus_;
  NetworkDiagram diagram_;
  std::map<VertexIndex, std::uint32_t> nodes_;  // party -> node
};

}  // namespace

graph::Result<NetworkDiagram> case_network(const ReportCase& report) {
  HEADWATER_ASSIGN_OR_RETURN(const NetworkFocus focus, NetworkFocus::choose(report));
  return NetworkBuilder(report, focus).build();
}

}  // namespace headwater::queries::internal
