#include "queries/disclosure/internal/summed_table.h"

#include <algorithm>

namespace headwater::queries::internal {
namespace {

std::vector<std::vector<std::string>> keys_of(const DisclosureTable& table) {
  std::vector<std::vector<std::string>> keys;
  for (const DisclosureCell& cell : table.cells) {
    HEADWATER_CHECK(cell.key.size() == table.dimensions.size() && cell.count >= 0,
                    "a cell has one value a dimension and no negative count");
    keys.push_back(cell.key);
  }
  return keys;
}

}  // namespace

SummedTable::SummedTable(const DisclosureTable& table)
    : lattice(table.dimensions.size(), keys_of(table)) {
  shown.dimensions = table.dimensions;
  shown.cells.resize(lattice.size());
  contributions.resize(lattice.size());
  for (std::uint32_t i = 0; i < lattice.size(); ++i) shown.cells[i].key = lattice.key(i);
  for (const DisclosureCell& cell : table.cells) {
    for (const std::uint32_t variable : lattice.covering(cell.key)) add(cell, variable);
  }
}

void SummedTable::add(const DisclosureCell& cell, std::uint32_t variable) {
  ProtectedCell& sum = shown.cells[variable];
  sum.count += cell.count;
  for (const auto& [name, money] : cell.money) {
    auto& amounts = sum.money[name].amounts;
    amounts.resize(std::max(amounts.size(), money.amounts.size()));
    for (std::size_t i = 0; i < money.amounts.size(); ++i) amounts[i] += money.amounts[i];
    auto& of_name = contributions[variable][name];
    for (const auto& [who, amount] : money.contributions) of_name[who] += amount;
  }
}

SuppressionTask SummedTable::empty_task() const {
  SuppressionTask task;
  task.usable.assign(lattice.size(), false);
  task.hidden.assign(lattice.size(), false);
  for (auto* column : {&task.room, &task.need, &task.loss}) column->assign(lattice.size(), 0);
  return task;
}

std::set<std::string> names_of_money(const ProtectedTable& table) {
  std::set<std::string> names;
  for (const ProtectedCell& cell : table.cells) {
    for (const auto& [name, money] : cell.money) names.insert(name);
  }
  return names;
}

void hide_too(const ProtectedTable& other, ProtectedTable& result) {
  for (std::size_t i = 0; i < result.cells.size(); ++i) {
    ProtectedCell& cell = result.cells[i];
    const bool hides_count = other.cells[i].count_hidden && !cell.count_hidden;
    if (hides_count) ++result.secondary_counts;
    cell.count_hidden |= hides_count;
    for (auto& [name, money] : cell.money) {
      const ProtectedCell::Money& as_other = other.cells[i].money.at(name);
      const bool hides_money = as_other.hidden && !money.hidden;
      if (hides_money) ++result.secondary_money;
      money.hidden |= hides_money;
      money.sensitive |= as_other.sensitive;
    }
  }
}

}  // namespace headwater::queries::internal
