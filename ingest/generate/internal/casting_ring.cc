#include <algorithm>

#include "ingest/generate/internal/casting_steps.h"
#include "ingest/generate/internal/names.h"
#include "ingest/generate/internal/world_parts.h"

namespace headwater::ingest::internal {
namespace {

bool works(const Person& person) { return person.livelihood == Livelihood::kEmployed; }

std::uint32_t add_member(Casting& casting, Cast& cast, RingRole role, Index person, Index account) {
  Member member;
  member.role = role;
  member.person = person;
  member.city = casting.world.person(person).city;
  member.account = account;
  cast.members.push_back(member);
  return static_cast<std::uint32_t>(cast.members.size() - 1);
}

void cast_managers(Casting& casting, Cast& cast) {
  std::vector<std::uint8_t> cities = {0, 1, 2, 3};
  casting.stream.shuffle(cities);
  for (int i = 0; i < kSiteCount; ++i) {
    const std::uint8_t city = cities[static_cast<std::size_t>(i)];
    const Index person = casting.find_person_or_any([&](Index, const Person& p) {
      return p.city == city && works(p) && (i != 0 || p.partner != kNobody);
    });
    const std::int32_t opened =
        cast.first_day - static_cast<std::int32_t>(casting.stream.between(5, 40));
    Site& site = cast.sites[static_cast<std::size_t>(i)];
    site.manager = add_member(casting, cast, RingRole::kSiteManager, person,
                              casting.open_account(person, opened));
    site.city = city;
    site.address = casting.world.add_address();
    site.rent = casting.stream.between(80, 150) * 1'000;
    cast.members[site.manager].city = city;
  }
}

// Mules are young or poor; two of them work for the same employer.
void cast_mules(Casting& casting, Cast& cast) {
  const World& world = casting.world;
  const Index first = casting.find_person_or_any(
      [&](Index, const Person& p) { return works(p) && p.income < 220'000; });
  const Index employer = world.person(first).employer;
  const Index second = casting.find_person_or_any(
      [&](Index, const Person& p) { return employer != kNobody && p.employer == employer; });
  std::vector<Index> people = {first, second};
  while (people.size() < 5) {
    people.push_back(casting.find_person_or_any([&](Index, const Person& p) {
      return p.livelihood == Livelihood::kStudent || (works(p) && p.income < 200'000);
    }));
  }
  for (const Index person : people) {
    add_member(casting, cast, RingRole::kMule, person, world.person(person).account);
  }
}

Index found_company(Casting& casting, Sector sector, std::uint8_t city, std::int32_t founded) {
  World& world = casting.world;
  const Index index = add_company(world, sector, city);
  Company& company = world.companies[index];
  company.ordinary_life = false;
  company.founded = founded;
  company.size = 0;
  world.accounts[company.account].opened = founded + 12;
  return index;
}

void add_company_member(Casting& casting, Cast& cast, RingRole role, Index company) {
  Member member;
  member.role = role;
  member.company = company;
  member.city = casting.world.company(company).city;
  member.account = casting.world.company(company).account;
  cast.members.push_back(member);
}

// The two shells sit at the address of an accountant, as other small companies do.
void cast_shells(Casting& casting, Cast& cast) {
  World& world = casting.world;
  const std::uint32_t controller = cast.first(RingRole::kController);
  const Index beneficiary = cast.members[cast.first(RingRole::kBeneficiary)].person;
  const Index straw = cast.members[cast.first(RingRole::kFunnelHolder)].person;
  std::vector<Index> accountants;
  for (Index i = 0; i < world.companies.size(); ++i) {
    if (world.company(i).sector == Sector::kAccountant) accountants.push_back(i);
  }
  const Index host = casting.stream.pick(accountants);
  Index shells[2];
  for (Index& shell : shells) {
    const auto founded = static_cast<std::int32_t>(casting.stream.between(-320, -50));
    shell = found_company(casting, Sector::kServices, world.company(host).city, founded);
    world.companies[shell].address = world.company(host).address;
    world.companies[shell].landlord = kNobody;
  }
  Company& first = world.companies[shells[0]];
  first.director = straw;
  first.owners = {{kNobody, shells[1], 60}, {straw, kNobody, 40}};
  Company& second = world.companies[shells[1]];
  second.director = cast.members[controller].person;
  second.owners = {{beneficiary, kNobody, 55}, {cast.members[controller].person, kNobody, 45}};
  for (const Index shell : shells)
    add_company_member(casting, cast, RingRole::kShellCompany, shell);
  for (int i = 0; i < 3; ++i) {  // ordinary companies with the same address
    world.companies[casting.stream.below(shells[0])].address = world.company(host).address;
  }
}

void cast_front(Casting& casting, Cast& cast) {
  World& world = casting.world;
  const Member& manager = cast.members[cast.sites[1].manager];
  const auto founded = static_cast<std::int32_t>(casting.stream.between(-700, -300));
  const Index front = found_company(casting, Sector::kCleaning, manager.city, founded);
  Company& company = world.companies[front];
  company.director = manager.person;
  company.owners = {{manager.person, kNobody, 100}};
  std::vector<Index> landlords;
  for (Index i = 0; i < world.companies.size(); ++i) {
    const Company& other = world.company(i);
    if (other.sector == Sector::kLandlord && other.city == company.city) landlords.push_back(i);
  }
  company.landlord = landlords.front();
  company.ordinary_life = true;  // it cleans for honest customers, too
  add_company_member(casting, cast, RingRole::kFrontCompany, front);
}

}  // namespace

void cast_people_of_the_ring(Casting& casting, Cast& cast) {
  const auto is_from_origin = [](Index, const Person& p) {
    return works(p) && p.citizenship == Country::kOrigin;
  };
  const Index controller = casting.find_person_or_any([](Index, const Person& p) {
    return (works(p) || p.livelihood == Livelihood::kSelfEmployed) && p.income > 220'000 &&
           p.partner != kNobody;
  });
  add_member(casting, cast, RingRole::kController, controller,
             casting.world.person(controller).account);
  const Index recruiter = casting.find_person_or_any(is_from_origin);
  add_member(casting, cast, RingRole::kRecruiter, recruiter,
             casting.world.person(recruiter).account);
  for (int i = 0; i < 2; ++i) {
    const Index person =
        i == 0 ? casting.find_person_or_any(is_from_origin)
               : casting.find_person_or_any([](Index, const Person& p) { return works(p); });
    add_member(casting, cast, RingRole::kTransporter, person, casting.world.person(person).account);
  }
  cast_managers(casting, cast);
  const Index holder =
      casting.find_person_or_any([](Index, const Person& p) { return p.income < 170'000; });
  const std::int32_t opened =
      cast.first_day - static_cast<std::int32_t>(casting.stream.between(3, 30));
  add_member(casting, cast, RingRole::kFunnelHolder, holder, casting.open_account(holder, opened));
  cast_mules(casting, cast);
  const Index beneficiary = add_person_abroad(casting.world, make_family_name(casting.stream));
  add_member(casting, cast, RingRole::kBeneficiary, beneficiary,
             casting.world.person(beneficiary).account);
  casting.taken.resize(casting.world.persons.size(), true);
}

void cast_companies_of_the_ring(Casting& casting, Cast& cast) {
  cast_shells(casting, cast);
  cast_front(casting, cast);
  Index landlord = kNobody;  // rents out in all three cities and keeps many other tenants
  for (Index i = 0; i < casting.world.companies.size(); ++i) {
    const Company& company = casting.world.company(i);
    const bool fits = company.sector == Sector::kLandlord &&
                      (company.city == cast.sites[0].city || landlord == kNobody);
    if (fits) landlord = i;
  }
  cast.landlord = landlord;
}

}  // namespace headwater::ingest::internal
