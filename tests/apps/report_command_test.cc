// `headwater report` writes a whole page or nothing, and no page of it holds a victim.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "graph/sha256.h"
#include "tests/apps/victims_fixture.h"
#include "tests/support/markup_check.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

class ReportCommand : public CommandTest {
 protected:
  void SetUp() override { load_bank(); }
  static Words report(const std::string& file, const std::string& audience) {
    return {"report", "store", "--output", file, "--audience", audience};
  }
  int permissions(const std::string& file) const {
    struct stat status {};
    EXPECT_EQ(::stat(path(file).c_str(), &status), 0);
    return static_cast<int>(status.st_mode & 0777);
  }
};

TEST_F(ReportCommand, WritesThePageAndSaysWhichBytes) {
  for (const char* audience : {"publication", "internal"}) {
    const auto said = answer(report("page.html", audience));
    const std::string page = text_of(path("page.html"));
    EXPECT_EQ(markup_fault(page), "");
    EXPECT_EQ(said.at("bytes").to_number<std::size_t>(), page.size());
    EXPECT_EQ(said.at("sha256").as_string(), graph::sha256_hex(page));
    EXPECT_FALSE(fs::exists(path("page.html.tmp")));
    EXPECT_EQ(page.find(folder_.path().string()), std::string::npos) << "no path of this machine";
  }
}

TEST_F(ReportCommand, IsForPublicationUnlessAskedOtherwise) {
  EXPECT_EQ(run({"report", "store", "--output", "page.html"}).exit_code, 0);
  EXPECT_NE(text_of(path("page.html")).find("<b>Publication</b>"), std::string::npos);
}

TEST_F(ReportCommand, APageThatNamesSuspectsIsReadByItsOwnerOnly) {
  ASSERT_EQ(run(report("internal.html", "internal")).exit_code, 0);
  EXPECT_EQ(permissions("internal.html"), 0600);
  ASSERT_EQ(run(report("public.html", "publication")).exit_code, 0);
  ASSERT_EQ(run(report("public.html", "internal")).exit_code, 0);  // replaces a page anybody reads
  EXPECT_EQ(permissions("public.html"), 0600);
}

TEST_F(ReportCommand, AFullDiskLeavesTheOldPageAndNothingElse) {
  write("page.html", "the old page");
  for (const std::uint64_t limit : {0u, 1u, 4'000u}) {
    expect_refused(report("page.html", "internal"), 2,
                   {.directory = {}, .environment = {}, .file_size_limit = limit});
    EXPECT_EQ(text_of(path("page.html")), "the old page");
    EXPECT_FALSE(fs::exists(path("page.html.tmp")));
  }
}

TEST_F(ReportCommand, RefusesPlacesWhereNoPageCanStand) {
  fs::create_directory(path("folder"));
  expect_refused(report("folder", "internal"), 1);
  expect_refused(report("missing/page.html", "internal"), 2);
  expect_refused({"report", "store"}, 1);
  expect_refused({"report", "store", "--output", "page.html", "--truth", "case-truth"}, 1);
  EXPECT_FALSE(fs::exists(path("page.html")));
}

class VictimsReport : public VictimsTest {};

TEST_F(VictimsReport, NoPageHoldsAVictimOrWhoeverIsUsedUnderTheirIdentity) {
  load_all();
  for (const Words& key : {Words(), kKey}) {
    for (const char* audience : {"publication", "internal"}) {
      for (const char* level : {"confirmed", "probable:0.5"}) {
        const Words words = joined({"report", "store", "--output", "page.html", "--audience",
                                    audience, "--resolve", level},
                                   key);
        const CommandResult result = run_watched(words);
        ASSERT_EQ(result.exit_code, 0) << result.describe();
        const std::string text = text_of(path("page.html")) + result.out + result.err;
        expect_without(text, marks_never_kept(), words);
        expect_without(text, marks_for_the_key_only(), words);
        expect_without(text, {"victim:", made_.customer, made_.account, pseudonym("1")}, words);
        for (const std::string& id : made_.protected_ids) {
          expect_without(text, {id, id.substr(id.find('/') + 1)}, words);
        }
      }
    }
  }
  EXPECT_TRUE(fs::is_empty(path("temporary")));
}

}  // namespace
}  // namespace headwater::tests
