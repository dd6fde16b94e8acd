// `erase` as its users run it: what it says, what answers say afterwards, a kill at any moment.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>

#include "tests/apps/victims_fixture.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;

class EraseCommand : public VictimsTest {
 protected:
  void load_shelter() {
    const CommandResult loaded = run(ingest_shelter(kKey));
    ASSERT_EQ(loaded.exit_code, 0) << loaded.describe();
  }
  static Words erase_words(const std::string& name) {
    return joined({"erase", "store", name, "--reason", "order 12"}, kKey);
  }
  bool is_noted(const boost::json::object& answer, const std::string& words) const {
    const auto& notes = answer.at("notes").as_array();
    return std::any_of(notes.begin(), notes.end(), [&](const boost::json::value& note) {
      return std::string(note.as_string()).find(words) != std::string::npos;
    });
  }
};

TEST_F(EraseCommand, AVictimIsErasedByTheSourcesIdAndTheAnswerNamesNobody) {
  load_shelter();
  const std::string known = pseudonym("MARKIDENTITY-1");
  ASSERT_NE(bytes_below("store").find(known), std::string::npos);
  const Words board = {"measure", "scoreboard", "store", "--audience", "internal", "--csv"};
  const CommandResult counted = run(board);
  const auto erased = answer(erase_words("victim:shelter/MARKIDENTITY-1"));
  const auto& row = erased.at("erased").as_array().at(0).as_object();
  EXPECT_EQ(row.at("name").as_string(), "victim:erased/0");
  EXPECT_EQ(row.at("victim_flows").to_number<int>(), 1);
  EXPECT_EQ(row.at("relations").to_number<int>(), 3);
  EXPECT_TRUE(erased.at("backups").as_array().empty());
  EXPECT_TRUE(is_noted(erased, "must be made again"));
  const std::string text = boost::json::serialize(erased);
  expect_without(text, {"MARK", known}, {"erase"});
  EXPECT_EQ(bytes_below("store").find(known), std::string::npos);
  EXPECT_EQ(run(board).out, counted.out) << "counts stay";
  for (const Words& more : {Words{}, Words{"--as-of-seq", "1"}, kKey}) {
    const auto stats = answer(joined({"stats", "store"}, more));
    EXPECT_EQ(stats.at("erased").as_object().at("victim_flows").to_number<int>(), 1);
    EXPECT_EQ(stats.at("victim_flows").to_number<int>(), 12);
    EXPECT_TRUE(is_noted(stats, "erased from this store"));
  }
  expect_refusal(run(erase_words("victim:shelter/MARKIDENTITY-1")), 1);
  expect_refusal(run({"erase", "store", "victim:shelter/MARKIDENTITY-2"}), 1);
  const auto sound = answer(joined({"verify", "store"}, kKey));
  EXPECT_EQ(sound.at("content_digest"), answer({"verify", "store"}).at("content_digest"));
}

TEST_F(EraseCommand, APaymentsEndIsErasedAndItsMoneyStays) {
  load_bank();
  const auto before = answer({"stats", "store"});
  const auto erased = answer({"erase", "store", "account:workload/SECRET-B"});
  EXPECT_EQ(erased.at("commit").to_number<int>(), 2);
  EXPECT_EQ(bytes_below("store").find("SECRET-B"), std::string::npos);
  const auto after = answer({"stats", "store", "--as-of-seq", "1"});
  EXPECT_EQ(after.at("money"), before.at("money"));
  EXPECT_EQ(after.at("erased").as_object().at("entities").to_number<int>(), 1);
  const CommandResult profile =
      run({"query", "store", "profile", "--entity", "account:workload/SECRET-A"});
  EXPECT_NE(profile.out.find("account:erased/"), std::string::npos) << profile.describe();
  expect_loads_again();
}

TEST_F(EraseCommand, AKillAtAnyMomentErasesNothingOrAllSlow) {
  load_shelter();
  const std::string known = pseudonym("MARKIDENTITY-1");
  const StoreFacts before = facts();
  fs::copy(path("store"), path("loaded"), fs::copy_options::recursive);
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(run(erase_words("victim:shelter/MARKIDENTITY-1")).exit_code, 0);
  const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  const StoreFacts after = facts();
  for (int part = 1; part <= 12; ++part) {
    SCOPED_TRACE("after " + std::to_string(part) + " / 12 of " + std::to_string(duration.count()));
    fs::remove_all(path("store"));
    fs::copy(path("loaded"), path("store"), fs::copy_options::recursive);
    RunningCommand command(erase_words("victim:shelter/MARKIDENTITY-1"),
                           {.directory = folder_.path()});
    command.send_after(duration * part / 12, SIGKILL);
    command.wait();
    // The next writer completes what was begun; this one itself changes nothing.
    expect_refusal(run({"retract", "store", "commit:99999"}), 1);
    const StoreFacts found = facts();
    if (found == before) continue;
    EXPECT_EQ(found, after);
    EXPECT_EQ(bytes_below("store").find(known), std::string::npos);
  }
}

}  // namespace
}  // namespace headwater::tests
