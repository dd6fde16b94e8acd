// Victims, and whoever is used under their identity, have no rank and are nobody's neighbour.
#include <map>
#include <sstream>

#include "tests/apps/victims_fixture.h"
#include "tests/support/generated_case.h"

namespace headwater::tests {
namespace {

class VictimsRank : public VictimsTest {
 protected:
  // The ids in a ranking.
  static std::set<std::string> ranked(const std::string& csv) {
    std::istringstream text(csv);
    std::set<std::string> ids;
    std::string line;
    std::getline(text, line);
    while (std::getline(text, line)) ids.insert(line.substr(0, line.find(',')));
    return ids;
  }
  // Returns how many rows the ranking has; 0 when the question cannot be asked.
  std::size_t expect_unranked(const Words& words) {
    const CommandResult result = run(words);
    if (result.exit_code != 0) return 0;
    const std::set<std::string> ids = ranked(result.out);
    for (const std::string& id : ids) {
      EXPECT_FALSE(id.starts_with("victim:") || made_.protected_ids.contains(id))
          << id << " in " << ::testing::PrintToString(words);
    }
    return ids.size();
  }
  std::vector<std::string> algorithms() {
    std::vector<std::string> names;
    const auto list = answer({"analyze", "--list"});
    for (const auto& row : list.at("rows").as_array()) {
      names.emplace_back(row.as_array()[0].as_string());
    }
    return names;
  }
};

constexpr const char* kLayers[] = {"money",
                                   "relations",
                                   "victims",
                                   "money,relations",
                                   "money,victims",
                                   "relations,victims",
                                   "money,relations,victims"};

// For every way to rank: each algorithm, all combinations of layers, with and without the key.
TEST_F(VictimsRank, NoneIsRankedWhateverTheLayersSlow) {
  load_all();
  const std::string member = known_member(folder_.path());
  std::size_t rankings = 0;
  for (const std::string& algorithm : algorithms()) {
    for (const char* layers : kLayers) {
      Words words = {"analyze", "store", algorithm, "--layers", layers, "--csv"};
      if (algorithm.starts_with("personal")) words = joined(words, {"--source", member});
      for (const Words& more : {Words{}, kKey}) {
        rankings += expect_unranked(joined(words, more)) > 0 ? 1 : 0;
      }
    }
    const Words widest = {"analyze",    "store",     algorithm,           "--layers",
                          kLayers[6],   "--csv",     "--contract-owners", "--fold-shared",
                          "--boundary", "--resolve", "probable:0.5"};
    expect_unranked(joined(widest, kKey));
  }
  EXPECT_GE(rankings, 60u);
}

// The protected are not left out for want of ties: before the interviews are loaded they do have
// ranks, and the loading takes them away.
TEST_F(VictimsRank, TheirRanksGoWhenTheInterviewsAreLoaded) {
  const std::string manifest = read_folder(folder_.path() / "case").at("case.json");
  std::string without;
  std::istringstream text(manifest);
  for (std::string line; std::getline(text, line);) {
    if (line.find("interviews/") == std::string::npos) without += line + '\n';
  }
  write("case/case.json", without);
  ASSERT_EQ(run(ingest_case({})).exit_code, 0);
  const Words words = {"analyze", "store", "degree", "--layers", "money,relations", "--csv"};
  const std::set<std::string> before = ranked(run(words).out);
  for (const std::string& id : made_.protected_ids) {
    if (id.find("/MARK") != std::string::npos) continue;  // no file of a bank knows them
    EXPECT_TRUE(before.contains(id)) << id;
  }
  write("case/case.json", manifest);
  load_all();
  EXPECT_GT(expect_unranked(words), 100u);
  EXPECT_GT(expect_unranked(joined(words, kKey)), 100u);
}

class VictimsSlow : public VictimsRank {
 protected:
  // Everybody with a tie, the victims, and whoever is used under their identity; of phones, devices
  // and the like every fourth.
  std::vector<std::string> everybody() {
    std::set<std::string> ids = made_.protected_ids;
    const Words words = {"analyze",  "store", "degree",    "--layers",
                         kLayers[6], "--csv", "--boundary"};
    std::size_t media = 0;
    for (const std::string& id : ranked(run(joined(words, kKey)).out)) {
      if (!id.starts_with("medium:") || ++media % 4 == 0) ids.insert(id);
    }
    for (int victim = 1; victim <= 12; ++victim) {
      ids.insert("victim:shelter/" + pseudonym("MARKIDENTITY-" + std::to_string(victim)));
    }
    return {ids.begin(), ids.end()};
  }
  struct Asked {
    std::string id, answer;
  };
  // Profile of each and neighbourhood of those who may have accounts, in one batch.
  std::vector<Asked> ask_about(const std::vector<std::string>& ids, const Words& key) {
    std::vector<Asked> asked;
    std::string questions;
    const auto add = [&](const char* query, const std::string& id) {
      asked.push_back({id, ""});
      questions +=
          std::string("{\"query\":\"") + query + "\",\"params\":{\"entity\":\"" + id + "\"}}\n";
    };
    for (const std::string& id : ids) {
      add("profile", id);
      if (id.starts_with("account:") || id.starts_with("person:bank")) add("neighbourhood", id);
    }
    write("questions.jsonl", questions);
    const CommandResult result =
        run_watched(joined({"query", "store", "--batch", "questions.jsonl", "--json"}, key));
    EXPECT_EQ(result.exit_code, 0) << result.describe();
    EXPECT_EQ(result.err, "");
    std::istringstream text(result.out);
    for (Asked& one : asked) EXPECT_TRUE(std::getline(text, one.answer));
    return asked;
  }
};

TEST_F(VictimsSlow, NobodysProfileOrNeighbourhoodNamesThemWithoutTheKey) {
  load_all();
  const Words hidden(made_.protected_ids.begin(), made_.protected_ids.end());
  for (const Asked& asked : ask_about(everybody(), {})) {
    expect_without(asked.answer, marks_never_kept(), {asked.id});
    expect_without(asked.answer, marks_for_the_key_only(), {asked.id});
    if (asked.id.starts_with("victim:") || made_.protected_ids.contains(asked.id)) continue;
    expect_without(asked.answer, {"victim:"}, {asked.id});
    expect_without(asked.answer, hidden, {asked.id});
  }
}

TEST_F(VictimsSlow, NobodysAnswerHoldsTheirOwnIdsOrStoriesWithTheKeyEither) {
  load_all();
  std::vector<std::string> ids = everybody();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const bool is_close = ids[i].starts_with("victim:") || made_.protected_ids.contains(ids[i]);
    if (is_close || i % 8 == 0) ids[kept++] = ids[i];
  }
  ids.resize(kept);
  for (const Asked& asked : ask_about(ids, kKey)) {
    expect_without(asked.answer, marks_never_kept(), {asked.id});
  }
}

}  // namespace
}  // namespace headwater::tests
