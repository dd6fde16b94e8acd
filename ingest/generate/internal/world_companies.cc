#include <algorithm>
#include <array>

#include "ingest/generate/internal/names.h"
#include "ingest/generate/internal/world_parts.h"

namespace headwater::ingest::internal {
namespace {

struct SectorPlan {
  Sector sector;
  const char* trade;
  std::uint32_t count;   // at scale 1, over all cities
  std::uint32_t a_city;  // at least
  std::uint32_t size_factor;
};

constexpr std::array<SectorPlan, 14> kLocalSectors = {{
    {Sector::kGrocer, "Grocers", 30, 1, 2},
    {Sector::kRestaurant, "Kitchen", 40, 1, 1},
    {Sector::kRetail, "Stores", 36, 1, 1},
    {Sector::kPharmacy, "Pharmacy", 12, 1, 1},
    {Sector::kFuel, "Fuel", 14, 1, 1},
    {Sector::kSalon, "Salon", 24, 1, 1},
    {Sector::kLandlord, "Homes", 12, 1, 1},
    {Sector::kManufacture, "Works", 20, 0, 5},
    {Sector::kConstruction, "Build", 18, 1, 3},
    {Sector::kServices, "Services", 30, 1, 2},
    {Sector::kTransport, "Transport", 14, 1, 2},
    {Sector::kCleaning, "Cleaning", 14, 1, 2},
    {Sector::kAccountant, "Accountants", 8, 0, 1},
    {Sector::kCarDealer, "Motors", 8, 0, 1},
}};

constexpr std::array<SectorPlan, 6> kNationalSectors = {{
    {Sector::kUtility, "Power", 3, 0, 8},
    {Sector::kTelecom, "Telecom", 3, 0, 6},
    {Sector::kInsurer, "Insurance", 2, 0, 6},
    {Sector::kAdvertising, "Small Ads", 2, 0, 2},
    {Sector::kTaxOffice, "State Tax Office", 1, 0, 12},
    {Sector::kPensionFund, "State Pension Fund", 1, 0, 4},
}};

const SectorPlan& plan_of(Sector sector) {
  for (const SectorPlan& plan : kLocalSectors) {
    if (plan.sector == sector) return plan;
  }
  for (const SectorPlan& plan : kNationalSectors) {
    if (plan.sector == sector) return plan;
  }
  return kLocalSectors.front();
}

constexpr std::array<std::int64_t, 9> kSizes = {1, 1, 2, 3, 4, 6, 10, 22, 70};

}  // namespace

std::uint32_t scaled(std::uint64_t base, std::uint64_t scale_thousandths, std::uint32_t least,
                     std::uint64_t divisor) {
  const std::uint64_t whole = 1000 * divisor;
  const auto count = static_cast<std::uint32_t>((base * scale_thousandths + whole / 2) / whole);
  return std::max(least, count);
}

Index add_company(World& world, Sector sector, std::uint8_t city) {
  const auto index = static_cast<Index>(world.companies.size());
  RandomStream stream(world.seed, Purpose::kCompany, index);
  const SectorPlan& plan = plan_of(sector);
  Company company;
  company.name = make_company_name(stream, plan.trade);
  company.sector = sector;
  company.city = city;
  company.size = static_cast<std::uint32_t>(stream.quantile(kSizes)) * plan.size_factor;
  company.address = world.add_address();
  company.payday = static_cast<std::int32_t>(stream.between(24, 30));
  company.founded = -static_cast<std::int32_t>(stream.chance(1'500) ? stream.between(45, 400)
                                                                    : stream.between(300, 9'000));
  company.rent = stream.between(60, 320) * 1'000;
  Account account;
  account.company = index;
  account.bank = static_cast<std::uint8_t>(stream.weighted(kBankWeights));
  account.type = AccountType::kBusiness;
  account.opened = company.founded + static_cast<std::int32_t>(stream.between(5, 40));
  company.account = world.add_account(std::move(account));
  world.companies.push_back(std::move(company));
  return index;
}

void add_companies(World& world, std::uint64_t scale_thousandths) {
  for (const SectorPlan& plan : kLocalSectors) {
    for (std::uint8_t city = 0; city < kCityCount; ++city) {
      const std::uint32_t share = plan.count * world.cities[city].weight;  // in 1/100
      const std::uint32_t least = plan.a_city > 0 || city < 2 ? 1 : 0;
      const std::uint32_t count = scaled(share, scale_thousandths, least, 100);
      for (std::uint32_t i = 0; i < count; ++i) add_company(world, plan.sector, city);
    }
  }
  for (const SectorPlan& plan : kNationalSectors) {
    for (std::uint32_t i = 0; i < plan.count; ++i) {
      add_company(world, plan.sector, static_cast<std::uint8_t>(i % kCityCount));
    }
  }
  std::vector<Index> landlords[kCityCount];
  for (Index i = 0; i < world.companies.size(); ++i) {
    const Company& company = world.companies[i];
    if (company.sector == Sector::kLandlord) landlords[company.city].push_back(i);
  }
  for (Index i = 0; i < world.companies.size(); ++i) {
    Company& company = world.companies[i];
    RandomStream stream(world.seed, Purpose::kCompany, i, 2);
    if (company.sector != Sector::kLandlord)
      company.landlord = stream.pick(landlords[company.city]);
  }
}

void add_officers(World& world) {
  std::vector<Index> candidates;
  for (Index i = 0; i < world.persons.size(); ++i) {
    const Livelihood life = world.persons[i].livelihood;
    if (life == Livelihood::kEmployed || life == Livelihood::kSelfEmployed) candidates.push_back(i);
  }
  for (Index i = 0; i < world.companies.size(); ++i) {
    Company& company = world.companies[i];
    RandomStream stream(world.seed, Purpose::kOfficers, i);
    company.director = stream.pick(candidates);
    if (company.sector == Sector::kTaxOffice || company.sector == Sector::kPensionFund) continue;
    const std::int32_t first =
        stream.chance(5'500) ? 100 : static_cast<std::int32_t>(stream.between(10, 18) * 5);
    company.owners.push_back(
        {stream.chance(6'500) ? company.director : stream.pick(candidates), kNobody, first});
    if (first == 100) continue;
    Owner second{stream.pick(candidates), kNobody, 100 - first};
    if (stream.chance(1'500) && i > 0) second = {kNobody, stream.below(i), 100 - first};
    company.owners.push_back(second);
  }
}

}  // namespace headwater::ingest::internal
