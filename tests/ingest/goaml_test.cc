// goAML reports: every given one against a count of its tags that shares nothing with the reader,
// and a report of transactions, of which none is given, written from the published schema.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/goaml_report.h"
#include "tests/support/shared_data.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::built_in;
using tests::goaml_key;
using tests::goaml_person;
using tests::goaml_report;
using tests::goaml_transaction;
using tests::kOwnAccount;
using tests::RecordingWriter;
using tests::stage_report;
using tests::StagedReport;

// ---- the given reports ----------------------------------------------------------------------

struct ReportCount {
  std::map<std::string, std::uint64_t> opened;  // tags
  std::map<std::string, std::uint64_t> texts;   // elements that hold text, by parent and name
};

ReportCount count_report(const std::string& text) {
  ReportCount count;
  std::vector<std::string> path;
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    if (text.compare(at, 4, "<!--") == 0) {
      at = text.find("-->", at);
      continue;
    }
    if (text[at + 1] == '?') continue;
    if (text[at + 1] == '/') {
      path.pop_back();
      continue;
    }
    const std::size_t end = text.find('>', at);
    const std::string name = text.substr(at + 1, end - at - 1);
    const std::size_t next = text.find('<', end);
    const std::string inside = text.substr(end + 1, next - end - 1);
    ++count.opened[name];
    const std::string parent = path.empty() ? "" : path.back();
    if (inside.find_first_not_of(" \t\r\n") != std::string::npos)
      ++count.texts[parent + "." + name];
    path.push_back(name);
  }
  return count;
}

// What the reader leaves out of these reports: who reports, and free text.
std::uint64_t left_out(const std::string& text) {
  std::uint64_t sum = 0;
  std::string inner = text;
  for (const std::string name : {"reporting_person", "location"}) {  // all that is within
    const std::size_t begin = inner.find("<" + name + ">");
    const std::string closing = "</" + name + ">";
    const std::size_t end = inner.find(closing) + closing.size();
    const ReportCount within = count_report(inner.substr(begin, end - begin));
    for (const auto& [tag, count] : within.texts) sum += count;
    inner.erase(begin, end - begin);
  }
  const std::set<std::string> dropped = {"report.reason",
                                         "report.action",
                                         "report_party.reason",
                                         "report_party.comments",
                                         "item.status_comments",
                                         "item.description",
                                         "item.size",
                                         "item.size_uom",
                                         "item.registration_date",
                                         "item.registration_number",
                                         "item.identification_number",
                                         "phone.tph_contact_type",
                                         "phone.tph_communication_type",
                                         "address.address_type",
                                         "identification.issue_date",
                                         "identification.expiry_date"};
  const ReportCount rest = count_report(inner);
  for (const auto& [tag, count] : rest.texts) {
    if (dropped.contains(tag)) sum += count;
    // Of two values of an item the one at which it changed hands is taken.
    if (tag == "item.estimated_value") sum += count;
  }
  return sum;
}

TEST(GoamlGiven, EveryGivenReportIsReadAsItsTagsSay) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/goaml/samples");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    ReportCount expected = count_report(text);
    StagedReport staged;
    stage_report(text, staged);
    ASSERT_EQ(staged.refused, "") << entry.path();
    EXPECT_EQ(staged.counts.rows_read, expected.opened["transaction"] +
                                           expected.opened["activity"] +
                                           expected.opened["report_indicators"]);
    EXPECT_EQ(staged.counts.accepted, staged.counts.rows_read);
    EXPECT_EQ(staged.relations(graph::RelationKind::kMentions), expected.opened["report_party"]);
    EXPECT_EQ(staged.relations(graph::RelationKind::kDirectorship), expected.opened["director_id"]);
    EXPECT_EQ(staged.relations(graph::RelationKind::kFiledBy), 1u);
    EXPECT_EQ(staged.entities(graph::EntityKind::kCompany), expected.opened["entity"]);
    EXPECT_EQ(staged.entities(graph::EntityKind::kCase), 1u);
    EXPECT_EQ(staged.entities(graph::EntityKind::kVictim), 0u);
    EXPECT_EQ(staged.writer.entities_with("indicator", "DPMSJ"), expected.opened["indicator"]);
    EXPECT_EQ(staged.unread(), left_out(text)) << entry.path();
    // Who reports is no party, and no free text is kept.
    const std::string kept = staged.writer.transcript();
    for (const char* word : {"Sara", "SAMPLEFIRST", "MLRO", "PURCHASE", "mandate", "MANDATE"}) {
      EXPECT_EQ(kept.find(word), std::string::npos) << word;
    }
    ++files;
  }
  EXPECT_EQ(files, 3);
}

TEST(GoamlGiven, APartyIsKnownByItsNumbers) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/goaml/samples");
  RecordingWriter writer;
  tests::StagingOptions options;
  options.victim_key = goaml_key();
  const auto counts =
      tests::stage_file(built_in("goaml"), folder / "TR.2079.200000309.xml", writer, options);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_TRUE(
      writer.attributes_of("person:goaml/passport:IN:Z0000000").contains("name=Ali Hassan"));
  const auto company = writer.attributes_of("company:goaml/registered:AE:DUBAI:100000");
  EXPECT_TRUE(company.contains("name=Example Jewellery LLC"));
  const auto report = writer.attributes_of("case:goaml/3177:PAY 0001 INV 0001");
  EXPECT_TRUE(report.contains("goods=GOLD 1234567.89 AED"));
  EXPECT_TRUE(report.contains("report-code=DPMSR"));
}

// ---- transactions ---------------------------------------------------------------------------

TEST(GoamlTransactions, MoneyGoesBetweenAccountsOrThePooledAccountOfAParty) {
  StagedReport staged;
  stage_report(goaml_report(goaml_transaction(
                   "T1", std::string(kOwnAccount) +
                             R"(<t_to><to_funds_code>ELCFT</to_funds_code><to_foreign_currency>
<foreign_currency_code>EUR</foreign_currency_code><foreign_amount>310.5</foreign_amount>
</to_foreign_currency><to_entity><name>Hotel X</name><incorporation_number>HRB 1234</incorporation_number>
<incorporation_country_code>DE</incorporation_country_code><related_persons><entity_related_person>
<person>)" + goaml_person("Otto", "Owner", "<tax_number>T-445566</tax_number>") +
                             R"(</person><role>SHRHL</role><share_percentage>60</share_percentage>
</entity_related_person></related_persons></to_entity><to_country>DE</to_country></t_to>)")),
               staged);
  ASSERT_EQ(staged.refused, "");
  EXPECT_EQ(staged.reasons, (std::map<std::string, std::string>{}));
  ASSERT_EQ(staged.writer.transactions.size(), 1u);
  const graph::Transaction& one = staged.writer.transactions[0];
  EXPECT_EQ(staged.writer.name(one.from), "account:goaml/AAAAAEAD:00012345");
  EXPECT_EQ(staged.writer.name(one.to), "account:unspecified/company:goaml/registered:DE:HRB1234");
  EXPECT_EQ(one.amount.value, 125'075);
  EXPECT_EQ(one.received_amount.value, 31'050);
  EXPECT_EQ(staged.writer.assets.at(one.received_asset.value).code, "EUR");
  EXPECT_EQ(graph::format_iso8601(one.time), "2025-03-04T10:20:30Z");
  EXPECT_EQ(one.origin.source_id, "7:T1");
  EXPECT_EQ(one.channel, graph::Channel::kWire);
  EXPECT_EQ(
      staged.pairs(graph::RelationKind::kOwnsAccount),
      (std::set<std::string>{"company:goaml/registered:DE:HRB1234 "
                             "account:unspecified/company:goaml/registered:DE:HRB1234",
                             "person:goaml/ssn:784198011111111 account:goaml/AAAAAEAD:00012345"}));
  EXPECT_EQ(
      staged.pairs(graph::RelationKind::kSameAs),
      (std::set<std::string>{"person:goaml/ssn:784198011111111 person:goaml/passport:RU:P99887"}));
  EXPECT_EQ(
      staged.pairs(graph::RelationKind::kOwnership),
      (std::set<std::string>{"person:goaml/tax:T445566 company:goaml/registered:DE:HRB1234"}));
  for (const graph::Relation& record : staged.writer.relations) {
    if (record.kind == graph::RelationKind::kOwnership) {
      EXPECT_EQ(record.share->low.value, 6'000);
    }
  }
  EXPECT_EQ(staged.relations(graph::RelationKind::kMentions), 2u);
  EXPECT_TRUE(staged.writer.attributes_of("account:goaml/AAAAAEAD:00012345")
                  .contains("account-name=Ivan Petrov"));
  EXPECT_EQ(staged.writer.entities_with("indicator", "TIP2"), 1u);
}

TEST(GoamlTransactions, CashIsADepositAndNumbersThatSayNothingIdentifyNobody) {
  const std::string payer =
      "<t_from><from_funds_code>CASH</from_funds_code><from_person>" +
      goaml_person("Ana", "Berg", "<ssn>0000000</ssn><id_number>N/A</id_number>") +
      "</from_person><from_country>AE</from_country></t_from>";
  const std::string other = "<t_from><from_funds_code>CASH</from_funds_code><from_person>" +
                            goaml_person("Cem", "Dag", "<ssn>0000000</ssn>") +
                            "</from_person><from_country>AE</from_country></t_from>";
  const std::string account =
      "<t_to><to_account><swift>BBBBAEAD</swift><account>GB82 WEST 1234 5698 7654 32</account>"
      "</to_account></t_to>";
  StagedReport staged;
  stage_report(goaml_report(goaml_transaction("T1", payer + account) +
                            goaml_transaction("T2", other + account) +
                            goaml_transaction("T3", payer + account)),
               staged);
  ASSERT_EQ(staged.writer.transactions.size(), 3u);
  const auto& rows = staged.writer.transactions;
  EXPECT_EQ(rows[0].kind, graph::TransactionKind::kDeposit);
  EXPECT_EQ(rows[0].channel, graph::Channel::kCash);
  EXPECT_EQ(staged.writer.name(rows[0].to), "account:iban/GB82WEST12345698765432");
  EXPECT_NE(rows[0].from, rows[1].from);
  EXPECT_EQ(rows[0].from, rows[2].from);  // the same name in one report
  EXPECT_EQ(staged.writer.name(rows[0].from), "account:unspecified/person:goaml/7:R-1:p1");
}

TEST(GoamlTransactions, WhoHasNeitherNumberNorNameIsSomebodyElseEachTime) {
  std::string parties;
  for (int i = 0; i < 3; ++i) {
    parties +=
        "<report_party><person>" + goaml_person("Unknown", "N/A", "<ssn>999999</ssn>") +
        "</person><reason>x</reason></report_party><report_party><entity><name>-</name>"
        "</entity><reason>x</reason></report_party><report_party><account><account>0</account>"
        "</account><reason>x</reason></report_party>";
  }
  StagedReport staged;
  stage_report(
      goaml_report("<activity><report_parties>" + parties + "</report_parties></activity>"),
      staged);
  EXPECT_EQ(staged.entities(graph::EntityKind::kPerson), 3u);
  EXPECT_EQ(staged.entities(graph::EntityKind::kCompany), 3u);
  EXPECT_EQ(staged.entities(graph::EntityKind::kAccount), 3u);
  EXPECT_EQ(staged.relations(graph::RelationKind::kMentions), 9u);
}

TEST(GoamlTransactions, BetweenManyTheyAreMentionedAndNoMoneyIsInvented) {
  StagedReport staged;
  stage_report(goaml_report(goaml_transaction(
                   "T1", "<involved_parties><party><role>BUY</role><person>" +
                             goaml_person("A", "B", "<ssn>11223344</ssn>") +
                             "</person><is_suspected>true</is_suspected></party><party>"
                             "<role>SELL</role><entity><name>E</name></entity></party>"
                             "</involved_parties>")),
               staged);
  EXPECT_EQ(staged.counts.accepted, 2u);
  EXPECT_TRUE(staged.writer.transactions.empty());
  EXPECT_EQ(staged.pairs(graph::RelationKind::kMentions),
            (std::set<std::string>{"case:goaml/7:R-1 company:goaml/7:R-1:e1",
                                   "case:goaml/7:R-1 person:goaml/ssn:11223344"}));
}

TEST(GoamlTransactions, WhatLacksAnAmountAnEndOrTheReportIsRefused) {
  const std::string to =
      "<t_to><to_account><swift>BBBBAEAD</swift><account>998877</account>"
      "</to_account></t_to>";
  StagedReport staged;
  stage_report(
      goaml_report(goaml_transaction("T1", kOwnAccount + to, "much") + goaml_transaction("T2", to) +
                   goaml_transaction("T3", kOwnAccount + to, "-5") +
                   goaml_transaction("", kOwnAccount + to)),
      staged);
  EXPECT_EQ(staged.reasons, (std::map<std::string, std::string>{{"1", "not-a-number"},
                                                                {"2", "missing-id"},
                                                                {"3", "negative-amount"},
                                                                {"4", "missing-id"}}));
  for (const auto& row : staged.writer.quarantined) EXPECT_EQ(row.text, "");
  StagedReport nameless;
  stage_report(
      "<report><rentity_id>7</rentity_id><report_indicators><indicator>I</indicator>"
      "</report_indicators></report>",
      nameless);
  EXPECT_EQ(nameless.reasons, (std::map<std::string, std::string>{{"1", "missing-id"}}));
}

// ---- hostile files --------------------------------------------------------------------------

TEST(GoamlHostile, DocumentTypesBrokenTextAndOtherRootsAreRefused) {
  const std::string good = goaml_report(goaml_transaction("T1", kOwnAccount));
  std::string deep = "<report>";
  for (int i = 0; i < 70; ++i) deep += "<a>";
  const std::string entity = "<!DOCTYPE report [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
  for (const std::string& text :
       {entity + "<report><rentity_id>&a;</rentity_id></report>", good.substr(0, good.size() - 9),
        good + "x", deep, std::string("<other/>"), std::string("{}"),
        std::string("<report xmlns=\"urn:other\"/>")}) {
    StagedReport staged;
    stage_report(text, staged);
    EXPECT_NE(staged.refused, "") << text.substr(0, 60);
  }
}

TEST(GoamlHostile, ThreadsAndBlocksDoNotChangeTheOutcome) {
  std::string rows;
  for (int i = 0; i < 40; ++i) {
    rows += goaml_transaction("T" + std::to_string(i),
                              kOwnAccount + std::string("<t_to><to_person>") +
                                  goaml_person("N" + std::to_string(i % 5), "L", "") +
                                  "</to_person></t_to>");
  }
  std::set<std::string> outcomes;
  for (const int threads : {1, 2, 4}) {
    for (const std::size_t block : {std::size_t{64}, std::size_t{65'536}}) {
      StagedReport staged;
      stage_report(goaml_report(rows), staged, threads, block);
      EXPECT_EQ(staged.counts.accepted, 41u);
      EXPECT_EQ(staged.counts.rows_read, 41u);
      outcomes.insert(staged.writer.transcript());
    }
  }
  EXPECT_EQ(outcomes.size(), 1u);
}

}  // namespace
}  // namespace headwater
