// Who stands in the middle of the network: members, the top of the ranking, and with a truth those
// whom both missed. Never anybody protected.
#pragma once

#include <map>
#include <vector>

#include "queries/report/internal/case_parts.h"

namespace headwater::queries::internal {

struct FocusNode {
  graph::VertexIndex party = 0;
  NetworkStanding standing = NetworkStanding::kOther;
  std::string detail;
};

class NetworkFocus {
 public:
  // Errors: those of the store.
  static graph::Result<NetworkFocus> choose(const ReportCase& report);

  const std::vector<FocusNode>& nodes() const { return nodes_; }
  // Position in nodes(); kNobody: not in focus.
  std::uint32_t find(graph::VertexIndex party) const;
  static constexpr std::uint32_t kNobody = 0xFFFFFFFFu;
  // Members for whom there was no room.
  std::size_t left_out() const { return left_out_; }

 private:
  explicit NetworkFocus(const ReportCase& report) : report_(&report) {}
  void add_members(bool asserted);
  void add_ranked();
  graph::Status add_missed();
  graph::Status add_ids();
  void add(graph::VertexIndex party, NetworkStanding standing, std::string detail);

  const ReportCase* report_;
  std::vector<FocusNode> nodes_;
  std::map<graph::VertexIndex, std::uint32_t> position_;
  std::size_t members_ = 0, left_out_ = 0;
};

std::string joined(const std::vector<std::string>& words);  // "a, b"
// What a member is said to be: "exploiter, site-manager". Roles in an exploitation are named for
// who played them, so that nobody reads "exploited" as what was done to the member.
std::string roles_text(const CaseMember& member);

}  // namespace headwater::queries::internal
