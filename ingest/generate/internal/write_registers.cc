// Company register, bank customers, accounts, rates: what stands still.
#include <algorithm>
#include <numeric>

#include "ingest/generate/internal/case_folder.h"
#include "ingest/generate/internal/made_case.h"
#include "ingest/generate/internal/mappings.h"
#include "ingest/generate/internal/source_writer.h"

namespace headwater::ingest::internal {
namespace {

std::vector<Index> sorted_by(std::size_t count, auto&& key) {
  std::vector<std::pair<std::string, Index>> keyed;
  for (Index i = 0; i < count; ++i) keyed.emplace_back(key(i), i);
  std::sort(keyed.begin(), keyed.end());
  std::vector<Index> order;
  for (const auto& [text, index] : keyed) order.push_back(index);
  return order;
}

bool is_abroad(const Person& person) { return person.livelihood == Livelihood::kAbroad; }

void write_companies(const MadeCase& made, CsvFile& file) {
  const World& world = made.world;
  for (const Index i :
       sorted_by(world.companies.size(), [&](Index c) { return made.ids.company(c); })) {
    const Company& company = world.company(i);
    file.row({made.ids.company(i), company.name, sector_name(company.sector),
              format_date(company.founded), made.ids.address(company.address),
              world.cities[company.city].name});
  }
}

void write_directors(const MadeCase& made, CsvFile& file) {
  const World& world = made.world;
  for (const Index i :
       sorted_by(world.companies.size(), [&](Index c) { return made.ids.company(c); })) {
    const Company& company = world.company(i);
    const Person& person = world.person(company.director);
    file.row({made.ids.company(i), made.ids.register_person(company.director), person.name,
              person.birth_date, format_date(company.founded)});
  }
}

void write_owners(const MadeCase& made, CsvFile& file) {
  const World& world = made.world;
  for (const Index i :
       sorted_by(world.companies.size(), [&](Index c) { return made.ids.company(c); })) {
    const Company& company = world.company(i);
    for (const Owner& owner : company.owners) {
      const bool is_person = owner.person != kNobody;
      file.row(
          {made.ids.company(i), is_person ? "person" : "company",
           is_person ? made.ids.register_person(owner.person) : made.ids.company(owner.company),
           is_person ? world.person(owner.person).name : world.company(owner.company).name,
           std::to_string(owner.share_percent), format_date(company.founded)});
    }
  }
}

void write_customers(const MadeCase& made, CsvFile& file) {
  const World& world = made.world;
  for (const Index i :
       sorted_by(world.persons.size(), [&](Index p) { return made.ids.customer(p); })) {
    const Person& person = world.person(i);
    if (is_abroad(person)) continue;
    file.row({made.ids.customer(i), person.name, person.birth_date,
              territory_code(person.citizenship), world.cities[person.city].name,
              made.ids.address(person.address), made.ids.phone(i),
              i % 5 == 0 ? std::string() : made.ids.email(i)});
  }
}

void write_business_customers(const MadeCase& made, CsvFile& file) {
  const World& world = made.world;
  for (const Index i :
       sorted_by(world.companies.size(), [&](Index c) { return made.ids.company(c); })) {
    const Company& company = world.company(i);
    file.row({made.ids.company(i), sector_name(company.sector), world.cities[company.city].name,
              made.ids.address(company.address)});
  }
}

void write_accounts(const MadeCase& made, CsvFile& file) {
  const World& world = made.world;
  for (const Index i :
       sorted_by(world.accounts.size(), [&](Index a) { return world.accounts[a].number; })) {
    const Account& account = world.accounts[i];
    if (account.bank == kForeignBank) continue;
    const bool is_person = account.person != kNobody;
    file.row({account.number, world.banks[account.bank].slug, account_type_name(account.type),
              currency_code(account.currency), format_date(account.opened),
              is_person ? "person" : "company",
              is_person ? made.ids.customer(account.person) : made.ids.company(account.company)});
  }
}

void write_foreign_holders(const MadeCase& made, CsvFile& file) {
  const World& world = made.world;
  for (const Index i :
       sorted_by(world.accounts.size(), [&](Index a) { return world.accounts[a].number; })) {
    const Account& account = world.accounts[i];
    if (account.bank != kForeignBank) continue;
    const Person& person = world.person(account.person);
    file.row({account.number, world.banks[account.bank].slug, currency_code(account.currency),
              format_date(account.opened), made.ids.foreign_holder(account.person), person.name,
              person.birth_date});
  }
}

// The bank knows of most couples that share a household.
void write_households(const MadeCase& made, CsvFile& file) {
  const World& world = made.world;
  for (const Index i :
       sorted_by(world.persons.size(), [&](Index p) { return made.ids.customer(p); })) {
    const Index partner = world.person(i).partner;
    if (partner == kNobody || partner < i || is_abroad(world.person(i))) continue;
    RandomStream stream(world.seed, Purpose::kLinks, i, 1);
    if (!stream.chance(7'000)) continue;
    file.row({made.ids.customer(i), made.ids.customer(partner), "household declared to the bank"});
  }
}

void write_openings(const MadeCase& made, CsvFile& file) {
  const World& world = made.world;
  for (const Index i :
       sorted_by(world.accounts.size(), [&](Index a) { return world.accounts[a].number; })) {
    const Account& account = world.accounts[i];
    const std::int32_t day = std::max(account.opened, 0);
    file.row({account.number, money(account.opening), currency_code(account.currency),
              format_date(day)});
  }
}

}  // namespace

graph::Status write_register(MadeCase& made) {
  SourceWriter writer(made, kRegisterNamespace);
  HEADWATER_RETURN_IF_ERROR(writer.write("register/companies", companies_mapping(),
                                         "company_number,name,sector,founded,address,city",
                                         write_companies));
  HEADWATER_RETURN_IF_ERROR(writer.write("register/directors", directors_mapping(),
                                         "company_number,person_id,name,birth_date,since",
                                         write_directors));
  return writer.write("register/owners", owners_mapping(),
                      "company_number,owner_kind,owner_id,owner_name,share_percent,since",
                      write_owners);
}

graph::Status write_bank_registers(MadeCase& made) {
  SourceWriter writer(made, kBankNamespace);
  HEADWATER_RETURN_IF_ERROR(writer.write(
      "bank/customers", customers_mapping(),
      "customer_id,name,birth_date,citizenship,city,address,phone,email", write_customers));
  HEADWATER_RETURN_IF_ERROR(writer.write("bank/business_customers", business_customers_mapping(),
                                         "company_number,trade,city,address",
                                         write_business_customers));
  HEADWATER_RETURN_IF_ERROR(writer.write("bank/accounts", accounts_mapping(),
                                         "account,bank,type,currency,opened,holder_kind,holder_id",
                                         write_accounts));
  HEADWATER_RETURN_IF_ERROR(writer.write("bank/households", households_mapping(),
                                         "customer_id,related_customer_id,evidence",
                                         write_households));
  HEADWATER_RETURN_IF_ERROR(writer.write("bank/opening_balances", openings_mapping(),
                                         "account,amount,currency,as_of", write_openings));
  SourceWriter abroad(made, kForeignNamespace);
  return abroad.write("bank/foreign_holders", foreign_holders_mapping(),
                      "account,bank,currency,opened,holder_id,name,birth_date",
                      write_foreign_holders);
}

graph::Status write_rates(MadeCase& made) {
  SourceWriter writer(made, "rates");
  return writer.write_built_in(
      "rates/rates", "rates", "base,quote,date,rate,source", [](const MadeCase& of, CsvFile& file) {
        for (std::int32_t day = 0; day < kWindowDays; ++day) {
          const auto rate =
              static_cast<std::uint64_t>(of.world.dollars_per_euro[static_cast<std::size_t>(day)]);
          file.row({"EUR", "USD", format_date(day),
                    std::to_string(rate / 10'000) + "." + padded(rate % 10'000, 4),
                    "central bank of the made-up country"});
        }
      });
}

}  // namespace headwater::ingest::internal
