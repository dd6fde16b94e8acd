#include "queries/catalogue.h"
#include "queries/render.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/support/query_store.h"

namespace headwater::queries {
namespace {

using tests::cell;
using tests::QueryStore;
using tests::scalar;
using tests::table_of;
using tests::value_of;

constexpr char kCatalogueBank[] = R"({"headwater_mapping": 1, "name": "bank", "records": [
  {"record": "transaction", "from": {"kind": "account", "id": {"column": "from"}},
   "to": {"kind": "account", "id": {"column": "to"}}, "time": {"column": "time"},
   "amount": {"column": "amount"}, "asset": {"column": "asset"}, "id": {"column": "id"}},
  {"record": "relation", "kind": "owns-account", "when": {"column": "owner", "is": "present"},
   "from": {"kind": "person", "id": {"column": "owner"}},
   "to": {"kind": "account", "id": {"column": "from"}}}]})";
constexpr char kCataloguePayments[] =
    "id,from,to,time,amount,asset,owner\n"
    "t1,1,2,2020-01-01,100,EUR,ann\n"
    "t2,2,3,2020-01-01T12:00:00Z,60,EUR,bob\n"
    "t3,3,4,2020-01-02T11:00:00Z,50,EUR,\n"
    "t4,3,4,2020-01-09,1,EUR,\n"
    "t5,1,5,2020-01-01,2,USD,\n"
    "t6,9,1,2019-01-01,2,USD,ann\n";

class CatalogueTest : public testing::Test {
 protected:
  void SetUp() override { store_.load_text("bank.csv", kCatalogueBank, kCataloguePayments); }
  Answer ask(std::string_view name, const ParameterMap& parameters) {
    return value_of(run_query(store_.session(), name, parameters));
  }
  std::string error(std::string_view name, const ParameterMap& parameters) {
    const auto answer = run_query(store_.session(), name, parameters);
    return answer.has_value() ? "" : answer.error().message();
  }
  std::string batch(std::string_view line) {
    return value_of(run_batch_line(store_.session(), line, {"0.1.0", 2, 0}));
  }
  QueryStore store_;
};

TEST_F(CatalogueTest, PathNamesItsTransactionsAsEvidence) {
  const Answer answer = ask("path", {{"source", "person:ann"}, {"target", "account:bank/4"}});
  ASSERT_EQ(table_of(answer).row_count(), 3u);
  EXPECT_EQ(cell(answer, "transaction", 0), "transaction:bank/t1");
  EXPECT_EQ(cell(answer, "transaction", 2), "transaction:bank/t3");
  EXPECT_EQ(cell(answer, "from", 0), "account:bank/1");
  EXPECT_EQ(cell(answer, "amount", 1), "60.00");
  EXPECT_EQ(cell(answer, "asset", 1), "EUR");
  EXPECT_EQ(scalar(answer, "summary", "arrival"), "\"2020-01-02T11:00:00Z\"");
  EXPECT_EQ(scalar(answer, "summary", "departure"), "\"2020-01-01T00:00:00Z\"");
}

TEST_F(CatalogueTest, NoPathIsAnAnswer) {
  const Answer answer = ask("path", {{"source", "account:bank/4"}, {"target", "account:bank/1"}});
  EXPECT_EQ(table_of(answer).row_count(), 0u);
  EXPECT_EQ(scalar(answer, "summary", "found"), "false");
}

// One convention wherever rows can be cut.
TEST_F(CatalogueTest, ZeroRowsAskedForAreAllRows) {
  const ParameterMap ann = {{"entity", "person:ann"}};
  const auto with = [&](ParameterMap more) {
    more.insert(ann.begin(), ann.end());
    return more;
  };
  const Answer all = ask("profile", with({{"top", "0"}, {"limit", "0"}}));
  const Answer most = ask("profile", with({{"top", "1000"}, {"limit", "1000"}}));
  EXPECT_EQ(to_json(all.result), to_json(most.result));
  EXPECT_EQ(all.notes, most.notes);
  EXPECT_EQ(table_of(all, "accounts").row_count(), 2u);
  EXPECT_EQ(table_of(ask("profile", with({{"limit", "1"}})), "accounts").row_count(), 1u);
  for (const char* name : {"limit", "top"}) {
    EXPECT_EQ(table_of(ask("neighbourhood", with({{name, "0"}}))).row_count(), 5u) << name;
    EXPECT_EQ(table_of(ask("neighbourhood", with({{name, "2"}}))).row_count(), 2u) << name;
  }
  EXPECT_NE(error("neighbourhood", with({{"top", "2"}, {"limit", "1"}})), "");
  EXPECT_NE(error("neighbourhood", with({{"limit", "-1"}})), "");
}

TEST_F(CatalogueTest, PathNeedsTwoDifferentEndsWithAccounts) {
  EXPECT_NE(error("path", {{"source", "person:ann"}, {"target", "account:bank/1"}}), "");
  EXPECT_NE(error("path", {{"source", "person:nobody"}, {"target", "account:bank/1"}}), "");
  EXPECT_NE(error("path", {{"source", "account:bank/1"}}).find("target"), std::string::npos);
}

TEST_F(CatalogueTest, NeighbourhoodKeepsGapAndDirection) {
  const Answer out = ask("neighbourhood", {{"entity", "account:bank/1"}, {"max-gap", "24h"}});
  ASSERT_EQ(table_of(out).row_count(), 4u);
  EXPECT_EQ(cell(out, "id", 0), "account:bank/2");
  EXPECT_EQ(cell(out, "owner", 0), "person:bank/bob");
  EXPECT_EQ(cell(out, "id", 3), "account:bank/4");
  EXPECT_EQ(cell(out, "hops", 3), "3");
  EXPECT_EQ(cell(out, "amount", 3), "50.00");  // t4 is beyond the gap
  EXPECT_EQ(table_of(ask("neighbourhood", {{"entity", "account:bank/1"}, {"max-gap", "22h"}}))
                .row_count(),
            3u);
  const Answer in = ask("neighbourhood", {{"entity", "account:bank/4"}, {"direction", "in"}});
  EXPECT_EQ(table_of(in).row_count(), 3u);
  const Answer one = ask("neighbourhood", {{"entity", "account:bank/1"}, {"currency", "USD"}});
  EXPECT_EQ(table_of(one).row_count(), 1u);
}

// Account 3 is a victim's: money goes 1, 2, 3, 4.
class CatalogueVictimTest : public CatalogueTest {
 protected:
  void SetUp() override {
    CatalogueTest::SetUp();
    store_.load_text("interviews.csv", kInterviews, "victim,account\nV-1,3\n");
  }
  Answer ask_with_key(std::string_view name, const ParameterMap& parameters) {
    return value_of(run_query(store_.session(true), name, parameters));
  }
  static constexpr char kInterviews[] =
      R"({"headwater_mapping": 1, "name": "interviews", "namespace": "bank", "records": [
    {"record": "relation", "kind": "owns-account",
     "from": {"kind": "victim", "id": {"column": "victim"}},
     "to": {"kind": "account", "id": {"column": "account"}}}]})";
};

TEST_F(CatalogueVictimTest, NobodysNeighbourhoodListsAVictimsAccount) {
  for (const Answer& answer : {ask("neighbourhood", {{"entity", "account:bank/1"}}),
                               ask_with_key("neighbourhood", {{"entity", "account:bank/1"}})}) {
    EXPECT_EQ(to_json(answer, {}).find("account:bank/3"), std::string::npos);
    EXPECT_EQ(cell(answer, "id", table_of(answer).row_count() - 1), "account:bank/4")
        << "the walk goes through it";
  }
}

TEST_F(CatalogueVictimTest, WithoutTheKeyNoPathGoesThroughAVictimsAccount) {
  const ParameterMap ends = {{"source", "account:bank/1"}, {"target", "account:bank/4"}};
  const Answer without = ask("path", ends);
  EXPECT_EQ(scalar(without, "summary", "found"), "false");
  EXPECT_EQ(to_json(without, {}).find("account:bank/3"), std::string::npos);
  EXPECT_EQ(table_of(ask_with_key("path", ends)).row_count(), 3u);
}

TEST_F(CatalogueTest, HubLimitIsSaid) {
  const Answer answer =
      ask("neighbourhood", {{"entity", "account:bank/1"}, {"hub-limit", "1"}, {"hops", "1"}});
  EXPECT_EQ(table_of(answer).row_count(), 1u);
  EXPECT_NE(answer.notes.front().find("hub limit of 1 was hit 1 times"), std::string::npos);
}

TEST_F(CatalogueTest, ErrorsNameWhatIsKnown) {
  EXPECT_NE(error("bogus", {}).find("profile, neighbourhood, path, statistic"), std::string::npos);
  const std::string unknown = error("profile", {{"entity", "person:ann"}, {"depth", "3"}});
  EXPECT_NE(unknown.find("depth"), std::string::npos);
  EXPECT_NE(unknown.find("entity, resolve"), std::string::npos);
  EXPECT_EQ(error("profile", {{"entity", "person:ann"}, {"TOP SECRET", "3"}}).find("SECRET"),
            std::string::npos);
  EXPECT_EQ(error("profile", {{"entity", "person:SECRET"}}).find("SECRET"), std::string::npos);
  for (const char* gap : {"x", "1w", "-1h", "99999999999999999999d", "h"}) {
    EXPECT_NE(error("neighbourhood", {{"entity", "account:1"}, {"max-gap", gap}}), "") << gap;
  }
}

TEST_F(CatalogueTest, TheListNamesEveryQueryAndParameter) {
  const Answer list = list_queries();
  std::size_t parameters = 0;
  for (const QueryDescription& query : query_catalogue()) parameters += query.parameters.size();
  EXPECT_EQ(table_of(list).row_count(), parameters);
}

TEST_F(CatalogueTest, BatchAnswersEveryLine) {
  const std::string answer =
      batch(R"({"query":"neighbourhood","params":{"entity":"account:bank/1","hops":2,
             "aggregates":true,"currency":null}})");
  EXPECT_EQ(std::count(answer.begin(), answer.end(), '\n'), 1);
  const auto parsed = boost::json::parse(answer).as_object();
  EXPECT_EQ(parsed.at("parameters").at("hops").as_int64(), 2);
  EXPECT_TRUE(parsed.at("parameters").at("aggregates").as_bool());
  EXPECT_EQ(parsed.at("digest").as_string().size(), 64u);
}

TEST_F(CatalogueTest, ABadLineIsAnAnswerThatRepeatsNothing) {
  for (const char* line :
       {"", "{", "[]", "{}", R"({"query":7})", R"({"query":"SECRET"})",
        R"({"query":"profile","params":[1]})", R"({"query":"profile","params":{"entity":{}}})",
        R"({"query":"profile","params":{"entity":[["SECRET"]]}})",
        R"({"query":"profile","params":{"entity":"person:SECRET"}})",
        R"({"query":"profile","params":{"entity":"SECRET"}})",
        R"({"query":"profile","params":{"entity":"person:ann","top":-1}})",
        R"({"query":"profile","params":{"entity":"person:ann","top":1.5}})",
        R"({"query":"profile","params":{"entity":"person:ann","SECRET PLACE":1}})"}) {
    const std::string answer = batch(line);
    const auto parsed = boost::json::parse(answer).as_object();
    EXPECT_TRUE(parsed.contains("error")) << line << " gave " << answer;
    EXPECT_EQ(answer.find("SECRET"), std::string::npos) << answer;
  }
}

TEST_F(CatalogueTest, ASessionForManyQuestionsGivesTheSameAnswers) {
  const graph::StoreView& view = store_.view();
  QuerySession whole(view, store_.context(), SnapshotReuse::kWhole);
  QuerySession narrow(view, store_.context());
  const std::vector<std::pair<std::string, ParameterMap>> questions = {
      {"profile", {{"entity", "person:ann"}, {"from", "2020-01-01"}, {"scores", "true"}}},
      {"neighbourhood", {{"entity", "account:bank/1"}, {"currency", "EUR"}}},
      {"neighbourhood", {{"entity", "account:bank/1"}, {"to", "2020-01-02"}}},
      {"path", {{"source", "account:bank/1"}, {"target", "account:bank/4"}}}};
  for (const auto& [name, parameters] : questions) {
    EXPECT_EQ(digest(value_of(run_query(whole, name, parameters))),
              digest(value_of(run_query(narrow, name, parameters))))
        << name;
  }
}

}  // namespace
}  // namespace headwater::queries
