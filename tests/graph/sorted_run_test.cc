// What the sorter gives back from the scratch folder is what it was given, or an error.
#include "graph/internal/external_sorter.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

namespace fs = std::filesystem;

class SortedRunTest : public testing::Test {
 protected:
  // 60 entries in several runs, which lie in the folder when it returns.
  std::unique_ptr<internal::ExternalSorter> filled() const {
    auto sorter = std::make_unique<internal::ExternalSorter>(folder_.path().string(), "test", 600);
    for (int i = 0; i < 60; ++i) {
      EXPECT_TRUE(sorter->add("key" + std::to_string(i * 37 % 60), std::to_string(i)).ok());
    }
    EXPECT_GE(sorter->run_count(), 2u);
    return sorter;
  }
  fs::path first_run() const { return folder_.path() / "test-run-0"; }
  static std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static Status finish(internal::ExternalSorter& sorter, int& entries) {
    return sorter.finish([&](std::string_view, std::string_view) {
      ++entries;
      return Status();
    });
  }
  void expect_noticed(const std::string& bytes) {
    const auto sorter = filled();
    std::ofstream(first_run(), std::ios::binary | std::ios::trunc) << bytes;
    int entries = 0;
    EXPECT_EQ(finish(*sorter, entries).code(), StatusCode::kIo);
  }

  tests::TemporaryDirectory folder_;
};

TEST_F(SortedRunTest, AChangedByteOfARunIsNoticed) {
  const std::string whole = [&] {
    const auto sorter = filled();
    return bytes_of(first_run());
  }();
  ASSERT_GT(whole.size(), 100u);
  for (std::size_t at = 0; at < whole.size(); at += at < 24 ? 1 : 7) {
    SCOPED_TRACE("byte " + std::to_string(at));
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
    expect_noticed(changed);
  }
}

TEST_F(SortedRunTest, ARunThatIsCutShortIsNoticed) {
  const std::string whole = [&] {
    const auto sorter = filled();
    return bytes_of(first_run());
  }();
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    SCOPED_TRACE("cut to " + std::to_string(size));
    expect_noticed(whole.substr(0, size));
  }
}

TEST_F(SortedRunTest, RemovesItsRuns) {
  const auto sorter = filled();
  int entries = 0;
  EXPECT_TRUE(finish(*sorter, entries).ok());
  EXPECT_EQ(entries, 60);
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

}  // namespace
}  // namespace headwater::graph::store_tests
