// The made-up country before anything happens in it: cities, banks, companies, people, accounts.
//
// People and companies are numbered in the order they were made. The numbers stay inside the
// generator: what is written carries shuffled ids. Ring members and decoys are cast from the same
// people (casting.h), so nothing in an id or in an order tells them apart.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/generate/internal/calendar.h"
#include "ingest/generate/internal/identifiers.h"

namespace headwater::ingest::internal {

using Index = std::uint32_t;
using Cents = std::int64_t;
inline constexpr Index kNobody = 0xFFFFFFFFu;

enum class Country : std::uint8_t { kHome, kOrigin, kTransit };
std::string_view territory_code(Country country);  // user-assigned ISO 3166-1 alpha-3
std::string_view country_prefix(Country country);  // user-assigned alpha-2, for account numbers

enum class Currency : std::uint8_t { kEuro, kDollar };
std::string_view currency_code(Currency currency);

inline constexpr int kCityCount = 6;
inline constexpr int kHomeBankCount = 5;
// How often each home bank is chosen, out of 100.
inline constexpr std::array<std::uint32_t, kHomeBankCount> kBankWeights = {30, 25, 20, 15, 10};
inline constexpr std::uint8_t kForeignBank = kHomeBankCount;

struct City {
  std::string name;
  std::string code;  // sub-region, "XA-01"
  std::uint32_t weight = 1;
};

struct Bank {
  std::string name;
  std::string slug;  // folder-safe; the namespace of its payment numbers is "bank-<slug>"
  std::uint32_t code = 0;
};

enum class Sector : std::uint8_t {
  kGrocer,
  kRestaurant,
  kRetail,
  kPharmacy,
  kFuel,
  kSalon,
  kLandlord,
  kManufacture,
  kConstruction,
  kServices,
  kTransport,
  kCleaning,
  kUtility,
  kTelecom,
  kInsurer,
  kAdvertising,
  kAccountant,
  kCarDealer,
  kTaxOffice,
  kPensionFund,
};
inline constexpr int kSectorCount = 20;
std::string_view sector_name(Sector sector);

enum class Livelihood : std::uint8_t {
  kEmployed,
  kPensioner,
  kSelfEmployed,
  kStudent,
  kAdvertiser,  // self-employed, finds clients through advertisements
  kExploited,   // works for the ring's front and is not free to leave
  kAbroad,      // known only to the foreign bank
};

struct Person {
  std::string name;
  std::string birth_date;
  bool female = false;
  Country citizenship = Country::kHome;
  std::uint8_t city = 0;
  Livelihood livelihood = Livelihood::kEmployed;
  Index employer = kNobody;   // company
  Index partner = kNobody;    // shares the address
  Index supporter = kNobody;  // students: who sends money
  Index address = 0;
  Index landlord = kNobody;  // company; kNobody: owns the home, or the partner pays
  Cents rent = 0;
  Cents income = 0;  // net, a month
  Index account = kNobody, savings = kNobody;
  Index relative_abroad = kNobody;   // account that remittances go to
  bool has_part = false;             // cast for the ring, as a decoy or as a victim
  std::int32_t until = kWindowDays;  // last day of work, of the exploited
};

struct Owner {
  Index person = kNobody, company = kNobody;  // one of the two
  std::int32_t share_percent = 0;
};

struct Company {
  std::string name;
  Sector sector = Sector::kServices;
  std::uint8_t city = 0;
  std::uint32_t size = 1;  // weight when employees choose
  Index address = 0;
  Index account = kNobody;
  Index landlord = kNobody;
  Cents rent = 0;
  Cents payroll = 0;  // a month
  std::uint32_t employees = 0;
  std::int32_t payday = 27;  // day of the month, from 1
  std::int32_t founded = -2'000;
  Index director = kNobody;
  std::vector<Owner> owners;
  bool ordinary_life = true;  // false: its money is simulated elsewhere
};

enum class AccountType : std::uint8_t { kCurrent, kSavings, kBusiness };
std::string_view account_type_name(AccountType type);

struct Account {
  std::string number;  // IBAN
  Index person = kNobody, company = kNobody;
  std::uint8_t bank = 0;
  AccountType type = AccountType::kCurrent;
  Currency currency = Currency::kEuro;
  std::int32_t opened = -1'000;  // day; in the window: no opening balance
  Cents opening = 0;
};

// Where merchants and other services are found.
struct Directory {
  std::array<std::array<std::vector<Index>, kCityCount>, kSectorCount> by_sector_and_city;
  std::array<std::vector<Index>, kSectorCount> by_sector;
  std::vector<Index> businesses;  // those that buy from and sell to each other
  std::vector<Index> residents[kCityCount];
  std::vector<Index> clients;  // of advertisers, the exploited ones and the free ones alike
};

struct World {
  std::uint64_t seed = 0;
  std::vector<City> cities;
  std::vector<Bank> banks;  // home banks, then the foreign one
  std::vector<Person> persons;
  std::vector<Company> companies;
  std::vector<Account> accounts;
  Index address_count = 0;
  std::vector<std::int32_t> dollars_per_euro;  // by day, in 1/10,000
  Directory directory;

  Index add_account(Account account);  // gives it a number
  Index add_address() { return address_count++; }
  const Person& person(Index index) const { return persons[index]; }
  const Company& company(Index index) const { return companies[index]; }
};

// Ordinary people and companies; scale 1 (1,000 thousandths) has 2,500 people. Ring and decoys come
// later.
World build_world(std::uint64_t seed, std::uint64_t scale_thousandths);
// After casting: who works, lives and trades where, payrolls, opening balances.
void settle_world(World& world);

// Euro cents to dollar cents at the day's rate, rounded down.
Cents to_dollars(const World& world, Cents euros, std::int32_t day);

}  // namespace headwater::ingest::internal
