#include "ingest/generate/internal/world.h"

#include <algorithm>
#include <array>

#include "ingest/generate/internal/names.h"
#include "ingest/generate/internal/world_parts.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::array<std::uint32_t, kCityCount> kCityWeights = {30, 22, 16, 14, 10, 8};

std::vector<City> make_cities(std::uint64_t seed) {
  std::vector<City> cities;
  for (std::uint32_t i = 0; i < kCityCount; ++i) {
    RandomStream stream(seed, Purpose::kCities, i);
    cities.push_back({make_word(stream, 2), numbered("XA-", i + 1, 2), kCityWeights[i]});
  }
  return cities;
}

std::vector<Bank> make_banks(std::uint64_t seed) {
  std::vector<Bank> banks;
  for (std::uint32_t i = 0; i <= kHomeBankCount; ++i) {
    RandomStream stream(seed, Purpose::kAccounts, i, 1);
    Bank bank;
    const std::string word = make_word(stream, 2);
    bank.name = word + (i == kForeignBank ? " Foreign Bank" : " Bank");
    bank.slug = (i == kForeignBank ? "abroad" : std::string(1, static_cast<char>('a' + i)));
    bank.code = 1000 + stream.below(8999);
    banks.push_back(std::move(bank));
  }
  return banks;
}

// A walk in steps of at most 40/10,000, kept between 1.0400 and 1.1400.
std::vector<std::int32_t> make_rates(std::uint64_t seed) {
  RandomStream stream(seed, Purpose::kRates, 0);
  std::vector<std::int32_t> rates;
  std::int32_t rate = 10'850;
  for (std::int32_t day = 0; day < kWindowDays; ++day) {
    rate = std::clamp(rate + static_cast<std::int32_t>(stream.between(-40, 40)), 10'400, 11'400);
    rates.push_back(rate);
  }
  return rates;
}

}  // namespace

std::string_view territory_code(Country country) {
  constexpr std::array<std::string_view, 3> codes = {"XAV", "XBO", "XCO"};
  return codes[static_cast<std::size_t>(country)];
}

std::string_view country_prefix(Country country) {
  constexpr std::array<std::string_view, 3> codes = {"XA", "XB", "XC"};
  return codes[static_cast<std::size_t>(country)];
}

std::string_view currency_code(Currency currency) {
  return currency == Currency::kEuro ? "EUR" : "USD";
}

std::string_view sector_name(Sector sector) {
  constexpr std::array<std::string_view, kSectorCount> names = {
      "groceries",   "restaurant",  "retail",      "pharmacy",     "fuel",
      "salon",       "property",    "manufacture", "construction", "services",
      "transport",   "cleaning",    "utility",     "telecom",      "insurance",
      "advertising", "accountancy", "car-dealer",  "tax-office",   "pension-fund"};
  return names[static_cast<std::size_t>(sector)];
}

std::string_view account_type_name(AccountType type) {
  constexpr std::array<std::string_view, 3> names = {"current", "savings", "business"};
  return names[static_cast<std::size_t>(type)];
}

Index World::add_account(Account account) {
  const auto index = static_cast<Index>(accounts.size());
  const NumberShuffle shuffle(seed, 10);
  const bool abroad = account.bank == kForeignBank;
  account.number = make_iban(country_prefix(abroad ? Country::kOrigin : Country::kHome),
                             banks[account.bank].code, 100'000'000 + shuffle(index));
  accounts.push_back(std::move(account));
  return index;
}

Cents to_dollars(const World& world, Cents euros, std::int32_t day) {
  return euros * world.dollars_per_euro[static_cast<std::size_t>(day)] / 10'000;
}

World build_world(std::uint64_t seed, std::uint64_t scale_thousandths) {
  World world;
  world.seed = seed;
  world.cities = make_cities(seed);
  world.banks = make_banks(seed);
  world.dollars_per_euro = make_rates(seed);
  add_companies(world, scale_thousandths);
  add_people(world, scale_thousandths);
  add_officers(world);
  return world;
}

void settle_world(World& world) {
  for (Company& company : world.companies) company.payroll = company.employees = 0;
  for (const Person& person : world.persons) {
    if (person.employer == kNobody) continue;
    world.companies[person.employer].payroll += person.income;
    ++world.companies[person.employer].employees;
  }
  fill_directory(world);
  for (Index i = 0; i < world.accounts.size(); ++i) set_opening(world, i);
}

}  // namespace headwater::ingest::internal
