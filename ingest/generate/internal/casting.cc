#include "ingest/generate/internal/casting.h"

#include <algorithm>
#include <functional>

#include "ingest/generate/internal/casting_steps.h"
#include "ingest/generate/internal/names.h"
#include "ingest/generate/internal/world_parts.h"

namespace headwater::ingest::internal {

std::string_view ring_role_name(RingRole role) {
  constexpr std::array<std::string_view, kRingRoleCount> names = {
      "controller", "recruiter",     "transporter",   "site-manager", "funnel-holder",
      "mule",       "shell-company", "front-company", "beneficiary"};
  return names[static_cast<std::size_t>(role)];
}

std::string_view decoy_kind_name(DecoyKind kind) {
  constexpr std::array<std::string_view, kDecoyKindCount> names = {
      "advertiser", "remittance-family", "cash-salon",     "relative",
      "landlord",   "honest-employer",   "honest-employee"};
  return names[static_cast<std::size_t>(kind)];
}

std::uint32_t Cast::first(RingRole role) const {
  for (std::uint32_t i = 0; i < members.size(); ++i) {
    if (members[i].role == role) return i;
  }
  return 0;
}

std::vector<std::uint32_t> Cast::all(RingRole role) const {
  std::vector<std::uint32_t> result;
  for (std::uint32_t i = 0; i < members.size(); ++i) {
    if (members[i].role == role) result.push_back(i);
  }
  return result;
}

Casting::Casting(World& made_world)
    : world(made_world),
      stream(made_world.seed, Purpose::kCasting, 0),
      order(made_world.persons.size()),
      taken(made_world.persons.size(), false) {
  for (Index i = 0; i < order.size(); ++i) order[i] = i;
  stream.shuffle(order);
  // Directors and owners lead busy lives of their own; parts go to other people where possible.
  for (const Company& company : world.companies) {
    taken[company.director] = true;
    for (const Owner& owner : company.owners) {
      if (owner.person != kNobody) taken[owner.person] = true;
    }
  }
}

Index Casting::find_person(const std::function<bool(Index, const Person&)>& fits) {
  for (const Index index : order) {
    const Person& person = world.person(index);
    const bool free = !taken[index] && person.livelihood != Livelihood::kAbroad &&
                      (person.partner == kNobody || !taken[person.partner]);
    if (!free || !fits(index, person)) continue;
    taken[index] = world.persons[index].has_part = true;
    return index;
  }
  return kNobody;
}

Index Casting::find_person_or_any(const std::function<bool(Index, const Person&)>& fits) {
  const Index found = find_person(fits);
  return found != kNobody ? found : find_person([](Index, const Person&) { return true; });
}

// A second current account, at another bank and opened shortly before it is needed.
Index Casting::open_account(Index person, std::int32_t day) {
  Account account;
  account.person = person;
  account.bank = static_cast<std::uint8_t>(stream.below(kHomeBankCount));
  account.opened = day;
  return world.add_account(account);
}

namespace {

// Victims meet those who recruit, drive, run the sites, and once or twice the one behind them.
void name_suspects(Casting& casting, Cast& cast) {
  std::vector<Member*> met;
  for (Member& member : cast.members) {
    const bool is_met =
        member.role == RingRole::kRecruiter || member.role == RingRole::kTransporter ||
        member.role == RingRole::kSiteManager || member.role == RingRole::kController;
    if (is_met) met.push_back(&member);
  }
  casting.stream.shuffle(met);
  std::uint64_t number = 1;
  for (Member* member : met) member->interview_id = numbered("S-", number++, 2);
}

// The two that the case starts from: a site manager, and somebody from another corner.
void choose_known(Casting& casting, Cast& cast) {
  cast.members[cast.sites[casting.stream.below(kSiteCount)].manager].known = true;
  std::vector<std::uint32_t> others = cast.all(RingRole::kMule);
  for (const RingRole role : {RingRole::kRecruiter, RingRole::kTransporter}) {
    for (const std::uint32_t member : cast.all(role)) others.push_back(member);
  }
  cast.members[casting.stream.pick(others)].known = true;
}

}  // namespace

Cast cast_parts(World& world) {
  Cast cast;
  Casting casting(world);
  cast.first_day = static_cast<std::int32_t>(casting.stream.between(62, 85));
  cast.last_day = static_cast<std::int32_t>(casting.stream.between(500, 525));
  cast_people_of_the_ring(casting, cast);
  cast_companies_of_the_ring(casting, cast);
  cast_decoys(casting, cast);
  cast_victims(casting, cast);
  name_suspects(casting, cast);
  choose_known(casting, cast);
  return cast;
}

}  // namespace headwater::ingest::internal
