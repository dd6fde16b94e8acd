// Beneficial ownership statements: the given ones (0.4) against a count of their fields that shares
// nothing with the reader, and all that the given ones lack, on statements written from the
// published schema. tests/ingest/bods_earlier_test.cc has versions 0.1 to 0.3.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/ingest/bods_statements.h"
#include "tests/support/shared_data.h"

namespace headwater {
namespace {

using tests::built_in;
using tests::Interests;
using tests::interests_of;
using tests::RecordingWriter;
using tests::stage_statements;
using tests::StagedStatements;
using tests::statement_line;
using tests::superseded_statements;
using tests::told_of;
namespace json = boost::json;

// ---- the given statements -------------------------------------------------------------------

struct StatementCount {
  std::uint64_t persons = 0, entities = 0, ties = 0, ended = 0, leis = 0;
  std::map<std::string, std::uint64_t> types;   // interests by their word
  std::map<std::string, std::uint64_t> shares;  // "75-100"
};

StatementCount count_statements(const std::filesystem::path& path) {
  StatementCount count;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const json::object row = json::parse(line).as_object();
    const json::object& details = row.at("recordDetails").as_object();
    const std::string type(row.at("recordType").as_string());
    if (type == "person") ++count.persons;
    if (type == "entity") {
      ++count.entities;
      if (const json::value* ids = details.if_contains("identifiers")) {
        for (const json::value& one : ids->as_array()) {
          if (one.as_object().at("scheme").as_string() == "XI-LEI") ++count.leis;
        }
      }
    }
    if (type != "relationship") continue;
    const bool is_closed = row.at("recordStatus").as_string() == "closed";
    for (const json::value& one : details.at("interests").as_array()) {
      const json::object& interest = one.as_object();
      ++count.ties;
      ++count.types[std::string(interest.at("type").as_string())];
      if (is_closed || interest.contains("endDate")) ++count.ended;
      const json::value* share = interest.if_contains("share");
      if (share == nullptr) continue;
      const auto bound = [&](const char* name) {
        return std::to_string(static_cast<int>(share->as_object().at(name).to_number<double>()));
      };
      ++count.shares[bound("minimum") + "-" + bound("maximum")];
    }
  }
  return count;
}

TEST(BodsGiven, EveryInterestOfTheGivenStatementsIsARelation) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/bods/opencheck_demo");
  const StatementCount expected = count_statements(folder / "all_demo.jsonl");
  ASSERT_EQ(expected.persons + expected.entities, 538u);
  RecordingWriter writer;
  const auto counts = tests::stage_file(built_in("bods"), folder / "all_demo.jsonl", writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->rows_read, 1'204u);
  EXPECT_EQ(counts->accepted, 1'204u);
  EXPECT_EQ(counts->skipped + counts->quarantined + counts->duplicates, 0u);

  StatementCount found;
  for (const graph::Relation& record : writer.relations) {
    if (record.kind == graph::RelationKind::kSameAs) {
      ++found.leis;
      continue;
    }
    ++found.ties;
    ++found.types[told_of(record, "interest")];
    if (record.valid_to.is_known()) ++found.ended;
    EXPECT_TRUE(record.valid_from.is_known());
    EXPECT_FALSE(record.origin.source_id.empty());
    if (!record.share) continue;
    ++found.shares[std::to_string(record.share->low.value / 100) + "-" +
                   std::to_string(record.share->high.value / 100)];
  }
  EXPECT_EQ(found.ties, expected.ties);
  EXPECT_EQ(found.types, expected.types);
  EXPECT_EQ(found.shares, expected.shares);
  EXPECT_EQ(found.ended, expected.ended);
  EXPECT_EQ(found.leis, expected.leis);
  for (const graph::EntityKey& key : writer.keys) {
    if (key.kind == graph::EntityKind::kPerson) ++found.persons;
    if (key.kind == graph::EntityKind::kCompany && key.scheme == "bods") ++found.entities;
  }
  EXPECT_EQ(found.persons, expected.persons);
  EXPECT_EQ(found.entities, expected.entities);
}

TEST(BodsGiven, TheOrderOfStatementsDoesNotMatter) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/bods/opencheck_demo");
  std::ifstream file(folder / "4OFD47D73QFJ1T1MOF29.jsonl");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  StagedStatements forward, backward;
  std::string text, reversed, array = "[";
  for (const std::string& line : lines) text += line + "\n";
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) reversed += *line + "\n";
  for (const std::string& line : lines) array += (array == "[" ? "" : ",\n") + line;
  stage_statements(text, forward);
  stage_statements(reversed, backward);
  StagedStatements as_array;
  stage_statements(array + "]", as_array);
  EXPECT_EQ(forward.counts.accepted, 139u);
  EXPECT_EQ(interests_of(forward.writer), interests_of(backward.writer));
  EXPECT_EQ(interests_of(forward.writer), interests_of(as_array.writer));
  EXPECT_EQ(forward.writer.transcript(), as_array.writer.transcript());
}

// ---- 0.4 --------------------------------------------------------------------------------------

std::string bods_statement(const std::string& id, const std::string& date,
                           const std::string& record, const std::string& type,
                           const std::string& status, const std::string& details) {
  return statement_line(
      R"({"statementId":")" + id + R"(","statementDate":")" + date + R"(","recordId":")" + record +
      R"(","recordType":")" + type + R"(","recordStatus":")" + status +
      R"(","declarationSubject":"c1","recordDetails":{"isComponent":false,)" + details +
      R"(},"publicationDetails":{"publicationDate":")" + date + R"(","bodsVersion":"0.4"}})");
}

std::string entity_statement(const std::string& record) {
  return bods_statement("s-" + record, "2020-01-01", record, "entity", "new",
                        R"("entityType":{"type":"registeredEntity"},"name":"N )" + record + "\"");
}

std::string person_statement(const std::string& record) {
  return bods_statement("s-" + record, "2020-01-01", record, "person", "new",
                        R"("personType":"knownPerson","names":[{"type":"legal","fullName":"A B"},)"
                        R"({"type":"former","fullName":"A C"}],"birthDate":"1970-05")");
}

std::string interest_statement(const std::string& id, const std::string& date,
                               const std::string& status, const std::string& interests,
                               const std::string& party = R"("p1")") {
  return bods_statement(
      id, date, "r1", "relationship", status,
      R"("subject":"c1","interestedParty":)" + party + R"(,"interests":)" + interests);
}

TEST(Bods04, SharesAreIntervalsThatHoldWhatIsStated) {
  StagedStatements staged;
  stage_statements(interest_statement("s1", "2021-01-01", "new",
                                      R"([{"type":"shareholding","share":{"exact":33.3333}},
                {"type":"shareholding","share":{"exact":25}},
                {"type":"votingRights","share":{"minimum":25.0,"maximum":5e1}},
                {"type":"votingRights","share":{"exclusiveMinimum":50,"exclusiveMaximum":75}},
                {"type":"votingRights","share":{"minimum":75}},
                {"type":"appointmentOfBoard","startDate":"2019","endDate":"2020-02"},
                {"type":"boardMember"},{"type":"nominee"},{"details":"?"}])") +
                       entity_statement("c1") + person_statement("p1"),
                   staged);
  EXPECT_EQ(staged.counts.accepted, 3u) << staged.reasons.begin()->second;
  const std::string to = " company:bods/c1";
  EXPECT_EQ(interests_of(staged.writer),
            (Interests{"person:bods/p1 control" + to + " 2500-5000",
                       "person:bods/p1 control" + to + " 5000-7500",
                       "person:bods/p1 control" + to + " 7500-10000",
                       "person:bods/p1 control" + to +
                           " from 2019-01-01T00:00:00Z to 2020-02-29T00:00:00Z",
                       "person:bods/p1 directorship" + to, "person:bods/p1 other" + to,
                       "person:bods/p1 other" + to, "person:bods/p1 ownership" + to + " 2500-2500",
                       "person:bods/p1 ownership" + to + " 3333-3334"}));
  ASSERT_EQ(staged.writer.relations.size(), 9u);
  EXPECT_EQ(told_of(staged.writer.relations[3], "share-excludes-minimum"), "true");
  EXPECT_EQ(told_of(staged.writer.relations[2], "share-excludes-minimum"), "");
  EXPECT_EQ(told_of(staged.writer.relations.back(), "interest"), "not-stated");
  const auto told = staged.writer.attributes_of("person:bods/p1");
  EXPECT_TRUE(told.contains("name=A B") && told.contains("alias=A C"));
  EXPECT_FALSE(told.contains("name=A C"));
}

TEST(Bods04, ThatWhichIsNoShareIsRefused) {
  for (const char* share : {R"({"exact":120})", R"({"exact":-1})", R"({"exact":"most"})",
                            R"({"minimum":50,"maximum":25})", R"({"exact":1e400})"}) {
    StagedStatements staged;
    stage_statements(
        interest_statement("s1", "2021-01-01", "new",
                           std::string(R"([{"type":"shareholding","share":)") + share + "}]") +
            entity_statement("c1") + person_statement("p1"),
        staged);
    EXPECT_EQ(staged.reasons["1"], "bad-share") << share;
    EXPECT_TRUE(staged.writer.relations.empty());
  }
}

TEST(Bods04, TheNewestStatementOfARecordCounts) {
  const std::string first = interest_statement("s1", "2019-01-01", "new",
                                               R"([{"type":"shareholding","share":{"exact":80}}])");
  const std::string second = interest_statement("s2", "2020-01-01", "updated",
                                                R"([{"type":"shareholding","share":{"exact":30}},
                                     {"type":"votingRights","share":{"exact":30}}])");
  for (const std::string& text :
       {first + second + entity_statement("c1") + person_statement("p1"),
        person_statement("p1") + second + entity_statement("c1") + first}) {
    StagedStatements staged;
    stage_statements(text, staged);
    EXPECT_EQ(superseded_statements(staged), 1u);
    EXPECT_EQ(staged.counts.skipped, 1u);
    EXPECT_EQ(interests_of(staged.writer),
              (Interests{"person:bods/p1 control company:bods/c1 3000-3000",
                         "person:bods/p1 ownership company:bods/c1 3000-3000"}));
  }
}

TEST(Bods04, AClosedRecordEndsWithItsLastStatement) {
  StagedStatements staged;
  stage_statements(interest_statement("s1", "2019-01-01", "new",
                                      R"([{"type":"shareholding","startDate":"2018-01-01"}])") +
                       interest_statement("s2", "2020-06-07", "closed",
                                          R"([{"type":"shareholding","startDate":"2018-01-01"},
                    {"type":"votingRights","startDate":"2018-01-01","endDate":"2019-12-31"}])") +
                       entity_statement("c1") + person_statement("p1"),
                   staged);
  EXPECT_EQ(interests_of(staged.writer),
            (Interests{"person:bods/p1 control company:bods/c1 from 2018-01-01T00:00:00Z to "
                       "2019-12-31T00:00:00Z",
                       "person:bods/p1 ownership company:bods/c1 from 2018-01-01T00:00:00Z to "
                       "2020-06-07T00:00:00Z"}));
}

TEST(Bods04, OneStatementTwiceIsADuplicateAndTwoOfOneDateAreDecidedByTheLast) {
  const std::string one =
      interest_statement("s1", "2019-01-01", "new", R"([{"type":"shareholding"}])");
  StagedStatements twice;
  stage_statements(one + one + entity_statement("c1") + person_statement("p1"), twice);
  EXPECT_EQ(twice.counts.duplicates, 1u);
  EXPECT_EQ(twice.writer.relations.size(), 1u);
  StagedStatements changed;  // published once more under the same id, with other content
  stage_statements(one +
                       interest_statement("s1", "2019-01-01", "new", R"([{"type":"boardChair"}])") +
                       entity_statement("c1") + person_statement("p1"),
                   changed);
  EXPECT_EQ(changed.reasons, (std::map<std::string, std::string>{{"2", "conflict"}}));
  StagedStatements same_date;
  stage_statements(
      one + interest_statement("s2", "2019-01-01", "updated", R"([{"type":"boardChair"}])") +
          entity_statement("c1") + person_statement("p1"),
      same_date);
  EXPECT_EQ(superseded_statements(same_date), 1u);
  EXPECT_EQ(interests_of(same_date.writer),
            (Interests{"person:bods/p1 directorship company:bods/c1"}));
}

TEST(Bods04, UnspecifiedOwnersMakeNoPartyAndAreToldOfTheirCompany) {
  StagedStatements staged;
  stage_statements(
      interest_statement("s1", "2021-01-01", "new", R"([{"type":"shareholding"}])",
                         R"({"reason":"noBeneficialOwners","description":"widely held"})") +
          entity_statement("c1"),
      staged);
  EXPECT_EQ(staged.counts.accepted, 2u);
  EXPECT_TRUE(staged.writer.relations.empty());
  const auto told = staged.writer.attributes_of("company:bods/c1");
  EXPECT_TRUE(told.contains("unspecified-interested-party=noBeneficialOwners (2021-01-01)"));
  EXPECT_TRUE(told.contains("unspecified-description=widely held"));
  EXPECT_TRUE(told.contains("unspecified-interest=shareholding"));

  StagedStatements anonymous;
  stage_statements(bods_statement("s2", "2021-01-01", "p9", "person", "new",
                                  R"("personType":"anonymousPerson","unspecifiedPersonDetails":)"
                                  R"({"reason":"interestedPartyExemptFromDisclosure"})"),
                   anonymous);
  EXPECT_TRUE(anonymous.writer.attributes_of("person:bods/p9")
                  .contains("unspecified=interestedPartyExemptFromDisclosure"));
}

TEST(Bods04, IndirectInterestsNameTheirComponents) {
  StagedStatements staged;
  std::string text = interest_statement("s1", "2021-01-01", "new",
                                        R"([{"type":"shareholding","directOrIndirect":"indirect",
                              "beneficialOwnershipOrControl":true}])");
  text.insert(text.find(R"("subject")"), R"("componentRecords":["r2","r3"],)");
  stage_statements(text + entity_statement("c1") + person_statement("p1"), staged);
  ASSERT_EQ(staged.writer.relations.size(), 1u);
  const graph::Relation& record = staged.writer.relations[0];
  EXPECT_EQ(told_of(record, "interest-level"), "indirect");
  EXPECT_EQ(told_of(record, "beneficial-owner"), "true");
  EXPECT_EQ(std::count_if(record.attributes.begin(), record.attributes.end(),
                          [](const auto& one) { return one.name == "component"; }),
            2);
}

TEST(Bods04, WhatNamesNobodyKnownOrLacksAnIdIsRefused) {
  StagedStatements staged;
  stage_statements(
      interest_statement("s1", "2021-01-01", "new", R"([{"type":"shareholding"}])", R"("nobody")") +
          entity_statement("c1") +
          bods_statement("s2", "2021-01-01", "", "entity", "new", R"("name":"X")") +
          R"({"statementId":"x"})" + "\n" + R"({"recordType":"entity","recordId":"c1")" + "\n",
      staged);
  EXPECT_EQ(
      staged.reasons,
      (std::map<std::string, std::string>{
          {"1", "unknown-kind"}, {"3", "missing-id"}, {"4", "no-record"}, {"5", "bad-json"}}));
}

}  // namespace
}  // namespace headwater
