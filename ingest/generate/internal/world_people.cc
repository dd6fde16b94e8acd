#include <algorithm>
#include <array>

#include "ingest/generate/internal/names.h"
#include "ingest/generate/internal/world_parts.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::array<std::int64_t, 9> kWages = {118'000, 146'000, 168'000, 189'000, 212'000,
                                                241'000, 286'000, 365'000, 640'000};
constexpr std::array<std::int64_t, 5> kPensions = {72'000, 104'000, 131'000, 163'000, 238'000};
constexpr std::array<std::int64_t, 5> kSelfEmployedIncomes = {90'000, 150'000, 205'000, 290'000,
                                                              560'000};

int draw_age(RandomStream& stream, Livelihood livelihood) {
  switch (livelihood) {
    case Livelihood::kPensioner:
      return static_cast<int>(stream.between(63, 88));
    case Livelihood::kStudent:
      return static_cast<int>(stream.between(18, 26));
    default:
      return static_cast<int>(stream.between(21, 63));
  }
}

void set_livelihood(RandomStream& stream, Person& person) {
  constexpr std::array<std::uint32_t, 4> weights = {62, 20, 8, 10};
  constexpr std::array<Livelihood, 4> kinds = {Livelihood::kEmployed, Livelihood::kPensioner,
                                               Livelihood::kSelfEmployed, Livelihood::kStudent};
  person.livelihood = kinds[stream.weighted(weights)];
  switch (person.livelihood) {
    case Livelihood::kPensioner:
      person.income = stream.quantile(kPensions);
      break;
    case Livelihood::kStudent:
      person.income = stream.between(350, 800) * 100;
      break;
    case Livelihood::kSelfEmployed:
      person.income = stream.quantile(kSelfEmployedIncomes);
      break;
    default:
      person.income = stream.quantile(kWages);
  }
}

std::string draw_birth_date(RandomStream& stream, int age) {
  const int month = static_cast<int>(stream.between(1, 12));
  const int day = static_cast<int>(stream.between(1, 28));
  return std::to_string(kFirstYear - age) + numbered("-", static_cast<std::uint64_t>(month), 2) +
         numbered("-", static_cast<std::uint64_t>(day), 2);
}

void give_accounts(World& world, RandomStream& stream, Index index, int age) {
  Account current;
  current.person = index;
  current.bank = static_cast<std::uint8_t>(stream.weighted(kBankWeights));
  const std::int64_t oldest = std::min(9'000, (age - 17) * 360);
  current.opened = -static_cast<std::int32_t>(stream.between(20, oldest));
  if (stream.chance(600)) current.opened = static_cast<std::int32_t>(stream.between(0, 20));
  world.persons[index].account = world.add_account(current);
  if (!stream.chance(4'000)) return;
  Account second;
  second.person = index;
  second.bank = stream.chance(6'000) ? current.bank
                                     : static_cast<std::uint8_t>(stream.weighted(kBankWeights));
  second.type = stream.chance(2'500) ? AccountType::kCurrent : AccountType::kSavings;
  second.opened =
      stream.chance(2'500) ? static_cast<std::int32_t>(stream.between(0, 500)) : current.opened / 2;
  world.persons[index].savings = world.add_account(second);
}

void add_person(World& world, std::span<const std::uint32_t> city_weights) {
  const auto index = static_cast<Index>(world.persons.size());
  RandomStream stream(world.seed, Purpose::kPerson, index);
  Person person;
  person.female = stream.chance(5'000);
  person.city = static_cast<std::uint8_t>(stream.weighted(city_weights));
  person.citizenship = stream.chance(900)   ? Country::kOrigin
                       : stream.chance(400) ? Country::kTransit
                                            : Country::kHome;
  set_livelihood(stream, person);
  const int age = draw_age(stream, person.livelihood);
  person.birth_date = draw_birth_date(stream, age);
  std::string family = make_family_name(stream);
  Person* previous = index % 2 == 1 ? &world.persons.back() : nullptr;
  if (previous != nullptr && stream.chance(5'200)) {
    person.partner = index - 1;
    previous->partner = index;
    person.city = previous->city;
    person.address = previous->address;
    if (stream.chance(7'000)) person.citizenship = previous->citizenship;
    if (stream.chance(7'000)) family = previous->name.substr(previous->name.find(' ') + 1);
  } else {
    person.address = world.add_address();
  }
  person.name = make_given_name(stream) + " " + family;
  world.persons.push_back(std::move(person));
  give_accounts(world, stream, index, age);
}

// Companies of a city, each as often as its size.
std::vector<Index> employer_urn(const World& world, int city) {
  std::vector<Index> urn;
  for (Index i = 0; i < world.companies.size(); ++i) {
    const Company& company = world.companies[i];
    if (city != kCityCount && company.city != city) continue;
    urn.insert(urn.end(), company.size, i);
  }
  return urn;
}

void find_work(World& world) {
  std::vector<Index> urns[kCityCount + 1];
  for (int city = 0; city <= kCityCount; ++city) urns[city] = employer_urn(world, city);
  for (Index i = 0; i < world.persons.size(); ++i) {
    Person& person = world.persons[i];
    RandomStream stream(world.seed, Purpose::kEmployment, i);
    if (person.livelihood == Livelihood::kEmployed) {
      person.employer = stream.pick(urns[stream.chance(8'500) ? person.city : kCityCount]);
    } else if (person.livelihood == Livelihood::kStudent) {
      person.supporter = stream.below(static_cast<std::uint32_t>(world.persons.size()));
      if (person.supporter == i) person.supporter = kNobody;
    }
  }
}

void find_homes(World& world) {
  std::vector<Index> landlords[kCityCount];
  for (Index i = 0; i < world.companies.size(); ++i) {
    const Company& company = world.companies[i];
    if (company.sector == Sector::kLandlord) landlords[company.city].push_back(i);
  }
  for (Index i = 0; i < world.persons.size(); ++i) {
    Person& person = world.persons[i];
    RandomStream stream(world.seed, Purpose::kHousehold, i);
    const bool partner_pays = person.partner != kNobody && person.partner < i;
    if (partner_pays || !stream.chance(6'000)) continue;
    person.landlord = stream.pick(landlords[person.city]);
    const Cents fitting = person.income * stream.between(24, 36) / 100;
    person.rent = std::clamp<Cents>(fitting / 500 * 500, 32'000, 145'000);
  }
}

}  // namespace

Index add_person_abroad(World& world, const std::string& family_name) {
  const auto index = static_cast<Index>(world.persons.size());
  RandomStream stream(world.seed, Purpose::kPerson, index, 7);
  Person person;
  person.female = stream.chance(5'000);
  person.citizenship = Country::kOrigin;
  person.livelihood = Livelihood::kAbroad;
  person.birth_date = draw_birth_date(stream, static_cast<int>(stream.between(28, 74)));
  person.name = make_given_name(stream) + " " + family_name;
  person.address = world.add_address();
  world.persons.push_back(std::move(person));
  Account account;
  account.person = index;
  account.bank = kForeignBank;
  account.currency = Currency::kDollar;
  account.opened = -static_cast<std::int32_t>(stream.between(30, 4'000));
  world.persons[index].account = world.add_account(account);
  return index;
}

void add_people(World& world, std::uint64_t scale_thousandths) {
  std::vector<std::uint32_t> city_weights;
  for (const City& city : world.cities) city_weights.push_back(city.weight);
  const std::uint32_t count = scaled(2'500, scale_thousandths, 160);
  for (std::uint32_t i = 0; i < count; ++i) add_person(world, city_weights);
  find_work(world);
  find_homes(world);
  for (Index i = 0; i < count; ++i) {
    RandomStream stream(world.seed, Purpose::kHousehold, i, 3);
    if (world.persons[i].citizenship != Country::kOrigin || !stream.chance(5'500)) continue;
    const std::string& name = world.persons[i].name;
    const Index relative = add_person_abroad(world, name.substr(name.find(' ') + 1));
    world.persons[i].relative_abroad = world.persons[relative].account;
  }
}

}  // namespace headwater::ingest::internal
