// A generated case as a report, and the report read again by the product's own reader: accounts,
// people and money are those that the case's own tables say, counted here from the tables alone.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "ingest/generate/case_loader.h"
#include "queries/goaml/goaml_profile.h"
#include "queries/goaml/goaml_schema.h"
#include "tests/support/generated_case.h"
#include "tests/support/goaml_written.h"
#include "tests/support/shared_data.h"

namespace headwater::tests {
namespace {

constexpr char kCase[] = "case:police/ring-1";

// The tables of a case, read slowly.
struct Tables {
  explicit Tables(const std::filesystem::path& folder)
      : accounts(read_csv(folder / "bank/accounts.csv")),
        claims(read_csv(folder / "assertions/assertions.csv")),
        victim_accounts(read_csv(folder / "interviews/victim_accounts.csv")),
        customers(read_csv(folder / "bank/customers.csv")) {
    for (const auto& entry : std::filesystem::directory_iterator(folder / "bank")) {
      const std::string name = entry.path().filename();
      if (!name.starts_with("payments_") || !name.ends_with(".csv")) continue;
      const std::string bank = name.substr(9, name.size() - 13);
      for (CsvRow& row : read_csv(entry.path())) {
        row["number"] = "bank-" + bank + "/" + row.at("payment_id");
        payments.push_back(std::move(row));
      }
    }
  }
  std::vector<CsvRow> accounts, claims, victim_accounts, customers, payments;

  std::set<std::string> members() const {
    std::set<std::string> found;
    for (const CsvRow& claim : claims) {
      const std::string& subject = claim.at("subject");
      const bool counts = claim.at("claim") == "member-of" && claim.at("victim_flow").empty() &&
                          !claim.at("basis").starts_with("indicator:");
      if (counts) found.insert(subject.substr(subject.find('/') + 1));
    }
    return found;
  }
  std::set<std::string> accounts_of(const std::set<std::string>& holders) const {
    std::set<std::string> found;
    for (const CsvRow& account : accounts) {
      if (holders.contains(account.at("holder_id"))) found.insert(account.at("account"));
    }
    return found;
  }
  // Whether the holder that the bank names held the account by then.
  bool is_open(const std::string& account, const CsvRow& payment) const {
    return std::any_of(accounts.begin(), accounts.end(), [&](const CsvRow& row) {
      return row.at("account") == account &&
             row.at("opened") <= payment.at("booked_at").substr(0, 10);
    });
  }
  std::set<std::string> protected_customers() const {
    std::set<std::string> found;
    for (const CsvRow& row : victim_accounts) found.insert(row.at("customer_id"));
    return found;
  }
  std::set<std::string> protected_accounts() const {
    std::set<std::string> found = accounts_of(protected_customers());
    for (const CsvRow& row : victim_accounts) found.insert(row.at("account"));
    return found;
  }
  // Claims that say by themselves who was exploited are for a disclosure alone.
  std::set<std::string> claimed_payments(bool with_victims) const {
    static const std::set<std::string> kOfVictims = {"wage-withheld", "recruitment-fee",
                                                     "debt-interest", "compensation"};
    std::set<std::string> found;
    for (const CsvRow& claim : claims) {
      const bool tells = !claim.at("victim_flow").empty() || kOfVictims.contains(claim.at("claim"));
      if (tells && !with_victims) continue;
      const std::string& subject = claim.at("subject");
      if (subject.starts_with("transaction:")) found.insert(subject.substr(12));
    }
    return found;
  }
};

// number -> "amount currency amount currency" as both sides state them.
using Money = std::map<std::string, std::string>;

Money expected_money(const Tables& tables, bool with_victims) {
  const auto members = tables.accounts_of(tables.members());
  const auto hidden = with_victims ? std::set<std::string>() : tables.protected_accounts();
  const auto claimed = tables.claimed_payments(with_victims);
  Money money;
  for (const CsvRow& row : tables.payments) {
    const std::string &from = row.at("debtor_account"), &to = row.at("creditor_account");
    if (hidden.contains(from) || hidden.contains(to)) continue;
    const bool is_members = (members.contains(from) && tables.is_open(from, row)) ||
                            (members.contains(to) && tables.is_open(to, row));
    if (!is_members && !claimed.contains(row.at("number"))) continue;
    const std::string paid = row.at("amount") + " " + row.at("currency");
    const std::string got = row.at("received_amount").empty()
                                ? paid
                                : row.at("received_amount") + " " + row.at("received_currency");
    money[row.at("number")] = paid + " " + got;
  }
  return money;
}

// What a store that has read a report says, by the number of the payment.
Money money_in(QueryStore& store) {
  const graph::StoreView& view = store.view(true);
  Money money;
  const auto stated = [&](graph::MinorUnits amount, graph::AssetId asset) {
    const graph::Asset& of = view.assets()[asset.value];
    return graph::format_major_units(amount.value, of.exponent) + " " + of.code;
  };
  EXPECT_TRUE(view.for_each_transaction(
                      [&](graph::TransactionId, const graph::Transaction& record) -> graph::Status {
                        const std::string id = record.origin.source_id;
                        money[id.substr(id.find(':') + 1)] =
                            stated(record.amount, record.asset) + " " +
                            stated(record.received_amount, record.received_asset);
                        return {};
                      })
                  .ok());
  return money;
}

std::set<std::string> ibans_in(QueryStore& store) {
  const graph::StoreView& view = store.view(true);
  std::set<std::string> found;
  EXPECT_TRUE(view.for_each_entity_key(graph::EntityKind::kAccount,
                                       [&](graph::EntityId, const graph::EntityKey& key) {
                                         if (key.scheme == "iban") found.insert(key.external_id);
                                         return graph::Status();
                                       })
                  .ok());
  return found;
}

std::set<std::string> names_in(QueryStore& store) {
  const graph::StoreView& view = store.view(true);
  std::set<std::string> found;
  EXPECT_TRUE(view.for_each_entity(graph::EntityKind::kPerson,
                                   [&](graph::EntityId, const graph::Entity& entity) {
                                     for (const auto& attribute : entity.attributes) {
                                       if (attribute.name == "name") found.insert(attribute.value);
                                     }
                                     return graph::Status();
                                   })
                  .ok());
  return found;
}

void load_sources_in_order(QueryStore& store, const std::vector<ingest::CaseSource>& sources) {
  for (const ingest::CaseSource& source : sources) {
    ingest::LoadRequest request;
    request.paths = {source.path};
    request.format = source.format;
    request.mapping_path = source.mapping_path;
    request.namespace_name = source.namespace_name;
    store.load(std::move(request));
  }
}

class GoamlRoundTripSlow : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  GoamlRoundTripSlow() {
    load_sources_in_order(store_, value_of(ingest::read_case_sources(made_.directory())));
  }
  queries::GoamlRequest request(bool with_victims) {
    queries::GoamlRequest request = report_request(kCase);
    request.resolution.level = graph::Resolution::Level::kNone;
    if (with_victims) request.disclosure = {store_.victim_key(), "the unit"};
    return request;
  }
  std::string write(const std::string& name, const std::string& xml) {
    std::ofstream(store_.folder() / name, std::ios::binary) << xml;
    return store_.folder() / name;
  }
  const GeneratedCase made_{{.seed = GetParam(), .threads = 2, .scale = 0.02}};
  const Tables tables_{made_.directory()};
  QueryStore store_;
};

TEST_P(GoamlRoundTripSlow, MoneyAndAccountsComeBackToTheUnitAndVictimsAreNotThere) {
  const WrittenReport made = write_report(store_, request(false));
  const Money expected = expected_money(tables_, false);
  ASSERT_GT(expected.size(), 100u);
  EXPECT_EQ(made.made.transactions, expected.size());
  EXPECT_EQ(made.made.victims, 0u);
  QueryStore copy;
  const auto report = copy.load_path(write("r.xml", made.xml), "goaml");
  EXPECT_EQ(report.quarantined, 0u);
  EXPECT_TRUE(money_in(copy) == expected);
  std::set<std::string> ibans, held_then;
  for (const CsvRow& row : tables_.payments) {
    if (!expected.contains(row.at("number"))) continue;
    for (const char* end : {"debtor_account", "creditor_account"}) {
      if (!row.at(end).empty()) ibans.insert(row.at(end));
      if (tables_.is_open(row.at(end), row)) held_then.insert(row.at(end));
    }
  }
  EXPECT_TRUE(ibans_in(copy) == ibans);
  // Of people: every customer who holds one of these accounts, and none of the victims.
  const std::set<std::string> names = names_in(copy);
  const auto hidden = tables_.protected_customers();
  std::size_t holders = 0;
  for (const CsvRow& customer : tables_.customers) {
    const auto held = tables_.accounts_of({customer.at("customer_id")});
    const bool holds = std::any_of(held.begin(), held.end(),
                                   [&](const std::string& one) { return held_then.contains(one); });
    holders += holds ? 1 : 0;
    EXPECT_TRUE(!holds || names.contains(customer.at("name"))) << customer.at("name");
    if (!hidden.contains(customer.at("customer_id"))) continue;
    EXPECT_FALSE(holds);
    EXPECT_EQ(made.xml.find(customer.at("name")), made.xml.npos);
    EXPECT_EQ(made.xml.find(customer.at("customer_id")), made.xml.npos);
  }
  EXPECT_GT(holders, 20u);
  for (const std::string& account : tables_.protected_accounts()) {
    EXPECT_EQ(made.xml.find(account), made.xml.npos);
  }
  EXPECT_EQ(made.xml.find("victim:"), made.xml.npos);
  // Read twice, nothing is new.
  const auto again = copy.load_path(write("same.xml", made.xml), "goaml");
  EXPECT_EQ(again.accepted, 0u);
}

TEST_P(GoamlRoundTripSlow, DisclosedVictimsStandUnderPseudonymsAndAreVictimsWhenReadAgain) {
  const WrittenReport made = write_report(store_, request(true));
  const Money expected = expected_money(tables_, true);
  std::set<std::string> numbers;
  for (const std::string& one : elements(made.xml, "transactionnumber")) numbers.insert(one);
  for (const auto& [number, money] : expected) EXPECT_TRUE(numbers.contains(number)) << number;
  EXPECT_GE(made.made.victims, 1u);
  const auto hidden = tables_.protected_customers();
  for (const CsvRow& customer : tables_.customers) {
    if (!hidden.contains(customer.at("customer_id"))) continue;
    EXPECT_EQ(made.xml.find(customer.at("name")), made.xml.npos) << "not by the bank's name";
    EXPECT_EQ(made.xml.find("person:bank/" + customer.at("customer_id")), made.xml.npos);
  }
  std::set<std::string> pseudonyms;
  for (std::size_t at = made.xml.find("victim:interviews/"); at != made.xml.npos;
       at = made.xml.find("victim:interviews/", at + 1)) {
    pseudonyms.insert(made.xml.substr(at, made.xml.find('<', at) - at));
  }
  EXPECT_EQ(pseudonyms.size(), made.made.victims);
  QueryStore copy;
  const auto report = copy.load_path(write("v.xml", made.xml), "goaml");
  EXPECT_EQ(report.quarantined, 0u);
  EXPECT_EQ(money_in(copy).size(), made.made.transactions);
  EXPECT_EQ(value_of(copy.view(true).count_entities(graph::EntityKind::kVictim)),
            made.made.victims);
}

TEST_P(GoamlRoundTripSlow, ItKeepsToThePublishedSchema) {
  HEADWATER_SHARED_OR_SKIP(goaml, "data/goaml/xsd");
  for (const bool with_victims : {false, true}) {
    const WrittenReport made = write_report(store_, request(with_victims));
    const auto verdict = value_of(queries::check_goaml_schema(
        write("s.xml", made.xml), goaml / "goAMLSchema_5.0.2_patched.xsd"));
    EXPECT_TRUE(verdict.is_kept_to()) << verdict.count() << " violations";
  }
}

// The example's own header and rules, and the codes that this program writes by itself.
TEST_P(GoamlRoundTripSlow, ItKeepsToTheExampleProfile) {
  const auto source = [](const std::string& name) {
    std::ifstream file(std::string(HEADWATER_SOURCE_DIR) + "/examples/goaml/" + name);
    return std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  };
  const auto profile = value_of(queries::GoamlProfile::parse(source("profile.json"), "example"));
  queries::GoamlRequest request = report_request(kCase);
  request.header = value_of(queries::parse_goaml_header(source("header.json"), "example"));
  request.header.entity_reference = "ring-1";
  const std::string xml = write_report(store_, request).xml;
  const auto verdict = value_of(queries::check_goaml_profile(write("e.xml", xml), profile));
  for (const auto& one : verdict.violations()) ADD_FAILURE() << one.element << ": " << one.found;
  std::string other = xml;
  other.replace(other.find("<transmode_code>"), 17, "<transmode_code>?");
  EXPECT_EQ(value_of(queries::check_goaml_profile(write("f.xml", other), profile)).count(), 1u);
}

// An entity's number tells when the store met it, and so with which source: nothing may depend on
// it.
TEST_P(GoamlRoundTripSlow, TheOrderInWhichSourcesAboutVictimsCameLeavesNoTrace) {
  QueryStore told_first;
  auto sources = value_of(ingest::read_case_sources(made_.directory()));
  std::stable_partition(sources.begin(), sources.end(),
                        [](const ingest::CaseSource& source) { return source.restricted; });
  load_sources_in_order(told_first, sources);
  EXPECT_TRUE(write_report(told_first, request(false)).xml ==
              write_report(store_, request(false), 1).xml);
}

INSTANTIATE_TEST_SUITE_P(Cases, GoamlRoundTripSlow, ::testing::Values(1, 3));

}  // namespace
}  // namespace headwater::tests
