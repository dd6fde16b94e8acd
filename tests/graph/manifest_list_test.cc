// The list of manifests beside a plain vector of them.
#include "graph/manifest_list.h"

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace headwater::graph {
namespace {

static_assert(std::random_access_iterator<ManifestList::Iterator>);

Manifest manifest(std::uint64_t commit, std::uint64_t mark = 0) {
  Manifest result;
  result.commit = {commit};
  result.format = "feed " + std::to_string(mark);
  return result;
}

struct Pair {
  ManifestList list;
  std::vector<Manifest> plain;

  void expect_equal() const {
    ASSERT_EQ(list.size(), plain.size());
    ASSERT_EQ(list.empty(), plain.empty());
    std::size_t at = 0;
    for (const Manifest& one : list) {
      ASSERT_EQ(one.commit, plain[at].commit);
      ASSERT_EQ(one.format, plain[at].format) << at;
      ASSERT_EQ(&one, &list[at]);
      ++at;
    }
    ASSERT_EQ(at, plain.size());
    if (plain.empty()) return;
    ASSERT_EQ(list.back().format, plain.back().format);
  }
};

TEST(ManifestListTest, CopiesGoOnEachByItself) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    std::vector<Pair> pairs(1);
    for (std::uint64_t step = 0; step < 600; ++step) {
      Pair& pair = pairs[random() % pairs.size()];
      const auto what = random() % 40;
      if (what == 0 && pairs.size() < 6) {
        const Pair copy = pair;
        pairs.push_back(copy);
      } else if (what == 1) {
        const Pair& other = pairs[random() % pairs.size()];
        // As a view follows its store: to any length of it that is no shorter.
        if (other.plain.size() < pair.plain.size()) continue;
        const std::size_t size =
            pair.plain.size() + random() % (other.plain.size() - pair.plain.size() + 1);
        bool is_continued = true;
        for (std::size_t i = 0; i < pair.plain.size(); ++i) {
          is_continued &= pair.plain[i].format == other.plain[i].format;
        }
        if (!is_continued) continue;
        pair.list.follow(other.list, size);
        pair.plain.assign(other.plain.begin(),
                          other.plain.begin() + static_cast<std::ptrdiff_t>(size));
      } else if (what == 2 && !pair.plain.empty()) {
        const std::uint64_t every = 1 + random() % 90;
        const auto other = [&](const Manifest& one) -> std::optional<Manifest> {
          if (one.commit.value % every != 0) return std::nullopt;
          return manifest(one.commit.value, step + 1);
        };
        pair.list.rewrite(other);
        for (Manifest& one : pair.plain) one = other(one).value_or(one);
      } else {
        const Manifest next = manifest(pair.plain.size() + 1, step + 1);
        pair.list.push_back(next);
        pair.plain.push_back(next);
      }
    }
    for (const Pair& pair : pairs) pair.expect_equal();
  }
}

TEST(ManifestListTest, NothingMovesWhenItGrows) {
  ManifestList list;
  std::vector<const Manifest*> places;
  for (std::uint64_t commit = 1; commit <= 1000; ++commit) {
    list.push_back(manifest(commit));
    places.push_back(&list.back());
  }
  for (std::size_t i = 0; i < places.size(); ++i) ASSERT_EQ(places[i], &list[i]);
}

TEST(ManifestListTest, IsSearchedInOrder) {
  ManifestList list;
  for (std::uint64_t commit = 1; commit <= 200; ++commit) list.push_back(manifest(commit));
  for (std::uint64_t commit = 0; commit <= 200; ++commit) {
    const auto found = std::partition_point(
        list.begin(), list.end(), [&](const Manifest& one) { return one.commit.value <= commit; });
    ASSERT_EQ(found - list.begin(), static_cast<std::ptrdiff_t>(commit));
  }
}

// For the thread sanitizer too.
TEST(ManifestListTest, IsReadWhileTheOneItWasCopiedFromGrows) {
  ManifestList growing;
  growing.push_back(manifest(1));
  for (int round = 0; round < 50; ++round) {
    const ManifestList copy = growing;
    std::thread reader([&] {
      std::uint64_t commit = 0;
      for (const Manifest& one : copy) ASSERT_EQ(one.commit.value, ++commit);
    });
    for (int i = 0; i < 10; ++i) growing.push_back(manifest(growing.size() + 1));
    reader.join();
  }
}

}  // namespace
}  // namespace headwater::graph
