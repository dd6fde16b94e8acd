// Claims stated by hand, and withdrawing them.
#include "ingest/assertion.h"

#include <gtest/gtest.h>

#include "ingest/retraction.h"
#include "tests/support/query_store.h"
#include "tests/support/staging.h"

namespace headwater::ingest {
namespace {

using graph::StatusCode;
using tests::QueryStore;
using tests::value_of;

constexpr char kBank[] = R"({"headwater_mapping": 1, "name": "bank", "records": [
  {"record": "transaction", "id": {"column": "id"},
   "from": {"kind": "account", "id": {"column": "from"}},
   "to": {"kind": "account", "id": {"column": "to"}}, "time": {"column": "time"},
   "amount": {"column": "amount"}, "asset": "EUR"}]})";

class AssertionTest : public testing::Test {
 protected:
  AssertionTest() {
    loaded_.load_text("payments.csv", kBank, "id,from,to,time,amount\nt1,a,b,2024-01-02,100\n");
  }

  std::unique_ptr<graph::Store> open() {
    return value_of(graph::Store::open(loaded_.path(), {.mode = graph::OpenMode::kWrite}));
  }
  graph::Result<AssertionReport> state(std::map<std::string, std::string> columns) {
    StatedAssertion stated;
    stated.columns = std::move(columns);
    const auto store = open();
    return assert_claim(*store, stated, loaded_.context());
  }
  // Visible assertions, as of the newest commit or another.
  std::vector<graph::Assertion> assertions(graph::CommitSeq as_of = graph::kLatestCommit) {
    const auto store = open();
    const auto view = value_of(store->view({.as_of = as_of}));
    std::vector<graph::Assertion> found;
    EXPECT_TRUE(view->for_each_assertion([&](graph::AssertionId, const graph::Assertion& one) {
                      found.push_back(one);
                      return graph::Status();
                    })
                    .ok());
    return found;
  }
  std::string content_digest() {
    const auto store = open();
    return value_of(graph::verify(*store, false, loaded_.context())).content_digest;
  }

  QueryStore loaded_;
};

const std::map<std::string, std::string> kProceeds = {
    {"subject", "transaction:bank/t1"}, {"claim", "proceeds-of"},     {"case", "case:police/x"},
    {"form", "sexual-exploitation"},    {"territory", "ESP"},         {"share_bp", "6000"},
    {"made_at", "2024-02-01"},          {"standard", "charged"},      {"basis", "analyst"},
    {"evidence", "a \"quoted\", text"}, {"author", "analyst, second"}};

TEST_F(AssertionTest, BecomesACommitWithEveryFieldAsStated) {
  const AssertionReport report = value_of(state(kProceeds));
  EXPECT_FALSE(report.is_duplicate);
  EXPECT_EQ(report.commit.value, 2u);
  const auto found = assertions();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].claim, graph::Claim::kProceedsOf);
  ASSERT_TRUE(found[0].transaction.has_value());
  EXPECT_EQ(found[0].transaction->value, 0u);
  EXPECT_EQ(found[0].share.value, 6000);
  EXPECT_EQ(found[0].standard, "charged");
  EXPECT_EQ(found[0].evidence, "a \"quoted\", text");
  EXPECT_EQ(found[0].author, "analyst, second");
  EXPECT_EQ(graph::format_iso8601(found[0].made_at), "2024-02-01T00:00:00Z");
}

TEST_F(AssertionTest, StatedAgainAddsNothing) {
  const AssertionReport first = value_of(state(kProceeds));
  const std::string digest = content_digest();
  const AssertionReport second = value_of(state(kProceeds));
  EXPECT_TRUE(second.is_duplicate);
  EXPECT_EQ(second.commit, first.commit);
  EXPECT_EQ(second.name, first.name);
  EXPECT_EQ(content_digest(), digest);
  EXPECT_EQ(assertions().size(), 1u);
}

TEST_F(AssertionTest, CanBeDisputedRetractedAndStatedAnew) {
  const AssertionReport first = value_of(state(kProceeds));
  value_of(state({{"claim", "disputes"}, {"disputes", first.name}}));
  EXPECT_EQ(assertions().size(), 2u);
  {
    const auto store = open();
    value_of(retract(*store, {.names = {first.name}, .reason = "recanted"}, loaded_.context()));
  }
  EXPECT_EQ(assertions().size(), 1u);
  EXPECT_EQ(assertions(first.commit).size(), 1u);
  EXPECT_FALSE(value_of(state(kProceeds)).is_duplicate) << "a retracted claim does not stand";
}

// As in a file: an id alone is one of the own namespace.
TEST_F(AssertionTest, ADisputeMayNameAnIdAloneAndNeverASharedName) {
  auto columns = kProceeds;
  columns["id"] = "Q1";
  value_of(state(columns));
  EXPECT_FALSE(value_of(state({{"claim", "disputes"}, {"disputes", "Q1"}})).is_duplicate);
  const auto nothing = state({{"claim", "disputes"}, {"disputes", "Q2"}});
  ASSERT_FALSE(nothing.has_value());
  EXPECT_EQ(nothing.error().code(), StatusCode::kNotFound);
  const std::string file = loaded_.folder() / "unnamed.csv";
  tests::write_file(file, "subject,claim,case\ntransaction:bank/t1,proceeds-of,case:police/y\n");
  loaded_.load_path(file, "assertions", "one");
  const auto report = loaded_.load_path(file, "assertions", "two");
  const std::string shared = report.sources.at(0).sha256.substr(0, 12) + ":1";
  const auto refused = state({{"claim", "disputes"}, {"disputes", shared}});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), StatusCode::kQuestion);
  EXPECT_NE(refused.error().message().find("#N"), std::string::npos);
}

TEST_F(AssertionTest, AnIdThatSaysSomethingElseIsRefusedUntilTheFirstIsRetracted) {
  auto columns = kProceeds;
  columns["id"] = "Q1";
  const AssertionReport first = value_of(state(columns));
  EXPECT_EQ(first.name, "assertion:assert/Q1");
  columns["share_bp"] = "3000";
  const auto refused = state(columns);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), StatusCode::kConflict);
  EXPECT_NE(refused.error().message().find("retract it first"), std::string::npos);
  EXPECT_EQ(refused.error().message().find("Q1"), std::string::npos);
  EXPECT_EQ(refused.error().message().find("3000"), std::string::npos);
  EXPECT_EQ(assertions().size(), 1u);
  columns["share_bp"] = "06000";  // the same in other words
  const AssertionReport again = value_of(state(columns));
  EXPECT_TRUE(again.is_duplicate);
  EXPECT_EQ(again.name, first.name);
  EXPECT_EQ(again.commit, first.commit);
  {
    const auto store = open();
    value_of(retract(*store, {.names = {first.name}, .reason = ""}, loaded_.context()));
  }
  columns["share_bp"] = "3000";
  EXPECT_FALSE(value_of(state(columns)).is_duplicate);
  EXPECT_EQ(assertions().size(), 1u);
}

TEST_F(AssertionTest, WrongOnesSayWhichValueAndLeaveTheStoreAsItWas) {
  const std::string digest = content_digest();
  const auto expect = [&](std::map<std::string, std::string> columns, StatusCode code,
                          const std::string& found) {
    const auto result = state(std::move(columns));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code(), code) << result.error().message();
    EXPECT_NE(result.error().message().find(found), std::string::npos) << result.error().message();
    EXPECT_EQ(result.error().message().find("SECRET"), std::string::npos);
    EXPECT_EQ(content_digest(), digest);
  };
  auto with = [](const std::string& column, const std::string& value) {
    auto columns = kProceeds;
    columns[column] = value;
    return columns;
  };
  expect(with("share_bp", "SECRET"), StatusCode::kQuestion, "share_bp");
  expect(with("case", "person:x/SECRET"), StatusCode::kQuestion, "bad-name");
  expect(with("case", "victim:vf/SECRET"), StatusCode::kQuestion, "bad-name");
  expect(with("claim", "SECRET"), StatusCode::kQuestion, "claim");
  expect(with("standard", "SECRET"), StatusCode::kQuestion, "bad-standard");
  expect(with("colour", "SECRET"), StatusCode::kQuestion, "column");
  expect(with("subject", "transaction:bank/SECRET"), StatusCode::kNotFound, "transaction");
  expect(with("subject", "person:bank/SECRET"), StatusCode::kNotFound, "person");
  expect(with("evidence", "\xFF\xFE"), StatusCode::kQuestion, "not-utf8");
}

}  // namespace
}  // namespace headwater::ingest
