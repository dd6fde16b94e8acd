#include "ingest/statement_file.h"

#include <set>

#include <gtest/gtest.h>

#include "tests/support/shared_data.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater::ingest {
namespace {

graph::Result<std::vector<StatementRow>> read(const std::string& text) {
  const tests::TemporaryDirectory directory;
  const std::string path = directory / "statement.csv";
  tests::write_file(path, text);
  const graph::ExecutionContext context({.threads = 1});
  return read_statement_file(path, context);
}

TEST(StatementFile, ReadsColumnsInAnyOrder) {
  const auto rows = read("label,kind,seq,claimed,amount_minor,note\nA,D,1,1,100,x\nw,W,2,,40,\n");
  ASSERT_TRUE(rows.has_value()) << rows.error().message();
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_TRUE((*rows)[0].is_deposit && (*rows)[0].claimed);
  EXPECT_EQ((*rows)[0].amount.value, 100);
  EXPECT_FALSE((*rows)[1].is_deposit || (*rows)[1].claimed);
  EXPECT_EQ((*rows)[1].sequence, 2);
}

TEST(StatementFile, RefusesTheFirstRowThatDoesNotFit) {
  const std::string header = "case,seq,kind,label,amount_minor,claimed\n";
  for (const char* row : {"c,x,D,a,1,0\n", "c,1,X,a,1,0\n", "c,1,D,a,-1,0\n", "c,1,D,a,1.5,0\n",
                          "c,1,D,a,99999999999999999999,0\n", "c,1,D,a,1,yes\n", "c,1,D,a,1\n",
                          "c,1,D,a,1,0\nc,1,W,a,1,0\n", "c,1,D,\"a,1,0\n"}) {
    const auto rows = read(header + row);
    ASSERT_FALSE(rows.has_value()) << row;
    EXPECT_EQ(rows.error().code(), graph::StatusCode::kInput) << row;
  }
  EXPECT_FALSE(read("seq,kind,label,amount_minor\n1,D,a,1\n").has_value());
}

TEST(StatementFile, ReadsThePublishedTracingCases) {
  HEADWATER_SHARED_OR_SKIP(file, "data/tracing/tracing_cases.csv");
  const graph::ExecutionContext context({.threads = 1});
  const auto rows = read_statement_file(file.string(), context);
  ASSERT_TRUE(rows.has_value()) << rows.error().message();
  EXPECT_EQ(rows->front().case_name, "roscoe_v_winder");
  EXPECT_EQ(rows->front().amount.value, 45'500);
  std::set<std::string> cases;
  for (const StatementRow& row : *rows) cases.insert(row.case_name);
  EXPECT_GT(cases.size(), 5u);
}

}  // namespace
}  // namespace headwater::ingest
