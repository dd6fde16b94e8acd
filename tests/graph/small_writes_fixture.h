// What tests of small writes share: what a writer says, and many writers at once.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "graph/small_writes.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {

inline constexpr int kWriters = 8;

// A few payments with ids of their own, between accounts that all writers share.
struct Say {
  int writer = 0, turn = 0;
  std::string id(int part) const {
    return std::to_string(writer) + "-" + std::to_string(turn) + "-" + std::to_string(part);
  }
  int parts() const { return 1 + turn % 3; }
};

inline Status say_payments(CommitWriter& writer, const Say& what) {
  HEADWATER_ASSIGN_OR_RETURN(const AssetId euro, writer.asset({"EUR", AssetKind::kFiat, 2}));
  for (int part = 0; part < what.parts(); ++part) {
    Transaction t;
    const auto account = [&](int number) {
      return writer.entity({EntityKind::kAccount, "bank", std::to_string(number)});
    };
    HEADWATER_ASSIGN_OR_RETURN(t.from, account((what.writer * 7 + what.turn) % 23));
    HEADWATER_ASSIGN_OR_RETURN(t.to, account((what.turn + part) % 31));
    t.time = {std::int64_t{what.turn} * 1000};
    t.amount = t.received_amount = {100 + what.writer};
    t.asset = t.received_asset = euro;
    t.origin.row = static_cast<std::uint64_t>(part) + 1;
    t.origin.source_id = what.id(part);
    HEADWATER_ASSIGN_OR_RETURN([[maybe_unused]] const TransactionId added, writer.add(t));
  }
  return {};
}

inline Manifest feed_manifest() {
  Manifest manifest;
  manifest.format = "feed";
  manifest.namespace_name = "bank";
  manifest.sources.push_back({"feed", std::string(64, 'f'), "feed", 0, 0, 0, 0, false});
  return manifest;
}

class SmallWritesTest : public StoreFixture {
 protected:
  // What each commit says, by its number, as its writer was told.
  std::map<std::uint64_t, Say> write_from_all(SmallWrites& feed, int turns) {
    std::map<std::uint64_t, Say> said;
    std::mutex mutex;
    std::vector<std::thread> threads;
    for (int i = 0; i < kWriters; ++i) {
      threads.emplace_back([&, i] {
        for (int turn = 0; turn < turns; ++turn) {
          const Say what{i, turn};
          const auto commit = feed.write(
              feed_manifest(), [&](CommitWriter& writer) { return say_payments(writer, what); });
          ASSERT_TRUE(commit.has_value()) << commit.error().message();
          const std::lock_guard lock(mutex);
          EXPECT_TRUE(said.emplace(commit->value, what).second) << "one number twice";
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    return said;
  }
  // The store that a load, commit by commit, makes of the same.
  std::string digest_of_loads(const std::map<std::uint64_t, Say>& said) {
    const std::string folder = folder_ / "loaded";
    const auto store = value(Store::open(folder, {OpenMode::kCreate}));
    for (const auto& [commit, what] : said) {
      const auto writer = value(CommitWriter::begin(*store, feed_manifest(), context_));
      EXPECT_TRUE(say_payments(*writer, what).ok());
      EXPECT_EQ(value(writer->publish()).value, commit);
    }
    const VerifyReport report = value(verify(*store, true, context_));
    EXPECT_TRUE(report.ok()) << report.problems.front();
    return report.content_digest;
  }
};

}  // namespace headwater::graph::store_tests
