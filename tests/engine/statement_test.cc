#include "engine/flow/statement.h"

#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "ingest/statement_file.h"
#include "tests/reference/statement.h"
#include "tests/support/shared_data.h"

namespace headwater::engine {
namespace {

using Events = std::vector<StatementEvent>;
using Rows = std::vector<StatementShare>;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::string printed(const StatementShare& row) {
  return row.case_name + "," + std::string(to_string(row.rule)) + "," + row.item + "," +
         (row.sequence ? std::to_string(*row.sequence) : "") + "," + row.event_label + "," +
         row.owner + "," + std::to_string(row.amount.value);
}

std::vector<std::string> traced(const Events& events, StatementRule rule,
                                InnerRule inner = InnerRule::kFifo) {
  const auto rows = trace_statement(events, rule, inner);
  EXPECT_TRUE(rows.has_value()) << rows.error().message();
  std::vector<std::string> lines;
  if (rows) {
    for (const StatementShare& row : *rows) lines.push_back(printed(row));
  }
  return lines;
}

StatementEvent in(std::int64_t sequence, std::string owner, std::int64_t amount,
                  bool claimed = false) {
  return {"c", sequence, true, std::move(owner), {amount}, claimed};
}
StatementEvent out(std::int64_t sequence, std::string purpose, std::int64_t amount) {
  return {"c", sequence, false, std::move(purpose), {amount}, false};
}

TEST(Statement, ReproducesThePublishedCasesUnderEveryRule) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/tracing");
  const auto file = ingest::read_statement_file((folder / "tracing_cases.csv").string(),
                                                graph::ExecutionContext());
  ASSERT_TRUE(file.has_value()) << file.error().message();
  Events events;
  for (const auto& row : *file) {
    events.push_back(
        {row.case_name, row.sequence, row.is_deposit, row.label, row.amount, row.claimed});
  }
  std::map<std::string, std::vector<std::string>> expected;  // by rule, in the file's order
  std::ifstream stream(folder / "tracing_expected.csv");
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::size_t first = line.find(',') + 1;
    expected[line.substr(first, line.find(',', first) - first)].push_back(line);
  }
  ASSERT_EQ(expected.size(), kStatementRules.size());
  for (const StatementRule rule : kStatementRules) {
    EXPECT_EQ(traced(events, rule), expected[std::string(to_string(rule))]);
  }
}

TEST(Statement, WithdrawalsBeyondTheBalanceAreADebtThatDepositsRepay) {
  const Events events = {in(1, "A", 100, true), out(2, "rent", 150), in(3, "B", 80, true),
                         out(4, "car", 10)};
  const std::vector<std::string> expected = {
      "c,PRORATA,event,2,rent,A,100", "c,PRORATA,event,2,rent,(overdraft),50",
      "c,PRORATA,event,3,overdraft-repayment,B,50", "c,PRORATA,event,4,car,B,10",
      "c,PRORATA,final,,balance,B,20"};
  EXPECT_EQ(traced(events, StatementRule::kProRata), expected);
  EXPECT_EQ(traced(events, StatementRule::kLibrSingle),
            (std::vector<std::string>{"c,LIBR_SINGLE,final,,claim,A,0",
                                      "c,LIBR_SINGLE,final,,claim,B,20"}));
}

TEST(Statement, LaterPayersDoNotBearEarlierLosses) {
  // 30 of A's 100 are lost before B pays in; claimed one by one, 170 would exceed the 110 left.
  const Events events = {in(1, "A", 100, true), out(2, "loss", 30), in(3, "B", 100, true),
                         out(4, "loss", 60)};
  EXPECT_EQ(traced(events, StatementRule::kLibrSingle),
            (std::vector<std::string>{"c,LIBR_SINGLE,final,,claim,A,70",
                                      "c,LIBR_SINGLE,final,,claim,B,100"}));
  const auto rolling = traced(events, StatementRule::kCleanFirst, InnerRule::kProRata);
  EXPECT_EQ(rolling[rolling.size() - 2], "c,CLEAN_FIRST,final,,balance,A,45");
  EXPECT_EQ(rolling.back(), "c,CLEAN_FIRST,final,,balance,B,65");
}

TEST(Statement, ThirdsAreRoundedToTheEarlierDeposit) {
  const auto rows = traced({in(1, "A", 1), in(2, "B", 1), in(3, "C", 1), out(4, "w", 1)},
                           StatementRule::kProRata);
  EXPECT_EQ(rows.front(), "c,PRORATA,event,4,w,A,1");
  EXPECT_EQ(rows.size(), 3u);
}

TEST(Statement, OrdersEventsBySequenceAndKeepsCasesApart) {
  Events events = {out(3, "w", 10), in(1, "A", 10), in(2, "B", 10)};
  events.push_back({"d", 1, true, "A", {5}, false});
  EXPECT_EQ(traced(events, StatementRule::kFifo),
            (std::vector<std::string>{"c,FIFO,event,3,w,A,10", "c,FIFO,final,,balance,B,10",
                                      "d,FIFO,final,,balance,A,5"}));
  EXPECT_TRUE(traced({}, StatementRule::kFifo).empty());
}

TEST(Statement, RefusesAmountsThatNoBalanceHolds) {
  const auto code = [](const Events& events, StatementRule rule) {
    const auto rows = trace_statement(events, rule);
    return rows ? graph::StatusCode::kOk : rows.error().code();
  };
  for (const StatementRule rule : kStatementRules) {
    EXPECT_EQ(code({in(1, "A", kMost), in(2, "B", 1)}, rule), graph::StatusCode::kInput);
    EXPECT_EQ(code({out(1, "A", kMost), out(2, "B", 1)}, rule), graph::StatusCode::kInput);
    EXPECT_EQ(code({in(1, "A", -1)}, rule), graph::StatusCode::kInput);
    EXPECT_EQ(code({in(1, "A", kMost), out(2, "w", kMost), out(3, "w", kMost)}, rule),
              graph::StatusCode::kOk);
  }
}

TEST(Statement, RulesAreNamedByTheirWords) {
  EXPECT_EQ(parse_statement_rule("static-pari-passu"), StatementRule::kStaticPariPassu);
  EXPECT_EQ(to_string(StatementRule::kTaintFirst), "TAINT_FIRST");
  EXPECT_FALSE(parse_statement_rule("PRORATA").has_value());
}

Events random_statement(std::uint64_t seed, int claimants) {
  std::mt19937_64 random(seed);
  Events events;
  const std::size_t count = 1 + random() % 25;
  for (std::size_t i = 0; i < count; ++i) {
    const auto amount = static_cast<std::int64_t>(random() % (seed % 3 == 0 ? 4 : 60));
    const auto sequence = static_cast<std::int64_t>(i + 1);
    if (random() % 5 < 3) {
      const int owner = static_cast<int>(random() % 4);
      events.push_back(
          in(sequence, std::string(1, static_cast<char>('A' + owner)), amount, owner < claimants));
    } else {
      events.push_back(out(sequence, "w", amount));
    }
  }
  return events;
}

TEST(Statement, AgreesWithTheUnitByUnitReference) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const Events events = random_statement(seed, static_cast<int>(seed % 5));
    for (const StatementRule rule : kStatementRules) {
      if (rule == StatementRule::kLibrSingle || rule == StatementRule::kStaticPariPassu) continue;
      for (const InnerRule inner : {InnerRule::kFifo, InnerRule::kProRata}) {
        const auto rows = trace_statement(events, rule, inner);
        ASSERT_TRUE(rows.has_value());
        ASSERT_EQ(*rows, tests::reference_statement(events, rule, inner)) << "seed " << seed;
      }
    }
  }
}

// What is left to claimants, and everything that is left, by rule.
std::pair<std::int64_t, std::int64_t> left(const Events& events, StatementRule rule,
                                           InnerRule inner) {
  std::pair<std::int64_t, std::int64_t> sums{0, 0};
  const auto rows = trace_statement(events, rule, inner);
  for (const StatementShare& row : rows.value()) {
    if (row.item != "final") continue;
    sums.second += row.amount.value;
    if (row.owner == "A") sums.first += row.amount.value;
  }
  return sums;
}

TEST(Statement, TheLowestIntermediateBalanceIsCleanFirstForOneClaimantAndTheMostOfAnyRule) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const Events events = random_statement(seed, 1);  // A claims, the others do not
    std::int64_t balance = 0;
    for (const auto& event : events) {
      balance += event.is_deposit ? event.amount.value : -event.amount.value;
    }
    const auto lowest = left(events, StatementRule::kLibrSingle, InnerRule::kFifo).first;
    for (const StatementRule rule : kStatementRules) {
      if (rule == StatementRule::kLibrSingle) continue;
      const auto [claimed, all] = left(events, rule, InnerRule::kFifo);
      ASSERT_EQ(all, std::max<std::int64_t>(balance, 0)) << "seed " << seed;
      if (rule == StatementRule::kStaticPariPassu) continue;  // keeps no running trace
      ASSERT_LE(claimed, lowest) << "seed " << seed;
      if (rule == StatementRule::kCleanFirst) {
        ASSERT_EQ(claimed, lowest) << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace headwater::engine
