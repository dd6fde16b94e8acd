// The scoreboard against slow, obvious sums: of random flows in a store, and of random
// attributions.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "queries/measurement/internal/attributed_money.h"
#include "tests/support/hand_made_attribution.h"
#include "tests/support/scoreboard_store.h"

namespace headwater::queries {
namespace {

using internal::CellName;
using tests::ScoreboardStore;
using tests::value_of;

struct RandomFlow {
  std::string victim;  // empty: a group
  std::int64_t count = 1;
  std::vector<std::string> cell;  // territory, form, sector
  int start = 0, end = 0;         // days of January 2020; 0: unknown
};

std::string day(int number) { return number == 0 ? "" : fmt::format("2020-01-{:02}", number); }

std::vector<RandomFlow> random_flows(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const char* territories[] = {"ESP", "FRA", "ROU"};
  const char* forms[] = {"begging", "forced-labour", "sexual-exploitation"};
  std::vector<RandomFlow> flows;
  for (std::uint64_t i = 0; i < 20 + random() % 60; ++i) {
    RandomFlow flow;
    if (random() % 6 != 0) flow.victim = fmt::format("v{}", random() % 25);
    if (flow.victim.empty()) flow.count = static_cast<std::int64_t>(1 + random() % 9);
    flow.cell = {territories[random() % 3], forms[random() % 3],
                 random() % 5 == 0 ? "" : (random() % 2 == 0 ? "A" : "B")};
    flow.start = random() % 5 == 0 ? 0 : static_cast<int>(1 + random() % 28);
    flow.end = random() % 5 == 0 ? 0 : std::min(28, flow.start + static_cast<int>(random() % 9));
    flows.push_back(std::move(flow));
  }
  return flows;
}

void load(const std::vector<RandomFlow>& flows, ScoreboardStore& store) {
  std::string rows;
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const RandomFlow& flow = flows[i];
    rows += fmt::format("x{},{},{},{},{},{},{},{},k1\n", i, flow.victim,
                        flow.victim.empty() ? std::to_string(flow.count) : "", flow.cell[0],
                        flow.cell[1], flow.cell[2], day(flow.start), day(flow.end));
  }
  store.exploit(rows);
}

// One key at a time: every flow is looked at again.
struct SlowCounts {
  std::int64_t victims = 0, people = 0, group_cases = 0;
};
SlowCounts slow_counts(const std::vector<RandomFlow>& flows, const ScoreboardCell& cell, int from,
                       int to) {
  std::set<std::pair<std::vector<std::string>, std::string>> in_cells;
  std::set<std::string> people;
  SlowCounts counts;
  for (const RandomFlow& flow : flows) {
    if (flow.start == 0 && flow.end == 0 && (from != 0 || to != 0)) continue;
    if (to != 0 && flow.start >= to) continue;
    if (from != 0 && flow.end != 0 && flow.end < from) continue;
    bool inside = true;
    for (std::size_t d = 0; d < 3; ++d) {
      const std::string name = flow.cell[d].empty() ? "unknown" : flow.cell[d];
      inside = inside && (!cell.key[d] || cell.key[d]->substr(cell.key[d]->rfind('/') + 1) == name);
    }
    if (!inside) continue;
    if (flow.victim.empty()) {
      counts.group_cases += flow.count;
    } else {
      in_cells.emplace(flow.cell, flow.victim);
      people.insert(flow.victim);
    }
  }
  counts.victims = static_cast<std::int64_t>(in_cells.size());
  counts.people = static_cast<std::int64_t>(people.size());
  return counts;
}

graph::Timestamp moment(int number) {
  return number == 0 ? graph::kUnknownTime : *graph::parse_iso8601(day(number));
}

TEST(ScoreboardReference, CountsWhatSlowSumsOfRandomFlowsCount) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::vector<RandomFlow> flows = random_flows(seed);
    ScoreboardStore store;
    load(flows, store);
    const auto& view = store.session();
    QuerySession session(view.view(), store.context());
    for (const auto& [from, to] : {std::pair{0, 0}, {5, 15}, {0, 9}, {20, 0}}) {
      ScoreboardRequest request;
      request.audience = Audience::kInternal;
      request.window = {moment(from), moment(to)};
      const Scoreboard board = value_of(measure_scoreboard(session, request));
      ASSERT_FALSE(board.cells.empty());
      for (const ScoreboardCell& cell : board.cells) {
        const SlowCounts slow = slow_counts(flows, cell, from, to);
        EXPECT_EQ(cell.victims, slow.victims);
        EXPECT_EQ(cell.distinct_victims.value(), slow.people);
        EXPECT_EQ(cell.group_cases, slow.group_cases);
      }
    }
    if (testing::Test::HasFailure()) break;
  }
}

struct SlowMoney {
  graph::WideMinorUnits gross = 0, cost = 0, uncertain = 0;
  friend bool operator==(const SlowMoney&, const SlowMoney&) = default;
};

// Two runs, the second at least the first but for uncertain money.
TEST(ScoreboardReference, AddsWhatSlowSumsOfRandomAttributionsAdd) {
  ScoreboardStore store;
  store.exploit("f,ann,,ESP,begging,S,,,k1\n");
  const graph::StoreView& view = store.view();
  internal::TerritoryNames territories(view);
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    std::vector<ProceedsLabel> labels;
    for (std::uint64_t i = 0; i < 1 + random() % 5; ++i) {
      labels.push_back({{},
                        {},
                        fmt::format("f{}", random() % 2),
                        fmt::format("S{}", random() % 2),
                        static_cast<ProceedsComponent>(random() % 3),
                        random() % 2 == 0 ? "charged" : ""});
    }
    const std::uint32_t members = 1 + static_cast<std::uint32_t>(random() % 4);
    tests::AttributionBuilder start(labels, members), end(labels, members);
    std::map<std::pair<CellName, std::uint16_t>, SlowMoney> slow;
    for (std::uint32_t label = 0; label < labels.size(); ++label) {
      for (std::uint32_t member = 0; member < members; ++member) {
        const auto amount = [&] { return static_cast<std::int64_t>(random() % 1'000); };
        const std::int64_t before[] = {amount(), amount(), amount()};
        const std::int64_t after[] = {before[0] + amount(), before[1] + amount(), amount()};
        const auto asset = static_cast<std::uint16_t>(random() % 2);
        start.earns(member, label, before[0], before[1], before[2], asset);
        end.earns(member, label, after[0], after[1], after[2], asset);
        end.passes_on(member, static_cast<std::uint32_t>(random() % members), label, amount(),
                      asset);
        SlowMoney& sum = slow[{{"unknown", labels[label].form, labels[label].sector}, asset}];
        sum.gross += after[0] - before[0];
        sum.cost += after[1] - before[1];
        sum.uncertain += std::max<std::int64_t>(after[2] - before[2], 0);
      }
    }
    const CaseAttribution first = start.build(), second = end.build();
    internal::ScoreboardFigures figures;
    ASSERT_TRUE(add_money({&second, &first, true}, territories, figures).ok());
    for (const auto& [key, sum] : slow) {
      const auto& found = figures.cells.at(key.first).money.at({key.second});
      EXPECT_TRUE((SlowMoney{found.total.gross, found.total.cost, found.total.uncertain} == sum));
      SlowMoney parts;
      for (const auto* split : {&found.components, &found.standards}) {
        parts = {};
        for (const auto& [name, part] : *split) {
          parts.gross += part.gross;
          parts.cost += part.cost;
          parts.uncertain += part.uncertain;
        }
        EXPECT_TRUE(parts == sum);
      }
    }
    if (testing::Test::HasFailure()) break;
  }
}

}  // namespace
}  // namespace headwater::queries
