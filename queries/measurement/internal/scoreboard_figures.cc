#include "queries/measurement/internal/scoreboard_figures.h"

namespace headwater::queries::internal {
namespace {

void add_to(Contributions& sum, const Contributions& other) {
  for (const auto& [member, amount] : other) sum[member] += amount;
}

}  // namespace

void MoneyFigures::add(const MoneyFigures& other) {
  gross += other.gross;
  cost += other.cost;
  unexplained += other.unexplained;
  with_conduits += other.with_conduits;
  suspected += other.suspected;
  withheld += other.withheld;
  wage_assertions += other.wage_assertions;
}

void AssetFigures::add(const AssetFigures& other) {
  total.add(other.total);
  add_to(gross, other.gross);
  add_to(cost, other.cost);
  add_to(unexplained, other.unexplained);
  add_to(withheld, other.withheld);
  for (const auto& [name, part] : other.components) components[name].add(part);
  for (const auto& [name, part] : other.standards) standards[name].add(part);
}

void ScoreboardFigures::keep_publishable() {
  for (auto& [name, cell] : cells) {
    for (auto& [asset, figures] : cell.money) {
      MoneyFigures& total = figures.total;
      total.with_conduits = total.suspected = 0;
      figures.components.clear();
      figures.standards.clear();
    }
    std::erase_if(cell.money, [](const auto& entry) { return entry.second.total.is_zero(); });
  }
  std::erase_if(cells, [](const auto& entry) {
    const CellFigures& cell = entry.second;
    return cell.victims == 0 && cell.group_cases == 0 && cell.money.empty();
  });
}

std::set<CellName> ScoreboardFigures::names() const {
  std::set<CellName> names;
  for (const auto& [name, cell] : cells) names.insert(name);
  return names;
}

void CellFigures::add(const CellFigures& other) {
  victims += other.victims;
  people.insert(other.people.begin(), other.people.end());
  group_cases += other.group_cases;
  for (const auto& [asset, figures] : other.money) money[asset].add(figures);
}

}  // namespace headwater::queries::internal
