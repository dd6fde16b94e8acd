#include "queries/flow/trace_statement.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "queries/render.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_directory.h"

namespace headwater::queries {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  std::string all = text.str();
  std::erase(all, '\r');
  return all;
}

std::string csv(const std::string& path, std::string_view rule, std::string_view inner = "fifo") {
  const auto answer = trace_statement_file(path, rule, inner, graph::ExecutionContext());
  EXPECT_TRUE(answer.has_value()) << answer.error().message();
  return answer ? to_csv(*answer) : "";
}

TEST(TraceStatement, AllRulesPrintThePublishedAnswersToTheByte) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/tracing");
  EXPECT_EQ(csv((folder / "tracing_cases.csv").string(), "all"),
            text_of(folder / "tracing_expected.csv"));
}

class OwnStatement : public testing::Test {
 protected:
  OwnStatement() {
    std::ofstream(path_) << "seq,kind,label,amount_minor,claimed\n"
                            "1,D,A,100,1\n2,D,B,100,1\n3,W,rent,250,0\n4,D,\"C, and D\",80,0\n";
  }
  tests::TemporaryDirectory folder_;
  std::string path_ = folder_ / "statement.csv";
};

TEST_F(OwnStatement, ShowsOverdraftsAndTheirRepayment) {
  EXPECT_EQ(csv(path_, "pro-rata"),
            "case,rule,item,event_seq,event_label,owner,amount_minor\n"
            ",PRORATA,event,3,rent,A,100\n"
            ",PRORATA,event,3,rent,B,100\n"
            ",PRORATA,event,3,rent,(overdraft),50\n"
            ",PRORATA,event,4,overdraft-repayment,\"C, and D\",50\n"
            ",PRORATA,final,,balance,\"C, and D\",30\n");
}

TEST_F(OwnStatement, RefusesUnknownRulesAndFiles) {
  const auto code = [&](const std::string& path, std::string_view rule, std::string_view inner) {
    const auto answer = trace_statement_file(path, rule, inner, graph::ExecutionContext());
    return answer ? graph::StatusCode::kOk : answer.error().code();
  };
  EXPECT_EQ(code(path_, "poison", "fifo"), graph::StatusCode::kQuestion);
  EXPECT_EQ(code(path_, "clean-first", "lifo"), graph::StatusCode::kQuestion);
  EXPECT_EQ(code(path_ + ".none", "fifo", "fifo"), graph::StatusCode::kInput);
}

}  // namespace
}  // namespace headwater::queries
