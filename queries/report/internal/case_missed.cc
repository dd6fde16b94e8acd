// What the truth knows and the evidence does not: members to whom nothing was attributed.
#include <map>
#include <set>

#include "queries/report/internal/case_parts.h"
#include "queries/report/internal/network_focus.h"
#include "queries/report/internal/report_money.h"

namespace headwater::queries::internal {
namespace {

class MissedMembers {
 public:
  explicit MissedMembers(const ReportCase& report)
      : report_(report), truth_(report.truth->truth), match_(report.truth->match) {
    for (std::uint32_t m = 0; m < report.attribution.members.size(); ++m) {
      known_by_.emplace(match_.true_member[m], m);
    }
    for (const engine::MemberProfit& row : report.attribution.result.members) {
      reached_.insert(match_.true_member[row.member]);
    }
  }

  graph::Result<ReportTable> table() {
    ReportTable table;
    table.title = "Members to whom nothing was attributed";
    table.caption =
        "Known from the truth alone. The evidence does not name them, or names them by an id that "
        "no link joins to their accounts; what they had counts as an outsider's above.";
    table.columns = {{"Member"}, {"True role"}, {"Evidence"}, {"Asset"}, {"True profit", true}};
    for (std::uint32_t member = 0; member < truth_.members.size(); ++member) {
      if (reached_.contains(member)) continue;
      HEADWATER_ASSIGN_OR_RETURN(const std::string name, name_of(member));
      HEADWATER_ASSIGN_OR_RETURN(const std::string evidence, evidence_on(member));
      for (const ingest::TrueMemberProfit& profit : truth_.members[member].profits) {
        const auto asset = report_.session.view().find_asset(profit.asset);
        if (profit.profit.value == 0 || !asset) continue;
        table.rows.push_back({{name},
                              {truth_.members[member].role},
                              {evidence},
                              {profit.asset},
                              {amount_text(profit.profit.value, report_.asset(*asset))}});
      }
    }
    return table;
  }

 private:
  graph::Result<std::string> name_of(std::uint32_t member) {
    const graph::EntityId id = match_.known_as[member];
    if (id.is_none()) return truth_.members[member].name;
    const graph::VertexIndex vertex = report_.snapshot().vertices().find(id);
    return report_.names.label(report_.parties.party_of(vertex));
  }

  graph::Result<std::string> evidence_on(std::uint32_t member) {
    const auto known = known_by_.find(member);
    if (known == known_by_.end()) return std::string("none");
    const CaseMember& as = report_.attribution.members[known->second];
    HEADWATER_ASSIGN_OR_RETURN(const std::string label, report_.names.label(as.vertex));
    return roles_text(as) + ", as " + label;
  }

  const ReportCase& report_;
  const ingest::CaseTruth& truth_;
  const TruthMatch& match_;
  std::map<std::uint32_t, std::uint32_t> known_by_;  // true member -> member
  std::set<std::uint32_t> reached_;                  // true members with a row of profit
};

}  // namespace

graph::Result<ReportTable> missed_members(const ReportCase& report) {
  return MissedMembers(report).table();
}

}  // namespace headwater::queries::internal
