// The Sankey diagrams: spots of FlowSums become nodes. Members and the largest conduits keep their
// own node; the rest is merged, so that every unit stays in the diagram and few names do.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "queries/report/internal/case_parts.h"
#include "queries/report/internal/flow_sums.h"
#include "queries/report/internal/report_money.h"

namespace headwater::queries::internal {
namespace {

using graph::WideMinorUnits;

constexpr std::size_t kMostMembers = 14;
constexpr std::size_t kMostConduits = 12;
constexpr int kSmallestConduit = 50;  // passes on a fiftieth of the asserted proceeds at least

// What several spots become.
enum class Merged : std::uint32_t { kMembers, kOutsiders };

using Flows = std::map<std::pair<FlowSpot, FlowSpot>, FlowSum>;

class DiagramBuilder {
 public:
  DiagramBuilder(const ReportCase& report, std::uint16_t asset, const Flows& flows)
      : report_(report), asset_(report.asset({asset})), flows_(flows) {
    for (const auto& [ends, sum] : flows) {
      through_[ends.second] += sum.amount;
      const FlowPlace from = ends.first.place;
      if (from == FlowPlace::kSource || from == FlowPlace::kConvertedFrom) total_ += sum.amount;
    }
  }

  graph::Result<FlowDiagram> build() {
    choose();
    diagram_.asset = asset_.code;
    diagram_.title = asset_.code + ": from asserted proceeds to where they are now";
    diagram_.caption = caption();
    for (const auto& [ends, sum] : flows_) {
      HEADWATER_ASSIGN_OR_RETURN(const std::uint32_t from, node_of(ends.first));
      HEADWATER_ASSIGN_OR_RETURN(const std::uint32_t to, node_of(ends.second));
      if (from != to) add(links_[{from, to}], sum);
    }
    finish();
    return std::move(diagram_);
  }

 private:
  static void add(FlowSum& total, const FlowSum& part) {
    total.amount += part.amount;
    total.payments += part.payments;
    total.touches_protected |= part.touches_protected;
    if (part.first.is_known() && (!total.first.is_known() || part.first < total.first)) {
      total.first = part.first;
    }
    total.last = std::max(total.last, part.last);
  }

  // Members by what came to them, and the largest conduits.
  void choose() {
    std::vector<std::pair<WideMinorUnits, FlowSpot>> members, conduits;
    for (const auto& [spot, amount] : through_) {
      if (spot.place == FlowPlace::kMember) members.emplace_back(-amount, spot);
      if (spot.place != FlowPlace::kOutsider) continue;
      const bool is_large = amount * kSmallestConduit >= total_;
      const bool is_close = report_.parties.is_members_company(spot.detail);
      if (is_large || is_close) conduits.emplace_back(-amount, spot);
    }
    std::sort(members.begin(), members.end());
    std::sort(conduits.begin(), conduits.end());
    members.resize(std::min(members.size(), kMostMembers));
    conduits.resize(std::min(conduits.size(), kMostConduits));
    for (const auto* chosen : {&members, &conduits}) {
      for (const auto& [amount, spot] : *chosen) own_node_.insert(spot);
    }
  }

  bool is_merged(FlowSpot spot) const {
    const bool is_party = spot.place == FlowPlace::kMember || spot.place == FlowPlace::kOutsider;
    return is_party && !own_node_.contains(spot);
  }

  graph::Result<std::uint32_t> node_of(FlowSpot spot) {
    if (is_merged(spot)) {
      const auto merged = spot.place == FlowPlace::kMember ? Merged::kMembers : Merged::kOutsiders;
      merged_[merged].insert(spot);
      const auto [at, is_new] = merged_nodes_.try_emplace(merged, next_node());
      if (is_new) {
        diagram_.nodes.push_back(
            {"", "", merged == Merged::kMembers ? FlowRole::kMember : FlowRole::kConduit, {}});
      }
      return at->second;
    }
    spot = drawn_as(spot);
    const auto known = nodes_.find(spot);
    if (known != nodes_.end()) return known->second;
    HEADWATER_ASSIGN_OR_RETURN(FlowNode node, make_node(spot));
    nodes_[spot] = next_node();
    diagram_.nodes.push_back(std::move(node));
    return nodes_[spot];
  }

  // Whatever outsiders did with it is one end: its parts stand in the caption.
  static FlowSpot drawn_as(FlowSpot spot) {
    const bool is_unexplained =
        spot.place == FlowPlace::kEnd &&
        (spot.detail == static_cast<std::uint32_t>(FlowEnd::kCashByOutsiders) ||
         spot.detail == static_cast<std::uint32_t>(FlowEnd::kAbroad));
    if (is_unexplained) spot.detail = static_cast<std::uint32_t>(FlowEnd::kWithOutsiders);
    return spot;
  }

  std::uint32_t next_node() const { return static_cast<std::uint32_t>(diagram_.nodes.size()); }

  graph::Result<FlowNode> make_node(FlowSpot spot) {
    switch (spot.place) {
      case FlowPlace::kSource:
        return FlowNode{source_label(spot.detail), "", FlowRole::kSource, {}};
      case FlowPlace::kConvertedFrom:
        return FlowNode{"Changed from " + asset_code(spot.detail), "", FlowRole::kConverted, {}};
      case FlowPlace::kConvertedTo:
        return FlowNode{"Changed into " + asset_code(spot.detail), "", FlowRole::kConverted, {}};
      case FlowPlace::kProtected:
        return FlowNode{"Accounts of protected people", "", FlowRole::kConduit, {}};
      case FlowPlace::kEnd:
        return end_node(static_cast<FlowEnd>(spot.detail));
      case FlowPlace::kMember:
      case FlowPlace::kOutsider:
        break;
    }
    const bool is_member = spot.place == FlowPlace::kMember;
    const graph::VertexIndex party =
        is_member ? report_.attribution.members[spot.detail].vertex : spot.detail;
    HEADWATER_ASSIGN_OR_RETURN(const std::string label, report_.names.label(party));
    const bool is_company = report_.parties.is_members_company(party);
    return FlowNode{label,
                    "",
                    is_member    ? FlowRole::kMember
                    : is_company ? FlowRole::kCompany
                                 : FlowRole::kConduit,
                    {}};
  }

  std::string asset_code(std::uint32_t asset) const {
    return report_.asset({static_cast<std::uint16_t>(asset)}).code;
  }

  static std::string source_label(std::uint32_t detail) {
    const bool cash = (detail & kCashSource) != 0;
    switch (static_cast<ProceedsComponent>(detail & ~kCashSource)) {
      case ProceedsComponent::kExploitation:
        return cash ? "Takings paid in as cash" : "Takings paid into accounts";
      case ProceedsComponent::kRecruitmentFees:
        return cash ? "Recruitment fees, cash" : "Recruitment fees";
      case ProceedsComponent::kDebtInterest:
        return cash ? "Debts collected, cash" : "Debts collected";
    }
    return "Proceeds";
  }

  static FlowNode end_node(FlowEnd end) {
    switch (end) {
      case FlowEnd::kHeldByMembers:
        return {"Still with members", "", FlowRole::kHeld, {}};
      case FlowEnd::kCashByMembers:
        return {"Cash drawn by members", "", FlowRole::kCashedOut, {}};
      case FlowEnd::kExplained:
        return {"Costs and spending", "", FlowRole::kSpent, {}};
      case FlowEnd::kDissipated:
        return {"Repaid overdrafts, fees", "", FlowRole::kDissipated, {}};
      case FlowEnd::kWithOutsiders:
      case FlowEnd::kCashByOutsiders:
      case FlowEnd::kAbroad:
        return {"With outsiders, unexplained", "", FlowRole::kUnexplained, {}};
      case FlowEnd::kTakenOver:
        return {"Taken over with an account", "", FlowRole::kUnexplained, {}};
      case FlowEnd::kNoMember:
        break;
    }
    return {"Reached no member", "", FlowRole::kUnreached, {}};
  }

  // Amounts of nodes, labels of merged ones, links in order.
  void finish() {
    std::vector<WideMinorUnits> in(diagram_.nodes.size()), out(diagram_.nodes.size());
    for (const auto& [ends, sum] : links_) {
      out[ends.first] += sum.amount;
      in[ends.second] += sum.amount;
      diagram_.links.push_back({ends.first, ends.second, major_units(sum.amount, asset_),
                                money_text(sum.amount, asset_), detail_of(sum)});
    }
    for (std::size_t i = 0; i < diagram_.nodes.size(); ++i) {
      diagram_.nodes[i].amount = money_text(std::max(in[i], out[i]), asset_);
    }
    for (const auto& [merged, node] : merged_nodes_) {
      diagram_.nodes[node].label =
          fmt::format("{} ({})", merged == Merged::kMembers ? "Other members" : "Other outsiders",
                      merged_[merged].size());
    }
  }

  static std::string detail_of(const FlowSum& sum) {
    if (sum.payments == 0 || sum.touches_protected) return "";
    if (sum.payments == 1) return "1 payment, " + date_text(sum.first);
    return fmt::format("{} payments, {} to {}", sum.payments, date_text(sum.first),
                       date_text(sum.last));
  }

  WideMinorUnits came_to(FlowEnd end) const {
    const auto at = through_.find({FlowPlace::kEnd, static_cast<std::uint32_t>(end)});
    return at == through_.end() ? 0 : at->second;
  }

  std::string caption() const {
    std::string text =
        "Asserted proceeds, each unit once from where it was first labelled, followed pro rata "
        "through every account; the width of a band is its "
        "amount. Accounts stand for their owners. Conduits are named when a fiftieth of the money "
        "went through them: nothing is asserted against them. Bands thinner than a hair stand in "
        "the appendix only.";
    const WideMinorUnits held = came_to(FlowEnd::kWithOutsiders),
                         cash = came_to(FlowEnd::kCashByOutsiders),
                         abroad = came_to(FlowEnd::kAbroad);
    if (held + cash + abroad != 0) {
      text += fmt::format(
          " Of the {} with outsiders, {} is left in their accounts, {} they drew as cash, {} went "
          "abroad.",
          money_text(held + cash + abroad, asset_), amount_text(held, asset_),
          amount_text(cash, asset_), amount_text(abroad, asset_));
    }
    if (const WideMinorUnits taken = came_to(FlowEnd::kTakenOver); taken != 0) {
      text += fmt::format(
          " {} came to another member with an account that changed hands: no payment says whose it "
          "is, and it counts as unexplained.",
          money_text(taken, asset_));
    }
    return text;
  }

  const ReportCase& report_;
  const graph::Asset& asset_;
  const Flows& flows_;
  std::map<FlowSpot, WideMinorUnits> through_;
  WideMinorUnits total_ = 0;
  std::set<FlowSpot> own_node_;
  FlowDiagram diagram_;
  std::map<FlowSpot, std::uint32_t> nodes_;
  std::map<Merged, std::uint32_t> merged_nodes_;
  std::map<Merged, std::set<FlowSpot>> merged_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, FlowSum> links_;
};

}  // namespace

graph::Result<std::vector<FlowDiagram>> case_flows(const ReportCase& report) {
  HEADWATER_ASSIGN_OR_RETURN(const FlowSums sums, sum_flows(report.attribution, report.parties));
  std::vector<FlowDiagram> diagrams;
  for (const auto& [asset, flows] : sums) {
    if (flows.empty()) continue;
    HEADWATER_ASSIGN_OR_RETURN(FlowDiagram diagram, DiagramBuilder(report, asset, flows).build());
    if (!diagram.links.empty()) diagrams.push_back(std::move(diagram));
  }
  return diagrams;
}

}  // namespace headwater::queries::internal
