// Beneficial ownership statements of versions 0.1 to 0.3, of which none are given: written from the
// published schemas.
#include <gtest/gtest.h>

#include "tests/ingest/bods_statements.h"

namespace headwater {
namespace {

using tests::Interests;
using tests::interests_of;
using tests::stage_statements;
using tests::StagedStatements;
using tests::statement_line;
using tests::superseded_statements;
using tests::told_of;

std::string old_entity_statement(const std::string& id, const std::string& more = "") {
  return R"({"statementID":")" + id + R"(","statementType":"entityStatement",)" +
         R"("entityType":"registeredEntity","name":"N )" + id +
         R"(","incorporatedInJurisdiction":{"name":"Denmark","code":"DK"})" + more + "}\n";
}

std::string old_person_statement(const std::string& id, const std::string& more = "") {
  return R"({"statementID":")" + id + R"(","statementType":"personStatement",)" +
         R"("personType":"knownPerson","names":[{"type":"individual","fullName":"N )" + id +
         R"("}])" + more + "}\n";
}

std::string old_interest_statement(const std::string& id, const std::string& company_id,
                                   const std::string& person_id, const std::string& interests,
                                   const std::string& more = "") {
  return statement_line(
      R"({"statementID":")" + id + R"(","statementType":"ownershipOrControlStatement",)" +
      R"("statementDate":"2019-04-05","subject":{"describedByEntityStatement":")" + company_id +
      R"("},"interestedParty":{"describedByPersonStatement":")" + person_id + R"("},"interests":)" +
      interests + more + "}");
}

TEST(Bods01To03, BothSpellingsOfInterestsBecomeTheSameRelations) {
  StagedStatements staged;
  stage_statements(
      old_interest_statement("o1", "e1", "p1",
                             R"([{"type":"shareholding","interestLevel":"direct","share":
                     {"exact":12.5,"minimum":12.5,"maximum":12.5},"startDate":"2016-04"},
                    {"type":"voting-rights","share":{"minimum":25,"maximum":50,
                     "exclusiveMinimum":true,"exclusiveMaximum":false}},
                    {"type":"influence-or-control"}])") +
          old_interest_statement("o2", "e1", "p1",
                                 R"([{"type":"votingRights","directOrIndirect":"unknown"}])",
                                 R"(,"isComponent":false,"componentStatementIDs":["o1"])") +
          old_person_statement("p1", R"(,"hasPepStatus":true,"nationalities":[{"code":"IR"}])") +
          old_entity_statement(
              "e1", R"(,"identifiers":[{"scheme":"XI-LEI","id":"5493001KJTIIGC8Y1R12"}])"),
      staged);
  EXPECT_EQ(staged.counts.accepted, 4u);
  EXPECT_EQ(
      interests_of(staged.writer),
      (Interests{"company:bods/e1 same-as company:lei/5493001KJTIIGC8Y1R12",
                 "person:bods/p1 control company:bods/e1", "person:bods/p1 control company:bods/e1",
                 "person:bods/p1 control company:bods/e1 2500-5000",
                 "person:bods/p1 ownership company:bods/e1 1250-1250 from 2016-04-01T00:00:00Z"}));
  ASSERT_EQ(staged.writer.relations.size(), 5u);
  EXPECT_EQ(told_of(staged.writer.relations[1], "share-excludes-minimum"), "true");
  EXPECT_EQ(told_of(staged.writer.relations[0], "interest-level"), "direct");
  EXPECT_EQ(told_of(staged.writer.relations[3], "component"), "o1");
  EXPECT_TRUE(staged.writer.attributes_of("person:bods/p1").contains("pep-status=isPep"));
  EXPECT_TRUE(staged.writer.attributes_of("company:bods/e1").contains("jurisdiction=DK"));
}

TEST(Bods01To03, ReplacedStatementsArePassedOverAndTheirPartiesStayOne) {
  const std::vector<std::string> rows = {
      old_entity_statement("e1"),
      old_entity_statement("e2", R"(,"replacesStatements":["e1"])"),
      old_entity_statement("e3", R"(,"replacesStatements":["e2"])"),
      old_person_statement("p1"),
      old_interest_statement("o1", "e1", "p1", R"([{"type":"shareholding","share":{"exact":80}}])"),
      old_interest_statement("o2", "e3", "p1", R"([{"type":"shareholding","share":{"exact":30}}])",
                             R"(,"replacesStatements":["o1"])")};
  std::string forward, backward;
  for (const std::string& row : rows) {
    forward += row;
    backward = row + backward;
  }
  for (const std::string& text : {forward, backward}) {
    StagedStatements staged;
    stage_statements(text, staged);
    EXPECT_EQ(superseded_statements(staged), 3u);
    EXPECT_EQ(staged.counts.accepted, 3u);
    EXPECT_EQ(interests_of(staged.writer),
              (Interests{"company:bods/e3 same-as company:bods/e1",
                         "person:bods/p1 ownership company:bods/e1 3000-3000"}));
    const auto told = staged.writer.attributes_of("company:bods/e1");
    EXPECT_TRUE(told.contains("name=N e3") && !told.contains("name=N e1"));
  }
}

TEST(Bods01To03, StatementsThatReplaceEachOtherInARingEndTheReading) {
  StagedStatements staged;
  stage_statements(old_entity_statement("e1", R"(,"replacesStatements":["e2"])") +
                       old_entity_statement("e2", R"(,"replacesStatements":["e1","e1"])") +
                       old_entity_statement("e3", R"(,"replacesStatements":["e3"])"),
                   staged);
  EXPECT_EQ(superseded_statements(staged), 2u);
  EXPECT_EQ(staged.counts.accepted, 1u);
}

TEST(Bods01To03, UnspecifiedOwnersAreToldOfTheirCompany) {
  StagedStatements staged;
  stage_statements(R"([{"statementID":"o1","statementType":"ownershipOrControlStatement",
             "subject":{"describedByEntityStatement":"e1"},
             "interestedParty":{"unspecified":{"reason":"unknown","description":"no reply"}}}])",
                   staged);
  EXPECT_EQ(staged.counts.accepted, 1u);
  EXPECT_TRUE(staged.writer.attributes_of("company:bods/e1")
                  .contains("unspecified-interested-party=unknown"));
}

TEST(Bods01To03, ThreadsAndBlocksDoNotChangeTheOutcome) {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    const std::string id = "o" + std::to_string(i);
    const std::string before =
        i % 3 == 0 ? "" : R"(,"replacesStatements":["o)" + std::to_string(i - 1) + R"("])";
    text += old_interest_statement(id, "e1", "p1", R"([{"type":"shareholding"}])", before);
  }
  std::set<std::string> outcomes;
  for (const int threads : {1, 2, 4}) {
    for (const std::size_t block : {std::size_t{64}, std::size_t{4096}}) {
      StagedStatements staged;
      tests::StagingOptions options;
      options.threads = threads;
      options.block_bytes = block;
      stage_statements(text, staged, options);
      EXPECT_EQ(superseded_statements(staged), 40u);
      outcomes.insert(staged.writer.transcript());
    }
  }
  EXPECT_EQ(outcomes.size(), 1u);
}

}  // namespace
}  // namespace headwater
