// No answer about a case depends on the number of threads that found it.
#include <algorithm>
#include <filesystem>

#include "tests/apps/victims_fixture.h"

namespace headwater::tests {
namespace {

class ThreadsSlow : public VictimsTest {};

TEST_F(ThreadsSlow, EveryAnswerAboutACaseIsEqual) {
  load_all();
  std::size_t compared = 0;
  for (const SampleCommand& sample : commands_on_case("store", true, folder_.path())) {
    const bool is_json =
        std::find(sample.words.begin(), sample.words.end(), "--json") != sample.words.end();
    if (sample.changes_store || sample.tells_records || sample.name == "ingest") continue;
    if (!is_json) continue;
    std::string first;
    for (const char* threads : {"1", "2", "4"}) {
      const CommandResult result = run(joined(sample.words, {"--threads", threads}));
      boost::json::error_code error;
      const auto document = boost::json::parse(result.out, error);
      const std::string found = error ? result.out + result.err : comparable(document);
      if (first.empty()) first = found;
      if (sample.names_accounts) {  // an export, which takes no folder that holds something
        EXPECT_EQ(result.exit_code, 0) << result.describe();
        std::filesystem::remove_all(path(sample.output_file));
      }
      EXPECT_EQ(found, first) << threads << " threads: " << ::testing::PrintToString(sample.words);
    }
    ++compared;
  }
  EXPECT_GE(compared, 30u);
}

}  // namespace
}  // namespace headwater::tests
