#include "queries/disclosure/disclosure.h"

#include <algorithm>
#include <set>

#include "queries/disclosure/internal/margin_lattice.h"
#include "queries/disclosure/internal/sensitivity.h"
#include "queries/disclosure/internal/summed_table.h"
#include "queries/disclosure/internal/suppression.h"
#include "queries/disclosure/internal/table_attack.h"

namespace headwater::queries {
namespace {

using graph::WideMinorUnits;
using internal::Interval;
using internal::kUnlimited;
using internal::MarginEquation;
using internal::MarginLattice;
using internal::SummedTable;
using internal::SuppressionTask;

constexpr std::size_t kMostEliminated = 1'500;

WideMinorUnits size_of(WideMinorUnits value) { return value < 0 ? -value : value; }

std::vector<std::vector<std::string>> base_keys(const ProtectedTable& table) {
  std::vector<std::vector<std::string>> keys;
  for (const ProtectedCell& cell : table.cells) {
    if (cell.is_margin()) continue;
    keys.emplace_back();
    for (const auto& value : cell.key) keys.back().push_back(*value);
  }
  return keys;
}

class Protection {
 public:
  Protection(const DisclosureTable& table, const DisclosureRules& rules)
      : rules_(rules), sums_(table), result_(sums_.shown) {}

  ProtectedTable run() {
    protect_counts();
    for (const std::string& asset : internal::names_of_money(result_)) protect_money(asset);
    return std::move(result_);
  }

 private:
  void protect_counts() {
    SuppressionTask task = sums_.empty_task();
    for (std::uint32_t i = 0; i < sums_.lattice.size(); ++i) {
      const std::int64_t count = result_.cells[i].count;
      task.usable[i] = count > 0;
      task.hidden[i] = count > 0 && count < rules_.threshold;
      task.room[i] = count - 1;  // whoever knows the rules knows that none is empty
      task.need[i] = count_protection(rules_);
      task.loss[i] = count;
      result_.primary_counts += task.hidden[i] ? 1 : 0;
    }
    internal::suppress(sums_.lattice, task);
    for (std::uint32_t i = 0; i < sums_.lattice.size(); ++i) {
      result_.cells[i].count_hidden = task.hidden[i];
      result_.secondary_counts += task.hidden[i] ? 1 : 0;
    }
    result_.secondary_counts -= result_.primary_counts;
  }

  void protect_money(const std::string& asset) {
    SuppressionTask task = sums_.empty_task();
    std::uint64_t primary = 0;
    for (std::uint32_t i = 0; i < sums_.lattice.size(); ++i) {
      const auto found = result_.cells[i].money.find(asset);
      if (found == result_.cells[i].money.end()) continue;
      const auto& amounts = found->second.amounts;
      task.usable[i] = true;
      task.hidden[i] = result_.cells[i].count_hidden ||
                       internal::is_dominated(sums_.contributions[i][asset], rules_);
      task.room[i] = internal::room_of(amounts);
      task.need[i] = money_protection(amounts, rules_);
      for (const WideMinorUnits amount : amounts) {
        task.loss[i] = std::max(task.loss[i], size_of(amount));
      }
      found->second.sensitive = task.hidden[i];
      primary += task.hidden[i] ? 1 : 0;
    }
    internal::suppress(sums_.lattice, task);
    result_.primary_money += primary;
    for (std::uint32_t i = 0; i < sums_.lattice.size(); ++i) {
      if (!task.hidden[i]) continue;
      result_.cells[i].money.at(asset).hidden = true;
      ++result_.secondary_money;
    }
    result_.secondary_money -= primary;
  }

  const DisclosureRules& rules_;
  SummedTable sums_;
  ProtectedTable& result_;  // that of sums_
};

std::string name_of(const ProtectedCell& cell) {
  std::string name;
  for (const auto& value : cell.key) name += (name.empty() ? "" : " / ") + value.value_or("all");
  return name.empty() ? "all" : name;
}

// One column of a published table, as an attacker sees it, and what each value must keep.
struct PublishedColumn {
  std::string name;
  std::vector<bool> hidden;
  std::vector<Interval> bounds;
  std::vector<WideMinorUnits> need;  // 0: it must only not be determined
};

void attack_column(const ProtectedTable& table, const std::vector<MarginEquation>& equations,
                   PublishedColumn column, std::vector<std::string>& exposed) {
  std::set<std::uint32_t> found;
  if (static_cast<std::size_t>(std::count(column.hidden.begin(), column.hidden.end(), true)) <=
      kMostEliminated) {
    for (const std::uint32_t i : internal::determined_variables(equations, column.hidden)) {
      found.insert(i);
    }
  }
  internal::propagate_bounds(equations, column.bounds);
  for (std::uint32_t i = 0; i < column.hidden.size(); ++i) {
    const WideMinorUnits width = column.bounds[i].high - column.bounds[i].low;
    if (column.hidden[i] && width < std::max<WideMinorUnits>(column.need[i], 1)) found.insert(i);
  }
  for (const std::uint32_t i : found) exposed.push_back(column.name + name_of(table.cells[i]));
}

PublishedColumn count_column(const ProtectedTable& table, const DisclosureRules& rules) {
  PublishedColumn column;
  column.name = "victims: ";
  for (const ProtectedCell& cell : table.cells) {
    column.hidden.push_back(cell.count_hidden);
    column.bounds.push_back(cell.count_hidden ? Interval{1, kUnlimited}
                                              : Interval{cell.count, cell.count});
    column.need.push_back(cell.count < rules.threshold ? count_protection(rules) : 0);
  }
  return column;
}

PublishedColumn money_column(const ProtectedTable& table, const DisclosureRules& rules,
                             const std::string& asset, std::size_t figure) {
  PublishedColumn column;
  column.name = asset + ": ";
  WideMinorUnits least = 0;
  for (const ProtectedCell& cell : table.cells) {
    const auto found = cell.money.find(asset);
    if (found != cell.money.end()) least = std::min(least, found->second.amounts[figure]);
  }
  for (const ProtectedCell& cell : table.cells) {
    const auto found = cell.money.find(asset);
    const bool has = found != cell.money.end();
    const bool hidden = has && found->second.hidden;
    const WideMinorUnits amount = has ? found->second.amounts[figure] : 0;
    column.hidden.push_back(hidden);
    column.bounds.push_back(hidden ? Interval{least < 0 ? -kUnlimited : 0, kUnlimited}
                                   : Interval{amount, amount});
    const bool sensitive = hidden && found->second.sensitive;
    column.need.push_back(sensitive ? money_protection(found->second.amounts, rules) : 0);
  }
  return column;
}

std::size_t figures_of(const ProtectedTable& table, const std::string& asset) {
  for (const ProtectedCell& cell : table.cells) {
    const auto found = cell.money.find(asset);
    if (found != cell.money.end()) return found->second.amounts.size();
  }
  return 0;
}

}  // namespace

bool ProtectedCell::is_margin() const {
  return std::any_of(key.begin(), key.end(), [](const auto& value) { return !value; });
}

WideMinorUnits count_protection(const DisclosureRules& rules) {
  return std::max<std::int64_t>(rules.threshold - 2, 1);
}

WideMinorUnits money_protection(const std::vector<WideMinorUnits>& amounts,
                                const DisclosureRules& rules) {
  WideMinorUnits largest = 0;
  for (const WideMinorUnits amount : amounts) largest = std::max(largest, size_of(amount));
  return std::max<WideMinorUnits>((2 * largest * rules.dominance_p + 99) / 100, 1);
}

graph::Result<ProtectedTable> protect(const DisclosureTable& table, const DisclosureRules& rules) {
  ProtectedTable result = Protection(table, rules).run();
  if (rules.threshold > DisclosureRules().threshold) {
    DisclosureRules usual = rules;
    usual.threshold = DisclosureRules().threshold;
    internal::hide_too(Protection(table, usual).run(), result);
  }
  const std::vector<std::string> exposed = attack(result, rules);
  if (exposed.empty()) return result;
  return graph::Status(graph::StatusCode::kInternal,
                       {"protect a table for publication", "",
                        std::to_string(exposed.size()) + " hidden cells can be worked out",
                        "please report it: nothing was published"});
}

std::vector<std::string> attack(const ProtectedTable& table, const DisclosureRules& rules) {
  const auto equations = MarginLattice(table.dimensions.size(), base_keys(table)).equations();
  std::vector<std::string> exposed;
  attack_column(table, equations, count_column(table, rules), exposed);
  for (const std::string& asset : internal::names_of_money(table)) {
    for (std::size_t figure = 0; figure < figures_of(table, asset); ++figure) {
      attack_column(table, equations, money_column(table, rules, asset, figure), exposed);
    }
  }
  return exposed;
}

}  // namespace headwater::queries
