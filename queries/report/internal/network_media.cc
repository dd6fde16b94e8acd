#include "queries/report/internal/network_media.h"

#include <algorithm>
#include <set>

namespace headwater::queries::internal {
namespace {

using graph::VertexIndex;

class MediaFinder {
 public:
  MediaFinder(const ReportCase& report, const NetworkFocus& focus)
      : report_(report), focus_(focus) {
    for (const graph::RelationLayer::Edge& edge : report.snapshot().relations().edges) read(edge);
  }

  graph::Result<JoiningMedia> find(std::size_t most_groups) {
    group();
    HEADWATER_RETURN_IF_ERROR(tie());
    keep(most_groups);
    return std::move(found_);
  }

 private:
  bool is_medium(VertexIndex v) const {
    return report_.snapshot().vertices().kind(v) == graph::EntityKind::kMedium;
  }

  void read(const graph::RelationLayer::Edge& edge) {
    if (edge.kind != graph::RelationKind::kUsesMedium &&
        edge.kind != graph::RelationKind::kSignIn) {
      return;
    }
    const bool from_medium = is_medium(edge.from), to_medium = is_medium(edge.to);
    if (from_medium && to_medium) {
      carried_[edge.from].insert(edge.to);
    } else if (from_medium || to_medium) {
      const VertexIndex medium = from_medium ? edge.from : edge.to;
      const VertexIndex user = from_medium ? edge.to : edge.from;
      users_[medium].insert(report_.parties.party_of(user));
      if (report_.parties.is_protected(user)) hidden_.insert(medium);
    }
  }

  // Media by their users in the focus.
  void group() {
    std::map<std::vector<std::uint32_t>, std::uint32_t> known;
    std::map<std::uint32_t, std::set<VertexIndex>> in_all;
    for (const auto& [medium, users] : users_) {
      std::vector<std::uint32_t> in_focus;
      bool is_protected = report_.parties.is_protected(medium) || hidden_.contains(medium);
      for (const VertexIndex user : users) {
        is_protected |= report_.parties.is_protected(user);
        if (focus_.find(user) != NetworkFocus::kNobody) in_focus.push_back(focus_.find(user));
      }
      if (is_protected || in_focus.empty()) continue;
      std::sort(in_focus.begin(), in_focus.end());
      const auto next = static_cast<std::uint32_t>(found_.groups.size());
      const auto [at, is_new] = known.emplace(in_focus, next);
      if (is_new) found_.groups.push_back({{}, in_focus, 0});
      found_.groups[at->second].media.push_back(medium);
      in_all[at->second].insert(users.begin(), users.end());
      group_of_[medium] = at->second;
    }
    for (const auto& [number, users] : in_all) found_.groups[number].users_in_all = users.size();
  }

  graph::Status tie() {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<std::uint64_t, VertexIndex>> ties;
    for (const auto& [carrier, media] : carried_) {
      if (report_.parties.is_protected(carrier)) continue;
      std::set<std::uint32_t> groups;
      for (const VertexIndex medium : media) {
        if (const auto at = group_of_.find(medium); at != group_of_.end())
          groups.insert(at->second);
      }
      for (auto a = groups.begin(); a != groups.end(); ++a) {
        for (auto b = std::next(a); b != groups.end(); ++b) {
          auto& [count, example] = ties[{*a, *b}];
          if (count++ == 0) example = carrier;
        }
      }
    }
    for (const auto& [pair, tie] : ties) {
      HEADWATER_ASSIGN_OR_RETURN(
          const graph::EntityKey key,
          report_.session.view().key_of(report_.snapshot().vertices().entity(tie.second)));
      found_.ties.push_back({pair.first, pair.second, tie.first, key.scheme});
    }
    return {};
  }

  // Groups that tie nobody to anybody go; of the rest those with most users, then most ties.
  void keep(std::size_t most_groups) {
    std::vector<std::size_t> ties(found_.groups.size());
    for (const MediumTie& tie : found_.ties) {
      ++ties[tie.from];
      ++ties[tie.to];
    }
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < found_.groups.size(); ++i) {
      if (found_.groups[i].users.size() > 1 || ties[i] > 0) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      const auto rank = [&](std::uint32_t g) {
        return std::pair(found_.groups[g].users.size(), ties[g]);
      };
      return rank(a) > rank(b);
    });
    order.resize(std::min(order.size(), most_groups));
    std::map<std::uint32_t, std::uint32_t> position;
    std::vector<MediumGroup> kept;
    for (const std::uint32_t g : order) {
      position[g] = static_cast<std::uint32_t>(kept.size());
      kept.push_back(std::move(found_.groups[g]));
    }
    found_.groups = std::move(kept);
    std::erase_if(found_.ties, [&](const MediumTie& tie) {
      return !position.contains(tie.from) || !position.contains(tie.to);
    });
    for (MediumTie& tie : found_.ties) {
      tie.from = position[tie.from];
      tie.to = position[tie.to];
    }
  }

  const ReportCase& report_;
  const NetworkFocus& focus_;
  std::map<VertexIndex, std::set<VertexIndex>> users_;    // medium -> parties
  std::map<VertexIndex, std::set<VertexIndex>> carried_;  // medium -> media that it names
  std::set<VertexIndex> hidden_;                          // used by an account of theirs
  std::map<VertexIndex, std::uint32_t> group_of_;
  JoiningMedia found_;
};

}  // namespace

graph::Result<JoiningMedia> joining_media(const ReportCase& report, const NetworkFocus& focus,
                                          std::size_t most_groups) {
  return MediaFinder(report, focus).find(most_groups);
}

}  // namespace headwater::queries::internal
