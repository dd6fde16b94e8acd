// Stores that cannot be used: missing, foreign, of another format, locked, on a full disk. Nothing
// is made, nothing is changed, and one line says what is the matter.
#include <sys/mount.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "graph/internal/bytes.h"
#include "graph/internal/crc32c.h"
#include "graph/internal/database.h"
#include "graph/internal/meta_record.h"
#include "graph/store.h"
#include "tests/support/command_fixture.h"
#include "tests/support/generated_case.h"
#include "tests/support/victim_commands.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;
using graph::internal::Database;
using graph::internal::Family;
using graph::internal::kMetaKey;

class BadStore : public CommandTest {
 protected:
  // One of every command that reads or corrects a store, whatever commands there are.
  static std::vector<Words> commands_on(const std::string& store) {
    static const std::map<std::string, Words> further_words = {
        {"analyze", {"pagerank", "--json"}},
        {"query", {"profile", "--entity", "account:workload/SECRET-A"}},
        {"assert", {"--claim", "member-of", "--subject", "person:x/SECRET", "--case", "case:x/1"}},
        {"retract", {"commit:1"}},
        {"trace", {"--from-assertions"}},
        {"report", {"--output", "report.html"}},
        {"backup", {"copy"}},
        {"export", {"out", "--format", "csv"}},
        {"erase", {"account:workload/SECRET-A"}}};
    std::vector<Words> commands = {{"verify", store, "--deep", "--json"}};
    for (const std::string& name : command_names()) {
      // The last asks for the victim key before it looks at the store.
      static const std::set<std::string> kNoStore = {
          "generate", "ingest", "key new", "completion", "rank evaluate", "restore", "disclosures"};
      if (kNoStore.contains(name)) continue;
      std::istringstream text(name);
      Words& words = commands.emplace_back();
      for (std::string word; text >> word;) words.push_back(word);
      words.push_back(store);
      const auto further = further_words.find(name);
      if (further != further_words.end()) {
        words.insert(words.end(), further->second.begin(), further->second.end());
      }
    }
    return commands;
  }
  void expect_all_refused(const std::string& store) {
    for (const Words& words : commands_on(store)) {
      SCOPED_TRACE(words.front());
      expect_refusal(run(words), 2);
    }
  }
  // Writes a file of `count` payments and gives the words that load it.
  Words many_payments(const std::string& name, int count) {
    write(name, kBankHeader + random_payments(count, 1));
    return {"ingest", "store", name, "--format", "workload"};
  }
  std::unique_ptr<Database> raw() {
    auto database = Database::open_primary(path("store/rocksdb"), false, 2);
    EXPECT_TRUE(database.has_value());
    return std::move(database).value();
  }
};

TEST_F(BadStore, AStoreThatDoesNotExistIsNotMade) {
  expect_all_refused("nowhere");
  EXPECT_FALSE(fs::exists(path("nowhere")));
  EXPECT_FALSE(fs::exists(path("report.html")));
}

TEST_F(BadStore, AFolderOrAFileThatIsNoStoreIsLeftAlone) {
  write("folder/notes.txt", "x");
  write("file", "x");
  expect_all_refused("folder");
  expect_all_refused("file");
  write("bank.csv", std::string(kBankHeader) + kBankRows);
  for (const char* store : {"folder", "file"}) {
    expect_refusal(run({"ingest", store, "bank.csv", "--format", "workload"}), 2);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(path("folder")), {}), 1);
  EXPECT_EQ(fs::file_size(path("file")), 1u);
}

// Bytes 1..4 of the row are the format version, 5..12 the required features (graph/FORMAT.md).
TEST_F(BadStore, AnUnknownFormatVersionOrFeatureIsRefusedByEveryCommand) {
  load_bank();
  const StoreFacts before = facts();
  const std::string sound = raw()->get(Family::kMeta, kMetaKey, nullptr)->value();
  for (const std::size_t byte : {std::size_t{1}, std::size_t{5}}) {
    std::string changed = sound;
    changed[byte] = 9;
    const std::uint32_t crc =
        graph::internal::crc32c(std::string_view(changed).substr(0, changed.size() - sizeof(crc)));
    std::memcpy(changed.data() + changed.size() - sizeof(crc), &crc, sizeof(crc));
    ASSERT_TRUE(raw()->put_synced(Family::kMeta, kMetaKey, changed).ok());
    expect_all_refused("store");
    expect_refusal(run({"ingest", "store", "bank.csv", "--format", "workload"}), 2);
    EXPECT_EQ(raw()->get(Family::kMeta, kMetaKey, nullptr)->value(), changed);
  }
  ASSERT_TRUE(raw()->put_synced(Family::kMeta, kMetaKey, sound).ok());
  EXPECT_EQ(facts(), before);
  expect_loads_again();
}

TEST_F(BadStore, ASecondWriterIsRefusedAndReadersAreNot) {
  load_bank();
  const StoreFacts before = facts();
  {
    const auto writer = graph::Store::open(path("store"), {.mode = graph::OpenMode::kWrite});
    ASSERT_TRUE(writer.has_value());
    write("more.csv", std::string(kBankHeader) + "1661990500,7,SECRET-A,8,C,1,Euro,Wire\n");
    const std::vector<Words> writers = {{"ingest", "store", "more.csv", "--format", "workload"},
                                        {"retract", "store", "commit:1"}};
    for (const Words& words : writers) {
      const CommandResult refused = run(words);
      expect_refusal(refused, 2);
      EXPECT_NE(refused.err.find("another process"), std::string::npos) << refused.err;
    }
    EXPECT_EQ(facts(), before);
  }
  expect_loads_again();
}

TEST_F(BadStore, OfTwoIngestsAtOnceEachIsWholeOrRefused) {
  load_bank();
  const Words first = many_payments("first.csv", 40'000);
  const Words second = many_payments("second.csv", 30'000);
  RunningCommand left(first, {.directory = folder_.path()});
  RunningCommand right(second, {.directory = folder_.path()});
  const CommandResult results[] = {left.wait(), right.wait()};
  int loaded = 0;
  for (const CommandResult& result : results) {
    loaded += result.exit_code == 0 ? 1 : 0;
    if (result.exit_code != 0) expect_refusal(result, 2);
  }
  EXPECT_GE(loaded, 1);
  facts();
  for (const Words& words : {first, second}) EXPECT_EQ(run(words).exit_code, 0);
  EXPECT_EQ(answer({"stats", "store"}).at("transactions").to_number<int>(), 70'003);
}

TEST_F(BadStore, AFullDiskPublishesNothing) {
  load_bank();
  const Words words = many_payments("many.csv", 40'000);
  for (const std::uint64_t limit : {std::uint64_t{2} << 10, std::uint64_t{32} << 10,
                                    std::uint64_t{128} << 10, std::uint64_t{300} << 10}) {
    SCOPED_TRACE("no file beyond " + std::to_string(limit));
    expect_refused(words, 2, {.directory = {}, .environment = {}, .file_size_limit = limit});
  }
  EXPECT_EQ(answer(words).at("accepted").to_number<int>(), 40'000);
}

// A small file system that fills up, unmounted with the object.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& path) : path_(path) {
    fs::create_directory(path);
    mounted_ = ::mount("none", path.c_str(), "tmpfs", 0, "size=1200k") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }

 private:
  std::string path_;
  bool mounted_;
};

TEST_F(BadStore, AFileSystemThatFillsUpPublishesNothing) {
  const SmallDisk disk(path("disk"));
  if (!disk.mounted()) GTEST_SKIP() << "NOT TESTED: only root may mount a small file system";
  load_bank("disk/store");
  const StoreFacts before = facts("disk/store");
  many_payments("many.csv", 100'000);
  const Words words = {"ingest", "disk/store", "many.csv", "--format", "workload"};
  for (int attempt = 0; attempt < 3; ++attempt) {
    expect_refusal(run(words), 2);
    EXPECT_EQ(facts("disk/store"), before);
  }
  expect_loads_again("disk/store");
}

// The number of a closed stdout must not become that of a file of the store.
TEST_F(BadStore, AnswersAreNeverWrittenIntoTheStore) {
  load_bank();
  const StoreFacts before = facts();
  const std::string command = command_path().string();
  for (const char* closed : {">&-", "<&- >&-", "<&- >&- 2>&-"}) {
    for (const char* words :
         {" stats store --json ", " ingest store bank.csv --format workload --json "}) {
      RunningCommand shell("/bin/sh", {"-c", command + words + closed},
                           {.directory = folder_.path()});
      EXPECT_EQ(shell.wait().exit_code, 2) << words << closed;
      EXPECT_EQ(bytes_below("store").find("\"digest\""), std::string::npos) << words << closed;
    }
  }
  EXPECT_EQ(facts(), before);
  expect_loads_again();
}

// `verify` answers in the form that it always has; what else reads is refused.
TEST_F(BadStore, VerifyAnswersOfAStoreThatIsTooDamagedToOpen) {
  load_bank();
  for (const auto& entry : fs::directory_iterator(path("store/rocksdb"))) {
    if (entry.path().extension() != ".sst") continue;
    const std::string name = "rocksdb/" + entry.path().filename().string();
    fs::rename(entry.path(), path("aside"));
    const CommandResult result = run({"verify", "store", "--json"});
    EXPECT_EQ(result.exit_code, 2) << result.describe();
    const auto verified = boost::json::parse(result.out);
    EXPECT_FALSE(verified.at("ok").as_bool());
    EXPECT_EQ(verified.at("content_digest").as_string(), "");
    ASSERT_EQ(verified.at("problems").as_array().size(), 1u);
    const std::string problem(verified.at("problems").at(0).as_string());
    EXPECT_NE(problem.find("file " + name + " is missing"), std::string::npos) << problem;
    expect_refusal(run({"stats", "store", "--json"}), 2);
    fs::rename(path("aside"), entry.path());
  }
  expect_loads_again();
}

TEST_F(BadStore, AskingLeavesEveryFileAsItWas) {
  load_bank();
  const auto before = read_folder(path("store"));
  for (const Words& words : commands_on("store")) {
    static const std::set<std::string> kWriters = {"assert",  "retract", "erase",  "seal",
                                                   "compact", "backup",  "migrate"};
    if (kWriters.contains(words.front())) continue;
    const int exit_code = run(words).exit_code;
    // There is no member to rank from.
    EXPECT_EQ(exit_code, words.front() == "rank" ? 1 : 0) << words.front();
  }
  EXPECT_TRUE(read_folder(path("store")) == before);
}

TEST_F(BadStore, AnswersThatCannotBeWrittenAreAnError) {
  load_bank();
  const std::string line = command_path().string() + " stats store --json > /dev/full";
  RunningCommand shell("/bin/sh", {"-c", line}, {.directory = folder_.path()});
  expect_refusal(shell.wait(), 2);
}

}  // namespace
}  // namespace headwater::tests
