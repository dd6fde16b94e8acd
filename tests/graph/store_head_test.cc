// A database that has lost its newest commit, or its first row, is refused: it would answer as of
// an earlier day, without a sign of it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "graph/internal/database.h"
#include "graph/internal/head_file.h"
#include "graph/internal/meta_record.h"
#include "graph/internal/store_state.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

namespace fs = std::filesystem;

class StoreHeadTest : public StoreFixture {
 protected:
  // Commit 1 loads two transactions, commit 2 withdraws the first. What is kept is the store as it
  // was then, before anything was compacted: a shorter list would name files that are gone.
  void fill() {
    {
      const auto store = open(OpenMode::kCreate);
      auto writer = begin(*store);
      value(writer->add(transfer(*writer, "1", "2", 100, 1)));
      value(writer->add(transfer(*writer, "1", "2", 100, 2)));
      value(writer->publish());
      ASSERT_TRUE(store->internal().database->raw().PauseBackgroundWork().ok());
      writer.reset();
      writer = begin(*store);
      ASSERT_TRUE(writer->retract(TransactionId{0}).ok());
      value(writer->publish());
      fs::copy(path(), folder_ / "then", fs::copy_options::recursive);
      ASSERT_TRUE(store->internal().database->raw().ContinueBackgroundWork().ok());
    }
    fs::remove_all(path());
    fs::rename(folder_ / "then", path());
    fs::remove_all(path() + "/scratch");
  }
  fs::path list_of_files() const {
    for (const auto& entry : fs::directory_iterator(path() + "/rocksdb")) {
      if (entry.path().filename().string().starts_with("MANIFEST")) return entry.path();
    }
    return {};
  }
  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(path() + "/rocksdb")) {
      if (entry.path().extension() == ".sst") names.insert(entry.path().filename());
    }
    return names;
  }
  static std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  static void write(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  }
  Status refusal(OpenMode mode) {
    const auto store = Store::open(path(), {mode});
    return store.has_value() ? Status() : store.error();
  }
  void expect_corrupt(OpenMode mode, const std::string& found) {
    const Status status = refusal(mode);
    EXPECT_EQ(status.code(), StatusCode::kCorrupt) << status.message();
    EXPECT_NE(status.message().find(found), std::string::npos) << status.message();
  }
  std::unique_ptr<internal::Database> raw() {
    return value(internal::Database::open_primary(path() + "/rocksdb", false, 2));
  }
};

TEST_F(StoreHeadTest, AListOfFilesCutShortAnywhereNeverAnswersWithLess) {
  fill();
  const std::string before = digest();
  const fs::path list = list_of_files();
  const std::string whole = bytes_of(list);
  ASSERT_GT(whole.size(), 600u);
  int lost = 0;
  for (std::size_t cut = 1; cut <= whole.size(); cut += cut < 400 ? 7 : 61) {
    write(list, whole.substr(0, whole.size() - cut));
    const auto store = Store::open(path(), {OpenMode::kRead});
    if (store.has_value()) {
      EXPECT_EQ((*store)->latest_commit().value, 2u) << cut;
      EXPECT_EQ(digest(), before) << cut;
    } else {
      lost += store.error().message().find("commit 2 was published") != std::string::npos ? 1 : 0;
    }
  }
  EXPECT_GT(lost, 20);
  write(list, whole);
  EXPECT_EQ(digest(), before);
}

TEST_F(StoreHeadTest, AWriterThatRefusesALostCommitLeavesItsFiles) {
  fill();
  const std::string before = digest();
  const std::set<std::string> files_before = files();
  const fs::path list = list_of_files();
  const std::string whole = bytes_of(list);
  for (const std::size_t cut : {5u, 50u, 200u}) {
    write(list, whole.substr(0, whole.size() - cut));
    for (const OpenMode mode : {OpenMode::kRead, OpenMode::kWrite, OpenMode::kCreate}) {
      expect_corrupt(mode, "commit 2 was published and the database has lost it");
    }
    EXPECT_EQ(files(), files_before);
  }
  write(list, whole);
  EXPECT_EQ(digest(), before);
}

TEST_F(StoreHeadTest, AHeadThatLagsOrIsMissingIsMendedByTheNextWriter) {
  fill();
  ASSERT_EQ(value(internal::read_head(path())), CommitSeq{2});
  fs::create_directory(folder_ / "staged");
  ASSERT_TRUE(internal::stage_head(folder_ / "staged", CommitSeq{1}).ok());
  ASSERT_TRUE(internal::move_head(folder_ / "staged", path()).ok());
  digest();
  EXPECT_EQ(value(internal::read_head(path())), CommitSeq{1});
  open(OpenMode::kWrite);
  EXPECT_EQ(value(internal::read_head(path())), CommitSeq{2});
  fs::remove(path() + "/head");
  digest();
  open(OpenMode::kWrite);
  EXPECT_EQ(value(internal::read_head(path())), CommitSeq{2});
  EXPECT_FALSE(fs::exists(path() + "/scratch"));
}

TEST_F(StoreHeadTest, EveryCommitIsInTheHeadWhenPublishReturns) {
  const auto store = open(OpenMode::kCreate);
  EXPECT_EQ(value(internal::read_head(path())), std::nullopt);
  for (std::uint64_t commit = 1; commit <= 3; ++commit) {
    auto writer = begin(*store);
    value(writer->add(transfer(*writer, "1", "2", 100, commit)));
    value(writer->publish());
    EXPECT_EQ(value(internal::read_head(path())), CommitSeq{commit});
  }
}

TEST_F(StoreHeadTest, SeveralLostCommitsAreNamed) {
  fill();
  fs::create_directory(folder_ / "staged");
  ASSERT_TRUE(internal::stage_head(folder_ / "staged", CommitSeq{7}).ok());
  ASSERT_TRUE(internal::move_head(folder_ / "staged", path()).ok());
  expect_corrupt(OpenMode::kRead, "commits 3 to 7 were published");
}

TEST_F(StoreHeadTest, ADamagedHeadIsRefused) {
  fill();
  const std::string sound = bytes_of(path() + "/head");
  for (std::size_t i = 0; i < sound.size(); ++i) {
    std::string damaged = sound;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    write(path() + "/head", damaged);
    expect_corrupt(OpenMode::kRead, "the file is damaged");
    write(path() + "/head", sound.substr(0, i));
    expect_corrupt(OpenMode::kWrite, "the file is damaged");
  }
  write(path() + "/head", sound + std::string(100, 'x'));
  expect_corrupt(OpenMode::kRead, "the file is damaged");
}

TEST_F(StoreHeadTest, AStoreWithDataButWithoutItsFirstRowIsDamagedAndNotMadeAnew) {
  fill();
  const auto remove_row = [&] {
    const auto database = raw();
    ASSERT_TRUE(database->raw()
                    .Delete({}, database->handle(internal::Family::kMeta), internal::kMetaKey)
                    .ok());
  };
  remove_row();
  for (const OpenMode mode : {OpenMode::kRead, OpenMode::kWrite, OpenMode::kCreate}) {
    expect_corrupt(mode, "commits 1 to 2 were published");
  }
  fs::remove(path() + "/head");
  for (const OpenMode mode : {OpenMode::kRead, OpenMode::kWrite, OpenMode::kCreate}) {
    expect_corrupt(mode, "the row of `meta` is missing and family `manifest` holds data");
  }
}

TEST_F(StoreHeadTest, AStoreWhoseMakingWasNotFinishedCanBeMade) {
  fs::create_directory(path());
  value(internal::Database::open_primary(path() + "/rocksdb", true, 2));
  EXPECT_EQ(refusal(OpenMode::kRead).code(), StatusCode::kInput);
  EXPECT_NE(refusal(OpenMode::kRead).message().find("making was not finished"), std::string::npos);
  fill();
  digest();
}

TEST_F(StoreHeadTest, ADatabaseWithoutItsFirstFileIsNotMadeAnew) {
  fill();
  const std::set<std::string> files_before = files();
  fs::rename(path() + "/rocksdb/CURRENT", path() + "/aside");
  for (int round = 0; round < 2; ++round) {
    for (const OpenMode mode : {OpenMode::kRead, OpenMode::kWrite, OpenMode::kCreate}) {
      expect_corrupt(mode, "rocksdb/CURRENT is missing");
    }
    fs::remove(path() + "/head");
  }
  EXPECT_EQ(files(), files_before);
}

}  // namespace
}  // namespace headwater::graph::store_tests
