// Truncated, flipped and random bytes: never a crash, never a lost row, never a dependence on
// threads or block borders.
#include <random>

#include <gtest/gtest.h>

#include "tests/reference/csv_reference.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater {
namespace {

using ingest::Format;
using ingest::internal::RowCounts;
using tests::built_in;
using tests::RecordingWriter;
using tests::stage_file;
using tests::StagingOptions;

const char* const kWorkload =
    "timestamp,from_bank,from_account,to_bank,to_account,amount,currency,format\n"
    "1661990400,7,1,8,2,10.50,US Dollar,Cash\n"
    "1661990401,7,\"1\",8,\"3 \",\"0.01\",\"Euro\",Wire\r\n"
    "1661990402,8,2,8,\"x\"\"y\",1e2,Bitcoin,Bitcoin\n"
    "1661990403,8,2,9,\"two\nlines\",5,Yen,ACH\n";

struct Staged {
  std::string transcript;
  RowCounts counts;
  bool refused = false;
};

Staged stage(const Format& format, const std::string& path, const StagingOptions& options) {
  RecordingWriter writer;
  const auto counts = stage_file(format, path, writer, options);
  Staged result;
  result.refused = !counts.has_value();
  if (result.refused) {
    EXPECT_EQ(counts.error().code(), graph::StatusCode::kInput) << counts.error().message();
    return result;
  }
  result.counts = *counts;
  result.transcript = writer.transcript();
  EXPECT_EQ(counts->rows_read, counts->accepted + counts->duplicates + counts->quarantined);
  EXPECT_EQ(writer.quarantined.size(), counts->quarantined);
  return result;
}

// Stages `text` with several threads and block sizes and expects one answer.
Staged stage_alike(const Format& format, const std::string& text, const std::string& path) {
  tests::write_file(path, text);
  const Staged first = stage(format, path, {.threads = 1});
  for (const std::size_t block : {1UL, 3UL, 64UL}) {
    const Staged other = stage(format, path, {.block_bytes = block, .threads = 2});
    EXPECT_EQ(other.refused, first.refused) << "block " << block;
    EXPECT_EQ(other.transcript, first.transcript) << "block " << block;
  }
  return first;
}

TEST(HostileInput, TruncationAtEveryByteKeepsEveryWholeRow) {
  const tests::TemporaryDirectory directory;
  const Format format = built_in("workload");
  const std::string text = kWorkload;
  for (std::size_t size = 1; size <= text.size(); ++size) {
    SCOPED_TRACE("size " + std::to_string(size));
    const std::string part = text.substr(0, size);
    const Staged staged = stage_alike(format, part, directory / "part.csv");
    if (staged.refused) {
      EXPECT_LT(size, text.find('\n'));
      continue;
    }
    const auto rows = tests::read_reference_rows(part, {});
    EXPECT_EQ(staged.counts.rows_read, rows.size() - 1);
  }
}

TEST(HostileInput, FlippedBitsNeverLoseARow) {
  const tests::TemporaryDirectory directory;
  const Format format = built_in("workload");
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    std::string text = kWorkload;
    const std::size_t body = text.find('\n') + 1;
    for (std::uint64_t flips = 1 + random() % 3; flips > 0; --flips) {
      char& byte = text[body + random() % (text.size() - body)];
      byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (random() % 8)));
    }
    const Staged staged = stage_alike(format, text, directory / "flipped.csv");
    EXPECT_FALSE(staged.refused);
    EXPECT_EQ(staged.counts.rows_read, tests::read_reference_rows(text, {}).size() - 1);
  }
}

TEST(HostileInput, RandomBytesAreQuarantinedOrRefused) {
  const tests::TemporaryDirectory directory;
  const Format edges = built_in("edgelist");
  const Format workload = built_in("workload");
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    std::string text(1 + random() % 300, '\0');
    for (char& byte : text) byte = static_cast<char>(random() % 256);
    stage_alike(edges, text, directory / "random.txt");
    stage_alike(workload, std::string(kWorkload).substr(0, 75) + text, directory / "random.csv");
  }
}

TEST(HostileInput, EveryThreadCountStagesTheSame) {
  const tests::TemporaryDirectory directory;
  std::string text(kWorkload, std::string(kWorkload).find('\n') + 1);
  std::mt19937_64 random(11);
  for (int i = 0; i < 20'000; ++i) {
    text += std::to_string(1'661'990'400 + i) + ",1," + std::to_string(random() % 500) + ",2," +
            std::to_string(random() % 500) + "," + std::to_string(random() % 100'000) +
            (i % 97 == 0 ? ",Groats,Cash\n" : ",Euro,\"Credit Card\"\n");
  }
  const std::string path = directory / "many.csv";
  tests::write_file(path, text);
  const Format format = built_in("workload");
  const Staged one = stage(format, path, {.threads = 1});
  EXPECT_EQ(one.counts.rows_read, 20'000u);
  EXPECT_EQ(one.counts.quarantined, 207u);
  for (const int threads : {2, 4}) {
    EXPECT_EQ(stage(format, path, {.block_bytes = 10'000, .threads = threads}).transcript,
              one.transcript);
  }
}

// A line of 100 MB costs one quarantined row of at most 64 KiB, and the next rows are read.
TEST(HostileInput, AHundredMegabyteLineIsQuarantinedInBoundedMemory) {
  const tests::TemporaryDirectory directory;
  const std::string path = directory / "long.csv";
  const std::string header(kWorkload, std::string(kWorkload).find('\n') + 1);
  tests::write_file(path, header + "1661990400,7,1,8,2,10.50,US Dollar,Cash\n" +
                              std::string(100'000'000, 'x') +
                              "\n1661990400,7,1,8,2,10.50,US Dollar,Cash\n");
  RecordingWriter writer;
  const auto counts = stage_file(built_in("workload"), path, writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, 2u);
  ASSERT_EQ(writer.quarantined.size(), 1u);
  const auto& row = writer.quarantined[0];
  EXPECT_EQ(row.reason, "row-too-long");
  EXPECT_EQ(row.text.size(), 64u * 1024);
  EXPECT_EQ(row.byte_end - row.byte_begin, 100'000'000u);
  EXPECT_EQ(row.row, 2u);
}

}  // namespace
}  // namespace headwater
