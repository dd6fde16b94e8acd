// Statements that correct what an earlier file said, loaded into a store one after another.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/loading_store.h"
#include "tests/support/shared_data.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::value_of;
using StandingTies = std::vector<std::string>;

constexpr const char* kStatedParties =
    R"({"statementId":"a","statementDate":"2019-01-01","recordId":"c1","recordType":"entity","recordDetails":{"entityType":{"type":"registeredEntity"},"name":"C"}}
{"statementId":"b","statementDate":"2019-01-01","recordId":"p1","recordType":"person","recordDetails":{"personType":"knownPerson"}}
)";

std::string updated_interest(const std::string& id, const std::string& date,
                             const std::string& status, const std::string& share,
                             const std::string& party = R"("p1")") {
  return R"({"statementId":")" + id + R"(","statementDate":")" + date +
         R"(","recordId":"r1","recordType":"relationship","recordStatus":")" + status +
         R"(","recordDetails":{"subject":"c1","interestedParty":)" + party +
         R"(,"interests":[{"type":"shareholding","share":{"exact":)" + share + "}}]}}\n";
}

class BodsUpdates : public testing::Test, protected tests::LoadingStore {
 protected:
  ingest::LoadReport load_text(const std::string& name, const std::string& text,
                               bool supersede = false) {
    const std::string path = folder_ / name;
    tests::write_file(path, text);
    ingest::LoadRequest request;
    request.paths = {path};
    request.format = "bods";
    request.append = true;
    request.supersede = supersede;
    return load(request);
  }
  StandingTies ties() {
    const auto view = value_of(store_->view({}));
    StandingTies found;
    const auto status = view->for_each_relation(
        [&](graph::RelationId, const graph::Relation& record) -> graph::Status {
          std::string line(to_string(record.kind));
          line += " " + to_string(value_of(view->key_of(record.from)));
          if (record.share) line += " " + std::to_string(record.share->low.value);
          if (record.valid_to.is_known()) line += " to " + graph::format_iso8601(record.valid_to);
          found.push_back(line);
          return {};
        });
    EXPECT_TRUE(status.ok());
    std::sort(found.begin(), found.end());
    return found;
  }
};

TEST_F(BodsUpdates, ALaterStatementReplacesWhatAnEarlierFileSaid) {
  load_text("1.jsonl", kStatedParties + updated_interest("s1", "2019-01-01", "new", "80"));
  EXPECT_EQ(ties(), (StandingTies{"ownership person:bods/p1 8000"}));
  const auto report = load_text("2.jsonl", updated_interest("s2", "2020-01-01", "updated", "30"));
  EXPECT_EQ(report.accepted, 1u);
  EXPECT_EQ(ties(), (StandingTies{"ownership person:bods/p1 3000"}));
  const auto closing = load_text("3.jsonl", updated_interest("s3", "2021-01-01", "closed", "30"));
  EXPECT_EQ(closing.accepted, 1u);
  EXPECT_EQ(ties(), (StandingTies{"ownership person:bods/p1 3000 to 2021-01-01T00:00:00Z"}));

  const std::string before = digest();
  const auto again = load_text("2.jsonl", updated_interest("s2", "2020-01-01", "updated", "30"));
  EXPECT_EQ(again.accepted, 0u);
  EXPECT_EQ(again.duplicates, 1u);
  EXPECT_EQ(digest(), before);
}

TEST_F(BodsUpdates, AnEarlierStatementThatComesLateIsPassedOver) {
  load_text("2.jsonl", kStatedParties + updated_interest("s2", "2020-01-01", "updated", "30"));
  const auto report = load_text("1.jsonl", updated_interest("s1", "2019-01-01", "new", "80"));
  EXPECT_EQ(report.skipped, 1u);
  EXPECT_EQ(report.quarantined, 0u);
  EXPECT_EQ(ties(), (StandingTies{"ownership person:bods/p1 3000"}));
}

TEST_F(BodsUpdates, OtherContentOfTheSameDateIsForAPersonToDecide) {
  load_text("1.jsonl", kStatedParties + updated_interest("s1", "2019-01-01", "new", "80"));
  const auto report = load_text("2.jsonl", updated_interest("s1b", "2019-01-01", "updated", "70"));
  EXPECT_EQ(report.quarantined, 1u);
  EXPECT_EQ(ties(), (StandingTies{"ownership person:bods/p1 8000"}));
  load_text("2.jsonl", updated_interest("s1b", "2019-01-01", "updated", "70"), true);
  EXPECT_EQ(ties(), (StandingTies{"ownership person:bods/p1 7000"}));
}

TEST_F(BodsUpdates, AnOwnerWhoBecomesUnspecifiedNoLongerOwns) {
  load_text("1.jsonl", kStatedParties + updated_interest("s1", "2019-01-01", "new", "80"));
  load_text("2.jsonl",
            updated_interest("s2", "2020-01-01", "updated", "80", R"({"reason":"unknown"})"));
  EXPECT_EQ(ties(), StandingTies{});
}

TEST_F(BodsUpdates, WithdrawingACorrectionBringsBackWhatItReplaced) {
  load_text("1.jsonl", kStatedParties + updated_interest("s1", "2019-01-01", "new", "80"));
  const auto report = load_text("2.jsonl", updated_interest("s2", "2020-01-01", "updated", "30"));
  retract(report.commit);
  EXPECT_EQ(ties().size(), 1u);
}

TEST_F(BodsUpdates, ReplacedStatementsOfEarlierFilesAreWithdrawn) {
  const std::string first =
      R"({"statementID":"o1","statementType":"ownershipOrControlStatement","subject":{"describedByEntityStatement":"e1"},"interestedParty":{"describedByPersonStatement":"p1"},"interests":[{"type":"shareholding","share":{"exact":80}}]})";
  const std::string second =
      R"({"statementID":"o2","replacesStatements":["o1"],"statementType":"ownershipOrControlStatement","subject":{"describedByEntityStatement":"e1"},"interestedParty":{"describedByPersonStatement":"p1"},"interests":[{"type":"shareholding","share":{"exact":30}}]})";
  load_text("1.json", "[" + first + "]");
  EXPECT_EQ(ties(), (StandingTies{"ownership person:bods/p1 8000"}));
  load_text("2.json", "[" + second + "]");
  EXPECT_EQ(ties(), (StandingTies{"ownership person:bods/p1 3000"}));
}

TEST_F(BodsUpdates, FilesThatShareStatementsAddNoRelationTwice) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/bods/opencheck_demo");
  ingest::LoadRequest request;
  request.paths = {folder / "all_demo.jsonl"};
  request.format = "bods";
  request.append = true;
  EXPECT_EQ(load(request).accepted, 1'204u);
  const std::size_t relations = ties().size();
  const std::string before = digest();
  EXPECT_EQ(load(request).duplicates, 1'204u);
  EXPECT_EQ(digest(), before);
  request.paths = {folder / "2138008KTNTDICZU8L25.jsonl"};  // 16 of these statements
  EXPECT_EQ(load(request).quarantined, 0u);
  EXPECT_EQ(ties().size(), relations);
  EXPECT_EQ(digest(), before);
}

TEST_F(BodsUpdates, ALaterStatementOfACompanyWithTheSameLeiIsRead) {
  const auto company = [](const std::string& id, const std::string& date, const std::string& name) {
    return R"({"statementId":")" + id + R"(","statementDate":")" + date +
           R"(","recordId":"c1","recordType":"entity","recordDetails":{"entityType":{},"name":")" +
           name + R"(","identifiers":[{"scheme":"XI-LEI","id":"5493001KJTIIGC8Y1R12"}]}})" + "\n";
  };
  load_text("1.jsonl", company("s1", "2019-01-01", "Before"));
  EXPECT_EQ(load_text("2.jsonl", company("s2", "2020-01-01", "After")).accepted, 1u);
  EXPECT_EQ(load_text("3.jsonl", company("s0", "2018-01-01", "Long ago")).skipped, 1u);
  EXPECT_EQ(ties(), (StandingTies{"same-as company:bods/c1"}));
  const auto view = value_of(store_->view({}));
  const auto id = value_of(view->resolve("company:bods/c1"));
  const auto entity = value_of(view->entity(id));
  std::string names;
  for (const graph::Attribute& one : entity->attributes) {
    if (one.name == "name") names += one.value + ";";
  }
  EXPECT_EQ(names, "After;Before;");
}

}  // namespace
}  // namespace headwater
