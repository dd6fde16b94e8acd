// What interrupts a load leaves the store as it was: a full disk at any point, a request to stop, a
// writer killed at any moment.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

class StoreFailureTest : public StoreFixture {
 protected:
  // One commit of `count` transfers with attributes, so that several families grow.
  Status load(Store& store, int count, std::uint64_t seed) {
    auto writer = CommitWriter::begin(store, Manifest(), context_);
    if (!writer.has_value()) return writer.error();
    std::mt19937_64 random(seed);
    for (int i = 0; i < count; ++i) {
      auto from = (*writer)->entity({EntityKind::kAccount, "bank", std::to_string(random() % 999)});
      if (!from.has_value()) return from.error();
      auto asset = (*writer)->asset({"EUR", AssetKind::kFiat, 2});
      if (!asset.has_value()) return asset.error();
      Transaction t;
      t.from = t.to = *from;
      t.time = {static_cast<std::int64_t>(random() % 1'000'000)};
      t.amount = t.received_amount = {static_cast<std::int64_t>(random() >> 2)};
      t.asset = t.received_asset = *asset;
      t.origin.row = static_cast<std::uint64_t>(i) + 1;
      t.attributes = {{"text", std::to_string(random())}};
      auto added = (*writer)->add(t);
      if (!added.has_value()) return added.error();
    }
    auto published = (*writer)->publish();
    return published.has_value() ? Status() : published.error();
  }

  // Runs `work` in a child whose files cannot grow beyond `limit`; its status code comes back.
  template <typename Work>
  int in_child_with_file_limit(rlim_t limit, Work work) {
    const pid_t child = ::fork();
    if (child == 0) {
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit files{limit, limit};
      ::setrlimit(RLIMIT_FSIZE, &files);
      ::_exit(static_cast<int>(work()));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
};

TEST_F(StoreFailureTest, AFullDiskPublishesNothing) {
  ASSERT_TRUE(load(*open(OpenMode::kCreate), 500, 1).ok());
  const std::string before = digest();
  int failures = 0;
  for (const rlim_t limit : {rlim_t{4} << 10, rlim_t{32} << 10, rlim_t{128} << 10}) {
    const int code = in_child_with_file_limit(limit, [&] {
      const auto store = Store::open(path(), {OpenMode::kWrite});
      return store.has_value() ? load(**store, 40'000, 2).code() : store.error().code();
    });
    EXPECT_EQ(code, static_cast<int>(StatusCode::kIo)) << "limit " << limit;
    failures += code == static_cast<int>(StatusCode::kIo) ? 1 : 0;
    EXPECT_EQ(digest(), before);
  }
  EXPECT_EQ(failures, 3);
  ASSERT_TRUE(load(*open(OpenMode::kWrite), 500, 3).ok());
  EXPECT_NE(digest(), before);
  EXPECT_FALSE(std::filesystem::exists(path() + "/scratch"));
}

TEST_F(StoreFailureTest, ARequestToStopPublishesNothing) {
  const auto store = open(OpenMode::kCreate);
  ASSERT_TRUE(load(*store, 500, 1).ok());
  context_.cancel();
  EXPECT_EQ(load(*store, 20'000, 2).code(), StatusCode::kCancelled);
  EXPECT_EQ(load(*store, 10, 2).code(), StatusCode::kCancelled);  // in `publish`
  EXPECT_EQ(store->latest_commit().value, 1u);
  EXPECT_EQ(value(store->view({}))->counters().transactions, 500u);
}

TEST_F(StoreFailureTest, ScratchOfADeadWriterIsRemovedByTheNextOneOnly) {
  ASSERT_TRUE(load(*open(OpenMode::kCreate), 10, 1).ok());
  std::filesystem::create_directories(path() + "/scratch/staged-keys");
  open(OpenMode::kRead);
  EXPECT_TRUE(std::filesystem::exists(path() + "/scratch/staged-keys"));
  open(OpenMode::kWrite);
  EXPECT_FALSE(std::filesystem::exists(path() + "/scratch"));
}

TEST_F(StoreFailureTest, AHalfWrittenTableFileOfADeadWriterDoesNotStopReaders) {
  ASSERT_TRUE(load(*open(OpenMode::kCreate), 10, 1).ok());
  const std::string before = digest();
  std::ofstream(path() + "/rocksdb/999999.sst") << "half";
  EXPECT_EQ(digest(), before);
}

TEST_F(StoreFailureTest, OnlyItsOwnerMayEnterTheFoldersOfANewStore) {
  const std::string name = folder_ / "above/store/";
  const auto store = value(Store::open(name, {OpenMode::kCreate}));
  const auto writer = begin(*store);
  for (const char* folder : {"", "rocksdb", "scratch"}) {
    EXPECT_EQ(std::filesystem::status(name + folder).permissions(),
              std::filesystem::perms::owner_all)
        << folder;
  }
  std::filesystem::create_directory(folder_ / "shared");
  std::filesystem::permissions(folder_ / "shared", std::filesystem::perms(0750));
  value(Store::open(folder_ / "shared", {OpenMode::kCreate}));
  EXPECT_EQ(std::filesystem::status(folder_ / "shared").permissions(),
            std::filesystem::perms(0750));
}

TEST_F(StoreFailureTest, MakingAStoreThatIsKilledLeavesOneThatCanBeMade) {
  for (int round = 0; round < 10; ++round) {
    std::filesystem::remove_all(path());
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto store = Store::open(path(), {OpenMode::kCreate});
      ::pause();
    }
    ::usleep(static_cast<useconds_t>(round * 7'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(load(*open(OpenMode::kCreate), 5, 1).ok());
    digest();
  }
}

}  // namespace
}  // namespace headwater::graph::store_tests
