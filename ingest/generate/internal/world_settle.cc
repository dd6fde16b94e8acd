// What depends on who ended up where: who trades with whom, who buys services, opening balances.
#include <algorithm>
#include <array>

#include "ingest/generate/internal/world_parts.h"

namespace headwater::ingest::internal {
namespace {

bool trades_with_businesses(Sector sector) {
  switch (sector) {
    case Sector::kManufacture:
    case Sector::kConstruction:
    case Sector::kServices:
    case Sector::kTransport:
    case Sector::kCleaning:
    case Sector::kAccountant:
      return true;
    default:
      return false;
  }
}

std::vector<Index> draw_clients(const World& world) {
  std::vector<Index> able;
  for (Index i = 0; i < world.persons.size(); ++i) {
    const Person& person = world.persons[i];
    const bool earns = person.livelihood == Livelihood::kEmployed ||
                       person.livelihood == Livelihood::kSelfEmployed;
    if (earns && !person.has_part && person.income >= 150'000) able.push_back(i);
  }
  RandomStream stream(world.seed, Purpose::kClients, 0);
  stream.shuffle(able);
  const std::size_t wanted = std::max<std::size_t>(60, world.persons.size() / 9);
  if (able.size() > wanted) able.resize(wanted);
  std::sort(able.begin(), able.end());
  return able;
}

}  // namespace

void fill_directory(World& world) {
  Directory& directory = world.directory;
  directory = {};
  directory.clients = draw_clients(world);
  for (Index i = 0; i < world.companies.size(); ++i) {
    const Company& company = world.companies[i];
    if (!company.ordinary_life) continue;
    const auto sector = static_cast<std::size_t>(company.sector);
    directory.by_sector_and_city[sector][company.city].push_back(i);
    directory.by_sector[sector].push_back(i);
    if (trades_with_businesses(company.sector)) directory.businesses.push_back(i);
  }
  for (Index i = 0; i < world.persons.size(); ++i) {
    const Person& person = world.persons[i];
    const bool at_home =
        person.livelihood != Livelihood::kAbroad && person.livelihood != Livelihood::kExploited;
    if (at_home) directory.residents[person.city].push_back(i);
  }
}

void set_opening(World& world, Index index) {
  Account& account = world.accounts[index];
  RandomStream stream(world.seed, Purpose::kAccounts, index, 2);
  if (account.opened >= 0) {
    account.opening = 0;
  } else if (account.company != kNobody) {
    const Company& company = world.companies[account.company];
    account.opening =
        company.payroll * stream.between(18, 40) / 10 + stream.between(600'000, 3'000'000);
    if (company.sector == Sector::kTaxOffice || company.sector == Sector::kPensionFund) {
      account.opening = static_cast<Cents>(world.persons.size()) * 2'000'000;
    }
  } else if (account.bank == kForeignBank) {
    account.opening = stream.between(250'000, 800'000);
  } else {
    const Person& person = world.persons[account.person];
    const bool savings = account.type == AccountType::kSavings;
    account.opening = person.income * stream.between(savings ? 2 : 9, savings ? 90 : 32) / 10 +
                      stream.between(4'000, 60'000);
  }
}

}  // namespace headwater::ingest::internal
