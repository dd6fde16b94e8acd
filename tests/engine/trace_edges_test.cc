// What a trace does at the edges: amounts at the limit, self-transfers, openings in debt, and the
// published one-account cases run as a network.
#include <limits>
#include <map>

#include <gtest/gtest.h>

#include "engine/flow/statement.h"
#include "engine/flow/trace.h"
#include "ingest/statement_file.h"
#include "tests/support/hand_made.h"
#include "tests/support/shared_data.h"

namespace headwater::engine {
namespace {

using tests::hand_made_snapshot;
using tests::HandMadeTransfer;

constexpr std::int64_t kMostUnits = std::numeric_limits<std::int64_t>::max();

TraceResult run_trace(const graph::Snapshot& snapshot, const TraceRequest& request) {
  auto result = trace(snapshot, request, graph::ExecutionContext());
  EXPECT_TRUE(result.has_value()) << result.error().message();
  return result.has_value() ? std::move(*result) : TraceResult();
}

graph::StatusCode code(const graph::Snapshot& snapshot, const TraceRequest& request) {
  const auto result = trace(snapshot, request, graph::ExecutionContext());
  return result.has_value() ? graph::StatusCode::kOk : result.error().code();
}

TEST(TraceEdges, TheLargestAmountPassesAndMoreIsRefused) {
  const auto one = hand_made_snapshot(3, {{0, 1, 1, kMostUnits}, {1, 2, 2, kMostUnits}});
  const TraceResult result = run_trace(*one, {.sources = {{0, {kMostUnits}, 0}}});
  EXPECT_EQ(result.balances.front().held, kMostUnits);
  const auto two = hand_made_snapshot(3, {{0, 1, 1, kMostUnits}, {2, 1, 2, 1}});
  EXPECT_EQ(code(*two, {.sources = {{0, {1}, 0}}}), graph::StatusCode::kInput);
  // An opening that no purse holds, inferred or as a debt.
  const auto spends =
      hand_made_snapshot(3, {{1, 2, 1, kMostUnits}, {1, 2, 2, kMostUnits}, {0, 1, 3, 1}}, {2});
  EXPECT_EQ(code(*spends, {.sources = {{2, {1}, 0}}}), graph::StatusCode::kInput);
  TraceRequest zero{.sources = {{2, {1}, 0}}, .opening = OpeningPolicy::kZero};
  EXPECT_EQ(code(*spends, zero), graph::StatusCode::kInput);
}

TEST(TraceEdges, ASinkMayTakeMoreThanOneAmountHolds) {
  // Two accounts each cash out the largest amount: more than 64 bits in one line is refused.
  const auto snapshot = hand_made_snapshot(
      4,
      {{3, 0, 1, kMostUnits}, {3, 1, 2, kMostUnits}, {0, 2, 3, kMostUnits}, {1, 2, 4, kMostUnits}},
      {2});
  EXPECT_EQ(code(*snapshot, {.sources = {{0, {kMostUnits}, 0}, {1, {kMostUnits}, 0}}}),
            graph::StatusCode::kInput);
}

TEST(TraceEdges, ALabelOnASelfTransferIsPutOnWhatTheAccountHolds) {
  const auto snapshot = hand_made_snapshot(3, {{0, 1, 1, 60}, {1, 1, 2, 100}, {1, 2, 3, 30}});
  TraceRequest request{.sources = {{1, {100}, 0}}, .opening = OpeningPolicy::kZero};
  const TraceResult zero = run_trace(*snapshot, request);
  EXPECT_EQ(zero.balances.front().newly_labelled, 60);
  EXPECT_EQ(zero.balances.front().not_placed, 40);
  EXPECT_EQ(zero.balances.front().dissipated, 0);
  EXPECT_EQ(zero.accounts_in_debt, 0u);
  request.opening = OpeningPolicy::kInferred;  // it paid itself 100, so it had 100
  const TraceResult inferred = run_trace(*snapshot, request);
  EXPECT_EQ(inferred.balances.front().newly_labelled, 100);
  EXPECT_EQ(inferred.balances.front().held, 100);
}

TEST(TraceEdges, ALaterOpeningRepaysADebtFirst) {
  const auto snapshot =
      hand_made_snapshot(3, {{1, 2, 1, 100}, {0, 1, 9, 50}, {1, 2, 10, 50}}, {}, {});
  TraceRequest request{.sources = {{1, {50}, 0}}};
  request.openings = {{1, {0}, {150}, {5}}};  // 100 repay, 50 remain clean beside the 50 labelled
  const TraceResult result = run_trace(*snapshot, request);
  EXPECT_EQ(result.balances.front().dissipated, 0);
  EXPECT_EQ(result.accounts_in_debt, 0u);
  std::map<std::uint32_t, std::int64_t> held;
  for (const auto& holding : result.holdings) held[holding.account] += holding.amount;
  EXPECT_EQ(held[1], 25);
  EXPECT_EQ(held[2], 25);
}

TEST(TraceEdges, NothingAfterTheEndIsRun) {
  const auto snapshot = hand_made_snapshot(3, {{0, 1, 1, 100}, {1, 2, 2, 100}});
  TraceRequest request{.sources = {{0, {100}, 0}}};
  request.until = {1};
  const TraceResult result = run_trace(*snapshot, request);
  EXPECT_EQ(result.transactions_run, 1u);
  ASSERT_EQ(result.holdings.size(), 1u);
  EXPECT_EQ(result.holdings.front().account, 1u);
}

TEST(TraceEdges, OtherLabelsLeaveNoRoomForMoreThanWasPaid) {
  const auto snapshot = hand_made_snapshot(2, {{0, 1, 1, 100}});
  TraceRequest request{.sources = {{0, {80}, 0}, {0, {80}, 1}}, .label_count = 2};
  const TraceResult result = run_trace(*snapshot, request);
  EXPECT_EQ(result.balances[0].newly_labelled, 80);
  EXPECT_EQ(result.balances[1].newly_labelled, 20);
  EXPECT_EQ(result.balances[1].not_placed, 60);
}

TEST(TraceEdges, AnExplainedPaymentEndsThereAndItsPayeeIsClean) {
  const auto snapshot = hand_made_snapshot(4, {{0, 1, 1, 100}, {1, 2, 2, 60}, {2, 3, 3, 60}});
  TraceRequest request{.sources = {{0, {50}, 0}}, .opening = OpeningPolicy::kZero};
  request.explained = {{1, {30}}};
  const TraceResult result = run_trace(*snapshot, request);
  EXPECT_EQ(result.balances.front().spent, 15);  // half of the 30 that are explained
  EXPECT_EQ(result.balances.front().held, 35);   // 20 with the payer, 15 passed on
}

TEST(TraceEdges, ALongChainAgainstTheOrderOfATieCostsOnePass) {
  // Reached in the reverse of ledger order: nothing moves on, and nothing is quadratic.
  constexpr std::uint32_t kAccounts = 60'000;
  std::vector<HandMadeTransfer> transfers;
  for (std::uint32_t v = kAccounts - 1; v > 0; --v) transfers.push_back({v - 1, v, 1, 10});
  const auto snapshot = hand_made_snapshot(kAccounts, transfers);
  TraceRequest request{.sources = {{kAccounts - 2, {10}, 0}}};
  EXPECT_EQ(run_trace(*snapshot, request).holdings.front().account, 1u);
  request.ties = TieMode::kCreditsFirst;
  request.opening = OpeningPolicy::kZero;
  EXPECT_EQ(run_trace(*snapshot, request).holdings.front().account, kAccounts - 1);
}

// Each published case as a network: every depositor and every purpose is an account, every
// depositor a label. It must give the statement's pro-rata answer to the minor unit.
TEST(TraceEdges, ReproducesThePublishedCasesAsANetwork) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/tracing");
  const auto file = ingest::read_statement_file((folder / "tracing_cases.csv").string(),
                                                graph::ExecutionContext());
  ASSERT_TRUE(file.has_value());
  std::map<std::string, std::vector<StatementEvent>> cases;
  for (const auto& row : *file) {
    cases[row.case_name].push_back(
        {row.case_name, row.sequence, row.is_deposit, row.label, row.amount, row.claimed});
  }
  for (const auto& [name, events] : cases) {
    std::map<std::string, std::uint32_t> labels, accounts;  // account 0 is the one run_trace
    std::vector<HandMadeTransfer> transfers;
    TraceRequest request;
    request.opening = OpeningPolicy::kZero;
    const auto number = [](auto& numbers, const std::string& key, std::uint32_t first) {
      return numbers.emplace(key, first + static_cast<std::uint32_t>(numbers.size())).first->second;
    };
    for (std::uint32_t i = 0; i < events.size(); ++i) {
      const StatementEvent& event = events[i];
      const std::string role = (event.is_deposit ? "from " : "to ") + event.label;
      const std::uint32_t other = number(accounts, role, 1);
      transfers.push_back({event.is_deposit ? other : 0, event.is_deposit ? 0 : other,
                           event.sequence, event.amount.value});
      if (event.is_deposit) {
        request.sources.push_back({i, event.amount, number(labels, event.label, 0)});
      }
    }
    request.label_count = static_cast<std::uint32_t>(labels.size());
    const auto snapshot =
        hand_made_snapshot(static_cast<std::uint32_t>(accounts.size()) + 1, transfers);
    const TraceResult result = run_trace(*snapshot, request);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> expected, found;
    const auto rows = trace_statement(events, StatementRule::kProRata);
    ASSERT_TRUE(rows.has_value());
    for (const StatementShare& row : *rows) {
      const std::uint32_t at = row.item == "final" ? 0 : accounts.at("to " + row.event_label);
      expected[{at, labels.at(row.owner)}] += row.amount.value;
    }
    for (const LabelledHolding& holding : result.holdings) {
      found[{holding.account, holding.label}] += holding.amount;
    }
    EXPECT_EQ(found, expected) << name;
  }
}

}  // namespace
}  // namespace headwater::engine
