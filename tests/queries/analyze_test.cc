#include "queries/analysis/analyze.h"

#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "queries/render.h"
#include "tests/support/graphalytics.h"
#include "tests/support/query_store.h"
#include "tests/support/shared_data.h"
#include "tests/support/staging.h"

namespace headwater::queries {
namespace {

using tests::cell;
using tests::QueryStore;
using tests::scalar;
using tests::table_of;
using tests::value_of;

constexpr char kBank[] = R"({"headwater_mapping": 1, "name": "bank", "records": [
  {"record": "transaction", "from": {"kind": "account", "id": {"column": "from"}},
   "to": {"kind": "account", "id": {"column": "to"}}, "time": {"column": "time"},
   "amount": {"column": "amount"}, "asset": {"column": "asset"}}]})";
constexpr char kPayments[] =
    "from,to,time,amount,asset\n"
    "1,2,2020-01-01,10,EUR\n"
    "1,2,2020-01-02,20,EUR\n"
    "2,3,2020-01-03,5,EUR\n"
    "3,1,2020-02-01,7,USD\n"
    "4,5,2020-02-02,9,USD\n"
    "4,4,2020-02-03,9,USD\n";

class AnalyzeTest : public testing::Test {
 protected:
  void load_bank() { store_.load_text("bank.csv", kBank, kPayments); }
  Answer ask(std::string_view algorithm, const ParameterMap& flags, bool with_key = false) {
    return value_of(analyze(store_.session(with_key), value_of(parse_analysis(algorithm, flags))));
  }
  std::string error(std::string_view algorithm, const ParameterMap& flags) {
    const auto request = parse_analysis(algorithm, flags);
    if (!request.has_value()) return request.error().message();
    const auto answer = analyze(store_.session(), *request);
    return answer.has_value() ? "" : answer.error().message();
  }
  static std::vector<std::string> column(const Answer& answer, const std::string& name) {
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < table_of(answer).row_count(); ++row) {
      cells.push_back(cell(answer, name, row));
    }
    return cells;
  }
  QueryStore store_;
};

using Cells = std::vector<std::string>;

TEST_F(AnalyzeTest, SortsByValueThenId) {
  load_bank();
  const Answer answer = ask("degree", {});
  EXPECT_EQ(column(answer, "id"), Cells({"account:bank/1", "account:bank/2", "account:bank/3",
                                         "account:bank/4", "account:bank/5"}));
  EXPECT_EQ(column(answer, "value"), Cells({"2", "2", "2", "1", "1"}));
  EXPECT_EQ(scalar(answer, "summary", "vertices"), "5");
  EXPECT_EQ(scalar(answer, "summary", "edges"), "4");
  EXPECT_EQ(scalar(answer, "summary", "transactions_used"), "6");
}

TEST_F(AnalyzeTest, TopTakesTheFirstRowsOfTheWholeOrder) {
  load_bank();
  const Cells all = column(ask("pagerank", {}), "id");
  for (int top = 1; top <= 5; ++top) {
    EXPECT_EQ(column(ask("pagerank", {{"top", std::to_string(top)}}), "id"),
              Cells(all.begin(), all.begin() + top));
  }
}

TEST_F(AnalyzeTest, FlagsChooseWhatCounts) {
  load_bank();
  const auto strength = [&](ParameterMap flags) {
    flags["top"] = "1";
    const Answer answer = ask("strength", flags);
    return cell(answer, "id", 0) + " " + cell(answer, "value", 0);
  };
  EXPECT_EQ(strength({{"weight", "count"}}), "account:bank/1 3");
  EXPECT_EQ(strength({{"weight", "amount"}, {"currency", "EUR"}}), "account:bank/2 3500");
  EXPECT_EQ(strength({{"weight", "count"}, {"self-loops", "true"}}), "account:bank/1 3");
  EXPECT_EQ(strength({{"weight", "count"}, {"from", "2020-01-03"}}), "account:bank/3 2");
  EXPECT_EQ(strength({{"currency", "EUR"}, {"min-amount", "20"}}), "account:bank/1 2000");
  EXPECT_EQ(scalar(ask("degree", {{"keep-parallel", "true"}}), "summary", "edges"), "5");
  EXPECT_EQ(scalar(ask("degree", {{"currency", "USD"}}), "summary", "transactions_used"), "3");
}

// By definition the sum of the weights; with weights of 1 it would be the degree.
TEST_F(AnalyzeTest, StrengthWeighsByAmountUnlessAskedOtherwise) {
  load_bank();
  const Answer sums = ask("strength", {{"currency", "EUR"}});
  EXPECT_EQ(cell(sums, "id", 0), "account:bank/2");
  EXPECT_EQ(cell(sums, "value", 0), "3500");
  EXPECT_EQ(to_json(*sums.parameters.find("weight")), "\"amount\"");
  const std::string refused = error("strength", {});
  EXPECT_NE(refused.find("amounts in 2 assets (EUR, USD), which do not add up"), std::string::npos);
  EXPECT_NE(refused.find("--currency"), std::string::npos);
  EXPECT_EQ(error("strength", {{"to", "2020-01-31"}}), "") << "one asset is left";
  EXPECT_EQ(column(ask("strength", {{"weight", "none"}}), "value"),
            column(ask("degree", {}), "value"));
  const Answer ties = ask("strength", {{"layers", "money,relations"}});
  EXPECT_EQ(to_json(*ties.parameters.find("weight")), "\"none\"");
}

TEST_F(AnalyzeTest, ComponentsAreNamedByAMemberAndSortedById) {
  load_bank();
  const Answer answer = ask("wcc", {});
  EXPECT_EQ(column(answer, "community"),
            Cells({"account:bank/1", "account:bank/1", "account:bank/1", "account:bank/4",
                   "account:bank/4"}));
  EXPECT_EQ(scalar(answer, "summary", "count"), "2");
  EXPECT_EQ(scalar(answer, "summary", "largest"), "3");
  const Answer top = ask("wcc", {{"top", "4"}});
  EXPECT_EQ(column(top, "id"),
            Cells({"account:bank/1", "account:bank/2", "account:bank/3", "account:bank/4"}));
  EXPECT_EQ(table_of(top, "communities").row_count(), 2u);
}

TEST_F(AnalyzeTest, PersonalisedPageRankStandsOnItsSources) {
  load_bank();
  const Answer answer = ask("personalised-pagerank", {{"source", "account:4,account:bank/5"}});
  EXPECT_EQ(cell(answer, "id", 0), "account:bank/5");
  EXPECT_EQ(cell(answer, "value", 4), "0");
  EXPECT_NE(to_json(answer.parameters).find("account:bank/4"), std::string::npos);
}

TEST_F(AnalyzeTest, WrongQuestionsNameTheParameterAndNotTheValue) {
  load_bank();
  const std::map<std::string, ParameterMap> wrong = {
      {"parameter bogus", {{"bogus", "SECRET"}}},
      {"parameter layers", {{"layers", "SECRET"}}},
      {"parameter kinds", {{"kinds", "SECRET"}}},
      {"parameter currency", {{"currency", "SECRET"}}},
      {"parameter min-amount", {{"min-amount", "10"}}},
      {"parameter top", {{"top", "SECRET"}}},
      {"parameter from", {{"from", "2020-02-30"}}},
      {"parameter to", {{"from", "2020-02-01"}, {"to", "2020-02-01"}}},
      {"parameter resolve", {{"resolve", "probable:SECRET"}}},
      {"weight", {{"weight", "SECRET"}}},
      {"parameters directed and undirected", {{"directed", "true"}, {"undirected", "true"}}}};
  for (const auto& [place, flags] : wrong) {
    const std::string message = error("degree", flags);
    EXPECT_NE(message.find(place), std::string::npos) << place << ": " << message;
    EXPECT_EQ(message.find("SECRET"), std::string::npos) << message;
  }
  EXPECT_NE(error("degree", {{"bogus", "1"}}).find("min-amount"), std::string::npos);
  EXPECT_NE(error("bogus", {}).find("pagerank"), std::string::npos);
  EXPECT_NE(error("personalised-pagerank", {}).find("source"), std::string::npos);
  EXPECT_NE(error("degree", {{"weight", "amount"}}).find("--currency"), std::string::npos);
}

TEST_F(AnalyzeTest, EqualAnswersForAnyNumberOfThreads) {
  load_bank();
  std::set<std::string> digests;
  for (const int threads : {1, 2, 3}) {
    const graph::ExecutionContext context({.threads = threads});
    QuerySession session(store_.view(), context);
    digests.insert(digest(value_of(analyze(session, value_of(parse_analysis("pagerank", {}))))));
  }
  EXPECT_EQ(digests.size(), 1u);
}

// Two recruiters and a landlord around two victims, one of whom owns an account and a phone.
constexpr char kInterviews[] = R"({"headwater_mapping": 1, "name": "interviews", "records": [
  {"record": "victim-flow", "victim": {"column": "victim"}, "kind": "exploitation",
   "exploitation": "ESP", "form": "forced-labour",
   "roles": [{"role": "recruited", "entity": {"kind": "person", "id": {"column": "recruiter"}}},
             {"role": "harboured", "entity": {"kind": "person", "id": {"column": "landlord"}}}]},
  {"record": "relation", "kind": "owns-account",
   "from": {"kind": "victim", "id": {"column": "victim"}},
   "to": {"kind": "account", "id": {"column": "account"}}},
  {"record": "relation", "kind": "uses-medium",
   "from": {"kind": "victim", "id": {"column": "victim"}},
   "to": {"kind": "medium", "id": {"column": "phone"}}},
  {"record": "relation", "kind": "uses-medium",
   "from": {"kind": "person", "id": {"column": "recruiter"}},
   "to": {"kind": "medium", "id": {"column": "phone"}}}]})";
constexpr char kCasework[] =
    "victim,recruiter,landlord,account,phone\n"
    "V1,r1,l1,a1,p1\n"
    "V2,r1,l1,a2,p1\n"
    "V3,r2,l1,a3,p2\n";

TEST_F(AnalyzeTest, NoVictimIsListedWhateverTheLayersEvenWithTheKey) {
  store_.load_text("bank.csv", R"({"headwater_mapping": 1, "name": "interviews", "records": [
    {"record": "transaction", "from": {"kind": "account", "id": {"column": "f"}},
     "to": {"kind": "account", "id": {"column": "t"}}, "amount": "1", "asset": "EUR"}]})",
                   "f,t\na1,x\na2,x\na3,a1\nx,y\n");
  store_.load_text("interviews.csv", kInterviews, kCasework);
  for (const std::string layers : {"money", "relations", "victims", "money,relations,victims"}) {
    for (const char* algorithm : {"degree", "strength", "pagerank", "wcc", "cdlp"}) {
      for (const bool with_key : {false, true}) {
        for (const char* fold : {"false", "true"}) {
          const Answer answer =
              ask(algorithm, {{"layers", layers}, {"fold-shared", fold}}, with_key);
          const std::string json = to_json(answer, {});
          EXPECT_EQ(json.find("victim:"), std::string::npos) << algorithm << " " << json;
          for (const char* account : {"interviews/a1", "interviews/a2", "interviews/a3"}) {
            EXPECT_EQ(json.find(account), std::string::npos) << algorithm << " " << json;
          }
        }
      }
    }
  }
}

TEST_F(AnalyzeTest, TiesThroughVictimsCountWithTheKeyOnly) {
  store_.load_text("interviews.csv", kInterviews, kCasework);
  const Answer without = ask("wcc", {{"layers", "victims"}});
  EXPECT_EQ(table_of(without).row_count(), 0u);
  const Answer with = ask("wcc", {{"layers", "victims"}}, true);
  EXPECT_EQ(column(with, "id"),
            Cells({"person:interviews/l1", "person:interviews/r1", "person:interviews/r2"}));
  EXPECT_EQ(scalar(with, "summary", "count"), "1");
}

class AnalyzeFileTest : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    tests::write_file(folder_ / name, text);
    return folder_ / name;
  }
  graph::Result<Answer> ask(const std::string& edges, std::string_view algorithm,
                            const ParameterMap& flags, bool adjacency = false) {
    HEADWATER_ASSIGN_OR_RETURN(const AnalysisRequest request, parse_analysis(algorithm, flags));
    ingest::EdgeFileRequest file;
    file.edges = edges;
    file.adjacency = adjacency;
    return analyze_edges(file, request, context_);
  }
  tests::TemporaryDirectory folder_;
  graph::ExecutionContext context_;
};

TEST_F(AnalyzeFileTest, PrintsIdsAsTheyStandInTheFile) {
  const std::string edges = file("g.e", "10 9 0.5\n9 100 2\n");
  EXPECT_EQ(to_csv(value_of(ask(edges, "wcc", {}))), "id,community\n9,9\n10,9\n100,9\n");
  EXPECT_EQ(to_csv(value_of(ask(edges, "strength", {{"weight", "weight"}}))),
            "id,value\n9,2.5\n100,2\n10,0.5\n");
  EXPECT_EQ(to_csv(value_of(ask(edges, "strength", {}))), "id,value\n9,2.5\n100,2\n10,0.5\n");
  EXPECT_EQ(to_csv(value_of(ask(file("plain.e", "1 2\n"), "strength", {}))),
            "id,value\n1,1\n2,1\n");
  EXPECT_EQ(to_csv(value_of(
                ask(edges, "personalised-pagerank", {{"source", "100"}, {"iterations", "1"}}))),
            "id,value\n100,1\n9,0\n10,0\n");
}

TEST_F(AnalyzeFileTest, AnEmptyGraphHasAnEmptyTable) {
  const std::string edges = file("g.e", "# nothing\n");
  for (const auto& algorithm : {"degree", "pagerank", "wcc", "cdlp"}) {
    EXPECT_EQ(table_of(value_of(ask(edges, algorithm, {}))).row_count(), 0u) << algorithm;
  }
}

TEST_F(AnalyzeFileTest, RefusesWhatAFileCannotAnswer) {
  const std::string edges = file("g.e", "1 2\n");
  for (const ParameterMap& flags :
       {ParameterMap{{"layers", "relations"}}, ParameterMap{{"currency", "EUR"}},
        ParameterMap{{"from", "2020-01-01"}}, ParameterMap{{"weight", "amount"}},
        ParameterMap{{"weight", "weight"}}, ParameterMap{{"contract-owners", "true"}},
        ParameterMap{{"kinds", "transfer"}}}) {
    const auto answer = ask(edges, "degree", flags);
    ASSERT_FALSE(answer.has_value()) << flags.begin()->first;
    EXPECT_EQ(answer.error().code(), graph::StatusCode::kQuestion);
  }
  EXPECT_EQ(ask(file("n.e", "1 2 -1\n"), "strength", {{"weight", "weight"}}).error().code(),
            graph::StatusCode::kQuestion);
  EXPECT_EQ(ask(edges, "personalised-pagerank", {{"source", "7"}}).error().code(),
            graph::StatusCode::kNotFound);
  EXPECT_EQ(ask(folder_ / "absent.e", "degree", {}).error().code(), graph::StatusCode::kInput);
}

std::map<std::uint64_t, double> rows_of(const Answer& answer, const std::string& column) {
  std::map<std::uint64_t, double> rows;
  for (std::size_t row = 0; row < table_of(answer).row_count(); ++row) {
    rows[std::stoull(cell(answer, "id", row))] = std::stod(cell(answer, column, row));
  }
  return rows;
}

TEST_F(AnalyzeFileTest, GraphalyticsResults) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/graphalytics");
  std::size_t compared = 0;
  for (const auto& [algorithm, part, column] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"wcc", "wcc", "community"},
           {"cdlp", "cdlp", "community"},
           {"pagerank", "pr", "value"}}) {
    for (const std::string direction : {"dir", "undir"}) {
      const auto input = folder / part / (direction + "-input");
      const auto output = folder / part / (direction + "-output");
      if (!std::filesystem::exists(input)) continue;
      ParameterMap flags;
      if (direction == "undir") flags["undirected"] = "true";
      if (algorithm == "cdlp") flags["iterations"] = "5";
      const Answer answer = value_of(ask(input.string(), algorithm, flags, true));
      const auto expected = tests::read_values(output);
      const auto actual = rows_of(answer, column);
      ASSERT_EQ(actual.size(), expected.size()) << input;
      for (const auto& [id, value] : expected) {
        EXPECT_NEAR(actual.at(id), value, algorithm == "pagerank" ? 1e-4 : 0) << input << " " << id;
      }
      ++compared;
    }
  }
  EXPECT_EQ(compared, 3u);
}

TEST_F(AnalyzeFileTest, GraphalyticsExamples) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/graphalytics/example");
  for (const std::string kind : {"directed", "undirected"}) {
    const std::string name = (folder / ("example-" + kind)).string();
    for (const auto& [algorithm, suffix] : std::map<std::string, std::string>{
             {"wcc", "-WCC"}, {"cdlp", "-CDLP"}, {"pagerank", "-PR"}}) {
      ParameterMap flags = {{"undirected", kind == "undirected" ? "true" : "false"}};
      if (algorithm != "wcc") flags["iterations"] = "2";
      ingest::EdgeFileRequest file;
      file.edges = name + ".e";
      file.vertices = name + ".v";
      const Answer answer =
          value_of(analyze_edges(file, value_of(parse_analysis(algorithm, flags)), context_));
      const auto actual = rows_of(answer, algorithm == "pagerank" ? "value" : "community");
      const auto expected = tests::read_values(name + suffix);
      ASSERT_EQ(actual.size(), expected.size()) << name << suffix;
      for (const auto& [id, value] : expected) {
        EXPECT_NEAR(actual.at(id), value, 1e-4) << name << suffix << " " << id;
      }
    }
  }
}

TEST(AnalyzeCatalogue, ListsAndDescribesEveryAlgorithm) {
  const Answer list = list_algorithms();
  EXPECT_GE(table_of(list).row_count(), 6u);
  for (std::size_t row = 0; row < table_of(list).row_count(); ++row) {
    const Answer one = value_of(describe_algorithm(cell(list, "algorithm", row)));
    EXPECT_GT(table_of(one, "parameters_taken").row_count(), 10u);
  }
  EXPECT_EQ(describe_algorithm("bogus").error().code(), graph::StatusCode::kQuestion);
}

}  // namespace
}  // namespace headwater::queries
