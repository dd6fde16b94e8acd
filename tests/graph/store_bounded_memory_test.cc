// The two structures that keep a load's memory bounded: the external sorter and the dictionary.
#include <filesystem>
#include <map>
#include <random>

#include "graph/internal/entity_dictionary.h"
#include "graph/internal/external_sorter.h"
#include "graph/internal/staged_keys.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

using internal::EntityDictionary;
using internal::ExternalSorter;
using internal::Hash128;

TEST(ExternalSorterTest, EqualsAStableSortForAnyBuffer) {
  const tests::TemporaryDirectory folder;
  std::mt19937_64 random(5);
  for (const std::size_t buffer :
       {std::size_t{1}, std::size_t{300}, std::size_t{5000}, std::size_t{1} << 20}) {
    ExternalSorter sorter(folder.path().string(), "test", buffer);
    std::vector<std::pair<std::string, std::string>> expected, sorted;
    for (int i = 0; i < 1500; ++i) {
      const std::string key(random() % 4, static_cast<char>('a' + random() % 3));
      expected.emplace_back(key, std::to_string(i));
      ASSERT_TRUE(sorter.add(key, expected.back().second).ok());
      ASSERT_LE(sorter.run_count(), 64u);  // open files stay bounded
    }
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    ASSERT_TRUE(sorter
                    .finish([&](std::string_view key, std::string_view bytes) -> Status {
                      sorted.emplace_back(key, bytes);
                      return {};
                    })
                    .ok());
    EXPECT_EQ(sorted, expected) << "buffer " << buffer;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  }
}

TEST(ExternalSorterTest, AFolderThatIsNotThereIsAnError) {
  ExternalSorter sorter("/nonexistent-folder", "test", 1);
  Status status;
  for (int i = 0; i < 3 && status.ok(); ++i) status = sorter.add("key", "value");
  EXPECT_EQ(status.code(), StatusCode::kIo);
}

TEST(EntityDictionaryTest, FindsEverythingWithin64BytesAnEntity) {
  EntityDictionary dictionary;
  std::mt19937_64 random(7);
  std::map<std::uint64_t, Hash128> all;
  for (std::uint64_t entity = 1; entity <= 200'000; ++entity) {
    const Hash128 hash{random(), random()};
    EXPECT_EQ(dictionary.find(hash), nullptr);
    auto* slot = dictionary.insert(hash, entity);
    slot->set_commit(static_cast<std::uint32_t>(entity % 7));
    slot->set_attributes(entity * 3);
    all[entity] = hash;
    if (entity >= 20'000) {  // the smallest shards weigh more than their entities
      ASSERT_LE(dictionary.resident_bytes(), entity * 64) << "with " << entity;
    }
  }
  for (const auto& [entity, hash] : all) {
    const auto* slot = dictionary.find(hash);
    ASSERT_NE(slot, nullptr);
    EXPECT_EQ(slot->entity(), entity);
    EXPECT_EQ(slot->commit(), entity % 7);
    EXPECT_EQ(slot->attributes(), entity * 3);
  }
  dictionary.clear();
  EXPECT_EQ(dictionary.find(all.begin()->second), nullptr);
}

TEST(StagedKeysTest, FindsWhatHasMovedToDisk) {
  const tests::TemporaryDirectory folder;
  std::mt19937_64 random(11);
  std::vector<std::pair<Hash128, Hash128>> all;
  internal::StagedKeys keys(folder / "keys", 100);
  for (int i = 0; i < 1000; ++i) {
    all.push_back({{random(), random()}, {random(), random()}});
    ASSERT_TRUE(keys.put(all.back().first, all.back().second).ok());
  }
  for (const auto& [key, content] : all) {
    const auto found = value(keys.find(key));
    ASSERT_TRUE(found.has_value());
    EXPECT_TRUE(*found == content);
  }
  EXPECT_FALSE(value(keys.find({1, 2})).has_value());
}

}  // namespace
}  // namespace headwater::graph::store_tests
