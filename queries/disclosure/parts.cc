// The same hypercubes as for one table, over one dimension more. A figure of a part moves against
// that of another part, so that the whole stays as it is published; where the whole hides a figure,
// it may move with it. What is hidden already, in the whole or because nobody publishes it, costs
// nothing to use; it is protected itself where it is small or sensitive.
#include "queries/disclosure/parts.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "queries/disclosure/internal/margin_lattice.h"
#include "queries/disclosure/internal/sensitivity.h"
#include "queries/disclosure/internal/summed_table.h"
#include "queries/disclosure/internal/suppression.h"
#include "queries/disclosure/internal/table_attack.h"

namespace headwater::queries {
namespace {

using graph::WideMinorUnits;
using internal::CellKey;
using internal::Interval;
using internal::kUnlimited;
using internal::SummedTable;
using internal::SuppressionTask;

constexpr std::int64_t kMostUnknowns = 1'500;  // as in `attack`

enum class Share : std::uint8_t { kPublished, kUnpublished, kWhole };

class PartsProtection {
 public:
  PartsProtection(const DisclosureTable& table, const std::string& unpublished,
                  const ProtectedTable& whole, const DisclosureRules& rules)
      : rules_(rules), sums_(table), result_(sums_.shown) {
    for (const ProtectedCell& cell : whole.cells) whole_[cell.key] = &cell;
    for (const ProtectedCell& cell : result_.cells) {
      const auto& part = cell.key.front();
      shares_.push_back(!part                  ? Share::kWhole
                        : *part == unpublished ? Share::kUnpublished
                                               : Share::kPublished);
    }
  }

  ProtectedTable run() {
    protect_counts();
    for (const std::string& name : internal::names_of_money(result_)) protect_money(name);
    return std::move(result_);
  }
  std::uint64_t exposed() const { return exposed_; }

 private:
  // The published cell or margin of the whole; null where it has none.
  const ProtectedCell* whole_of(const CellKey& key) const {
    const auto found = whole_.find(CellKey(key.begin() + 1, key.end()));
    return found == whole_.end() ? nullptr : found->second;
  }

  void protect_counts() {
    SuppressionTask task = sums_.empty_task();
    for (std::uint32_t i = 0; i < sums_.lattice.size(); ++i) set_count(i, task);
    std::vector<Interval> bounds(sums_.lattice.size());
    suppress(task);
    for (std::uint32_t i = 0; i < sums_.lattice.size(); ++i) {
      ProtectedCell& cell = result_.cells[i];
      cell.count_hidden = task.hidden[i];
      bounds[i] = task.hidden[i] ? Interval{1, kUnlimited} : Interval{cell.count, cell.count};
    }
    audit(task, std::move(bounds));
  }
  void set_count(std::uint32_t i, SuppressionTask& task) const {
    const std::int64_t count = result_.cells[i].count;
    if (count == 0) return;
    std::int64_t known = count;
    bool is_usable = true, is_hidden = shares_[i] == Share::kUnpublished;
    DisclosureRules rules;  // the usual ones, of what is public already
    if (shares_[i] == Share::kWhole) {
      const ProtectedCell* whole = whole_of(result_.cells[i].key);
      is_usable = is_hidden = whole != nullptr && whole->count_hidden;
      if (whole != nullptr) known = whole->count;
    } else if (shares_[i] == Share::kPublished) {
      rules = rules_;
      is_hidden = count < rules.threshold;
    }
    task.usable[i] = is_usable;
    task.hidden[i] = is_hidden;
    task.room[i] = count - 1;
    task.loss[i] = count;
    if (is_hidden && known < rules.threshold) task.need[i] = count_protection(rules);
  }

  void protect_money(const std::string& name) {
    SuppressionTask task = sums_.empty_task();
    WideMinorUnits least = 0;
    for (std::uint32_t i = 0; i < sums_.lattice.size(); ++i) {
      const auto found = result_.cells[i].money.find(name);
      if (found == result_.cells[i].money.end()) continue;
      set_money(i, name, found->second, task);
      for (const WideMinorUnits amount : found->second.amounts) least = std::min(least, amount);
    }
    suppress(task);
    std::vector<Interval> bounds(sums_.lattice.size(), Interval{0, 0});
    for (std::uint32_t i = 0; i < sums_.lattice.size(); ++i) {
      const auto found = result_.cells[i].money.find(name);
      if (found == result_.cells[i].money.end()) continue;
      found->second.hidden = task.hidden[i];
      const WideMinorUnits amount = found->second.amounts.front();
      bounds[i] = task.hidden[i] ? Interval{least < 0 ? -kUnlimited : 0, kUnlimited}
                                 : Interval{amount, amount};
    }
    audit(task, std::move(bounds));
  }
  void set_money(std::uint32_t i, const std::string& name, ProtectedCell::Money& money,
                 SuppressionTask& task) const {
    const ProtectedCell& cell = result_.cells[i];
    const bool is_dominated = internal::is_dominated(sums_.contributions[i].at(name), rules_);
    task.usable[i] = true;
    if (shares_[i] == Share::kPublished) {
      task.hidden[i] = money.sensitive = cell.count_hidden || is_dominated;
    } else if (shares_[i] == Share::kUnpublished) {
      const bool is_small = cell.count > 0 && cell.count < DisclosureRules().threshold;
      task.hidden[i] = true;
      money.sensitive = is_small || is_dominated;
    } else {
      const ProtectedCell* whole = whole_of(cell.key);
      const ProtectedCell::Money* known = nullptr;
      if (whole != nullptr && whole->money.count(name) != 0) known = &whole->money.at(name);
      task.usable[i] = task.hidden[i] = known != nullptr && known->hidden;
      money.sensitive = known != nullptr && known->sensitive;
    }
    task.room[i] = internal::room_of(money.amounts);
    if (money.sensitive) task.need[i] = money_protection(money.amounts, rules_);
    for (const WideMinorUnits amount : money.amounts) {
      task.loss[i] = std::max(task.loss[i], amount < 0 ? -amount : amount);
    }
  }

  // Where not everything can be protected, nothing of the parts is shown, and nothing needs to be
  // proven: the whole has been attacked by itself.
  void suppress(SuppressionTask& task) const {
    if (internal::suppress(sums_.lattice, task)) return;
    for (std::uint32_t i = 0; i < sums_.lattice.size(); ++i) {
      if (shares_[i] == Share::kPublished && task.usable[i]) task.hidden[i] = true;
    }
    std::fill(task.need.begin(), task.need.end(), 0);
  }

  void audit(const SuppressionTask& task, std::vector<Interval> bounds) {
    const auto equations = sums_.lattice.equations();
    std::set<std::uint32_t> found;
    if (std::count(task.hidden.begin(), task.hidden.end(), true) <= kMostUnknowns) {
      for (const std::uint32_t i : internal::determined_variables(equations, task.hidden)) {
        if (task.need[i] != 0) found.insert(i);
      }
    }
    internal::propagate_bounds(equations, bounds);
    for (std::uint32_t i = 0; i < sums_.lattice.size(); ++i) {
      const bool is_secret = task.hidden[i] && task.need[i] != 0;
      if (is_secret && bounds[i].high - bounds[i].low < task.need[i]) found.insert(i);
    }
    exposed_ += found.size();
  }

  const DisclosureRules& rules_;
  SummedTable sums_;
  ProtectedTable& result_;     // that of sums_
  std::vector<Share> shares_;  // by variable
  std::map<CellKey, const ProtectedCell*> whole_;
  std::uint64_t exposed_ = 0;
};

graph::Result<ProtectedTable> protected_by(const DisclosureTable& parts,
                                           const std::string& unpublished,
                                           const ProtectedTable& whole,
                                           const DisclosureRules& rules) {
  PartsProtection protection(parts, unpublished, whole, rules);
  ProtectedTable result = protection.run();
  if (protection.exposed() == 0) return result;
  return graph::Status(graph::StatusCode::kInternal,
                       {"protect parts of a table for publication", "",
                        std::to_string(protection.exposed()) + " hidden cells can be worked out",
                        "please report it: nothing was published"});
}

}  // namespace

graph::Result<ProtectedTable> protect_parts(const DisclosureTable& parts,
                                            const std::string& unpublished,
                                            const ProtectedTable& whole,
                                            const DisclosureRules& rules) {
  HEADWATER_ASSIGN_OR_RETURN(ProtectedTable result, protected_by(parts, unpublished, whole, rules));
  if (rules.threshold <= DisclosureRules().threshold) return result;
  DisclosureRules usual = rules;
  usual.threshold = DisclosureRules().threshold;
  HEADWATER_ASSIGN_OR_RETURN(const ProtectedTable other,
                             protected_by(parts, unpublished, whole, usual));
  internal::hide_too(other, result);
  return result;
}

}  // namespace headwater::queries
