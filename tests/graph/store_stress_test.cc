// Many threads of one process read while one writes, seals and compacts: every answer as of every
// commit is the one that was worked out beforehand.
#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <random>
#include <thread>

#include "graph/compact.h"
#include "graph/edge_cursor.h"
#include "graph/seal.h"
#include "graph/snapshot.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

constexpr int kStressAccounts = 9;
constexpr std::uint64_t kCommits = 24;
constexpr std::uint64_t kPaymentsACommit = 60;

// What a commit adds and withdraws, as anybody can read it.
struct PlannedPayment {
  int from, to;
  std::int64_t amount;
};
struct PlannedCommit {
  std::vector<PlannedPayment> adds;
  std::vector<std::uint64_t> withdraws;  // by number
};

// By number; nothing for a withdrawn one.
using Standing = std::vector<std::optional<PlannedPayment>>;

struct Answers {
  std::uint64_t count = 0;
  std::int64_t sum = 0;
  std::map<int, std::vector<std::uint64_t>> paid_by;  // numbers, ascending

  friend bool operator==(const Answers&, const Answers&) = default;
};

std::vector<PlannedCommit> plan(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<PlannedCommit> commits(kCommits);
  std::vector<bool> is_gone;
  for (PlannedCommit& commit : commits) {
    for (int i = 0; i < 5 && !is_gone.empty(); ++i) {
      const std::uint64_t number = random() % is_gone.size();
      if (is_gone[number]) continue;
      is_gone[number] = true;
      commit.withdraws.push_back(number);
    }
    for (std::uint64_t i = 0; i < kPaymentsACommit; ++i) {
      commit.adds.push_back({static_cast<int>(random() % kStressAccounts),
                             static_cast<int>(random() % kStressAccounts),
                             static_cast<std::int64_t>(random() % 1000)});
      is_gone.push_back(false);
    }
  }
  return commits;
}

Answers answers_of(const Standing& standing) {
  Answers answers;
  for (std::uint64_t number = 0; number < standing.size(); ++number) {
    const auto& payment = standing[number];
    if (!payment) continue;
    ++answers.count;
    answers.sum += payment->amount;
    answers.paid_by[payment->from].push_back(number);
  }
  return answers;
}

// [n] is as of commit n; [0] is nothing.
std::vector<Answers> work_out(const std::vector<PlannedCommit>& commits) {
  std::vector<Answers> all(1);
  Standing standing;
  for (const PlannedCommit& commit : commits) {
    for (const std::uint64_t number : commit.withdraws) standing[number].reset();
    standing.insert(standing.end(), commit.adds.begin(), commit.adds.end());
    all.push_back(answers_of(standing));
  }
  return all;
}

class StoreStressTest : public StoreFixture {
 protected:
  void publish(Store& store, const PlannedCommit& commit) {
    auto writer = begin(store);
    std::uint64_t row = 0;
    for (const PlannedPayment& payment : commit.adds) {
      value(writer->add(transfer(*writer, std::to_string(payment.from), std::to_string(payment.to),
                                 payment.amount, ++row * 7919 % kPaymentsACommit + 1)));
    }
    for (const std::uint64_t number : commit.withdraws) {
      ASSERT_TRUE(writer->retract(TransactionId{number}).ok());
    }
    value(writer->publish());
  }

  // By the ledger, by the index of accounts, and by the snapshot in memory.
  static Answers by_ledger(const StoreView& view) {
    Answers answers;
    EXPECT_TRUE(view.for_each_transaction([&](TransactionId id, const Transaction& t) {
                      ++answers.count;
                      answers.sum += t.amount.value;
                      answers.paid_by[account_number(view, t.from)].push_back(id.value);
                      return Status();
                    })
                    .ok());
    return answers;
  }
  static int account_number(const StoreView& view, EntityId id) {
    return std::stoi(value(view.key_of(id)).external_id);
  }
  Answers by_index(const StoreView& view) const {
    Answers answers;
    const auto cursor = value(EdgeCursor::make(view, context_));
    for (int i = 0; i < kStressAccounts; ++i) {
      const auto id = value(view.find({EntityKind::kAccount, "bank", std::to_string(i)}));
      if (!id) continue;
      EdgeRequest request;
      request.account = *id;
      EXPECT_TRUE(cursor
                      ->for_each(request,
                                 [&](const AdjacentTransaction& edge) {
                                   ++answers.count;
                                   answers.sum += edge.amount.value;
                                   answers.paid_by[i].push_back(edge.id.value);
                                   return true;
                                 })
                      .ok());
    }
    for (auto& [account, numbers] : answers.paid_by) std::sort(numbers.begin(), numbers.end());
    return answers;
  }
  Answers by_snapshot(const StoreView& view) const {
    Answers answers;
    const auto snapshot = value(build_snapshot(view, {}, context_));
    const TransactionLayer& layer = snapshot->transactions();
    for (VertexIndex v = 0; v < snapshot->vertices().size(); ++v) {
      for (const std::uint32_t position : layer.out.edges(v)) {
        const int account = account_number(view, snapshot->vertices().entity(v));
        ++answers.count;
        answers.sum += layer.amount[position];
        answers.paid_by[account].push_back(layer.id(position).value);
      }
    }
    for (auto& [account, numbers] : answers.paid_by) std::sort(numbers.begin(), numbers.end());
    return answers;
  }
  void compare(const Store& store, std::uint64_t as_of) const {
    const auto view = value(store.view({.as_of = {as_of}, .victim_key = {}}));
    EXPECT_EQ(by_ledger(*view), expected_[as_of]) << "ledger as of " << as_of;
    EXPECT_EQ(by_index(*view), expected_[as_of]) << "index as of " << as_of;
    EXPECT_EQ(by_snapshot(*view), expected_[as_of]) << "snapshot as of " << as_of;
  }

  const std::vector<PlannedCommit> commits_ = plan(5);
  const std::vector<Answers> expected_ = work_out(commits_);
};

// Readers open the store anew for each question, and one keeps a view from long ago.
TEST_F(StoreStressTest, EveryAnswerIsThatOfItsCommit) {
  const auto store = open(OpenMode::kCreate);
  publish(*store, commits_[0]);
  std::atomic<bool> stop{false};
  std::atomic<int> rounds{0};
  std::vector<std::thread> readers;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    readers.emplace_back([&, seed] {
      std::mt19937_64 random(seed);
      const auto old = open(OpenMode::kRead);
      const std::uint64_t known_then = old->latest_commit().value;
      while (!stop && !HasFailure()) {
        const auto now = open(OpenMode::kRead);
        const std::uint64_t newest = now->latest_commit().value;
        compare(*now, newest);
        compare(*now, 1 + random() % newest);
        compare(*old, known_then);
        ++rounds;
      }
    });
  }
  for (std::uint64_t i = 1; i < kCommits && !HasFailure(); ++i) {
    publish(*store, commits_[i]);
    if (i % 3 == 0) value(seal(*store, context_));
    if (i % 5 == 0) value(compact(*store, context_));
    // Each commit is met by some reader.
    for (const int before = rounds; rounds == before && !HasFailure();) std::this_thread::yield();
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  for (std::uint64_t as_of = 1; as_of <= kCommits; ++as_of) compare(*store, as_of);
  EXPECT_GE(rounds, static_cast<int>(kCommits) - 1);
}

// The writer's own views, shared between threads: no commit, seal or compaction changes them.
TEST_F(StoreStressTest, AViewThatManyThreadsShareStandsStill) {
  const auto store = open(OpenMode::kCreate);
  for (std::uint64_t i = 0; i < 4; ++i) publish(*store, commits_[i]);
  value(seal(*store, context_));
  publish(*store, commits_[4]);
  const auto view = value(store->view({}));
  std::atomic<bool> stop{false};
  std::atomic<int> rounds{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop && !HasFailure()) {
        EXPECT_EQ(by_ledger(*view), expected_[5]);
        EXPECT_EQ(by_index(*view), expected_[5]);
        EXPECT_EQ(by_snapshot(*view), expected_[5]);
        ++rounds;
      }
    });
  }
  for (std::uint64_t i = 5; i < 14; ++i) {
    publish(*store, commits_[i]);
    value(seal(*store, context_));
    if (i % 4 == 0) value(compact(*store, context_));
    for (const int before = rounds; rounds == before && !HasFailure();) std::this_thread::yield();
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace headwater::graph::store_tests
