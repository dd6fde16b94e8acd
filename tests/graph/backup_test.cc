// A backup gives the store back, whole; one that was changed, cut short or interrupted gives
// nothing.
#include "graph/backup.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "graph/seal.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

namespace fs = std::filesystem;

class BackupTest : public StoreFixture {
 protected:
  void add(Store& store, std::uint64_t rows) {
    auto writer = begin(store);
    for (std::uint64_t row = 0; row < rows; ++row) {
      value(writer->add(
          transfer(*writer, std::to_string(row % 7), std::to_string(row % 5), 10, row)));
    }
    value(writer->publish());
  }
  // Two commits, the first one sealed.
  std::string fill() {
    auto store = open(OpenMode::kCreate);
    add(*store, 500);
    value(seal(*store, context_));
    add(*store, 300);
    store.reset();
    return digest();
  }
  std::string folder() const { return folder_ / "backup"; }
  std::string restored() const { return folder_ / "restored"; }
  BackupReport back_up() { return value(backup(*open(OpenMode::kWrite), folder(), context_)); }
  std::string digest_of(const std::string& store_path) {
    const auto store = value(Store::open(store_path, {OpenMode::kRead}));
    const VerifyReport report = value(verify(*store, true, context_));
    EXPECT_TRUE(report.ok());
    return report.content_digest;
  }
  void expect_no_restore(StatusCode code) {
    const auto refused = restore(folder(), restored(), context_);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), code) << refused.error().message();
    EXPECT_FALSE(fs::exists(restored()));
    EXPECT_FALSE(fs::exists(restored() + ".partial"));
  }
  std::vector<fs::path> files() const {
    std::vector<fs::path> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder())) {
      if (entry.is_regular_file()) all.push_back(entry.path());
    }
    return all;
  }
};

TEST_F(BackupTest, GivesTheStoreBackWithEveryCommit) {
  const std::string before = fill();
  const BackupReport made = back_up();
  EXPECT_EQ(made.content_digest, before);
  EXPECT_EQ(made.commit.value, 2u);
  EXPECT_EQ(digest(), before) << "the store is as it was";
  fs::remove_all(path());
  const BackupReport back = value(restore(folder(), restored(), context_));
  EXPECT_EQ(back.content_digest, before);
  EXPECT_EQ(back.files, made.files);
  EXPECT_EQ(digest_of(restored()), before);
  const auto store = value(Store::open(restored(), {OpenMode::kWrite}));
  EXPECT_EQ(unsealed_transactions(*store), 300u);
  EXPECT_TRUE(store->view({.as_of = {1}}).has_value());
  add(*store, 3);  // it takes input
}

TEST_F(BackupTest, SharesNoFileWithTheStore) {
  fill();
  back_up();
  for (const fs::path& file : files()) EXPECT_EQ(fs::hard_link_count(file), 1u) << file;
}

TEST_F(BackupTest, OneChangedByteInAnyFileIsRefused) {
  fill();
  back_up();
  for (const fs::path& file : files()) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 2);
    stream.seekg(middle);
    const auto old = static_cast<char>(stream.get());
    const auto put = [&](char c) {
      stream.seekp(middle);
      stream.put(c).flush();
    };
    put(static_cast<char>(old ^ 1));
    expect_no_restore(StatusCode::kCorrupt);
    put(old);
  }
  value(restore(folder(), restored(), context_));
}

TEST_F(BackupTest, AMissingOrAFurtherFileIsRefused) {
  fill();
  back_up();
  const fs::path any = files().front(), aside = folder_ / "aside";
  fs::rename(any, aside);
  EXPECT_FALSE(restore(folder(), restored(), context_).has_value());
  fs::rename(aside, any);
  std::ofstream(fs::path(folder()) / "rocksdb" / "999999.sst") << "more";
  expect_no_restore(StatusCode::kCorrupt);
}

TEST_F(BackupTest, WhatIsNoBackupIsRefused) {
  expect_no_restore(StatusCode::kInput);
  fs::create_directory(folder());
  std::ofstream(fs::path(folder()) / "BACKUP") << "something else\n";
  expect_no_restore(StatusCode::kCorrupt);
}

TEST_F(BackupTest, NothingThatExistsIsReplaced) {
  fill();
  back_up();
  const auto again = backup(*open(OpenMode::kWrite), folder(), context_);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code(), StatusCode::kQuestion);
  const auto onto = restore(folder(), path(), context_);
  ASSERT_FALSE(onto.has_value());
  EXPECT_EQ(onto.error().code(), StatusCode::kQuestion);
}

TEST_F(BackupTest, ADamagedStoreIsNotBackedUp) {
  fill();
  for (const auto& entry : fs::directory_iterator(path() + "/rocksdb")) {
    if (entry.path().extension() != ".sst") continue;
    std::fstream stream(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(10);
    stream.put('\xEE');
  }
  const auto store = Store::open(path(), {OpenMode::kWrite});
  if (store.has_value()) {
    EXPECT_FALSE(backup(**store, folder(), context_).has_value());
  }
  EXPECT_FALSE(fs::exists(folder()));
  EXPECT_FALSE(fs::exists(folder() + ".partial"));
}

TEST_F(BackupTest, ARequestToStopLeavesNothing) {
  fill();
  ExecutionContext stopped;
  stopped.cancel();
  EXPECT_FALSE(backup(*open(OpenMode::kWrite), folder(), stopped).has_value());
  EXPECT_FALSE(fs::exists(folder()));
  EXPECT_FALSE(fs::exists(folder() + ".partial"));
}

// Killed at random moments there is no folder of that name, or a good backup.
TEST_F(BackupTest, AKilledBackupIsNoneOrWholeSlow) {
  const std::string before = fill();
  int whole = 0;
  for (int round = 0; round < 40; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto store = Store::open(path(), {OpenMode::kWrite});
      if (store.has_value()) {
        static_cast<void>(backup(**store, folder(), ExecutionContext({.threads = 1})));
      }
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(round) * 7'000);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    if (fs::exists(folder())) {
      ++whole;
      EXPECT_EQ(value(restore(folder(), restored(), context_)).content_digest, before);
      fs::remove_all(restored());
    }
    fs::remove_all(folder());
    fs::remove_all(folder() + ".partial");
    EXPECT_EQ(digest(), before) << "round " << round;
  }
  EXPECT_LT(whole, 40);
}

}  // namespace
}  // namespace headwater::graph::store_tests
