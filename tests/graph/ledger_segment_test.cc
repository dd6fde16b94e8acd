#include "graph/internal/ledger_segment.h"

#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "graph/internal/crc32c.h"
#include "graph/internal/entity_dictionary.h"
#include "graph/internal/external_sorter.h"
#include "graph/internal/packed_column.h"
#include "tests/support/temporary_directory.h"

namespace headwater::graph::internal {
namespace {

Transaction random_transaction(std::mt19937_64& random, std::uint64_t row) {
  Transaction t;
  t.from = EntityId(random() % 10 == 0 ? EntityKind::kLoan : EntityKind::kAccount, random() % 9999);
  t.to = EntityId(EntityKind::kAccount, random() % 9999);
  t.time = random() % 20 == 0 ? kUnknownTime
                              : Timestamp{static_cast<std::int64_t>(random() % 1'000'000'000)};
  t.amount = {static_cast<std::int64_t>(random() >> (1 + random() % 63))};
  t.asset = {static_cast<std::uint16_t>(random() % 3)};
  t.received_amount = t.amount;
  t.received_asset = t.asset;
  if (random() % 9 == 0) t.received_amount = {static_cast<std::int64_t>(random() % 100)};
  if (random() % 9 == 0) t.count = static_cast<std::uint32_t>(random() % 5);
  if (random() % 9 == 0) t.period_end = {static_cast<std::int64_t>(random() % 1000)};
  if (random() % 9 == 0) t.group = random();
  t.kind = static_cast<TransactionKind>(1 + random() % 8);
  t.flags = t.time.is_known() ? 0 : kUndated;
  t.origin.row = row;
  return t;
}

void expect_equal(const Transaction& a, const Transaction& b) {
  EXPECT_EQ(a.from, b.from);
  EXPECT_EQ(a.to, b.to);
  EXPECT_EQ(a.time, b.time);
  EXPECT_EQ(a.period_end, b.period_end);
  EXPECT_EQ(a.amount, b.amount);
  EXPECT_EQ(a.asset, b.asset);
  EXPECT_EQ(a.received_amount, b.received_amount);
  EXPECT_EQ(a.received_asset, b.received_asset);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.count, b.count);
  EXPECT_EQ(a.flags, b.flags);
  EXPECT_EQ(a.group, b.group);
  EXPECT_EQ(a.origin.row, b.origin.row);
}

class LedgerSegment : public testing::TestWithParam<std::size_t> {};

TEST_P(LedgerSegment, RoundTripsAnyRows) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    std::mt19937_64 random(seed);
    SegmentBuilder builder({3}, 2);
    std::vector<Transaction> rows;
    for (std::size_t i = 0; i < GetParam(); ++i) {
      rows.push_back(random_transaction(random, i + 1));
      builder.add(rows.back());
    }
    const std::string bytes = builder.finish();
    DecodedSegment segment;
    ASSERT_TRUE(decode_segment(bytes, 0, segment).ok()) << "seed " << seed;
    ASSERT_EQ(segment.header.count, rows.size());
    EXPECT_EQ(segment.header.commit.value, 3u);
    for (std::size_t i = 0; i < rows.size(); ++i) expect_equal(segment.transaction(i), rows[i]);
  }
}
INSTANTIATE_TEST_SUITE_P(Sizes, LedgerSegment, testing::Values(1, 2, 7, kSegmentCapacity));

TEST(LedgerSegmentDamage, TruncationAndFlipsAreRefusedNotFollowed) {
  std::mt19937_64 random(5);
  SegmentBuilder builder({1}, 0);
  for (std::uint64_t i = 0; i < 40; ++i) builder.add(random_transaction(random, i));
  const std::string bytes = builder.finish();
  DecodedSegment segment;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_segment(bytes.substr(0, size), 0, segment).ok()) << size;
  }
  for (int round = 0; round < 5000; ++round) {
    std::string damaged = bytes;
    damaged[random() % damaged.size()] ^= static_cast<char>(1 << random() % 8);
    EXPECT_EQ(decode_segment(damaged, 0, segment).code(), StatusCode::kCorrupt);
    // With a checksum that fits, the decoder itself has to stand the damage.
    const std::uint32_t checksum = crc32c(std::string_view(damaged).substr(0, damaged.size() - 4));
    damaged.replace(damaged.size() - 4, 4, reinterpret_cast<const char*>(&checksum), 4);
    (void)decode_segment(damaged, 0, segment).ok();
  }
}

TEST(PackedColumn, RoundTripsExtremesAndSteadySteps) {
  const std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
  const std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  const std::vector<std::vector<std::int64_t>> columns = {
      {0}, {5, 5, 5}, {1, 2, 3, 4}, {smallest, largest}, {largest, smallest, 0, -1}, {-3, 100, -3}};
  for (const auto& column : columns) {
    const std::vector<std::uint64_t> values(column.begin(), column.end());
    ByteWriter writer;
    encode_column(values, writer);
    std::vector<std::uint64_t> read;
    ByteReader reader(writer.bytes());
    ASSERT_TRUE(decode_column(reader, values.size(), read));
    EXPECT_EQ(read, values);
    EXPECT_TRUE(reader.finished());
  }
}

TEST(Crc32c, MatchesThePublishedVectors) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);  // RFC 3720, B.4
  EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43u);
}

TEST(ExternalSorter, MergesSpilledRunsStably) {
  const tests::TemporaryDirectory folder;
  for (const std::size_t buffer : {1u, 200u, 5000u, 1u << 20}) {
    std::mt19937_64 random(buffer);
    ExternalSorter sorter(folder.path().string(), "test", buffer);
    std::vector<std::pair<std::string, std::string>> expected;
    for (int i = 0; i < 500; ++i) {
      expected.emplace_back(std::string(random() % 5, static_cast<char>('a' + random() % 5)),
                            std::to_string(i));
      ASSERT_TRUE(sorter.add(expected.back().first, expected.back().second).ok());
    }
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::pair<std::string, std::string>> sorted;
    ASSERT_TRUE(sorter
                    .finish([&](std::string_view key, std::string_view value) {
                      sorted.emplace_back(key, value);
                      return Status();
                    })
                    .ok());
    EXPECT_EQ(sorted, expected) << "buffer " << buffer;
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(EntityDictionary, FindsWhatItHoldsWithinItsMemoryBound) {
  EntityDictionary dictionary;
  const auto hash = [](std::uint64_t i) { return hash128(std::to_string(i), 99); };
  constexpr std::uint64_t kCount = 300'000;
  std::size_t worst = 0;
  for (std::uint64_t i = 1; i <= kCount; ++i) {
    ASSERT_EQ(dictionary.find(hash(i)), nullptr);
    dictionary.insert(hash(i), i);
    if (i > 20'000) worst = std::max(worst, dictionary.resident_bytes() / i);
  }
  for (std::uint64_t i = 1; i <= kCount; ++i) ASSERT_EQ(dictionary.find(hash(i))->entity(), i);
  EXPECT_LE(worst, 64u);
}

}  // namespace
}  // namespace headwater::graph::internal
