// Look-ups of transactions go through the segments decoded last: which those are changes no answer.
#include "graph/internal/segment_cache.h"

#include <map>
#include <random>
#include <thread>

#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

using internal::DecodedSegment;
using internal::SegmentCache;

SegmentCache::Segment segment_of(std::uint32_t count) {
  auto segment = std::make_shared<DecodedSegment>();
  segment->header.count = count;
  return segment;
}

TEST(SegmentCacheTest, FindsWhatItKeepsAndForgetsWhatWasUsedLongestAgo) {
  SegmentCache cache;
  EXPECT_EQ(cache.find(0).segment, nullptr);
  std::vector<SegmentCache::Segment> kept;
  for (std::uint64_t i = 0; i < 16; ++i) {
    kept.push_back(segment_of(10));
    cache.keep(100 * i, kept.back());
  }
  for (std::uint64_t i = 0; i < 16; ++i) {
    for (const std::uint64_t row : {0u, 9u}) {
      const SegmentCache::Found found = cache.find(100 * i + row);
      EXPECT_EQ(found.segment, kept[i]);
      EXPECT_EQ(found.first, 100 * i);
    }
    EXPECT_EQ(cache.find(100 * i + 10).segment, nullptr);
  }
  EXPECT_NE(cache.find(0).segment, nullptr);  // the first one again: the second is the oldest now
  cache.keep(5000, segment_of(1));
  EXPECT_NE(cache.find(0).segment, nullptr);
  EXPECT_EQ(cache.find(100).segment, nullptr);
  cache.clear();
  EXPECT_EQ(cache.find(0).segment, nullptr);
}

class SegmentLookUps : public StoreFixture {};

TEST_F(SegmentLookUps, AnyOrderOfLookUpsByAnyThreadsFindsWhatAScanFinds) {
  constexpr std::uint64_t kRows = 90'000;  // more segments than are kept
  const auto store = open(OpenMode::kCreate);
  const auto writer = begin(*store);
  for (std::uint64_t row = 1; row <= kRows; ++row) {
    value(
        writer->add(transfer(*writer, "A" + std::to_string(row % 7), "B" + std::to_string(row % 11),
                             static_cast<std::int64_t>(row), row)));
  }
  value(writer->publish());
  const auto view = value(store->view({}));
  std::vector<std::int64_t> amounts;
  ASSERT_TRUE(view->for_each_transaction([&](TransactionId id, const Transaction& transaction) {
                    EXPECT_EQ(id.value, amounts.size());
                    amounts.push_back(transaction.amount.value);
                    return Status();
                  })
                  .ok());
  ASSERT_EQ(amounts.size(), kRows);
  std::vector<std::thread> threads;
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    threads.emplace_back([&, seed] {
      std::mt19937_64 random(seed);
      for (int i = 0; i < 2000; ++i) {
        const std::uint64_t number = i % 4 == 0 ? random() % kRows : (random() % 9) * 9'000;
        const auto found = value(view->transaction({number}));
        ASSERT_TRUE(found.has_value());
        ASSERT_EQ(found->amount.value, amounts[number]);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace headwater::graph::store_tests
