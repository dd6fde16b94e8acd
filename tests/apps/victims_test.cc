// Nobody learns of a victim from Headwater without the key; nobody at all learns their own ids,
// names or stories; no machine ranks them. Marks stand in every column about victims
// (tests/support/victim_case.h), and everything that is written or printed is searched for them.
#include <algorithm>
#include <filesystem>

#include "graph/internal/database.h"
#include "tests/apps/victims_fixture.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;
using graph::internal::Database;
using graph::internal::Family;

class Victims : public VictimsTest {};
// Every command again, with the key and for publication: not under the sanitizers, which see the
// commands in NoCommandShowsThemWithoutTheKey.
class VictimsFilesSlow : public Victims {};

TEST_F(Victims, WithoutTheKeyTheirFilesAreRefusedAndNothingIsStored) {
  for (const Words& words : {ingest_shelter({}), ingest_case({})}) {
    const CommandResult refused = run(words);
    expect_refusal(refused, 1);
    EXPECT_NE(refused.err.find("--victim-key"), std::string::npos) << refused.err;
    expect_without(refused.err, marks_never_kept(), words);
    EXPECT_FALSE(fs::exists(path("store")));
  }
}

TEST_F(Victims, AStrictLoadNamesPlacesNotValues) {
  const Words words = ingest_shelter(joined(kKey, {"--strict"}));
  const CommandResult refused = run(words);
  expect_refusal(refused, 2);
  expect_without(refused.err, {"MARK"}, words);
}

TEST_F(Victims, QuarantineKeepsPlaceReasonAndColumnsOnly) {
  load_all();
  for (const Words& key : {Words{}, kKey}) {
    const auto rows = lines(joined({"quarantine", "store", "--json"}, key));
    ASSERT_EQ(rows.size(), 10u);
    for (const auto& row : rows) {
      EXPECT_FALSE(row.contains("text"));
      EXPECT_GT(row.at("row").to_number<int>(), 12);
      EXPECT_EQ(row.at("path").as_string(), "shelter.csv");
    }
    for (const char* form : {"--json", "--csv", "--rows=100"}) {
      const Words words = joined({"quarantine", "store", form}, key);
      const CommandResult shown = run(words);
      expect_without(shown.out + shown.err, {"MARK"}, words);
    }
  }
}

TEST_F(Victims, NoCommandShowsThemWithoutTheKey) {
  load_all();
  const StoreFacts before = facts();
  for (const SampleCommand& sample : commands_on_case("store", false, folder_.path())) {
    const CommandResult result = run_watched(sample.words);
    EXPECT_GE(result.exit_code, 0) << result.describe();
    const std::string text = everything_of(sample, result);
    expect_without(text, marks_never_kept(), sample.words);
    expect_without(text, marks_for_the_key_only(), sample.words);
    expect_without(text, {"victim:shelter/", "victim:outreach/", "victim:interviews/"},
                   sample.words);
    if (sample.names_accounts) {  // the banks' own, but no account that victims alone told of
      expect_without(text, marks_never_published(), sample.words);
    } else if (sample.name != "query") {
      expect_without(text, protected_ids(), sample.words);
    }
  }
  EXPECT_EQ(facts(), before) << "without the key nothing about a victim can be changed";
  EXPECT_TRUE(fs::is_empty(path("temporary")));
}

TEST_F(VictimsFilesSlow, TheirOwnIdsNamesAndStoriesAreShownToNobody) {
  load_all();
  std::string everything;
  for (const SampleCommand& sample : commands_on_case("store", true, folder_.path())) {
    const CommandResult result = run_watched(sample.words);
    EXPECT_EQ(result.exit_code, sample.changes_store ? 1 : 0)
        << ::testing::PrintToString(sample.words) << result.describe();
    const std::string text = everything_of(sample, result);
    expect_without(text, marks_never_kept(), sample.words);
    // The key shows whose identity somebody is under to who asks for it; no ranking, list or page
    // names them.
    if (sample.name != "query" && !sample.names_accounts) {
      expect_without(text, protected_ids(), sample.words);
    }
    if (sample.shows_victims) {
      EXPECT_NE(text.find("victim:shelter/"), std::string::npos) << sample.output_file;
      expect_without(result.out + result.err, {"MARK"}, sample.words);
    } else if (!sample.output_file.empty()) {
      expect_without(text, marks_for_the_key_only(), sample.words);
      expect_without(text, {"victim:shelter/", "victim:outreach/", "victim:interviews/"},
                     sample.words);
    }
    everything += result.out;
  }
  EXPECT_NE(everything.find("victim:shelter/"), std::string::npos) << "the key shows pseudonyms";
  EXPECT_TRUE(fs::is_empty(path("temporary")));
}

// Neither with the key nor without: words that somebody wrote about victims are nobody's to
// publish.
TEST_F(VictimsFilesSlow, NothingThatTheirFilesSayIsPublishedOrLogged) {
  load_all();
  std::size_t published = 0;
  for (const bool with_key : {false, true}) {
    for (const SampleCommand& sample : commands_on_case("store", with_key, folder_.path())) {
      const CommandResult result = run_watched(sample.words);
      const bool is_publication =
          std::count(sample.words.begin(), sample.words.end(), "publication") != 0;
      const bool is_open = is_publication || sample.name == "quarantine";
      expect_without(is_open ? everything_of(sample, result) : result.err, marks_never_published(),
                     sample.words);
      if (is_publication && result.exit_code == 0) ++published;
    }
    const Words board =
        joined({"measure", "scoreboard", "store", "--csv"}, with_key ? kKey : Words{});
    const CommandResult shown = run(board);
    expect_without(shown.out + shown.err, marks_never_published(), board);
    EXPECT_NE(shown.out.find("\nother,other,S,12,shown,"), std::string::npos) << shown.out;
  }
  EXPECT_GE(published, 20u);
  for (const auto& entry : fs::recursive_directory_iterator(path("store"))) {
    const std::string name = entry.path().filename();
    if (!name.starts_with("LOG")) continue;
    const std::string log = "store" / fs::relative(entry.path(), path("store"));
    expect_without(bytes_of(log), marks_never_published(), {log});
  }
}

TEST_F(Victims, AnotherKeyOpensNothing) {
  load_all();
  ASSERT_EQ(run({"key", "new", "other.key"}).exit_code, 0);
  for (const Words& words :
       {Words{"stats", "store"}, Words{"analyze", "store", "pagerank"},
        Words{"quarantine", "store"}, Words{"verify", "store"},
        Words{"query", "store", "profile", "--entity", "case:police/ring-1"},
        Words{"ingest", "store", "shelter.csv", "--format", "csv", "--mapping", "shelter.json"}}) {
    expect_refusal(run(joined(words, {"--victim-key", "other.key"})), 1);
  }
}

TEST_F(Victims, AVictimAskedForWithoutTheKeyIsUnknownLikeAnyOther) {
  load_all();
  const auto ask = [&](const std::string& id) {
    const CommandResult result =
        run({"query", "store", "profile", "--entity", "victim:shelter/" + id});
    expect_refusal(result, 1);
    return result.err;
  };
  const std::string known = pseudonym("MARKIDENTITY-1");
  EXPECT_EQ(ask(known), ask(std::string(known.size(), 'a')));
  const auto shown =
      answer(joined({"query", "store", "profile", "--entity", "victim:shelter/" + known}, kKey));
  EXPECT_EQ(shown.at("id").as_string(), "victim:shelter/" + known);
}

// Everything that the store keeps, as the operating system and as the database sees it. A phone is
// an entity of its own and in clear: the search is no blind one.
TEST_F(Victims, NothingThatIsDroppedOrEncryptedStandsOnDisk) {
  load_all();
  std::string content = bytes_below("store");
  {
    const auto database = Database::open_primary(path("store/rocksdb"), false, 2);
    ASSERT_TRUE(database.has_value());
    for (int i = 0; i < graph::internal::kFamilyCount; ++i) {
      const auto keep = [&](std::string_view key, std::string_view value) -> graph::Status {
        content.append(key).append(value).append("\n");
        return {};
      };
      ASSERT_TRUE((*database)->scan(static_cast<Family>(i), "", "", nullptr, keep).ok());
    }
  }
  expect_without(content, marks_never_kept(), {"the files of the store"});
  expect_without(content, marks_encrypted_on_disk(), {"the files of the store"});
  EXPECT_NE(content.find("MARKPHONE"), std::string::npos);
}

TEST_F(Victims, AnAssertionAboutOneNeedsTheKeyAndIsSeenWithItOnly) {
  load_all();
  const std::string header = "id,subject,claim,case,author,standard\n";
  write("claims.csv",
        header +
            "N1,victim:shelter/MARKIDENTITY-1,member-of,case:police/ring-1,MARKBADROW,charged\n");
  const Words words = {"ingest", "store", "claims.csv", "--format", "assertions"};
  const CommandResult without = run(words);
  EXPECT_EQ(without.exit_code, 0) << without.describe();
  const CommandResult rows = run({"quarantine", "store", "--json"});
  expect_without(without.out + without.err + rows.out, marks_never_kept(), words);
  expect_without(bytes_below("store"), marks_never_kept(), words);
}

}  // namespace
}  // namespace headwater::tests
