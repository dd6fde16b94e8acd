#include "queries/measurement/internal/scoreboard_figures.h"

#include <algorithm>

#include "graph/exploitation_form.h"
#include "graph/territory_code.h"

namespace headwater::queries::internal {
namespace {

void add_to(Contributions& sum, const Contributions& other) {
  for (const auto& [member, amount] : other) sum[member] += amount;
}

void subtract_from(Contributions& sum, const Contributions& other) {
  for (const auto& [member, amount] : other) sum[member] -= amount;
}

constexpr std::string_view kCountry = "location:iso3166/";
constexpr std::string_view kSubdivision = "location:iso3166-2/";

// A country or a part of one; no other place is a public name, whatever scheme it was loaded under.
bool is_public_territory(std::string_view territory) {
  if (territory.starts_with(kCountry)) {
    return graph::is_country_code(territory.substr(kCountry.size()));
  }
  return territory.starts_with(kSubdivision) &&
         graph::is_subdivision_code(territory.substr(kSubdivision.size()));
}

CellName published_name(CellName name) {
  auto& [territory, form, sector] = name;
  if (territory != kUnknownValue && !is_public_territory(territory)) territory = graph::kOtherForm;
  if (form != kUnknownValue && !graph::is_exploitation_form(form)) form = graph::kOtherForm;
  return name;
}

}  // namespace

void MoneyFigures::add(const MoneyFigures& other) {
  gross += other.gross;
  cost += other.cost;
  uncertain += other.uncertain;
  with_conduits += other.with_conduits;
  suspected += other.suspected;
  withheld += other.withheld;
  wage_assertions += other.wage_assertions;
}

void MoneyFigures::subtract(const MoneyFigures& other) {
  gross -= other.gross;
  cost -= other.cost;
  uncertain -= other.uncertain;
  with_conduits -= other.with_conduits;
  suspected -= other.suspected;
  withheld -= other.withheld;
  wage_assertions -= std::min(wage_assertions, other.wage_assertions);
}

void AssetFigures::add(const AssetFigures& other) {
  total.add(other.total);
  add_to(gross, other.gross);
  add_to(cost, other.cost);
  add_to(uncertain, other.uncertain);
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
  std::map<CellName, CellFigures> published;
  for (const auto& [name, cell] : cells) published[published_name(name)].join(cell);
  cells = std::move(published);
}

ScoreboardFigures rest_of(const ScoreboardFigures& whole,
                          const std::vector<const ScoreboardFigures*>& parts) {
  ScoreboardFigures rest;
  rest.cells = whole.cells;
  for (const ScoreboardFigures* part : parts) {
    for (const auto& [name, cell] : part->cells) rest.cells[name].subtract(cell);
  }
  return rest;
}

std::set<CellName> ScoreboardFigures::names() const {
  std::set<CellName> names;
  for (const auto& [name, cell] : cells) names.insert(name);
  return names;
}

void CellFigures::join(const CellFigures& other) {
  const std::size_t apart = people.size() + other.people.size();
  add(other);
  victims -= static_cast<std::int64_t>(apart - people.size());
}

void CellFigures::subtract(const CellFigures& part) {
  for (const std::uint64_t person : part.people) people.erase(person);
  victims = static_cast<std::int64_t>(people.size());
  group_cases = std::max<std::int64_t>(group_cases - part.group_cases, 0);
  for (const auto& [asset, figures] : part.money) {
    AssetFigures& own = money[asset];
    own.total.subtract(figures.total);
    subtract_from(own.gross, figures.gross);
    subtract_from(own.cost, figures.cost);
    subtract_from(own.uncertain, figures.uncertain);
    subtract_from(own.withheld, figures.withheld);
  }
}

void CellFigures::add(const CellFigures& other) {
  victims += other.victims;
  people.insert(other.people.begin(), other.people.end());
  group_cases += other.group_cases;
  for (const auto& [asset, figures] : other.money) money[asset].add(figures);
}

}  // namespace headwater::queries::internal
