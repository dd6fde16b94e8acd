// A goAML report of hand-made cases: who is in it, what each payment says, what is refused.
#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "queries/render.h"
#include "tests/support/goaml_written.h"

namespace headwater::tests {
namespace {

constexpr char kPeopleMapping[] = R"({"headwater_mapping": 1, "name": "people", "records": [
  {"record": "entity", "entity": {"name": {"column": "who"}, "attributes": {
   "name": {"column": "name"}, "birth-date": {"column": "born"},
   "nationality": {"column": "nation"}, "bank": {"column": "bank"},
   "status": {"column": "status"}, "note": {"column": "note"}}}}]})";
constexpr char kPeople[] =
    "who,name,born,nation,bank,status,note\n"
    "person:bank/1,Ann & Bob <b> Smith,1980-02-03,ESP,,,a secret\n"
    "person:bank/2,,,XAV,,,\n"
    "company:register/9,Nine Ltd,,,,,\n"
    "person:register/D,Dora Director,,,,,\n"
    "account:iban/ES9121000418450200051332,,,,Bank A,active,\n"
    "account:bank/40001,,,,,,\n"
    "account:other/40001,,,,,,\n";

constexpr char kTiesMapping[] = R"({"headwater_mapping": 1, "name": "ties", "records": [
  {"record": "relation", "kind": {"column": "kind"}, "from": {"name": {"column": "from"}},
   "to": {"name": {"column": "to"}}, "valid_from": {"column": "since"},
   "valid_to": {"column": "until"}, "probability": {"column": "p"}}]})";
constexpr char kTies[] =
    "kind,from,to,since,until,p\n"
    "owns-account,person:bank/1,account:iban/ES9121000418450200051332,,2024-03-01,\n"
    "owns-account,person:bank/2,account:iban/ES9121000418450200051332,2024-03-01,,\n"
    "owns-account,company:register/9,account:bank/40001,,,\n"
    "directorship,person:register/D,company:register/9,,,\n"
    "same-as,person:police/boss,person:bank/1,,,1\n";

constexpr char kPaymentsMapping[] = R"({"headwater_mapping": 1, "name": "pay", "namespace": "pay",
  "records": [{"record": "transaction", "id": {"column": "id"},
   "from": {"name": {"column": "from"}}, "to": {"name": {"column": "to"}},
   "time": {"column": "time"}, "amount": {"column": "amount"}, "asset": {"column": "asset"},
   "received_amount": {"column": "got"}, "received_asset": {"column": "got_asset"},
   "count": {"column": "count"}, "channel": {"column": "channel"}, "kind": "transfer",
   "attributes": {"text": {"column": "text"}}}]})";
constexpr char kPaymentsHeader[] =
    "id,from,to,time,amount,asset,got,got_asset,count,channel,text\n";
constexpr char kSpanish[] = "account:iban/ES9121000418450200051332";

std::string pay(const std::string& id, const std::string& from, const std::string& to,
                const std::string& time, const std::string& money,
                const std::string& rest = "1,wire,words of a source") {
  return id + "," + from + "," + to + "," + time + "," + money + "," + rest + "\n";
}

std::string boss_payments() {
  const std::string spanish = kSpanish, bank = "account:bank/40001", other = "account:other/40001";
  return kPaymentsHeader +
         pay("P1", spanish, bank, "2024-02-01T10:00:00.125Z", "10.50,EUR,10.50,EUR") +
         pay("P2", bank, spanish, "2024-02-02", "7,EUR,8.25,USD") +
         pay("P3", spanish, other, "2024-02-03", "1.01,USD,1.01,USD") +
         pay("P4", "account:cash/ESP", spanish, "2024-02-04", "3,USD,2.75,EUR", "1,cash,") +
         pay("P5", spanish, bank, "2024-03-02", "99,EUR,99,EUR") +
         pay("P6", bank, other, "2024-02-05", "5,EUR,5,EUR") +
         pay("P7", spanish, bank, "", "1,EUR,1,EUR") +
         pay("P8", spanish, bank, "2024-02-06", "50,EUR,50,EUR", "12,wire,");
}

constexpr char kClaimsHeader[] =
    "id,subject,claim,role,case,victim_flow,form,sector,territory,share_bp,author,made_at,evidence,"
    "source_grade,information_grade,standard,basis,confidence,disputes,amount,asset\n";
std::string claim(const std::string& id, const std::string& subject, const std::string& what,
                  const std::string& role = "", const std::string& disputes = "",
                  const std::string& basis = "analyst") {
  return id + "," + subject + "," + what + "," + role +
         ",case:police/one,,,,,10000,an analyst,2024-06-01,,,,suspicion," + basis + ",1," +
         disputes + ",,\n";
}

void load_claims(QueryStore& store, const std::string& claims,
                 const std::string& name = "claims.csv") {
  ingest::LoadRequest request;
  request.paths = {store.folder() / name};
  request.format = "assertions";
  std::ofstream(request.paths.front()) << kClaimsHeader << claims;
  store.load(std::move(request));
}

void load_boss(QueryStore& store, const std::string& claims) {
  store.load_text("people.csv", kPeopleMapping, kPeople);
  store.load_text("ties.csv", kTiesMapping, kTies);
  store.load_text("pay.csv", kPaymentsMapping, boss_payments());
  ingest::LoadRequest rates;
  rates.paths = {store.folder() / "rates.csv"};
  rates.format = "rates";
  std::ofstream(rates.paths.front()) << "base,quote,date,rate,source\n"
                                        "EUR,USD,2024-02-01,1.25,a bank\n"
                                        "EUR,USD,2023-01-01,9,too old\n";
  store.load(std::move(rates));
  load_claims(store, claims);
}

const std::string& boss_claims() {
  static const std::string text = claim("C1", "person:police/boss", "member-of", "leader") +
                                  claim("C2", "transaction:pay/P6", "proceeds-of");
  return text;
}

// Number -> the transaction.
std::map<std::string, std::string> by_number(const std::string& xml) {
  std::map<std::string, std::string> found;
  for (const std::string& one : elements(xml, "transaction")) {
    EXPECT_TRUE(found.emplace(text_in(one, "transactionnumber"), one).second);
  }
  return found;
}

std::set<std::string> numbers(const std::string& xml) {
  std::set<std::string> found;
  for (const auto& [number, one] : by_number(xml)) found.insert(number);
  return found;
}

class GoamlExportTest : public ::testing::Test {
 protected:
  void SetUp() override { load_boss(store_, boss_claims()); }
  QueryStore store_;
};

TEST_F(GoamlExportTest, PaymentsAreThoseOfMembersAsOfTheirTimeAndThoseThatAClaimNames) {
  const WrittenReport all = write_report(store_, report_request("case:police/one"));
  EXPECT_EQ(numbers(all.xml),
            (std::set<std::string>{"pay/P1", "pay/P2", "pay/P3", "pay/P4", "pay/P6"}))
      << "P5 is another owner's, P7 undated, P8 many payments";
  EXPECT_EQ(all.made.transactions, 5u);
  const std::string answer = queries::to_json(all.made.answer.result);
  EXPECT_NE(answer.find("\"transactions_undated\":1"), answer.npos) << answer;
  EXPECT_NE(answer.find("\"transactions_of_many_payments\":1"), answer.npos) << answer;
  queries::GoamlRequest request = report_request("case:police/one");
  request.payments = queries::GoamlPayments::kAsserted;
  EXPECT_EQ(numbers(write_report(store_, request).xml), (std::set<std::string>{"pay/P6"}));
  request = report_request("case:police/one");
  request.resolution.level = graph::Resolution::Level::kNone;
  EXPECT_EQ(numbers(write_report(store_, request).xml), (std::set<std::string>{"pay/P6"}));
  request = report_request("case:police/one");
  request.window = {*graph::parse_iso8601("2024-02-02"), *graph::parse_iso8601("2024-02-04")};
  EXPECT_EQ(numbers(write_report(store_, request).xml),
            (std::set<std::string>{"pay/P2", "pay/P3"}));
}

TEST_F(GoamlExportTest, AmountsAreExactAndConvertedByADatedRateOnlyWhereTheyMust) {
  const auto found = by_number(write_report(store_, report_request("case:police/one")).xml);
  EXPECT_EQ(text_in(found.at("pay/P1"), "amount_local"), "10.50");
  EXPECT_EQ(found.at("pay/P1").find("foreign"), std::string::npos);
  EXPECT_EQ(text_in(found.at("pay/P1"), "date_transaction"), "2024-02-01T10:00:00.125");
  const std::string& p2 = found.at("pay/P2");  // paid in local money: no rate
  EXPECT_EQ(text_in(p2, "amount_local"), "7.00");
  EXPECT_EQ(p2.find("from_foreign_currency"), p2.npos);
  EXPECT_EQ(text_in(text_in(p2, "to_foreign_currency"), "foreign_amount"), "8.25");
  EXPECT_EQ(p2.find("foreign_exchange_rate"), p2.npos);
  // 1.01 USD by 1 EUR = 1.25 USD of two days before: 0.808 EUR; the rate inverted is 0.8.
  const std::string& p3 = found.at("pay/P3");
  EXPECT_EQ(text_in(p3, "amount_local"), "0.81");
  for (const char* side : {"from_foreign_currency", "to_foreign_currency"}) {
    EXPECT_EQ(text_in(text_in(p3, side), "foreign_amount"), "1.01");
    EXPECT_EQ(text_in(text_in(p3, side), "foreign_currency_code"), "USD");
    EXPECT_EQ(text_in(text_in(p3, side), "foreign_exchange_rate"), "0.8");
  }
  const std::string& p4 = found.at("pay/P4");  // received in local money
  EXPECT_EQ(text_in(p4, "amount_local"), "2.75");
  EXPECT_EQ(text_in(text_in(p4, "from_foreign_currency"), "foreign_amount"), "3.00");
}

TEST_F(GoamlExportTest, WithoutARateOfTheWeekItIsRefusedAndNoAmountIsMadeUp) {
  store_.load_text(
      "late.csv", kPaymentsMapping,
      kPaymentsHeader + pay("L1", kSpanish, "account:bank/40001", "2024-02-08", "1,USD,1,USD"));
  std::string refusal;
  write_report(store_, report_request("case:police/one"), 2, &refusal);
  EXPECT_NE(refusal.find("transaction:pay/L1"), refusal.npos) << refusal;
  EXPECT_NE(refusal.find("USD"), refusal.npos) << refusal;
  queries::GoamlRequest request = report_request("case:police/one");
  request.window.to = *graph::parse_iso8601("2024-02-08");
  EXPECT_NE(write_report(store_, request).xml, "");
  request = report_request("case:police/one");
  request.header.currency_code_local = "USD";
  request.window.to = *graph::parse_iso8601("2024-02-05");
  const auto found = by_number(write_report(store_, request).xml);
  EXPECT_EQ(text_in(found.at("pay/P1"), "amount_local"), "13.12")
      << "10.50 * 1.25 = 13.125, half to even";
}

TEST_F(GoamlExportTest, PartiesSayWhatTheStoreKnowsAndNoMore) {
  const WrittenReport made = write_report(store_, report_request("case:police/one"));
  const std::string p1 = by_number(made.xml).at("pay/P1");
  const std::string from = text_in(p1, "t_from"), to = text_in(p1, "t_to");
  EXPECT_EQ(text_in(from, "iban"), "ES9121000418450200051332");
  EXPECT_EQ(text_in(from, "institution_name"), "Bank A");
  EXPECT_EQ(text_in(from, "account_name"), "Ann & Bob <b> Smith");
  EXPECT_EQ(text_in(from, "first_name"), "Ann & Bob <b>");
  EXPECT_EQ(text_in(from, "last_name"), "Smith");
  EXPECT_EQ(text_in(from, "birthdate"), "1980-02-03T00:00:00");
  EXPECT_EQ(text_in(from, "nationality1"), "ES");
  EXPECT_EQ(text_in(from, "status_code"), "A");
  EXPECT_EQ(text_in(from, "from_country"), "ES");
  EXPECT_EQ(text_in(from, "from_is_suspected"), "true");
  EXPECT_EQ(text_in(to, "account"), "40001");
  EXPECT_EQ(text_in(to, "institution_code"), "bank") << "the source that the id belongs to";
  EXPECT_EQ(text_in(text_in(to, "t_entity"), "name"), "Nine Ltd");
  EXPECT_EQ(text_in(text_in(to, "related_persons"), "last_name"), "Director");
  EXPECT_EQ(text_in(to, "to_country"), "-");
  EXPECT_EQ(to.find("is_suspected"), to.npos);
  const std::string p6 = by_number(made.xml).at("pay/P6");
  EXPECT_EQ(text_in(p6, "transaction_is_suspicious"), "true");
  EXPECT_EQ(text_in(p6, "transaction_description"), "transfer, wire; claimed: proceeds-of");
  const std::string p4 = by_number(made.xml).at("pay/P4");
  EXPECT_EQ(text_in(text_in(p4, "from_entity"), "name"), "UNKNOWN");
  EXPECT_EQ(text_in(p4, "from_funds_code"), "CASH");
  EXPECT_EQ(text_in(p4, "from_country"), "ES");
  EXPECT_EQ(made.xml.find("words of a source"), made.xml.npos) << "free text may name anybody";
  EXPECT_EQ(made.xml.find("a secret"), made.xml.npos);
}

TEST_F(GoamlExportTest, MembersStandInItWithRolesAndWhetherTheyAreDisputed) {
  QueryStore store;
  load_boss(store, boss_claims() + claim("C3", "person:bank/2", "member-of", "driver") +
                       claim("C4", "person:bank/2", "disputes", "", "assertion:assertions/C3") +
                       claim("C5", "person:bank/77", "member-of", "", "", "indicator:I1"));
  const WrittenReport made = write_report(store, report_request("case:police/one"));
  const auto parties = elements(made.xml, "report_party");
  ASSERT_EQ(parties.size(), 2u) << made.xml.substr(made.xml.size() / 2);
  EXPECT_EQ(text_in(parties[0], "last_name"), "2") << "without a name: the store's id";
  EXPECT_EQ(text_in(parties[0], "first_name"), "UNKNOWN");
  EXPECT_EQ(text_in(parties[0], "reason"),
            "claimed to be a member of the case: driver; the claim is disputed");
  EXPECT_EQ(text_in(parties[1], "last_name"), "boss");
  EXPECT_EQ(text_in(parties[1], "reason"), "claimed to be a member of the case: leader");
}

TEST_F(GoamlExportTest, OneOwnClientsAreWrittenAsSuch) {
  queries::GoamlRequest request = report_request("case:police/one");
  request.header.client_banks = {"Bank A"};
  const auto found = by_number(write_report(store_, request).xml);
  const std::string client = text_in(found.at("pay/P1"), "t_from_my_client");
  EXPECT_EQ(text_in(client, "gender"), "-");
  EXPECT_EQ(text_in(client, "non_bank_institution"), "false");
  EXPECT_EQ(client.find("<opened>"), client.npos) << "no date is made up";
  EXPECT_NE(text_in(found.at("pay/P1"), "t_to"), "");
}

TEST_F(GoamlExportTest, NamesAreRespeltOnlyWhenAskedAndStandWholeBesideIt) {
  QueryStore store;
  load_boss(store, boss_claims());
  store.load_text(
      "more.csv", kPeopleMapping,
      "who,name,born,nation,bank,status,note\n"
      "person:police/boss,\xC3\x85sa Stra\xC3\x9F\x65r O\xE2\x80\x99Neil \xE6\x9D\x8E,,,,,\n");
  queries::GoamlRequest request = report_request("case:police/one");
  const auto plain = elements(write_report(store, request).xml, "report_party");
  EXPECT_EQ(text_in(plain.front(), "first_name"), "\xC3\x85sa Stra\xC3\x9F\x65r O\xE2\x80\x99Neil");
  EXPECT_EQ(text_in(plain.front(), "full_name_frn"), "");
  request.header.ascii_names = true;
  const WrittenReport made = write_report(store, request);
  const auto respelt = elements(made.xml, "report_party");
  EXPECT_EQ(text_in(respelt.front(), "first_name"), "Asa Strasser O'Neil");
  EXPECT_EQ(text_in(respelt.front(), "last_name"), "UNKNOWN") << "no letter of it is Latin";
  EXPECT_EQ(text_in(respelt.front(), "full_name_frn"),
            "\xC3\x85sa Stra\xC3\x9F\x65r O\xE2\x80\x99Neil \xE6\x9D\x8E");
}

// A party without an account has a pooled one, whose name is the party's; nothing owns it.
TEST_F(GoamlExportTest, PooledAccountsAreTheirPartyAndAVictimsIsNotThere) {
  const std::string pool = "account:unspecified/person:bank/";
  store_.load_text("pools.csv", kPaymentsMapping,
                   kPaymentsHeader + pay("Q1", kSpanish, pool + "2", "2024-02-10", "1,EUR,1,EUR") +
                       pay("Q2", kSpanish, pool + "3", "2024-02-11", "1,EUR,1,EUR"));
  const auto before = by_number(write_report(store_, report_request("case:police/one")).xml);
  EXPECT_EQ(text_in(text_in(before.at("pay/Q1"), "to_person"), "last_name"), "2");
  EXPECT_TRUE(before.contains("pay/Q2"));
  store_.load_text("shelter.csv", R"({"headwater_mapping": 1, "name": "shelter", "records": [
    {"record": "relation", "kind": "same-as", "from": {"name": {"column": "customer"}},
     "to": {"kind": "victim", "id": {"column": "who"}}, "probability": "1"}]})",
                   "who,customer\nV1,person:bank/3\n");
  const WrittenReport open = write_report(store_, report_request("case:police/one"));
  EXPECT_FALSE(numbers(open.xml).contains("pay/Q2"));
  EXPECT_EQ(open.xml.find("person:bank/3"), open.xml.npos);
  queries::GoamlRequest request = report_request("case:police/one");
  request.disclosure = {store_.victim_key(), "the unit"};
  const WrittenReport told = write_report(store_, request);
  const std::string q2 = by_number(told.xml).at("pay/Q2");
  EXPECT_NE(text_in(text_in(q2, "to_person"), "comments").find("victim:shelter/"), q2.npos);
  EXPECT_EQ(told.xml.find("person:bank/3"), told.xml.npos);
  EXPECT_EQ(told.made.victims, 1u);
}

TEST_F(GoamlExportTest, EqualStoresGiveEqualBytesForAnyNumberOfThreads) {
  const std::string one = write_report(store_, report_request("case:police/one"), 1).xml;
  EXPECT_EQ(write_report(store_, report_request("case:police/one"), 2).xml, one);
  QueryStore again;
  load_boss(again, boss_claims());
  EXPECT_EQ(write_report(again, report_request("case:police/one")).xml, one);
}

TEST_F(GoamlExportTest, WhatIsNoCaseOrAnEmptyOneIsRefused) {
  load_claims(store_,
              "C9,person:bank/2,member-of,,case:police/two,,,,,10000,,,,,,,indicator:I,1,,,\n",
              "more.csv");
  for (const char* name : {"case:police/none", "person:bank/1", "case:police/two"}) {
    std::string refusal;
    write_report(store_, report_request(name), 2, &refusal);
    EXPECT_NE(refusal, "") << name;
  }
}

}  // namespace
}  // namespace headwater::tests
