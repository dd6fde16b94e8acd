// Nothing is removed while it is uncertain what RocksDB's list of files says, and the list is not
// written while what it would name is read wrongly.
#include "graph/internal/careful_files.h"

#include <filesystem>
#include <fstream>

#include "tests/graph/store_fixture.h"
#include "tests/support/faulty_disk.h"

namespace headwater::graph::store_tests {
namespace {

using tests::FaultKind;

class CarefulFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(root());
    std::ofstream(file("000001.sst")) << "rows";
    disk_ = std::make_unique<tests::FaultyDisk>(root(), folder_ / "shadow");
    trust_ = std::make_shared<internal::ListTrust>();
    careful_ = internal::careful_environment(trust_, root());
    begin_list("MANIFEST-000001");
    make_current("MANIFEST-000001");
  }
  void begin_list(const std::string& name) {
    ASSERT_TRUE(careful_->NewWritableFile(file(name), &list_, {}).ok());
  }
  void make_current(const std::string& name) {
    std::ofstream(file("000001.dbtmp")) << name;
    ASSERT_TRUE(careful_->RenameFile(file("000001.dbtmp"), file("CURRENT")).ok());
  }
  std::string root() const { return folder_ / "root"; }
  std::string file(const std::string& name) const { return root() + "/" + name; }
  bool is_removed() {
    EXPECT_TRUE(careful_->DeleteFile(file("000001.sst")).ok());
    return !std::filesystem::exists(file("000001.sst"));
  }
  // The whole of the table file.
  rocksdb::Status read() {
    std::unique_ptr<rocksdb::RandomAccessFile> table;
    const rocksdb::Status opened = careful_->NewRandomAccessFile(file("000001.sst"), &table, {});
    if (!opened.ok()) return opened;
    char bytes[4];
    rocksdb::Slice found;
    return table->Read(0, sizeof(bytes), &found, bytes);
  }

  tests::TemporaryDirectory folder_;
  std::unique_ptr<tests::FaultyDisk> disk_;
  std::shared_ptr<internal::ListTrust> trust_;
  std::unique_ptr<rocksdb::Env> careful_;
  std::unique_ptr<rocksdb::WritableFile> list_;
};

TEST_F(CarefulFilesTest, NoFileIsRemovedBeforeTheListIsFoundRight) {
  EXPECT_FALSE(is_removed());
  trust_->found_right();
  EXPECT_TRUE(is_removed());
}

TEST_F(CarefulFilesTest, NoFileIsRemovedOnceTheListCouldNotBeWrittenOrSynced) {
  trust_->found_right();
  disk_->arm({FaultKind::kSyncError, 0, false, 1});
  ASSERT_TRUE(list_->Append("an entry").ok());
  EXPECT_FALSE(list_->Sync().ok());
  EXPECT_TRUE(list_->Sync().ok());
  EXPECT_FALSE(is_removed());
}

TEST_F(CarefulFilesTest, NoFileIsRemovedWhileANewListIsNotTheCurrentOne) {
  trust_->found_right();
  begin_list("MANIFEST-000002");
  EXPECT_FALSE(is_removed());
  make_current("MANIFEST-000002");
  EXPECT_TRUE(is_removed());
}

TEST_F(CarefulFilesTest, AListElsewhereIsAFileLikeAnyOther) {
  trust_->found_right();
  std::filesystem::create_directory(root() + "/checkpoint");
  begin_list("checkpoint/MANIFEST-000001");
  EXPECT_TRUE(is_removed());
}

TEST_F(CarefulFilesTest, ATableFileThatCouldNotBeWrittenChangesNothing) {
  trust_->found_right();
  std::unique_ptr<rocksdb::WritableFile> table;
  ASSERT_TRUE(careful_->NewWritableFile(file("000002.sst"), &table, {}).ok());
  disk_->arm({FaultKind::kFullDisk, 0, false, 1});
  EXPECT_FALSE(table->Append("rows").ok());
  EXPECT_TRUE(is_removed());
}

TEST_F(CarefulFilesTest, TheListIsNotWrittenWhileWhatItWouldNameIsMisread) {
  trust_->found_right();
  for (const FaultKind kind : {FaultKind::kFlippedBit, FaultKind::kReadError}) {
    for (const std::uint64_t at : {0u, 1u}) {
      trust_->begin_taking_in();
      disk_->arm({kind, at, false, 1});
      static_cast<void>(read());
      EXPECT_TRUE(disk_->has_struck());
      EXPECT_FALSE(list_->Append("an entry").ok());
      trust_->end_taking_in();
      EXPECT_TRUE(list_->Append("an entry").ok());
    }
  }
  trust_->begin_taking_in();
  disk_->arm({});
  EXPECT_TRUE(read().ok());
  EXPECT_TRUE(list_->Append("an entry").ok());
}

TEST_F(CarefulFilesTest, ALogThatIsReadTwoWaysIsNoticed) {
  std::ofstream(file("000003.log")) << "rows of a log";
  const auto read_log = [&] {
    std::unique_ptr<rocksdb::SequentialFile> log;
    const rocksdb::Status opened = careful_->NewSequentialFile(file("000003.log"), &log, {});
    if (!opened.ok()) return std::string("not opened");
    char bytes[64];
    rocksdb::Slice found;
    const rocksdb::Status status = log->Read(sizeof(bytes), &found, bytes);
    return status.ok() ? found.ToString() : std::string("not read");
  };
  disk_->arm({});
  EXPECT_EQ(read_log(), "rows of a log");
  for (const FaultKind kind : {FaultKind::kFlippedBit, FaultKind::kReadError}) {
    for (const std::uint64_t at : {0u, 1u}) {
      disk_->arm({kind, at, false, 1});
      EXPECT_EQ(read_log(), "not read");
    }
  }
}

}  // namespace
}  // namespace headwater::graph::store_tests
