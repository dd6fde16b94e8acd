// Damage of every kind is found and named: one changed value in each family, a format of another
// version, families of another version.
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "graph/internal/bytes.h"
#include "graph/internal/crc32c.h"
#include "graph/internal/database.h"
#include "graph/internal/meta_record.h"
#include "graph/internal/verify_checks.h"
#include "graph/seal.h"
#include "graph/small_writes.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

using internal::Database;
using internal::Family;

class StoreDamageTest : public StoreFixture {
 protected:
  // A store with a row in every family.
  void fill() {
    const auto store = open(OpenMode::kCreate);
    auto writer = begin(*store);
    for (std::uint64_t row = 1; row <= 3; ++row) {
      Transaction t = transfer(*writer, "1", "2", 10, row);
      t.origin.source_id = "T" + std::to_string(row);
      value(writer->add(t));
    }
    Relation relation;
    relation.from = relation.to = account(*writer, "1");
    value(writer->add(relation));
    ASSERT_TRUE(VictimKey::generate_file(folder_ / "key").ok());
    ASSERT_TRUE(writer->bind_victim_key(value(VictimKey::load(folder_ / "key"))).ok());
    VictimFlow flow;
    flow.form = "forced-labour";
    flow.sex = "female";
    value(writer->add(flow));
    Assertion assertion;
    assertion.transaction = TransactionId{0};
    value(writer->add(assertion));
    Statistic statistic;
    statistic.indicator = "detected";
    statistic.territory = value(writer->entity({EntityKind::kLocation, "iso3166", "ESP"}));
    value(writer->add(statistic));
    Rate rate;
    rate.base = rate.quote = value(writer->asset({"EUR", AssetKind::kFiat, 2}));
    value(writer->add(rate));
    OpeningBalance opening;
    opening.account = account(*writer, "1");
    ASSERT_TRUE(writer->add(opening).ok());
    QuarantinedRow rejected;
    rejected.row = 9;
    rejected.reason = "bad-date";
    ASSERT_TRUE(writer->add(rejected).ok());
    value(writer->publish());
    writer.reset();
    writer = begin(*store);
    ASSERT_TRUE(writer->retract(TransactionId{2}).ok());
    value(writer->publish());
    writer.reset();
    value(seal(*store, context_));
    const auto feed = value(SmallWrites::begin(*store, context_));
    Manifest manifest;
    manifest.format = "feed";
    value(feed->write(manifest, [&](CommitWriter& small) -> Status {
      value(small.add(transfer(small, "1", "2", 10, 1)));
      return {};
    }));
  }
  std::unique_ptr<Database> raw() {
    return value(Database::open_primary(path() + "/rocksdb", false, 2));
  }
  std::pair<std::string, std::string> first_row(const Database& database, Family family) {
    std::pair<std::string, std::string> row;
    EXPECT_TRUE(database
                    .scan(family, "", "", nullptr,
                          [&](std::string_view key, std::string_view bytes) -> Status {
                            if (row.first.empty()) row = {std::string(key), std::string(bytes)};
                            return {};
                          })
                    .ok());
    return row;
  }
  // Turns 64 bytes of a file over; a second time makes it sound again.
  static void flip(const std::filesystem::path& file) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    char bytes[64];
    stream.seekg(8).read(bytes, sizeof(bytes));
    ASSERT_TRUE(stream.good()) << file;
    for (char& byte : bytes) byte = static_cast<char>(byte ^ 0x5A);
    stream.seekp(8).write(bytes, sizeof(bytes));
  }
  std::vector<std::filesystem::path> table_files() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(path() + "/rocksdb")) {
      if (entry.path().extension() == ".sst") files.push_back(entry.path());
    }
    return files;
  }
  // What opening and verifying say; empty when all is well.
  std::string complaint() {
    const auto store = Store::open(path(), {OpenMode::kRead});
    if (!store.has_value()) return store.error().message();
    const auto report = verify(**store, false, context_);
    if (!report.has_value()) return report.error().message();
    return report->ok() ? std::string() : report->problems.front();
  }
};

TEST_F(StoreDamageTest, AChangedByteInAnyFamilyIsNamed) {
  fill();
  ASSERT_EQ(complaint(), "");
  for (int i = 0; i < internal::kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    const std::string name(internal::name_of(family));
    std::pair<std::string, std::string> row;
    {
      const auto database = raw();
      row = first_row(*database, family);
      ASSERT_FALSE(row.first.empty()) << "no row to damage in " << name;
      std::string damaged = row.second;
      damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x04);
      ASSERT_TRUE(database->put_synced(family, row.first, damaged).ok());
    }
    const std::string found = complaint();
    EXPECT_NE(found.find(name), std::string::npos) << name << " was damaged, found: " << found;
    ASSERT_TRUE(raw()->put_synced(family, row.first, row.second).ok());
  }
  EXPECT_EQ(complaint(), "");
}

// Several checks read one row, and each would name it.
TEST_F(StoreDamageTest, EachProblemIsListedOnce) {
  fill();
  for (int i = 0; i < internal::kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    std::pair<std::string, std::string> row;
    {
      const auto database = raw();
      row = first_row(*database, family);
      std::string damaged = row.second;
      damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x04);
      ASSERT_TRUE(database->put_synced(family, row.first, damaged).ok());
    }
    if (const auto store = Store::open(path(), {OpenMode::kRead}); store.has_value()) {
      const VerifyReport report = value(verify(**store, false, context_));
      const std::set<std::string> distinct(report.problems.begin(), report.problems.end());
      EXPECT_EQ(distinct.size(), report.problems.size())
          << internal::name_of(family) << ": " << report.problems.front();
    }
    ASSERT_TRUE(raw()->put_synced(family, row.first, row.second).ok());
  }
}

TEST(ProblemList, CountsWhatItDoesNotKeepOnceToo) {
  internal::ProblemList list;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 103; ++i) list.add("place " + std::to_string(i));
  }
  const auto lines = list.take();
  ASSERT_EQ(lines.size(), 101u);
  EXPECT_EQ(lines.back(), "... and 3 more");
}

// 64 bytes of each table file in turn. The files of other families are read to their end.
TEST_F(StoreDamageTest, ADamagedTableFileIsAProblemAndNoError) {
  fill();
  std::size_t listed = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path() + "/rocksdb")) {
    if (entry.path().extension() != ".sst") continue;
    const std::string name = entry.path().filename();
    flip(entry.path());
    {
      const auto store = Store::open(path(), {OpenMode::kRead});
      if (store.has_value()) {
        const VerifyReport report = value(verify(**store, false, context_));
        EXPECT_FALSE(report.ok()) << name;
        EXPECT_EQ(report.content_digest, "");
        ASSERT_FALSE(report.problems.empty());
        EXPECT_NE(report.problems.front().find("file " + name + " of "), std::string::npos)
            << report.problems.front();
        for (const std::string& problem : report.problems) {
          EXPECT_EQ(problem.find("headwater verify"), std::string::npos) << problem;
        }
        ++listed;
      } else {
        EXPECT_EQ(store.error().code(), StatusCode::kCorrupt) << store.error().message();
      }
    }
    flip(entry.path());
  }
  EXPECT_GE(listed, 5u);
  EXPECT_EQ(complaint(), "");
}

// Without the file of `mark` a withdrawn transaction would stand again.
TEST_F(StoreDamageTest, AMissingTableFileIsRefusedByName) {
  fill();
  const std::vector<std::filesystem::path> files = table_files();
  ASSERT_GE(files.size(), static_cast<std::size_t>(internal::kFamilyCount) - 1);  // no tail
  for (const bool beside_a_writer : {false, true}) {
    const auto writer = beside_a_writer ? open(OpenMode::kWrite) : nullptr;
    for (const auto& file : table_files()) {
      const std::filesystem::path aside = folder_ / "aside.sst";
      std::filesystem::rename(file, aside);
      for (const OpenMode mode : {OpenMode::kRead, OpenMode::kWrite}) {
        if (beside_a_writer && mode == OpenMode::kWrite) continue;
        const auto store = Store::open(path(), {mode});
        ASSERT_FALSE(store.has_value()) << file;
        EXPECT_EQ(store.error().code(), StatusCode::kCorrupt) << store.error().message();
        const std::string name = "file rocksdb/" + file.filename().string() + " is missing";
        EXPECT_NE(store.error().message().find(name), std::string::npos) << store.error().message();
      }
      std::filesystem::rename(aside, file);
    }
  }
  EXPECT_EQ(complaint(), "");
}

TEST_F(StoreDamageTest, RowsBeyondTheCountersAreNamed) {
  fill();
  {
    const auto database = raw();
    const auto row = first_row(*database, Family::kRelation);
    ASSERT_TRUE(
        database->put_synced(Family::kRelation, internal::big_endian_key(77, ~1ull), row.second)
            .ok());
  }
  EXPECT_NE(complaint().find("relation: 1 rows beyond"), std::string::npos) << complaint();
}

// Bytes 1..4 of the row are the format version, 5..12 the required features.
TEST_F(StoreDamageTest, AnotherFormatOrAnUnknownFeatureIsRefused) {
  fill();
  const std::string sound = raw()->get(Family::kMeta, internal::kMetaKey, nullptr)->value();
  for (const std::size_t byte : {std::size_t{1}, std::size_t{5}}) {
    std::string changed = sound;
    changed[byte] = 9;
    const std::uint32_t crc =
        internal::crc32c(std::string_view(changed).substr(0, changed.size() - sizeof(crc)));
    std::memcpy(changed.data() + changed.size() - sizeof(crc), &crc, sizeof(crc));
    ASSERT_TRUE(raw()->put_synced(Family::kMeta, internal::kMetaKey, changed).ok());
    for (const OpenMode mode : {OpenMode::kRead, OpenMode::kWrite, OpenMode::kCreate}) {
      const auto store = Store::open(path(), {mode});
      ASSERT_FALSE(store.has_value());
      EXPECT_EQ(store.error().code(), StatusCode::kUnsupported) << store.error().message();
      EXPECT_NE(store.error().message().find("load the sources"), std::string::npos);
    }
  }
}

TEST_F(StoreDamageTest, AFamilyOfALaterVersionIsRefusedForWriting) {
  fill();
  {
    const auto database = raw();
    rocksdb::ColumnFamilyHandle* later = nullptr;
    ASSERT_TRUE(database->raw().CreateColumnFamily({}, "of_later", &later).ok());
    ASSERT_TRUE(database->raw().DestroyColumnFamilyHandle(later).ok());
  }
  for (const OpenMode mode : {OpenMode::kWrite, OpenMode::kCreate}) {
    EXPECT_EQ(Store::open(path(), {mode}).error().code(), StatusCode::kUnsupported);
  }
}

TEST_F(StoreDamageTest, AFlippedByteAnywhereInAFileIsFound) {
  fill();
  const std::vector<std::filesystem::path> files = table_files();
  ASSERT_GE(files.size(), static_cast<std::size_t>(internal::kFamilyCount) - 1);  // no tail
  const auto flip = [](const std::filesystem::path& file, std::uintmax_t at) {
    std::FILE* stream = std::fopen(file.c_str(), "r+b");
    ASSERT_NE(stream, nullptr);
    std::fseek(stream, static_cast<long>(at), SEEK_SET);
    const int byte = std::fgetc(stream);
    std::fseek(stream, static_cast<long>(at), SEEK_SET);
    std::fputc(byte ^ 0x20, stream);
    std::fclose(stream);
  };
  // In a block, in the index, and in the footer, of which no block's checksum knows.
  for (const auto& file : files) {
    const std::uintmax_t size = std::filesystem::file_size(file);
    for (const std::uintmax_t at : {size / 3, size - 60, size - 45, size - 30, size - 15}) {
      flip(file, at);
      EXPECT_NE(complaint(), "") << file << " byte " << at;
      flip(file, at);
    }
  }
  EXPECT_EQ(complaint(), "");
}

}  // namespace
}  // namespace headwater::graph::store_tests
