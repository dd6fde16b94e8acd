#include "ingest/source_file.h"

#include <sys/stat.h>

#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater::ingest {
namespace {

template <typename Read>
auto read(Read reader, const std::string& text) {
  const tests::TemporaryDirectory directory;
  const std::string path = directory / "file";
  tests::write_file(path, text);
  const graph::ExecutionContext context({.threads = 1});
  return reader(path, context);
}

TEST(SourceFile, ReadsColumnsInAnyOrderAndLeavesOutWhatIsMissing) {
  const auto rows = read(read_source_file, "label,note,transaction\nA,x,bank/t1\n,,#7\n");
  ASSERT_TRUE(rows.has_value()) << rows.error().message();
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].transaction, "bank/t1");
  EXPECT_EQ((*rows)[0].label, "A");
  EXPECT_EQ((*rows)[0].amount, "");
  EXPECT_EQ((*rows)[1].transaction, "#7");
  EXPECT_EQ((*rows)[1].row, 2u);
}

TEST(SourceFile, RefusesWhatIsNoListOfSources) {
  for (const char* text : {"amount,label\n1,a\n", "transaction,amount\n,5\n", "transaction\n",
                           "transaction,amount\nt1\n", "transaction\n\"t1\n"}) {
    const auto rows = read(read_source_file, text);
    ASSERT_FALSE(rows.has_value()) << text;
    EXPECT_EQ(rows.error().code(), graph::StatusCode::kInput) << text;
  }
}

TEST(NameFile, ReadsOneNameALineWithoutCommentsAndBlanks) {
  const auto names =
      read(read_name_file, "# found by ring ranking\nperson:bank/1\r\n\n  company:x/a, b \n#end\n");
  ASSERT_TRUE(names.has_value()) << names.error().message();
  EXPECT_EQ(*names, std::vector<std::string>({"person:bank/1", "company:x/a, b"}));
  EXPECT_FALSE(read(read_name_file, "# nothing\n").has_value());
}

// As `--members-from <(...)` gives them; the writer may come late.
TEST(NameFile, IsReadOnceSoAPipeWillDo) {
  const tests::TemporaryDirectory directory;
  const std::string path = directory / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const graph::ExecutionContext context({.threads = 1});
  for (const std::string text : {"person:bank/1\n# no\nperson:bank/2\n", ""}) {
    std::thread writer([&] { std::ofstream(path) << text; });
    const auto names = read_name_file(path, context);
    writer.join();
    if (text.empty()) {
      EXPECT_EQ(names.error().code(), graph::StatusCode::kInput);
    } else {
      ASSERT_TRUE(names.has_value()) << names.error().message();
      EXPECT_EQ(*names, std::vector<std::string>({"person:bank/1", "person:bank/2"}));
    }
  }
}

}  // namespace
}  // namespace headwater::ingest
