// Disks that fail: at every write, sync, change of a name and read of a history of commits, seals,
// compaction, backup, restoration and erasure. Afterwards the store opens and is, in every byte and
// for every commit, as it was before the step or as it is after it; what was acknowledged is there;
// and the step, run again, comes to the same end.
//
// Each step runs in a process of its own, as RocksDB ends the process where it does not know
// better. A place a step and kind of fault here; every place:
//   HEADWATER_FAULT_ROUNDS=all build/release/bin/graph_tests --gtest_filter='*Durability*'
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/graph/store_fixture.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/rounds.h"
#include "tests/support/scripted_history.h"

namespace headwater::graph::store_tests {
namespace {

namespace fs = std::filesystem;
using tests::Fault;
using tests::FaultKind;
using tests::FaultyDisk;
using tests::HistoryStep;
using tests::kErasedName;
using tests::scripted_history;
using tests::World;

constexpr FaultKind kKinds[] = {
    FaultKind::kPowerCut,  FaultKind::kTornWrite, FaultKind::kWriteError, FaultKind::kFullDisk,
    FaultKind::kSyncError, FaultKind::kNameError, FaultKind::kReadError,  FaultKind::kFlippedBit};
constexpr const char* kKindNames[] = {"none",        "power cut",  "torn write",
                                      "write error", "full disk",  "sync error",
                                      "name error",  "read error", "flipped bit"};
constexpr char kChild[] = "HEADWATER_FAULT_CHILD";

enum Outcome : int { kAcknowledged = 10, kRefused, kNotMet, kNotMetRefused };

// In memory where that is possible: what a disk would lose is the model's business.
fs::path above() {
  const fs::path memory = "/dev/shm";
  return ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
}

World world_in(const std::string& folder) {
  return {folder + "/world", value(VictimKey::load(folder + "/key"))};
}

// The one step, on a disk that fails once, or from then on; then perhaps a power cut.
TEST(DurabilityChild, TakesOneStepOnAFailingDisk) {
  const char* told = std::getenv(kChild);
  if (told == nullptr) GTEST_SKIP() << "started by DurabilityTest";
  std::istringstream words(told);
  std::string folder;
  std::size_t step = 0;
  int kind = 0;
  Fault fault;
  words >> folder >> step >> kind >> fault.at >> fault.lasts >> fault.seed;
  fault.kind = static_cast<FaultKind>(kind);
  std::mt19937_64 random(fault.seed);
  FaultyDisk disk(folder + "/world", folder + "/shadow");
  disk.arm(fault);
  const Status status = scripted_history()[step].run(world_in(folder));
  if (random() % 2 == 0) disk.cut_power();
  const bool loses_all = random() % 2 == 0;
  disk.settle(loses_all ? nullptr : &random);
  std::ofstream(folder + "/said") << status.message();
  ::_exit(disk.has_struck() ? (status.ok() ? kAcknowledged : kRefused)
                            : (status.ok() ? kNotMet : kNotMetRefused));
}

class DurabilityTest : public testing::Test, public testing::WithParamInterface<std::size_t> {
 protected:
  // The undisturbed history up to the step, and the folders before it.
  void SetUp() override {
    ASSERT_TRUE(VictimKey::generate_file(folder_ / "key").ok());
    fs::create_directory(folder_ / "world");
    world_ = std::make_unique<World>(world_in(folder_.path().string()));
    for (std::size_t i = 0; i < GetParam(); ++i) take(i);
    before_ = state_of(*world_);
    fs::copy(world_->path, folder_ / "image", fs::copy_options::recursive);
    take(GetParam());
    after_ = state_of(*world_);
    for (const std::string& state : {before_, after_}) {
      ASSERT_FALSE(state.starts_with("PROBLEM")) << state;
    }
  }
  void take(std::size_t i) {
    const Status status = scripted_history()[i].run(*world_);
    ASSERT_TRUE(status.ok()) << scripted_history()[i].name << ": " << status.message();
  }
  void start_again() {
    fs::remove_all(world_->path);
    fs::remove_all(folder_ / "shadow");
    fs::copy(folder_ / "image", world_->path, fs::copy_options::recursive);
  }

  // Rounds a kind; 0: every place.
  static std::uint64_t rounds() {
    const char* asked = std::getenv("HEADWATER_FAULT_ROUNDS");
    if (asked == nullptr) return 1;
    return std::string(asked) == "all" ? 0 : std::strtoull(asked, nullptr, 10);
  }
  // HEADWATER_FAULT_KIND, e.g. "read error": the others are left out.
  static bool is_left_out(FaultKind kind) {
    const char* asked = std::getenv("HEADWATER_FAULT_KIND");
    return asked != nullptr && std::string(asked) != kKindNames[static_cast<int>(kind)];
  }
  // How many places of each kind; some more or less from run to run, as RocksDB works in the
  // background.
  std::vector<std::uint64_t> places() {
    start_again();
    FaultyDisk disk(world_->path, folder_ / "shadow");
    disk.arm({});
    EXPECT_TRUE(scripted_history()[GetParam()].run(*world_).ok());
    std::vector<std::uint64_t> all;
    for (const FaultKind kind : kKinds) all.push_back(disk.operations(kind));
    return all;
  }

  // An outcome, or nothing when the process ended otherwise.
  std::optional<Outcome> run_child(const Fault& fault) const {
    std::ostringstream told;
    told << folder_.path().string() << ' ' << GetParam() << ' ' << static_cast<int>(fault.kind)
         << ' ' << fault.at << ' ' << fault.lasts << ' ' << fault.seed;
    const std::string words = told.str();
    const std::string program = fs::read_symlink("/proc/self/exe").string();
    const pid_t child = ::fork();
    if (child == 0) {
      ::setenv(kChild, words.c_str(), 1);
      ::close(2);
      ::execl(program.c_str(), program.c_str(), "--gtest_brief=1",
              "--gtest_filter=DurabilityChild.*", nullptr);
      ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) return std::nullopt;
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) >= kAcknowledged) << status;
    return static_cast<Outcome>(WEXITSTATUS(status));
  }
  std::string said() const { return text_of(folder_ / "said"); }
  static std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  bool is_on_disk(const std::string& text) const {
    for (const auto& entry : fs::recursive_directory_iterator(world_->store())) {
      if (entry.is_regular_file() && text_of(entry.path()).find(text) != std::string::npos) {
        return true;
      }
    }
    return false;
  }
  bool is_step(const char* name) const {
    return std::string(scripted_history()[GetParam()].name) == name;
  }

  void expect_sound(bool is_acknowledged) {
    const std::string why = is_acknowledged ? "acknowledged" : said();
    // An erasure that was begun is completed by the next writer.
    if (is_step("Erase")) static_cast<void>(Store::open(world_->store(), {OpenMode::kWrite}));
    const std::string found = state_of(*world_);
    if (is_acknowledged) {
      EXPECT_EQ(found, after_) << "what was acknowledged is there";
      if (is_step("Backup")) {
        EXPECT_NE(text_of(world_->store() + "/backups"), "");
      }
    } else {
      EXPECT_TRUE(found == after_ || found == before_) << "found\n"
                                                       << found << "\nbefore\n"
                                                       << before_ << "\nafter\n"
                                                       << after_ << why;
      const Status again = scripted_history()[GetParam()].run(*world_);
      EXPECT_TRUE(again.ok()) << again.message() << "\nafter " << why;
      EXPECT_EQ(state_of(*world_), after_) << "run again, after " << why;
    }
    if (is_step("Erase")) {
      EXPECT_FALSE(is_on_disk(kErasedName));
    }
  }
  void strike(const Fault& fault) {
    start_again();
    fs::remove(folder_ / "said");
    const auto outcome = run_child(fault);
    met_ += !outcome || *outcome == kAcknowledged || *outcome == kRefused ? 1 : 0;
    expect_sound(outcome == kAcknowledged || outcome == kNotMet);
  }

  tests::TemporaryDirectory folder_{above()};
  std::unique_ptr<World> world_;
  std::string before_, after_;
  int met_ = 0;
};

TEST_P(DurabilityTest, AStepOnAFailingDiskIsDoneOrNotDoneAndCanBeDoneAgain) {
  std::mt19937_64 random(GetParam() * 7919 + 1);
  const std::vector<std::uint64_t> all = places();
  for (std::size_t kind = 0; kind < all.size(); ++kind) {
    if (is_left_out(kKinds[kind])) continue;
    if (tests::kIsSanitized && (kind + GetParam()) % 2 == 0) continue;  // the others at other steps
    const std::uint64_t chosen = rounds() == 0 ? all[kind] : std::min(rounds(), all[kind]);
    for (std::uint64_t round = 0; round < chosen; ++round) {
      Fault fault{kKinds[kind], round, random() % 2 == 1, random()};
      if (rounds() != 0) fault.at = random() % all[kind];
      SCOPED_TRACE(std::string(kKindNames[static_cast<int>(fault.kind)]) + " at " +
                   std::to_string(fault.at) + " of " + std::to_string(all[kind]) +
                   (fault.lasts ? ", lasting" : "") + ", seed " + std::to_string(fault.seed));
      strike(fault);
    }
  }
  EXPECT_GE(met_, tests::kIsSanitized ? 1 : 3) << "the faults were met";
}

INSTANTIATE_TEST_SUITE_P(Steps, DurabilityTest,
                         testing::Range(std::size_t{0}, scripted_history().size()),
                         [](const auto& step) {
                           return std::string(scripted_history()[step.param].name);
                         });

}  // namespace
}  // namespace headwater::graph::store_tests
