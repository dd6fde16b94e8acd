#include "ingest/generate/case_loader.h"

#include <fstream>

#include <gtest/gtest.h>

#include "graph/store.h"
#include "tests/support/generated_case.h"

namespace headwater::ingest {
namespace {

namespace fs = std::filesystem;
using tests::GeneratedCase;

struct LoadedCase {
  explicit LoadedCase(const GeneratedCase& made) : context({.threads = 2}) {
    const std::string key_path = folder / "victims.key";
    EXPECT_TRUE(graph::VictimKey::generate_file(key_path).ok());
    key = *graph::VictimKey::load(key_path);
    auto opened = graph::Store::open(folder / "store", {.mode = graph::OpenMode::kCreate});
    EXPECT_TRUE(opened.has_value());
    store = std::move(*opened);
    auto loaded = load_case(*store, made.directory(), key, context);
    EXPECT_TRUE(loaded.has_value()) << (loaded.has_value() ? "" : loaded.error().message());
    if (loaded.has_value()) load = std::move(*loaded);
  }

  tests::TemporaryDirectory folder;
  graph::ExecutionContext context;
  std::optional<graph::VictimKey> key;
  std::unique_ptr<graph::Store> store;
  CaseLoad load;
};

TEST(CaseLoader, AcceptsEveryRowThatWasGenerated) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const GeneratedCase made({.seed = seed});
    const LoadedCase loaded(made);
    EXPECT_EQ(loaded.load.quarantined, 0u);
    EXPECT_EQ(loaded.load.duplicates, 0u);
    EXPECT_EQ(loaded.load.accepted, loaded.load.rows_read);
    std::uint64_t transactions = 0, flows = 0, assertions = 0;
    for (const LoadReport& source : loaded.load.sources) {
      EXPECT_EQ(source.quarantined, 0u) << source.sources.front().path;
      transactions += source.added.transactions;
      flows += source.added.victim_flows;
      assertions += source.added.assertions;
    }
    EXPECT_EQ(transactions, made.report().transactions);
    EXPECT_EQ(flows, made.report().victim_flows);
    EXPECT_EQ(assertions, made.report().assertions);
  }
}

TEST(CaseLoader, LoadingTwiceAddsNothing) {
  const GeneratedCase made({.seed = 4});
  LoadedCase loaded(made);
  const auto again = load_case(*loaded.store, made.directory(), loaded.key, loaded.context);
  ASSERT_TRUE(again.has_value()) << again.error().message();
  EXPECT_EQ(again->accepted, 0u);
  EXPECT_EQ(again->duplicates, loaded.load.rows_read);
}

TEST(CaseLoader, DeletingTheTruthChangesNothingSlow) {
  const GeneratedCase made({.seed = 5});
  const LoadedCase before(made);
  const auto first = graph::verify(*before.store, false, before.context);
  ASSERT_TRUE(first.has_value()) << first.error().message();
  fs::remove_all(made.truth_directory());
  const GeneratedCase twin({.seed = 5});
  fs::remove_all(twin.truth_directory());
  const tests::TemporaryDirectory folder;
  graph::ExecutionContext context({.threads = 1});
  auto store = graph::Store::open(folder / "store", {.mode = graph::OpenMode::kCreate});
  ASSERT_TRUE(store.has_value());
  ASSERT_TRUE(load_case(**store, twin.directory(), before.key, context).has_value());
  const auto second = graph::verify(**store, false, context);
  ASSERT_TRUE(second.has_value());
  EXPECT_TRUE(first->ok()) << (first->ok() ? "" : first->problems.front());
  EXPECT_TRUE(second->ok());
  EXPECT_EQ(first->content_digest, second->content_digest);
}

TEST(CaseLoader, RestrictedSourcesNeedTheVictimKey) {
  const GeneratedCase made({.seed = 6});
  const tests::TemporaryDirectory folder;
  graph::ExecutionContext context({.threads = 1});
  auto store = graph::Store::open(folder / "store", {.mode = graph::OpenMode::kCreate});
  ASSERT_TRUE(store.has_value());
  const auto refused = load_case(**store, made.directory(), std::nullopt, context);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(graph::exit_code(refused.error().code()), 1);
}

TEST(CaseLoader, RefusesFoldersThatAreNoCase) {
  const tests::TemporaryDirectory folder;
  EXPECT_EQ(read_case_sources(folder.path()).error().code(), graph::StatusCode::kInput);
  for (const char* text :
       {"", "[]", "{\"sources\": 3}", "{\"sources\": [3]}", "{\"sources\": [{\"path\": \"a\"}]}",
        "{\"sources\": [{\"path\": \"../a\", \"format\": \"csv\", "
        "\"namespace\": \"n\"}]}"}) {
    std::ofstream(folder / "case.json") << text;
    const auto sources = read_case_sources(folder.path());
    ASSERT_FALSE(sources.has_value()) << text;
    EXPECT_EQ(sources.error().code(), graph::StatusCode::kInput);
  }
}

}  // namespace
}  // namespace headwater::ingest
