// trace and attribute over generated cases: what must hold for whatever ring was made up.
#include <fmt/format.h>

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "ingest/generate/case_loader.h"
#include "ingest/generate/truth_reader.h"
#include "queries/flow/attribution_question.h"
#include "queries/flow/trace_question.h"
#include "queries/render.h"
#include "tests/support/generated_case.h"
#include "tests/support/query_store.h"

namespace headwater::queries {
namespace {

using tests::table_of;
using tests::value_of;

constexpr const char* kGroups[] = {"entity", "role", "form", "sector", "territory", "period"};

class LoadedCase {
 public:
  explicit LoadedCase(std::uint64_t seed) : made_({.seed = seed}) {
    const std::string key_path = folder_ / "victims.key";
    EXPECT_TRUE(graph::VictimKey::generate_file(key_path).ok());
    const auto key = value_of(graph::VictimKey::load(key_path));
    store_ = value_of(graph::Store::open(folder_ / "store", {.mode = graph::OpenMode::kCreate}));
    value_of(ingest::load_case(*store_, made_.directory(), key, context_));
    open_ = value_of(store_->view({}));
    keyed_ = value_of(store_->view({.victim_key = key}));
  }
  QuerySession session(bool with_key) const { return {with_key ? *keyed_ : *open_, context_}; }
  std::string truth() const { return made_.truth_directory(); }

  Answer trace(bool with_key) const {
    QuerySession asked = session(with_key);
    TraceQuestion question;
    question.from_assertions = true;
    question.limit = 0;
    return value_of(trace_question(asked, question));
  }
  Answer attribute(const AttributionQuestion& question, bool with_key = true) const {
    QuerySession asked = session(with_key);
    return value_of(attribution_question(asked, question));
  }
  // Names of everybody protected, of all kinds.
  std::vector<std::string> protected_names() const {
    QuerySession asked = session(true);
    const auto snapshot = value_of(asked.snapshot({}));
    std::vector<std::string> names;
    for (graph::VertexIndex v = 0; v < snapshot->vertices().size(); ++v) {
      if (!snapshot->has_flag(v, graph::kProtected)) continue;
      names.push_back(graph::to_string(value_of(keyed_->key_of(snapshot->vertices().entity(v)))));
    }
    return names;
  }

 private:
  tests::GeneratedCase made_;
  tests::TemporaryDirectory folder_;
  graph::ExecutionContext context_{{.threads = 2}};
  std::unique_ptr<graph::Store> store_;
  std::unique_ptr<graph::StoreView> open_, keyed_;
};

// Sums of a money column by asset, in minor units of two places.
std::map<std::string, std::int64_t> sums(const Answer& answer, const std::string& table,
                                         const std::string& column) {
  std::map<std::string, std::int64_t> result;
  const graph::Table& rows = table_of(answer, table);
  const graph::Column& amounts = *rows.find(column);
  const graph::Column& assets = *rows.find("asset");
  for (std::size_t row = 0; row < rows.row_count(); ++row) {
    if (amounts.is_null(row)) continue;
    result[std::string(assets.text(row))] +=
        graph::parse_minor_units(amounts.text(row), 2).value().value;
  }
  return result;
}

void expect_no_name(const std::vector<std::string>& names, const Answer& answer,
                    const std::string& what) {
  const std::string json = to_json(answer, {});
  EXPECT_EQ(json.find("victim:"), std::string::npos) << what;
  for (const std::string& name : names) {
    EXPECT_EQ(json.find("\"" + name + "\""), std::string::npos) << what;
  }
}

class FlowOverGeneratedCases : public testing::TestWithParam<std::uint64_t> {
 protected:
  const LoadedCase made_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Seeds, FlowOverGeneratedCases, testing::Values(2));
INSTANTIATE_TEST_SUITE_P(FurtherSeedsSlow, FlowOverGeneratedCases, testing::Values(7));

TEST_P(FlowOverGeneratedCases, NobodyProtectedIsNamedAndTheMoneyIsThere) {
  const std::vector<std::string> names = made_.protected_names();
  ASSERT_GT(names.size(), 15u);
  for (const bool with_key : {false, true}) {
    const Answer traced = made_.trace(with_key);
    expect_no_name(names, traced, "trace");
    EXPECT_GT(table_of(traced).row_count(), 10u);
    EXPECT_NE(to_json(traced, {}).find("protected persons"), std::string::npos);
    for (const char* group : kGroups) {
      expect_no_name(names, made_.attribute({.by = group}, with_key), group);
    }
    for (const char* group : {"form", "sector", "territory", "period"}) {
      expect_no_name(names, made_.attribute({.by = group, .audience = "publication"}, with_key),
                     group);
    }
  }
}

TEST_P(FlowOverGeneratedCases, EveryGroupingAddsUpToTheCase) {
  for (const char* group : kGroups) {
    const Answer answer = made_.attribute({.by = group});
    for (const char* figure : {"profit", "gross", "cost"}) {
      auto rows = sums(answer, "rows", figure), cases = sums(answer, "cases", figure);
      std::erase_if(rows, [](const auto& sum) { return sum.second == 0; });
      std::erase_if(cases, [](const auto& sum) { return sum.second == 0; });
      EXPECT_EQ(rows, cases) << group << " " << figure;
    }
    EXPECT_GT(sums(answer, "cases", "gross")["EUR"], 0);
    for (const auto& [asset, difference] : sums(answer, "identities", "difference")) {
      EXPECT_EQ(difference, 0) << asset;
    }
  }
}

TEST_P(FlowOverGeneratedCases, WhatStandsSomewhereIsWhatWasLabelled) {
  const Answer traced = made_.trace(true);
  auto stands = sums(traced, "rows", "amount");
  auto labelled = sums(traced, "conservation", "newly_labelled");
  for (const auto& [asset, amount] : sums(traced, "conservation", "converted_in")) {
    labelled[asset] += amount;
  }
  for (const auto& [asset, amount] : sums(traced, "conservation", "converted_out")) {
    labelled[asset] -= amount;
  }
  EXPECT_EQ(stands, labelled);
  EXPECT_EQ(sums(traced, "payments", "newly_labelled")["EUR"],
            sums(traced, "conservation", "newly_labelled")["EUR"]);
}

// A window's figures are the difference of two prefixes only if nothing before its beginning
// changes with its end.
TEST_P(FlowOverGeneratedCases, MonthsDoNotChangeWithTheEnd) {
  const std::string all = to_csv(table_of(made_.attribute({.by = "period"})));
  AttributionQuestion until{.by = "period"};
  until.policy.until = *graph::parse_iso8601("2023-12-31T23:59:59.999Z");
  const std::string part = to_csv(table_of(made_.attribute(until)));
  EXPECT_EQ(all.substr(0, part.size()), part);
  EXPECT_LT(part.size(), all.size());
  EXPECT_NE(part.find("2023-12,"), std::string::npos);
}

TEST_P(FlowOverGeneratedCases, TheTruthStandsBesideAndInnocentsHaveNoProfit) {
  const Answer answer =
      made_.attribute({.truth_directory = made_.truth(),
                       .resolution = {graph::Resolution::Level::kProbable, {7000}}});
  const graph::Table& rows = table_of(answer);
  std::set<std::string> statuses;
  for (std::size_t row = 0; row < rows.row_count(); ++row) {
    statuses.emplace(rows.find("status")->text(row));
  }
  EXPECT_EQ(statuses, std::set<std::string>({"member", "missed"}));
  const ingest::CaseTruth truth = value_of(ingest::read_case_truth(made_.truth()));
  std::int64_t expected = 0;
  for (const ingest::TrueMember& member : truth.members) {
    for (const ingest::TrueMemberProfit& profit : member.profits) {
      if (profit.asset == "EUR") expected += profit.profit.value;
    }
  }
  EXPECT_EQ(sums(answer, "truth", "true_profit")["EUR"], expected);
  EXPECT_EQ(sums(answer, "truth", "attributed_to_innocents")["EUR"], 0);
  EXPECT_EQ(sums(answer, "truth", "attributed_to_members")["EUR"],
            sums(answer, "cases", "profit")["EUR"]);
}

TEST_P(FlowOverGeneratedCases, AnInnocentGivenAsAMemberIsCalledSo) {
  const ingest::CaseTruth truth = value_of(ingest::read_case_truth(made_.truth()));
  const graph::EntityKey& decoy = truth.decoys.front().entities.front();
  const Answer answer = made_.attribute(
      {.members_from = {graph::to_string(decoy)}, .truth_directory = made_.truth()});
  const graph::Table& rows = table_of(answer);
  bool is_named = false;
  for (std::size_t row = 0; row < rows.row_count(); ++row) {
    if (rows.find("status")->text(row).starts_with("innocent (")) {
      is_named = true;
      EXPECT_EQ(rows.find("status")->text(row),
                fmt::format("innocent ({})", truth.decoys.front().kind));
    }
  }
  EXPECT_TRUE(is_named);
}

}  // namespace
}  // namespace headwater::queries
