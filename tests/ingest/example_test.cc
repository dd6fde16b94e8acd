// The example for one's own bank statement, and the document that describes it.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/staging.h"

namespace headwater {
namespace {

std::string read_source(const std::string& relative) {
  std::ifstream in(std::string(HEADWATER_SOURCE_DIR) + "/" + relative, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The text of the first block fenced with ``` and `language`.
std::string first_block(const std::string& document, const std::string& language) {
  const std::string fence = "```" + language + "\n";
  const std::size_t begin = document.find(fence) + fence.size();
  return document.substr(begin, document.find("```", begin) - begin);
}

TEST(BankStatementExample, LoadsAsItsReadmeSays) {
  tests::RecordingWriter writer;
  const auto counts =
      tests::stage_text(tests::mapping_of(read_source("examples/bank_statement/mapping.json")),
                        read_source("examples/bank_statement/statement.csv"), writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->rows_read, 6u);
  ASSERT_EQ(writer.transactions.size(), 4u);
  EXPECT_EQ(writer.keys.size(), 4u);
  std::vector<std::string> shown;
  for (const auto& record : writer.transactions) {
    shown.push_back(graph::format_iso8601(record.time) + " " +
                    graph::format_major_units(record.amount.value, 2));
  }
  EXPECT_EQ(shown, (std::vector<std::string>{
                       "2025-02-02T23:00:00Z 1250.00", "2025-02-04T23:00:00Z 84.37",
                       "2025-02-27T23:00:00Z 2314.50", "2025-02-28T23:00:00Z 1250.00"}));
  ASSERT_EQ(writer.quarantined.size(), 2u);
  EXPECT_EQ(writer.quarantined[0].row, 5u);
  EXPECT_EQ(writer.quarantined[0].reason, "precision");
  EXPECT_EQ(writer.quarantined[1].reason, "bad-time");
}

TEST(MappingDocument, ItsExampleIsTheOneThatIsTested) {
  const std::string document = read_source("docs/mapping.md");
  EXPECT_EQ(first_block(document, "json"), read_source("examples/bank_statement/mapping.json"));
  tests::RecordingWriter writer;
  const auto format = tests::mapping_of(first_block(document, "json"));
  const std::string rows = document.substr(document.find("Date;Text"));
  const auto counts = tests::stage_text(format, rows.substr(0, rows.find("```")), writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, 1u);
}

TEST(IngestReadme, ListsEveryBuiltInFormat) {
  const std::string document = read_source("ingest/README.md");
  for (const auto name : ingest::built_in_format_names()) {
    EXPECT_NE(document.find(fmt::format("`{}`", name)), std::string::npos) << name;
  }
}

// The texts in quotes that follow `before` in `source`.
void collect_quoted(const std::string& source, const std::string& before,
                    std::set<std::string>& found) {
  for (std::size_t at = source.find(before); at != std::string::npos;
       at = source.find(before, at + 1)) {
    const std::size_t begin = at + before.size();
    found.insert(source.substr(begin, source.find('"', begin) - begin));
  }
}

TEST(IngestReadme, ListsEveryReasonOfQuarantine) {
  const std::string document = read_source("ingest/README.md");
  std::set<std::string> reasons;
  namespace fs = std::filesystem;
  for (const auto& entry : fs::directory_iterator(HEADWATER_SOURCE_DIR "/ingest/internal")) {
    const std::string text = read_source("ingest/internal/" + entry.path().filename().string());
    for (const char* before : {"fail(\"", "fail_concealed(\"", "unknown(\"", "reason = \""}) {
      collect_quoted(text, before, reasons);
    }
  }
  EXPECT_GT(reasons.size(), 25u);
  for (const std::string& reason : reasons) {
    EXPECT_NE(document.find(fmt::format("`{}`", reason)), std::string::npos) << reason;
  }
}

}  // namespace
}  // namespace headwater
