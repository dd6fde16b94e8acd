// Readers beside a writer that publishes and compacts without a pause: each sees one whole commit.
#include <atomic>
#include <chrono>
#include <thread>

#include "graph/internal/database.h"
#include "graph/internal/store_state.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

class StoreReadersTest : public StoreFixture {
 protected:
  // Each commit adds two transactions and withdraws the first of the commit before.
  void publish(Store& store) {
    auto writer = begin(store);
    const std::uint64_t published = writer->staged().transactions;
    for (std::uint64_t row = 1; row <= 2; ++row) {
      Transaction t = transfer(*writer, "1", "2", 10, published + row);
      t.origin.source_id = "T" + std::to_string(published + row);
      value(writer->add(t));
    }
    if (published > 0) {
      ASSERT_TRUE(writer->retract(TransactionId{published - 2}).ok());
    }
    value(writer->publish());
  }
  static void compact(const Store& store) {
    const internal::Database& database = *store.internal().database;
    for (int i = 0; i < internal::kFamilyCount; ++i) {
      store.internal()
          .database->raw()
          .CompactRange({}, database.handle(static_cast<internal::Family>(i)), nullptr, nullptr)
          .PermitUncheckedError();
    }
  }
  // Commit n has 2n transactions, of which n + 1 stand.
  void expect_one_whole_commit() {
    const auto store = open(OpenMode::kRead);
    const std::uint64_t commits = store->latest_commit().value;
    const auto view = value(store->view({}));
    EXPECT_EQ(view->counters().transactions, 2 * commits);
    std::uint64_t standing = 0;
    EXPECT_TRUE(view->for_each_transaction([&](TransactionId, const Transaction&) {
                      ++standing;
                      return Status();
                    })
                    .ok());
    EXPECT_EQ(standing, commits + 1);
    const VerifyReport report = value(verify(*store, true, context_));
    EXPECT_TRUE(report.ok()) << report.problems.front();
  }
};

TEST_F(StoreReadersTest, EachSeesOneWholeCommitWhileAWriterPublishesAndCompactsSlow) {
  const auto store = open(OpenMode::kCreate);
  publish(*store);
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    while (!stop) {
      publish(*store);
      compact(*store);
    }
  });
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);  // sanitizers
  for (int round = 0; round < 100 && !HasFailure(); ++round) {
    expect_one_whole_commit();
    if (std::chrono::steady_clock::now() > end) break;
  }
  stop = true;
  writer.join();
  EXPECT_GT(store->latest_commit().value, 10u);
  expect_one_whole_commit();
}

}  // namespace
}  // namespace headwater::graph::store_tests
