#include "ingest/generate/internal/ids.h"

#include <algorithm>

#include "graph/ascii.h"

namespace headwater::ingest::internal {
namespace {

// Beyond every person's, address's and device's number: the shuffles work on 30 bits.
constexpr std::uint32_t kRingNumbers = 1u << 29;

std::string mailbox(const std::string& word, std::uint32_t number) {
  static constexpr const char* kHosts[] = {"mail.example", "post.example", "letters.example"};
  return word + std::to_string(number % 1'000) + "@" + kHosts[number / 1'000 % 3];
}

std::string lower(std::string text) {
  for (char& c : text) c = c == ' ' ? '.' : graph::ascii_lower(c);
  return text;
}

}  // namespace

Ids::Ids(const World& world)
    : world_(world),
      customers_(world.seed, 1),
      register_persons_(world.seed, 2),
      companies_(world.seed, 3),
      addresses_(world.seed, 4),
      phones_(world.seed, 5),
      devices_(world.seed, 6) {}

std::string Ids::customer(Index person) const { return padded(customers_(person), 10); }
std::string Ids::foreign_holder(Index person) const {
  return numbered("F", customers_(person), 10);
}
std::string Ids::register_person(Index person) const {
  return numbered("P", register_persons_(person), 10);
}
std::string Ids::company(Index company) const { return numbered("R", companies_(company), 10); }
std::string Ids::address(Index address) const { return numbered("A", addresses_(address), 10); }
std::string Ids::phone(Index person) const { return make_phone(phones_(person)); }
std::string Ids::email(Index person) const {
  return mailbox(lower(world_.person(person).name), phones_(person));
}
std::string Ids::home_ip(Index address) const { return make_ip_address(addresses_(address)); }
std::string Ids::device(Index person) const { return make_device(devices_(person)); }

std::string Ids::bank_entity(Index person) const {
  const bool abroad = world_.person(person).livelihood == Livelihood::kAbroad;
  return abroad ? std::string("person:") + kForeignNamespace + "/" + foreign_holder(person)
                : std::string("person:") + kBankNamespace + "/" + customer(person);
}

std::string Ids::register_entity(Index person) const {
  return std::string("person:") + kRegisterNamespace + "/" + register_person(person);
}

std::string Ids::company_entity(Index company_index) const {
  return std::string("company:") + kRegisterNamespace + "/" + company(company_index);
}

std::string ring_phone(const World& world, std::uint32_t number) {
  return make_phone(NumberShuffle(world.seed, 5)(kRingNumbers + number));
}

std::string ring_email(const World& world, std::uint32_t number) {
  RandomStream stream(world.seed, Purpose::kMedia, number, 1);
  const Index lender = stream.below(static_cast<std::uint32_t>(world.persons.size()));
  return mailbox(lower(world.person(lender).name).substr(0, 9), stream.next() % 100'000);
}

std::string ring_ip(const World& world, std::uint32_t number) {
  return make_ip_address(NumberShuffle(world.seed, 4)(kRingNumbers + number));
}

std::string ring_device(const World& world, std::uint32_t number) {
  return make_device(NumberShuffle(world.seed, 6)(kRingNumbers + number));
}

std::vector<Index> registered_persons(const World& world, const Ids& ids) {
  std::vector<Index> persons;
  for (const Company& company : world.companies) {
    if (company.director != kNobody) persons.push_back(company.director);
    for (const Owner& owner : company.owners) {
      if (owner.person != kNobody) persons.push_back(owner.person);
    }
  }
  std::sort(persons.begin(), persons.end(),
            [&](Index a, Index b) { return ids.register_person(a) < ids.register_person(b); });
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  return persons;
}

}  // namespace headwater::ingest::internal
