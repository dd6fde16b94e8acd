// Decoys and victims.
#include <algorithm>
#include <array>

#include "ingest/generate/internal/casting_steps.h"
#include "ingest/generate/internal/names.h"
#include "ingest/generate/internal/world_parts.h"

namespace headwater::ingest::internal {
namespace {

void add_decoy_person(Casting& casting, Cast& cast, DecoyKind kind, Index person) {
  cast.decoys.push_back({kind, person, kNobody, casting.world.person(person).city});
}

void add_decoy_company(Casting& casting, Cast& cast, DecoyKind kind, Index company) {
  cast.decoys.push_back({kind, kNobody, company, casting.world.company(company).city});
}

bool is_site_city(const Cast& cast, std::uint8_t city) {
  return std::any_of(cast.sites.begin(), cast.sites.end(),
                     [&](const Site& site) { return site.city == city; });
}

// Adults who advertise for themselves, in the same cities, with a rented room of their own.
void cast_advertisers(Casting& casting, Cast& cast) {
  World& world = casting.world;
  for (int i = 0; i < 4; ++i) {
    const Index person = casting.find_person_or_any([&](Index, const Person& p) {
      return is_site_city(cast, p.city) && p.livelihood == Livelihood::kEmployed &&
             p.partner == kNobody && p.landlord != cast.landlord;
    });
    Person& advertiser = world.persons[person];
    advertiser.livelihood = Livelihood::kAdvertiser;
    advertiser.employer = kNobody;
    add_decoy_person(casting, cast, DecoyKind::kAdvertiser, person);
  }
}

void cast_families(Casting& casting, Cast& cast) {
  World& world = casting.world;
  for (int i = 0; i < 3; ++i) {
    const Index person = casting.find_person_or_any(
        [](Index, const Person& p) { return p.relative_abroad != kNobody && p.income > 90'000; });
    if (world.person(person).relative_abroad == kNobody) {
      const std::string& name = world.person(person).name;
      const Index relative = add_person_abroad(world, name.substr(name.find(' ') + 1));
      world.persons[person].relative_abroad = world.person(relative).account;
      casting.taken.resize(world.persons.size(), true);
    }
    add_decoy_person(casting, cast, DecoyKind::kRemittanceFamily, person);
  }
}

void cast_salons(Casting& casting, Cast& cast) {
  std::vector<Index> salons;
  for (Index i = 0; i < casting.world.companies.size(); ++i) {
    const Company& company = casting.world.company(i);
    if (company.sector == Sector::kSalon && is_site_city(cast, company.city)) salons.push_back(i);
  }
  casting.stream.shuffle(salons);
  for (std::size_t i = 0; i < 3; ++i) {
    add_decoy_company(casting, cast, DecoyKind::kCashSalon, salons[i % salons.size()]);
  }
}

// Partners of members where they have one; otherwise somebody who becomes a brother or a cousin.
void cast_relatives(Casting& casting, Cast& cast) {
  World& world = casting.world;
  const std::array<std::uint32_t, 3> members = {
      cast.first(RingRole::kController), cast.sites[0].manager, cast.first(RingRole::kRecruiter)};
  for (const std::uint32_t member : members) {
    const Index person = cast.members[member].person;
    Index relative = world.person(person).partner;
    if (relative == kNobody || casting.taken[relative]) {
      relative = casting.find_person_or_any([&](Index, const Person& p) {
        return p.partner == kNobody && p.city == world.person(person).city;
      });
      world.persons[person].partner = relative;
      world.persons[relative].partner = person;
    }
    casting.taken[relative] = world.persons[relative].has_part = true;
    add_decoy_person(casting, cast, DecoyKind::kRelative, relative);
  }
}

bool is_decoy(const Cast& cast, Index company) {
  return std::any_of(cast.decoys.begin(), cast.decoys.end(),
                     [&](const Decoy& decoy) { return decoy.company == company; });
}

// Where mules earn honest wages; other members' employers when all of those are decoys already.
Index honest_employer(const World& world, const Cast& cast) {
  for (const bool mules_only : {true, false}) {
    for (const Member& member : cast.members) {
      if (member.person == kNobody || (mules_only && member.role != RingRole::kMule)) continue;
      const Index employer = world.person(member.person).employer;
      if (employer != kNobody && !is_decoy(cast, employer)) return employer;
    }
  }
  for (Index i = 0; i < world.companies.size(); ++i) {
    if (world.company(i).ordinary_life && !is_decoy(cast, i)) return i;
  }
  return 0;
}

// The bands in which interviews give ages.
const char* age_band_of(const Person& person) {
  const int age = kFirstYear - std::stoi(person.birth_date.substr(0, 4));
  return age < 21   ? "18-20"
         : age < 24 ? "21-23"
         : age < 27 ? "24-26"
         : age < 30 ? "27-29"
         : age < 39 ? "30-38"
         : age < 48 ? "39-47"
                    : "48+";
}

Victim make_victim(Casting& casting, Cast& cast, std::uint32_t number) {
  constexpr std::array<const char*, 4> age_bands = {"18-20", "21-23", "24-26", "27-29"};
  RandomStream stream(casting.world.seed, Purpose::kVictims, number);
  Victim victim;
  victim.age_band = age_bands[stream.below(age_bands.size())];
  victim.recruiter = cast.first(RingRole::kRecruiter);
  victim.transporter = stream.pick(cast.all(RingRole::kTransporter));
  victim.interviewed = stream.chance(8'500);
  victim.fee = stream.chance(6'000) ? stream.between(8, 24) * 10'000 : 0;
  const std::int32_t first = cast.first_day + static_cast<std::int32_t>(stream.between(0, 130));
  victim.recruited_day = first - static_cast<std::int32_t>(stream.between(9, 45));
  victim.stays.push_back({0, first, 0});
  return victim;
}

// From site to site every few months, until they get away or the window ends.
void move_between_sites(RandomStream& stream, const Cast& cast, Victim& victim) {
  std::int32_t day = victim.stays.front().from_day;
  victim.stays.clear();
  const std::int32_t leaves =
      std::min(cast.last_day, day + static_cast<std::int32_t>(stream.between(150, 440)));
  int site = static_cast<int>(stream.below(kSiteCount));
  while (day < leaves) {
    const std::int32_t next =
        std::min(leaves, day + static_cast<std::int32_t>(stream.between(55, 160)));
    victim.stays.push_back({site, day, next});
    day = next + 1;
    site = (site + 1 + static_cast<int>(stream.below(2))) % kSiteCount;
  }
}

void exploit_labour(Casting& casting, Cast& cast, RandomStream& stream, Victim& victim) {
  World& world = casting.world;
  const Index front = cast.members[cast.first(RingRole::kFrontCompany)].company;
  Stay& stay = victim.stays.front();
  stay.site = kFrontSite;
  stay.to_day =
      std::min(cast.last_day, stay.from_day + static_cast<std::int32_t>(stream.between(240, 420)));
  victim.labour = true;
  victim.female = stream.chance(5'000);
  victim.wage_due = stream.between(158, 176) * 1'000;
  victim.wage_paid = victim.wage_due * stream.between(24, 40) / 100 / 1'000 * 1'000;
  const Index person = casting.find_person_or_any([&](Index, const Person& p) {
    return p.partner == kNobody && p.savings == kNobody &&
           (p.citizenship == Country::kOrigin || p.livelihood == Livelihood::kStudent);
  });
  Person& worker = world.persons[person];
  worker.livelihood = Livelihood::kExploited;
  worker.citizenship = Country::kOrigin;
  worker.employer = front;
  worker.income = victim.wage_paid;
  worker.supporter = worker.landlord = worker.savings = worker.relative_abroad = kNobody;
  worker.city = world.company(front).city;
  worker.address = cast.sites[1].address;
  worker.until = stay.to_day;
  victim.age_band = age_band_of(worker);
  world.accounts[worker.account].opened = stay.from_day;
  victim.person = person;
}

}  // namespace

void cast_decoys(Casting& casting, Cast& cast) {
  World& world = casting.world;
  cast_advertisers(casting, cast);
  cast_families(casting, cast);
  cast_salons(casting, cast);
  cast_relatives(casting, cast);
  add_decoy_company(casting, cast, DecoyKind::kLandlord, cast.landlord);
  add_decoy_company(casting, cast, DecoyKind::kHonestEmployer, honest_employer(world, cast));
  const Index front = cast.members[cast.first(RingRole::kFrontCompany)].company;
  while (cast.decoys.size() < cast.members.size()) {
    const Index person = casting.find_person_or_any([&](Index, const Person& p) {
      return p.livelihood == Livelihood::kEmployed && p.city == world.company(front).city;
    });
    world.persons[person].employer = front;
    world.persons[person].income = casting.stream.between(150, 190) * 1'000;
    add_decoy_person(casting, cast, DecoyKind::kHonestEmployee, person);
  }
}

void cast_victims(Casting& casting, Cast& cast) {
  constexpr std::uint32_t kVictims = 15;
  constexpr std::uint32_t kLabour = 3;
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 1; i <= kVictims; ++i) numbers.push_back(i);
  casting.stream.shuffle(numbers);
  for (std::uint32_t i = 0; i < kVictims; ++i) {
    RandomStream stream(casting.world.seed, Purpose::kVictims, i, 1);
    Victim victim = make_victim(casting, cast, i);
    victim.id = numbered("V-", numbers[i], 4);
    if (i < kLabour) {
      exploit_labour(casting, cast, stream, victim);
    } else {
      victim.female = stream.chance(9'300);
      move_between_sites(stream, cast, victim);
    }
    if (victim.fee > 0) {
      RandomStream names(casting.world.seed, Purpose::kVictims, i, 2);
      victim.family = add_person_abroad(casting.world, make_family_name(names));
    }
    cast.victims.push_back(std::move(victim));
  }
}

}  // namespace headwater::ingest::internal
