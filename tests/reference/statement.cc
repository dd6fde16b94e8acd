#include "tests/reference/statement.h"

#include <algorithm>
#include <list>
#include <map>
#include <string>
#include <utility>

namespace headwater::tests {
namespace {

using engine::InnerRule;
using engine::StatementEvent;
using engine::StatementRule;
using engine::StatementShare;

struct Unit {
  std::size_t deposit;  // index of the event that brought it
  bool claimed;
};
using Units = std::list<Unit>;
enum class Kind { kAny, kClean, kClaimed };

bool fits(const Unit& unit, Kind kind) {
  return kind == Kind::kAny || unit.claimed == (kind == Kind::kClaimed);
}

// Moves the first unit that fits, searching from the old or the new end.
bool move_one(Units& units, Kind kind, bool newest, std::vector<Unit>& taken) {
  auto found = units.end();
  for (auto unit = units.begin(); unit != units.end(); ++unit) {
    if (!fits(*unit, kind)) continue;
    found = unit;
    if (!newest) break;
  }
  if (found == units.end()) return false;
  taken.push_back(*found);
  units.erase(found);
  return true;
}

// Of each deposit its quota, by whole units and then the largest remainders.
void move_in_proportion(Units& units, Kind kind, std::int64_t wanted, std::vector<Unit>& taken) {
  std::map<std::size_t, std::int64_t> held;
  std::int64_t sum = 0;
  for (const Unit& unit : units) {
    if (fits(unit, kind)) ++held[unit.deposit], ++sum;
  }
  wanted = std::min(wanted, sum);
  if (wanted == 0) return;
  std::map<std::size_t, std::int64_t> parts;
  std::vector<std::pair<std::int64_t, std::size_t>> remainders;
  std::int64_t left = wanted;
  for (const auto& [deposit, amount] : held) {
    parts[deposit] = wanted * amount / sum;
    left -= parts[deposit];
    remainders.emplace_back(-(wanted * amount % sum), deposit);
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::int64_t i = 0; i < left; ++i) {
    ++parts[remainders[static_cast<std::size_t>(i)].second];
  }
  for (auto unit = units.begin(); unit != units.end();) {
    if (fits(*unit, kind) && parts[unit->deposit] > 0) {
      --parts[unit->deposit];
      taken.push_back(*unit);
      unit = units.erase(unit);
    } else {
      ++unit;
    }
  }
}

std::vector<Unit> take(Units& units, std::int64_t wanted, StatementRule rule, InnerRule inner) {
  std::vector<Unit> taken;
  const auto left = [&] { return wanted - static_cast<std::int64_t>(taken.size()); };
  const auto claimed = [&] {
    if (inner == InnerRule::kProRata) move_in_proportion(units, Kind::kClaimed, left(), taken);
    while (left() > 0 && move_one(units, Kind::kClaimed, false, taken)) {
    }
  };
  const auto clean = [&] {
    while (left() > 0 && move_one(units, Kind::kClean, false, taken)) {
    }
  };
  if (rule == StatementRule::kProRata) move_in_proportion(units, Kind::kAny, wanted, taken);
  if (rule == StatementRule::kTaintFirst) claimed();
  if (rule == StatementRule::kCleanFirst || rule == StatementRule::kTaintFirst) clean();
  if (rule == StatementRule::kCleanFirst) claimed();
  const bool newest = rule == StatementRule::kLifo;
  while (left() > 0 && move_one(units, Kind::kAny, newest, taken)) {
  }
  return taken;
}

}  // namespace

std::vector<StatementShare> reference_statement(const std::vector<StatementEvent>& events,
                                                StatementRule rule, InnerRule inner) {
  std::vector<StatementShare> rows;
  const auto add = [&](const std::string& item, std::optional<std::int64_t> sequence,
                       const std::string& label, const std::string& owner, std::int64_t amount) {
    for (StatementShare& row : rows) {
      if (row.item == item && row.sequence == sequence && row.owner == owner &&
          row.event_label == label) {
        row.amount.value += amount;
        return;
      }
    }
    rows.push_back({events.front().case_name, rule, item, sequence, label, owner, {amount}});
  };
  Units units;
  std::int64_t debt = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const StatementEvent& event = events[i];
    for (std::int64_t n = 0; event.is_deposit && n < event.amount.value; ++n) {
      if (debt > 0) {
        --debt;
        add("event", event.sequence, "overdraft-repayment", event.label, 1);
      } else {
        units.push_back({i, event.claimed});
      }
    }
    if (event.is_deposit) continue;
    const auto taken = take(units, event.amount.value, rule, inner);
    for (const Unit& unit : taken) {
      add("event", event.sequence, event.label, events[unit.deposit].label, 1);
    }
    const auto beyond = event.amount.value - static_cast<std::int64_t>(taken.size());
    debt += beyond;
    if (beyond > 0) add("event", event.sequence, event.label, "(overdraft)", beyond);
  }
  for (const Unit& unit : units) {
    add("final", std::nullopt, "balance", events[unit.deposit].label, 1);
  }
  return rows;
}

}  // namespace headwater::tests
