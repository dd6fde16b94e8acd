// An account's transactions through a cursor equal a filter over the whole ledger: at every commit,
// however the ledger was sealed, for every window, kind and direction.
#include "graph/edge_cursor.h"

#include <algorithm>
#include <random>
#include <tuple>

#include "graph/internal/edge_block.h"
#include "graph/internal/store_state.h"
#include "graph/seal.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

using Adjacent = std::vector<AdjacentTransaction>;

class EdgeCursorTest : public StoreFixture {
 protected:
  static constexpr int kAccounts = 12;

  // One hub, ties, self-transfers, parallel edges, late arrivals, conversions, undated rows.
  void add_commit(Store& store, std::size_t count) {
    auto writer = begin(store);
    for (std::size_t i = 0; i < count; ++i) {
      const auto name = [&] {
        return std::to_string(random_() % 3 == 0 ? random_() % kAccounts : 0);
      };
      const std::string from = name();
      const std::string to = name();
      Transaction t = transfer(*writer, from, to, static_cast<std::int64_t>(random_() % 1000), i);
      t.time = {static_cast<std::int64_t>(random_() % 400) * 1000};
      if (random_() % 20 == 0) t.time = kUnknownTime;
      t.kind = random_() % 4 == 0 ? TransactionKind::kFee : TransactionKind::kTransfer;
      t.channel = static_cast<Channel>(random_() % 3);
      if (random_() % 10 == 0) {
        t.received_asset = value(writer->asset({"USD", AssetKind::kFiat, 2}));
        t.received_amount = {7};
      }
      value(writer->add(t));
    }
    if (random_() % 2 == 0 && store.latest_commit().value > 0) {
      const auto view = value(store.view({}));
      const TransactionId any{random_() % view->counters().transactions};
      if (value(view->transaction(any))) {
        ASSERT_TRUE(writer->retract(any).ok());
      }
      const CommitSeq commit{1 + random_() % store.latest_commit().value};
      if (random_() % 3 == 0 && view->is_commit_visible(commit)) {
        ASSERT_TRUE(writer->retract(commit).ok());
      }
    }
    value(writer->publish());
  }

  using Ledger = std::vector<std::pair<TransactionId, Transaction>>;

  static Ledger ledger_of(const StoreView& view) {
    Ledger ledger;
    EXPECT_TRUE(view.for_each_transaction([&](TransactionId id, const Transaction& t) -> Status {
                      ledger.emplace_back(id, t);
                      return {};
                    })
                    .ok());
    std::sort(ledger.begin(), ledger.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.second.time.ms, a.first.value) <
             std::tuple(b.second.time.ms, b.first.value);
    });
    return ledger;
  }

  static Adjacent expected(const Ledger& ledger, const EdgeRequest& request) {
    Adjacent all;
    const bool is_out = request.direction == Direction::kOut;
    for (const auto& [id, t] : ledger) {
      if ((is_out ? t.from : t.to) != request.account) continue;
      if (request.window.is_bounded() && !request.window.contains(t.time)) continue;
      const auto& kinds = request.kinds;
      if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), t.kind) == kinds.end()) continue;
      all.push_back({id, t.time, is_out ? t.to : t.from, is_out ? t.amount : t.received_amount,
                     is_out ? t.asset : t.received_asset, t.kind, t.channel});
    }
    if (request.newest_first) std::reverse(all.begin(), all.end());
    return all;
  }

  static Adjacent found(EdgeCursor& cursor, const EdgeRequest& request,
                        std::size_t most = static_cast<std::size_t>(-1)) {
    Adjacent all;
    EXPECT_TRUE(cursor
                    .for_each(request,
                              [&](const AdjacentTransaction& edge) {
                                all.push_back(edge);
                                return all.size() < most;
                              })
                    .ok());
    return all;
  }

  std::vector<TimeWindow> windows() {
    const auto at = [](std::int64_t second) { return Timestamp{second * 1000}; };
    const auto first = static_cast<std::int64_t>(random_() % 400);
    const auto second = static_cast<std::int64_t>(random_() % 400);
    return {{},
            {at(first), {}},
            {{}, at(second)},
            {at(std::min(first, second)), at(std::max(first, second))},
            {at(first), at(first)}};
  }

  void compare(const Store& store, CommitSeq as_of) {
    const auto view = value(store.view({.as_of = as_of}));
    const auto cursor = value(EdgeCursor::make(*view, context_));
    const Ledger ledger = ledger_of(*view);
    for (std::uint64_t i = 0; i < kAccounts; ++i) {
      for (const TimeWindow& window : windows()) {
        for (const Direction direction : {Direction::kOut, Direction::kIn}) {
          for (const auto& kinds : {std::vector<TransactionKind>{},
                                    std::vector<TransactionKind>{TransactionKind::kFee}}) {
            for (const bool newest_first : {false, true}) {
              const EdgeRequest request{
                  {EntityKind::kAccount, i}, direction, window, kinds, newest_first};
              const Adjacent all = expected(ledger, request);
              ASSERT_EQ(found(*cursor, request), all) << "account " << i;
              if (all.size() < 3) continue;
              const Adjacent few = found(*cursor, request, 3);
              EXPECT_TRUE(std::equal(few.begin(), few.end(), all.begin()));
              EXPECT_EQ(few.size(), 3u);
            }
          }
        }
      }
    }
  }

  std::mt19937_64 random_{5};
};

TEST_F(EdgeCursorTest, EveryAnswerEqualsAFilterOverTheLedger) {
  auto store = open(OpenMode::kCreate);
  for (int commit = 0; commit < 8; ++commit) {
    add_commit(*store, commit == 2 ? 6000 : random_() % 400);
    if (random_() % 2 == 0) value(seal(*store, context_));
    compare(*store, kLatestCommit);
  }
  compare(*store, {3});
  value(seal(*store, context_));
  EXPECT_EQ(unsealed_transactions(*store), 0u);
  for (std::uint64_t commit = 1; commit <= 8; ++commit) compare(*store, {commit});
  store.reset();
  digest();
  compare(*open(OpenMode::kRead), kLatestCommit);
}

TEST_F(EdgeCursorTest, SealingInManyStepsGivesTheIndexOfOne) {
  {
    auto store = open(OpenMode::kCreate);
    for (int commit = 0; commit < 12; ++commit) {
      add_commit(*store, random_() % 900);
      value(seal(*store, context_));
    }
    EXPECT_EQ(value(seal(*store, context_)).sealed_now, 0u);
  }
  digest();  // verifies deeply: the index equals one that is built anew, byte for byte
}

TEST_F(EdgeCursorTest, ThreadsDoNotChangeTheIndex) {
  {
    auto store = open(OpenMode::kCreate);
    add_commit(*store, 9000);
    value(seal(*store, ExecutionContext({.threads = 4})));
  }
  const auto store = open(OpenMode::kRead);
  const auto report = value(verify(*store, true, ExecutionContext({.threads = 1})));
  EXPECT_TRUE(report.ok()) << report.problems.front();
}

class DamagedIndexTest : public EdgeCursorTest {
 protected:
  void SetUp() override {
    store_ = open(OpenMode::kCreate);
    add_commit(*store_, 3000);
    value(seal(*store_, context_));
    iterator_ = database().iterator(internal::Family::kOut, nullptr);
    iterator_->SeekToFirst();
  }
  internal::Database& database() { return *store_->internal().database; }
  // The problems that are found once the block at the iterator is another, or gone.
  std::vector<std::string> problems_with(const std::string& block, bool deep) {
    EXPECT_TRUE(database()
                    .raw()
                    .Put({}, database().handle(internal::Family::kOut), iterator_->key(), block)
                    .ok());
    return value(verify(*store_, deep, context_)).problems;
  }

  std::unique_ptr<Store> store_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

TEST_F(DamagedIndexTest, AnEdgeWithAnotherAmountIsFoundByComparingWithTheLedger) {
  std::vector<internal::Edge> edges;
  const std::string key = iterator_->key().ToString();
  ASSERT_TRUE(internal::decode_block(iterator_->value().ToString(), key, "out", edges).ok());
  ++edges.front().amount;
  const std::string block = internal::encode_block(edges);
  EXPECT_TRUE(problems_with(block, false).empty());
  const auto problems = problems_with(block, true);
  ASSERT_FALSE(problems.empty());
  EXPECT_NE(problems.front().find("differs from the ledger"), std::string::npos);
}

TEST_F(DamagedIndexTest, AMissingEdgeIsFoundByCounting) {
  std::vector<internal::Edge> edges;
  const std::string key = iterator_->key().ToString();
  ASSERT_TRUE(internal::decode_block(iterator_->value().ToString(), key, "out", edges).ok());
  ASSERT_GT(edges.size(), 1u);
  edges.pop_back();
  const auto problems = problems_with(internal::encode_block(edges), false);
  ASSERT_FALSE(problems.empty());
  EXPECT_NE(problems.front().find("the watermark says"), std::string::npos);
}

TEST_F(DamagedIndexTest, EdgesOutOfOrderAreFound) {
  std::vector<internal::Edge> edges;
  const std::string key = iterator_->key().ToString();
  ASSERT_TRUE(internal::decode_block(iterator_->value().ToString(), key, "out", edges).ok());
  ASSERT_GT(edges.size(), 2u);
  std::swap(edges[1], edges[2]);
  EXPECT_FALSE(problems_with(internal::encode_block(edges), false).empty());
}

TEST_F(EdgeCursorTest, AStoreOpenForReadingIsNotSealed) {
  {
    auto store = open(OpenMode::kCreate);
    add_commit(*store, 10);
  }
  const auto store = open(OpenMode::kRead);
  const auto refused = seal(*store, context_);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), StatusCode::kLocked);
}

}  // namespace
}  // namespace headwater::graph::store_tests
