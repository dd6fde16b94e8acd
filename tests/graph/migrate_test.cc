// A store that was made when the format was 0 stands in golden/format_0 as it was left: 29 commits
// of a generated case with payments, relations, sealed victims, statistics, rates, openings,
// quarantined rows, a correction, withdrawals, a seal, an erasure, and a commit after the seal.
#include "graph/migrate.h"

#include <filesystem>

#include "graph/internal/database.h"
#include "graph/internal/meta_record.h"
#include "graph/internal/value_frame.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

namespace fs = std::filesystem;

// As `verify --as-of-seq` said them when the format was 0.
struct GoldenDigest {
  std::uint64_t commit;
  const char* digest;
};
constexpr GoldenDigest kGoldenDigests[] = {
    {10, "222cd489120e19664446a8096bbdbb01c80c4b0ce39015a01abf33b824a66472"},
    {16, "33347478d8e13363db7e2aabefb6a295250c873daf385a3d62befb77099160ad"},
    {23, "47a6a3d410b46623a70493af8cc18b52790220c9c9f45598b8461c10c7bf7a5a"},
    {24, "7e1f12fff627dc936abc93011b23b65fc257407bb622ae743b24dd764b29f770"},
    {25, "642f12b05f4bed5ee9fd744b2c26390e8d78657179a2881b6f756b6b7363cfcb"},
    {26, "848ddd3d81c3ccedb8f061146d7881c5fc21281f38dc0af5f230627663f13e8d"},
    {27, "b1a6219519b83aa4f632161e617ee40dfb15b16542664073c58205f67232097a"},
    {28, "b1a6219519b83aa4f632161e617ee40dfb15b16542664073c58205f67232097a"},
    {29, "3b845e284415b3b41d20c96ba8b57eb53fc5f0fd01cf9a64e532b5874a707c5c"},
};

fs::path golden() { return fs::path(HEADWATER_SOURCE_DIR) / "tests/graph/golden"; }

class MigrateTest : public StoreFixture {
 protected:
  void SetUp() override {
    fs::copy(golden() / "format_0", path(), fs::copy_options::recursive);
    key_ = value(VictimKey::load(golden() / "victims.key"));
  }
  void expect_golden() {
    const auto store = open(OpenMode::kRead);
    for (const auto& [commit, expected] : kGoldenDigests) {
      const VerifyReport report = value(verify(*store, true, context_, {commit}, key_));
      EXPECT_TRUE(report.ok()) << report.problems.front();
      EXPECT_EQ(report.content_digest, expected) << "as of commit " << commit;
    }
  }
  std::optional<VictimKey> key_;
};

TEST_F(MigrateTest, EveryCommitOfAnOldStoreSaysWhatItSaid) {
  const MigrationReport report = value(migrate(path(), context_));
  EXPECT_EQ(report.from, 0u);
  EXPECT_EQ(report.to, 1u);
  EXPECT_EQ(report.commit.value, 29u);
  EXPECT_GT(report.links, 1000u);
  expect_golden();
  const auto store = open(OpenMode::kRead);
  const auto view = value(store->view({.victim_key = key_}));
  EXPECT_EQ(view->counters().transactions, 355u);
  EXPECT_EQ(value(view->count_entities(EntityKind::kAccount)), 336u);
  EXPECT_EQ(view->erasures().size(), 1u);
}

TEST_F(MigrateTest, AnOldStoreIsRefusedUntilItIsMigrated) {
  const auto before = fs::last_write_time(path() + "/rocksdb");
  for (const OpenMode mode : {OpenMode::kRead, OpenMode::kWrite, OpenMode::kCreate}) {
    const auto store = Store::open(path(), {mode});
    ASSERT_FALSE(store.has_value());
    EXPECT_EQ(store.error().code(), StatusCode::kUnsupported);
    EXPECT_NE(store.error().message().find("headwater migrate"), std::string::npos);
  }
  EXPECT_EQ(fs::last_write_time(path() + "/rocksdb"), before) << "nothing was touched";
}

TEST_F(MigrateTest, OnceIsEnough) {
  value(migrate(path(), context_));
  const MigrationReport again = value(migrate(path(), context_));
  EXPECT_EQ(again.from, again.to);
  EXPECT_EQ(again.links, 0u);
  expect_golden();
}

TEST_F(MigrateTest, OneThatIsCancelledLeavesTheOldFormatAndCanBeRunAgain) {
  ExecutionContext cancelled;
  cancelled.cancel();
  EXPECT_EQ(migrate(path(), cancelled).error().code(), StatusCode::kCancelled);
  EXPECT_EQ(Store::open(path(), {OpenMode::kRead}).error().code(), StatusCode::kUnsupported);
  EXPECT_EQ(value(migrate(path(), context_)).from, 0u);
  expect_golden();
}

TEST_F(MigrateTest, WhatIsMigratedIsWrittenToLikeAnyOther) {
  value(migrate(path(), context_));
  {
    const auto store = open(OpenMode::kWrite);
    const auto writer = begin(*store);
    value(writer->add(transfer(*writer, "1", "2", 10, 1)));
    EXPECT_EQ(value(writer->publish()).value, 30u);
  }
  expect_golden();
}

TEST_F(MigrateTest, WhatIsNoStoreOrOfALaterFormatIsRefused) {
  EXPECT_EQ(migrate(folder_ / "nowhere", context_).error().code(), StatusCode::kInput);
  value(migrate(path(), context_));
  {
    const auto database = value(internal::Database::open_primary(path() + "/rocksdb", false, 2));
    internal::ByteWriter later = internal::begin_value();
    later.u32(7);
    later.u64(0);
    later.u64(0);
    ASSERT_TRUE(database
                    ->put_synced(internal::Family::kMeta, internal::kMetaKey,
                                 internal::end_value(std::move(later)))
                    .ok());
  }
  EXPECT_EQ(migrate(path(), context_).error().code(), StatusCode::kUnsupported);
}

}  // namespace
}  // namespace headwater::graph::store_tests
