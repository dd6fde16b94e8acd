#include "graph/internal/edge_block.h"

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace headwater::graph::internal {
namespace {

constexpr std::uint8_t kKind = 3;

std::string key_of(const std::vector<Edge>& edges) {
  const EntityId owner(EntityKind::kAccount, 77);
  return encode_block_key({owner.value(), kKind, edges.front().time_ms, edges.front().transaction});
}

std::uint64_t account(std::uint64_t index) { return EntityId(EntityKind::kAccount, index).value(); }

void expect_round_trip(const std::vector<Edge>& edges) {
  const std::string block = encode_block(edges), key = key_of(edges);
  std::vector<Edge> decoded;
  ASSERT_TRUE(decode_block(block, key, "out", decoded).ok());
  EXPECT_EQ(decoded, edges);
  const auto header = decode_block_header(block, key, "out");
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->count, edges.size());
  EXPECT_EQ(header->last_time_ms, edges.back().time_ms);
  EXPECT_EQ(header->last_transaction, edges.back().transaction);
  const auto [least, most] = std::minmax_element(
      edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.amount < b.amount; });
  EXPECT_EQ(header->least_amount, least->amount);
  EXPECT_EQ(header->most_amount, most->amount);
}

// Times on a raster, with ties; numbers that mostly grow with time; a share of them undated.
std::vector<Edge> random_edges(std::mt19937_64& random, std::size_t count, std::int64_t raster,
                               bool with_undated) {
  std::vector<Edge> edges;
  for (std::size_t i = 0; i < count; ++i) {
    Edge edge;
    const auto step = static_cast<std::int64_t>(random() % 1000);
    edge.time_ms = step * raster - 400 * raster;
    const std::uint64_t jitter = random() % 100;
    edge.transaction = static_cast<std::uint64_t>(step) * 1000 + jitter + i * 1'000'000;
    if (with_undated && random() % 4 == 0) edge.time_ms = kUnknownTime.ms;
    edge.peer = account(random() % 100'000);
    if (random() % 5 == 0) edge.peer = EntityId(EntityKind::kLoan, random() % 9).value();
    edge.amount = static_cast<std::int64_t>(random() % 5'000'000);
    edge.asset = static_cast<std::uint16_t>(random() % 3);
    edge.kind = kKind;
    edge.channel = static_cast<std::uint8_t>(random() % 10);
    edges.push_back(edge);
  }
  std::sort(edges.begin(), edges.end(), in_ledger_order);
  return edges;
}

TEST(EdgeBlock, GivesBackWhatWasPutIn) {
  std::mt19937_64 random(7);
  for (const std::int64_t raster :
       {std::int64_t{1}, std::int64_t{1000}, std::int64_t{86'400'000}}) {
    for (const std::size_t count : std::vector<std::size_t>{1, 2, 3, 17, 256, 1000, 1024}) {
      expect_round_trip(random_edges(random, count, raster, false));
      expect_round_trip(random_edges(random, count, raster, true));
    }
  }
}

TEST(EdgeBlock, HoldsExtremes) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::uint64_t kLastIndex = (std::uint64_t{1} << 56) - 1;
  const Edge undated{kUnknownTime.ms, 5, account(kLastIndex), kMost, 0xFFFF, kKind, 0xFF};
  const Edge earliest{kUnknownTime.ms + 1, 9, account(0), 0, 0, kKind, 0};
  const Edge latest{kMost, 3, account(1), kMost, 1, kKind, 1};
  const Edge same_time{
      kMost, std::numeric_limits<std::uint64_t>::max() >> 1, account(kLastIndex), 1, 1, kKind, 1};
  expect_round_trip({undated});
  expect_round_trip({undated, earliest, latest, same_time});
  expect_round_trip({earliest, latest});
  expect_round_trip({latest, same_time});
}

TEST(EdgeBlock, TakesFewBytesWhereNumbersGrowWithTime) {
  std::vector<Edge> edges;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    edges.push_back({static_cast<std::int64_t>(i) * 86'000'000, i * 500'003,
                     account(i * 7 % 400'000), 100, 0, kKind, 1});
  }
  EXPECT_LT(encode_block(edges).size(), 1000 * (17 + 3 + 19 + 2) / 8 + 64);
}

TEST(EdgeBlock, DamageIsAnErrorAndNeverRead) {
  std::mt19937_64 random(11);
  const std::vector<Edge> edges = random_edges(random, 300, 1000, true);
  const std::string block = encode_block(edges), key = key_of(edges);
  std::vector<Edge> decoded;
  for (int i = 0; i < 2000; ++i) {
    std::string damaged = block;
    const std::size_t at = random() % damaged.size();
    damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(1 + random() % 255));
    EXPECT_FALSE(decode_block(damaged, key, "out", decoded).ok());
    damaged.resize(random() % damaged.size());
    EXPECT_FALSE(decode_block(damaged, key, "out", decoded).ok());
    static_cast<void>(decode_block_header(damaged, key, "out"));
  }
  EXPECT_FALSE(decode_block(block, key.substr(1), "out", decoded).ok());
  EXPECT_FALSE(decode_block_header(block, "", "out").has_value());
}

TEST(EdgeBlock, KeysSortAsTheirEdgesDo) {
  std::mt19937_64 random(3);
  std::vector<Edge> edges = random_edges(random, 500, 1000, true);
  edges.push_back({std::numeric_limits<std::int64_t>::max(), 1, account(1), 1, 0, kKind, 0});
  std::vector<std::string> keys;
  for (const Edge& edge : edges) {
    keys.push_back(encode_block_key({account(9), kKind, edge.time_ms, edge.transaction}));
    const BlockKey back = decode_block_key(keys.back());
    EXPECT_EQ(back.entity, account(9));
    EXPECT_EQ(back.kind, kKind);
    EXPECT_EQ(back.time_ms, edge.time_ms);
    EXPECT_EQ(back.transaction, edge.transaction);
  }
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
}

// A late edge moves the ends of the blocks near it only.
TEST(EdgeBlock, WhereBlocksEndDependsOnTheEdgesNearby) {
  std::vector<Edge> edges;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    edges.push_back({static_cast<std::int64_t>(i) * 1000, i * 10, account(1), 1, 0, kKind, 0});
  }
  const auto starts = [](std::span<const Edge> all) {
    std::vector<std::uint64_t> numbers;
    while (!all.empty()) {
      numbers.push_back(all.front().transaction);
      const std::size_t length = block_length(all);
      EXPECT_LE(length, kMostBlockEdges);
      if (length < all.size()) {
        EXPECT_GE(length, kLeastBlockEdges);
      }
      all = all.subspan(length);
    }
    return numbers;
  };
  const std::vector<std::uint64_t> before = starts(edges);
  edges.insert(edges.begin() + 9000, {9'000'000 - 1, 1'000'003, account(1), 1, 0, kKind, 0});
  std::sort(edges.begin(), edges.end(), in_ledger_order);
  const std::vector<std::uint64_t> after = starts(edges);
  std::vector<std::uint64_t> common;
  std::set_intersection(before.begin(), before.end(), after.begin(), after.end(),
                        std::back_inserter(common));
  EXPECT_GT(before.size(), 20u);
  EXPECT_GE(common.size() + 8, before.size());
}

}  // namespace
}  // namespace headwater::graph::internal
