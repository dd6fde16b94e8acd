// AccountHolders: which member of a case holds an account, and when.
//
//   AccountHolders holders(snapshot.vertices().size());     // nobody holds anything
//   holders.set(account, member);                           // at any time
//   holders.set(other, {{{from, to}, member}}, kNoHolder);  // only then; an outsider's otherwise
//   std::uint32_t who = holders.at(account, time);
#pragma once

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/snapshot.h"
#include "graph/timestamp.h"

namespace headwater::engine {

inline constexpr std::uint32_t kNoHolder = 0xFFFF'FFFF;

struct HolderPeriod {
  graph::TimeWindow window;
  std::uint32_t holder = kNoHolder;
};

// Thread-safe for reading. One number a vertex; accounts whose holder changes cost their periods.
class AccountHolders {
 public:
  AccountHolders() = default;  // of no vertex: everybody is an outsider
  explicit AccountHolders(std::size_t vertices) : always_(vertices, kNoHolder) {}

  bool is_empty() const { return always_.empty(); }
  std::size_t size() const { return always_.size(); }

  // kNoHolder: an outsider's.
  void set(graph::VertexIndex account, std::uint32_t holder) { always_[account] = holder; }
  // Disjoint periods, and who holds it at all other times.
  void set(graph::VertexIndex account, std::vector<HolderPeriod> periods, std::uint32_t otherwise) {
    always_[account] = kByTime;
    by_time_[account] = {std::move(periods), otherwise};
  }

  // An unknown time is in no period that has an end. O(1), or O(periods) for an account whose
  // holder changes.
  std::uint32_t at(graph::VertexIndex account, graph::Timestamp time) const {
    if (always_.empty()) return kNoHolder;
    const std::uint32_t holder = always_[account];
    return holder == kByTime ? in_period(account, time) : holder;
  }

  // Holder h becomes number[h], which may be kNoHolder.
  void renumber(const std::vector<std::uint32_t>& number) {
    for (std::uint32_t& holder : always_) {
      if (holder != kNoHolder && holder != kByTime) holder = number[holder];
    }
    for (auto& [account, times] : by_time_) {
      if (times.otherwise != kNoHolder) times.otherwise = number[times.otherwise];
      for (HolderPeriod& period : times.periods) {
        if (period.holder != kNoHolder) period.holder = number[period.holder];
      }
    }
  }

 private:
  static constexpr std::uint32_t kByTime = 0xFFFF'FFFE;

  struct Times {
    std::vector<HolderPeriod> periods;
    std::uint32_t otherwise = kNoHolder;
  };

  std::uint32_t in_period(graph::VertexIndex account, graph::Timestamp time) const {
    const Times& times = by_time_.at(account);
    for (const HolderPeriod& period : times.periods) {
      if (period.window.contains(time)) return period.holder;
    }
    return times.otherwise;
  }

  std::vector<std::uint32_t> always_;  // by snapshot vertex
  std::unordered_map<graph::VertexIndex, Times> by_time_;
};

}  // namespace headwater::engine
