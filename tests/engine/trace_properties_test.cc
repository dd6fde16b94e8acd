// What must hold for every ledger, whatever the options.
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "engine/flow/trace.h"
#include "tests/support/hand_made.h"
#include "tests/support/holders.h"

namespace headwater::engine {
namespace {

using tests::hand_made_snapshot;
using tests::HandMadeTransfer;

struct Made {
  std::uint32_t accounts = 0;
  std::vector<HandMadeTransfer> transfers;
  std::shared_ptr<const graph::Snapshot> snapshot;
  TraceRequest request;
};

// Every policy, tie mode and switch; openings given, some in debt; explained payments.
Made made_case(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return random() % n; };
  Made made;
  made.accounts = static_cast<std::uint32_t>(3 + below(8));
  for (std::size_t i = 0, n = below(70); i < n; ++i) {
    HandMadeTransfer t{};
    t.from = static_cast<std::uint32_t>(below(made.accounts));
    t.to = static_cast<std::uint32_t>(below(3) == 0 ? 0 : below(made.accounts));
    t.time = static_cast<std::int64_t>(below(12));
    t.amount = static_cast<std::int64_t>(below(5) == 0 ? below(3) : below(100'000));
    t.asset = t.received_asset = static_cast<std::uint16_t>(below(2));
    if (below(9) == 0) {
      t.received_asset = static_cast<std::uint16_t>(below(2));
      t.received = static_cast<std::int64_t>(below(50'000));
    }
    if (below(15) == 0) t.flags = graph::kAggregate;
    made.transfers.push_back(t);
  }
  made.snapshot =
      hand_made_snapshot(made.accounts, made.transfers, {made.accounts - 1}, {made.accounts - 2});
  TraceRequest& request = made.request;
  request.label_count = 3;
  request.opening = static_cast<OpeningPolicy>(below(4));
  request.ties = static_cast<TieMode>(below(3));
  request.aggregates = below(2) == 0;
  request.boundary = below(4) == 0;
  request.through_pooled = below(4) == 0;
  if (below(4) == 0) request.until = {static_cast<std::int64_t>(below(12))};
  const auto& layer = made.snapshot->transactions();
  for (std::uint32_t p = 0; p < layer.size(); ++p) {
    const auto* other = layer.find_received(p);
    const std::int64_t most = other != nullptr ? other->amount : layer.amount[p];
    for (std::uint32_t label = 0; label < 3; ++label) {
      if (below(12) != 0) continue;
      const auto amount = static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most) + 1));
      request.sources.push_back({p, {amount}, label});
    }
    if (below(10) == 0) request.explained.push_back({p, {layer.amount[p] / 2}});
  }
  std::vector<std::uint32_t> members;
  for (std::uint32_t v = 0; v < made.accounts; ++v) {
    if (below(3) == 0) {
      const auto amount = static_cast<std::int64_t>(below(60'000)) - 20'000;
      const auto asset = static_cast<std::uint16_t>(below(2));
      request.openings.push_back({v, {asset}, {amount}, {static_cast<std::int64_t>(below(12))}});
    }
    members.push_back(below(3) == 0 ? static_cast<std::uint32_t>(below(2)) : kNoHolder);
  }
  request.holders = tests::changing_holders(members, 12, random);
  return made;
}

TraceResult traced(const Made& made, const TraceRequest& request, std::uint64_t seed) {
  auto result = trace(*made.snapshot, request, graph::ExecutionContext());
  EXPECT_TRUE(result.has_value()) << "seed " << seed << ": " << result.error().message();
  return result.has_value() ? std::move(*result) : TraceResult();
}

using Held = std::map<std::tuple<std::uint32_t, std::uint16_t, std::uint32_t>, std::int64_t>;
Held in_accounts(const TraceResult& result) {
  Held held;
  for (const LabelledHolding& h : result.holdings) {
    if (h.kind == HoldingKind::kHeld) held[{h.account, h.asset.value, h.label}] += h.amount;
  }
  return held;
}

// The engine proves conservation of every asset and label itself and fails with kInternal if it
// breaks; here it is added up again from the rows that a reader sees.
TEST(TraceProperties, LabelledMoneyIsConservedInEveryRowThatIsShown) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const Made made = made_case(seed);
    const TraceResult result = traced(made, made.request, seed);
    std::map<std::pair<std::uint16_t, std::uint32_t>, graph::WideMinorUnits> in, out;
    for (const TracedMovement& movement : result.movements) {
      ASSERT_GT(movement.amount, 0) << "seed " << seed;
      const auto* other = made.snapshot->transactions().find_received(movement.position);
      const std::uint16_t asset = other != nullptr
                                      ? other->asset.value
                                      : made.snapshot->transactions().asset[movement.position];
      if (movement.newly_labelled) in[{asset, movement.label}] += movement.amount;
    }
    for (const Conversion& c : result.conversions) {
      in[{c.received_asset.value, c.label}] += c.received;
      out[{c.paid_asset.value, c.label}] += c.paid;
    }
    for (const LabelledHolding& h : result.holdings) out[{h.asset.value, h.label}] += h.amount;
    std::erase_if(in, [](const auto& entry) { return entry.second == 0; });
    std::erase_if(out, [](const auto& entry) { return entry.second == 0; });
    ASSERT_EQ(in, out) << "seed " << seed;
  }
}

// At every account, sinks included: what came in went on, or is held or ended there.
TEST(TraceProperties, MovementsAndHoldingsMeetAtEveryAccount) {
  std::size_t explained = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const Made made = made_case(seed);
    const TraceResult result = traced(made, made.request, seed);
    const auto& layer = made.snapshot->transactions();
    std::map<std::tuple<std::uint32_t, std::uint16_t, std::uint32_t>, graph::WideMinorUnits> left;
    for (const TracedMovement& m : result.movements) {
      const auto* other = layer.find_received(m.position);
      const std::uint16_t paid = layer.asset[m.position];
      const std::uint16_t received = other != nullptr ? other->asset.value : paid;
      explained += m.is_explained ? 1 : 0;
      if (!m.is_explained) left[{layer.to[m.position], received, m.label}] += m.amount;
      if (m.newly_labelled || (paid != received && !m.is_explained)) continue;
      if (!m.is_explained) left[{layer.from[m.position], paid, m.label}] -= m.amount;
    }
    for (const Conversion& c : result.conversions) {
      left[{layer.from[c.position], c.paid_asset.value, c.label}] -= c.paid;
    }
    for (const LabelledHolding& h : result.holdings) {
      left[{h.account, h.asset.value, h.label}] -= h.amount;
    }
    std::erase_if(left, [](const auto& entry) { return entry.second == 0; });
    ASSERT_TRUE(left.empty()) << "seed " << seed;
  }
  EXPECT_GT(explained, 100u);
}

TEST(TraceProperties, WithoutSourcesThereIsNothing) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Made made = made_case(seed);
    TraceRequest request = made.request;
    request.sources.clear();
    const TraceResult result = traced(made, request, seed);
    ASSERT_TRUE(result.movements.empty() && result.holdings.empty() && result.balances.empty());
  }
}

TEST(TraceProperties, AnAccountNeverHoldsMoreLabelledMoneyThanMoney) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Made made = made_case(seed);
    made.request.opening = OpeningPolicy::kZero;
    made.request.aggregates = made.request.boundary = made.request.through_pooled = true;
    const TraceResult result = traced(made, made.request, seed);
    std::map<std::pair<std::uint32_t, std::uint16_t>, graph::WideMinorUnits> credits, labelled;
    const auto& layer = made.snapshot->transactions();
    for (std::uint32_t p = 0; p < layer.size(); ++p) {
      if (made.request.until.is_known() && layer.time_ms[p] > made.request.until.ms) continue;
      const auto* other = layer.find_received(p);
      credits[{layer.to[p], other != nullptr ? other->asset.value : layer.asset[p]}] +=
          other != nullptr ? other->amount : layer.amount[p];
    }
    for (const auto& [key, amount] : in_accounts(result)) {
      labelled[{std::get<0>(key), std::get<1>(key)}] += amount;
    }
    for (const auto& [key, amount] : labelled) {
      ASSERT_LE(amount, credits[key]) << "seed " << seed;
    }
  }
}

bool is_same_movement(const TracedMovement& a, const TracedMovement& b) {
  return a.position == b.position && a.label == b.label && a.holder_before == b.holder_before &&
         a.holder_after == b.holder_after && a.amount == b.amount &&
         a.newly_labelled == b.newly_labelled;
}

// Figures of a window are the difference of two runs: what lies later must not change what was.
TEST(TraceProperties, ARunUntilATimeIsTheBeginningOfTheFullRun) {
  std::size_t cut = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Made made = made_case(seed);
    made.request.undated = seed % 2 == 0;
    made.request.until = {};
    const TraceResult full = traced(made, made.request, seed);
    const auto& layer = made.snapshot->transactions();
    for (std::int64_t end = -1; end < 12; ++end) {
      made.request.until = {end};
      const TraceResult part = traced(made, made.request, seed);
      std::vector<TracedMovement> expected;
      for (const TracedMovement& movement : full.movements) {
        if (layer.time_ms[movement.position] <= end) expected.push_back(movement);
      }
      ASSERT_TRUE(std::equal(part.movements.begin(), part.movements.end(), expected.begin(),
                             expected.end(), is_same_movement))
          << "seed " << seed << " until " << end;
      const auto converted =
          std::count_if(full.conversions.begin(), full.conversions.end(),
                        [&](const Conversion& c) { return layer.time_ms[c.position] <= end; });
      ASSERT_EQ(std::ssize(part.conversions), converted) << "seed " << seed << " until " << end;
      cut += part.movements.size() < full.movements.size();
    }
  }
  EXPECT_GT(cut, 1000u);
}

// Debits of one account at one time, whatever their order: to within a unit a debit.
TEST(TraceProperties, TheOrderOfSimultaneousDebitsMattersOnlyByRounding) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    std::mt19937_64 random(seed);
    const std::size_t debits = 2 + random() % 8;
    std::vector<HandMadeTransfer> payments;
    std::int64_t paid = 0;
    for (std::size_t i = 0; i < debits; ++i) {
      const auto amount = static_cast<std::int64_t>(random() % 10'000);
      payments.push_back({1, static_cast<std::uint32_t>(3 + i), 5, amount});
      paid += amount;
    }
    const auto clean = static_cast<std::int64_t>(random() % 10'000);
    std::vector<std::int64_t> first;
    for (int turn = 0; turn < 3; ++turn) {
      std::vector<HandMadeTransfer> transfers = {{0, 1, 1, paid}, {2, 1, 2, clean}};
      transfers.insert(transfers.end(), payments.begin(), payments.end());
      Made made;
      made.snapshot = hand_made_snapshot(static_cast<std::uint32_t>(3 + debits), transfers);
      made.request.sources = {{0, {paid}, 0}};
      const TraceResult result = traced(made, made.request, seed);
      std::vector<std::int64_t> held(3 + debits, 0);
      for (const LabelledHolding& h : result.holdings) held[h.account] += h.amount;
      if (turn == 0) first = held;
      for (std::size_t v = 0; v < held.size(); ++v) {
        ASSERT_LE(std::abs(held[v] - first[v]), static_cast<std::int64_t>(debits)) << seed;
      }
      std::shuffle(payments.begin(), payments.end(), random);
    }
  }
}

// A label does not know of the others: alone it goes where it went among them, but for rounding
// and for the room that others took in a payment. (A conversion may blow a unit up to any size.)
TEST(TraceProperties, LabelsDoNotDisturbEachOther) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    Made made = made_case(seed);
    if (!made.snapshot->transactions().base()->received.empty()) continue;
    ++compared;
    std::erase_if(made.request.sources, [](const auto& source) { return source.label == 2; });
    std::map<std::uint32_t, std::uint32_t> owner;  // one label a transaction: none is in the way
    std::erase_if(made.request.sources, [&](const auto& source) {
      return owner.emplace(source.position, source.label).first->second != source.label;
    });
    for (auto& source : made.request.sources) source.amount.value /= 4;
    const TraceResult both = traced(made, made.request, seed);
    if (std::any_of(both.balances.begin(), both.balances.end(),
                    [](const auto& b) { return b.not_placed > 0 || b.already_labelled > 0; })) {
      continue;
    }
    TraceRequest alone = made.request;
    std::erase_if(alone.sources, [](const auto& source) { return source.label != 0; });
    Held expected = in_accounts(traced(made, alone, seed));
    Held found = in_accounts(both);
    std::erase_if(found, [](const auto& entry) { return std::get<2>(entry.first) != 0; });
    for (auto& [key, amount] : found) expected[key] -= amount;
    for (const auto& [key, difference] : expected) {
      ASSERT_LE(std::abs(difference), 2 * std::ssize(made.transfers)) << "seed " << seed;
    }
  }
  EXPECT_GT(compared, 50);
}

}  // namespace
}  // namespace headwater::engine
