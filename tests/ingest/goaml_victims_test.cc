// Victims in goAML reports: whom a report marks is pseudonymous wherever it names her.
#include <algorithm>
#include <iterator>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/goaml_report.h"
#include "tests/support/loading_store.h"
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

// Her number, her passport alone, her name alone: in other rows, without a word about her part.
const char* const kLinkedRows =
    R"(<activity><report_parties><report_party><role>%ROLE%</role><person>
<first_name>Maria</first_name><last_name>Lopez</last_name><ssn>55667788</ssn>
<passport_number>XK123987</passport_number><passport_country>MX</passport_country>
<phones><phone><tph_number>+5215550001</tph_number></phone></phones></person>
<reason>%REASON%</reason></report_party><report_party><is_suspected>true</is_suspected><person>
<first_name>Ivan</first_name><last_name>Petrov</last_name><ssn>784-1980-1111111-1</ssn>
<comments>took the wages of victims</comments></person><reason>controls the victims</reason>
</report_party></report_parties></activity>)";

std::string report_on_victim(const std::string& role, const std::string& reason) {
  std::string linked = kLinkedRows;
  linked.replace(linked.find("%ROLE%"), 6, role);
  linked.replace(linked.find("%REASON%"), 8, reason);
  const std::string to_her =
      "<t_to><to_account><swift>BBBBAEAD</swift><account>998877</account>"
      "<account_name>Lopez Maria</account_name><client_number>C-MLOPEZ</client_number><signatory>"
      "<t_person>" +
      goaml_person("MARIA", "LOPEZ", "") +
      "</t_person><role>PAH</role></signatory></to_account></t_to>";
  const std::string from_her =
      "<t_from><from_funds_code>CASH</from_funds_code><from_person>" +
      goaml_person(
          "Mar&#237;a", "L.",
          "<passport_number>XK 123987</passport_number><passport_country>MX</passport_country>") +
      "</from_person></t_from>" +
      "<t_to><to_account><swift>BBBBAEAD</swift>"
      "<account>445566</account></to_account></t_to>";
  return goaml_report(goaml_transaction("T1", kOwnAccount + to_her) +
                      goaml_transaction("T2", from_her) + linked);
}

TEST(GoamlVictims, WhomARoleOrARemarkMarksIsPseudonymousInEveryRow) {
  const std::pair<const char*, const char*> marks[] = {{"VICTIM", "x"},
                                                       {"vict", "x"},
                                                       {"-", "Potential victim of trafficking"},
                                                       {"-",
                                                        "supuesta v\xC3\xAD"
                                                        "ctima"}};
  for (const auto& [role, reason] : marks) {
    StagedReport staged;
    stage_report(report_on_victim(role, reason), staged);
    ASSERT_EQ(staged.refused, "");
    EXPECT_EQ(staged.reasons, (std::map<std::string, std::string>{})) << role;
    EXPECT_EQ(staged.counts.accepted, 4u);
    const std::string kept = staged.writer.transcript();
    for (const char* hers : {"aria", "ARIA", "opez", "OPEZ", "55667788", "XK123987", "XK 123987",
                             "5550001", "told us", "rent of"}) {
      EXPECT_EQ(kept.find(hers), std::string::npos) << hers << " with " << role << reason;
    }
    // Her number, her passport and her name alone are three pseudonyms.
    EXPECT_EQ(staged.entities(graph::EntityKind::kVictim), 3u);
    EXPECT_EQ(staged.writer.transactions.size(), 2u);
    // Who is suspected stays a person, whatever is said of those whom he harmed.
    EXPECT_TRUE(staged.writer.attributes_of("person:goaml/ssn:784198011111111")
                    .contains("name=Ivan Petrov"));
    std::size_t owned = 0;
    for (const graph::Relation& record : staged.writer.relations) {
      if (record.kind != graph::RelationKind::kOwnsAccount) continue;
      owned += record.from.kind() == graph::EntityKind::kVictim;
      if (record.from.kind() == graph::EntityKind::kVictim) {
        EXPECT_TRUE(record.attributes.empty());
      }
    }
    EXPECT_EQ(owned, 2u);  // her account, and the pooled one of her cash
  }
}

TEST(GoamlVictims, WhoHarmedVictimsIsNone) {
  for (const char* reason : {"recruits and controls victims", "paid by several Victims.", "x"}) {
    StagedReport staged;
    stage_report(
        goaml_report("<activity><report_parties><report_party><person>" +
                     goaml_person("Ivan", "Petrov", "<ssn>11223344</ssn>") + "</person><reason>" +
                     reason + "</reason></report_party></report_parties></activity>"),
        staged);
    EXPECT_EQ(staged.entities(graph::EntityKind::kVictim), 0u) << reason;
    EXPECT_EQ(staged.entities(graph::EntityKind::kPerson), 1u) << reason;
  }
}

TEST(GoamlVictims, AProtectedPersonIsOne) {
  StagedReport staged;
  stage_report(
      goaml_report(
          "<activity><report_parties><report_party><person>" +
          goaml_person("Maria", "Lopez", "<ssn>55667788</ssn><is_protected>true</is_protected>") +
          "</person><reason>x</reason></report_party></report_parties></activity>"),
      staged);
  EXPECT_EQ(staged.entities(graph::EntityKind::kVictim), 1u);
  EXPECT_EQ(staged.entities(graph::EntityKind::kPerson), 0u);
}

TEST(GoamlVictims, WithoutAKeyNothingOfThemIsTaken) {
  RecordingWriter writer;
  const auto counts =
      tests::stage_text(built_in("goaml"), report_on_victim("VICTIM", "x"), writer, {});
  ASSERT_TRUE(counts.has_value());
  for (const auto& row : writer.quarantined) {
    EXPECT_EQ(row.reason, "victim-without-key");
    EXPECT_EQ(row.text, "");
  }
  EXPECT_EQ(writer.quarantined.size(), 3u);
  EXPECT_EQ(writer.transcript().find("opez"), std::string::npos);
}

TEST(GoamlVictims, EveryTruncationIsRefusedAndSaysNothingOfItsText) {
  const std::string good = report_on_victim("VICTIM", "x");
  for (std::size_t size = 1; size + 1 < good.size(); size += 37) {
    StagedReport staged;
    stage_report(good.substr(0, size), staged, 1);
    EXPECT_NE(staged.refused, "") << size;
    EXPECT_EQ(staged.refused.find("opez"), std::string::npos) << size;
  }
}

class GoamlStore : public testing::Test, protected tests::LoadingStore {
 protected:
  ingest::LoadRequest request_of(const std::string& name, const std::string& text) {
    tests::write_file(folder_ / name, text);
    ingest::LoadRequest request;
    request.paths = {folder_ / name};
    request.format = "goaml";
    request.append = true;
    return request;
  }
};

TEST_F(GoamlStore, WithoutAKeyAReportIsRefusedAndNothingIsStored) {
  const auto refused =
      ingest::load(*store_, request_of("r.xml", report_on_victim("VICTIM", "x")), context_);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message().find("victim key"), std::string::npos);
  EXPECT_TRUE(tests::value_of(store_->view({}))->manifests().empty());
}

TEST_F(GoamlStore, TheSameReportInAnotherFileAddsNoRecordTwice) {
  const std::string text = report_on_victim("VICTIM", "x");
  ingest::LoadRequest first = request_of("1.xml", text);
  first.victim_key = goaml_key();
  EXPECT_EQ(load(first).accepted, 4u);
  const auto before = tests::value_of(store_->view({}))->counters();
  const std::string digest_before = digest();
  EXPECT_EQ(load(first).duplicates, 4u);
  EXPECT_EQ(digest(), digest_before);
  ingest::LoadRequest again = request_of("2.xml", text + "\n");  // other bytes
  again.victim_key = first.victim_key;
  const auto report = load(again);
  EXPECT_EQ(report.quarantined, 0u);
  const auto after = tests::value_of(store_->view({}))->counters();
  EXPECT_EQ(after.transactions, before.transactions);
  EXPECT_EQ(
      std::equal(std::begin(after.entities), std::end(after.entities), std::begin(before.entities)),
      true);
}

}  // namespace
}  // namespace headwater
