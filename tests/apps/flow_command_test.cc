// trace and attribute as their users run them.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/support/command_fixture.h"
#include "tests/support/shared_data.h"

namespace headwater::tests {
namespace {

class FlowCommand : public CommandTest {
 protected:
  void load_claims() {
    load_bank();
    write("claims.csv", claims());
    const auto report = answer({"ingest", "store", "claims.csv", "--format", "assertions"});
    EXPECT_EQ(report.at("quarantined").to_number<int>(), 0);
  }
  // The first payment of the bank is proceeds; its payee is a member.
  std::string claims() const {
    const auto traced = answer({"trace", "store", "--source", "#0"});
    const std::string transaction(
        traced.at("parameters").at("sources").as_array()[0].at("transaction").as_string());
    return "subject,claim,case,share_bp\n" + transaction + ",proceeds-of,case:k1,10000\n" +
           "account:workload/SECRET-B,member-of,case:k1,\n";
  }
};

TEST_F(FlowCommand, TraceStartsFromAssertionsWithAndWithoutACase) {
  load_claims();
  const auto all = answer({"trace", "store", "--from-assertions"});
  const auto one = answer({"trace", "store", "--from-assertions", "case:k1"});
  EXPECT_EQ(all.at("rows"), one.at("rows"));
  EXPECT_EQ(all.at("rows").as_array().size(), 1u);
  EXPECT_EQ(all.at("audience").as_string(), "internal");
  EXPECT_TRUE(all.at("parameters").at("case").is_null());
  EXPECT_EQ(one.at("parameters").at("case").as_string(), "case:assertions/k1");
}

TEST_F(FlowCommand, AttributeReadsMembersFromAFile) {
  load_claims();
  write("members.txt", "# found by hand\naccount:workload/SECRET-C\n");
  const auto answered = answer({"attribute", "store", "--members-from", "members.txt"});
  EXPECT_EQ(answered.at("rows").as_array().size(), 2u);
  EXPECT_EQ(answered.at("rows").as_array()[0].as_array()[7].as_string(), "10.50");
}

TEST_F(FlowCommand, RefusalsSayWhatToDoAndRepeatNothing) {
  load_claims();
  const std::vector<Words> refused = {
      {"trace", "store"},
      {"trace", "--from-assertions"},
      {"trace", "store", "--from-assertions", "--source", "#0"},
      {"trace", "store", "--from-assertions", "--rule", "fifo"},
      {"trace", "store", "--from-assertions", "--direction", "backward"},
      {"trace", "store", "--from-assertions", "--inner", "fifo"},
      {"trace", "store", "--from-assertions", "--interest", "accrete"},
      {"trace", "store", "--from-assertions", "--until", "SECRET-A"},
      {"trace", "store", "--from-assertions", "--limit", "-1"},
      {"trace", "store", "--source", "SECRET-A=77331.25"},
      {"trace", "store", "--source", "#0=77331.25"},
      {"attribute", "store", "--by", "SECRET-A"},
      {"attribute", "store", "--case", "case:SECRET-A"},
      {"attribute", "store", "--audience", "publication"},
      {"attribute", "store", "--report-currency", "SECRET-A"},
      {"attribute", "store", "--rule", "lifo"}};
  for (const Words& words : refused) {
    SCOPED_TRACE(words[0] + " " + words.back());
    expect_refusal(run(words), 1);
  }
  expect_refusal(run({"attribute", "store", "--members-from", "missing.txt"}), 2);
  expect_refusal(run({"attribute", "store", "--truth", "missing"}), 2);
  expect_refusal(run({"trace", "store", "--source-file", "missing.csv"}), 2);
}

TEST_F(FlowCommand, AStatementNeedsNoStore) {
  write("statement.csv",
        "seq,kind,label,amount_minor,claimed\n1,D,T,100,1\n2,D,own,100,0\n3,W,w1,100,0\n");
  const CommandResult fifo = run({"trace", "--ledger", "statement.csv", "--rule", "fifo", "--csv"});
  EXPECT_EQ(fifo.exit_code, 0) << fifo.describe();
  EXPECT_EQ(fifo.out,
            "case,rule,item,event_seq,event_label,owner,amount_minor\n"
            ",FIFO,event,3,w1,T,100\n,FIFO,final,,balance,own,100\n");
  expect_refusal(run({"trace", "store", "--ledger", "statement.csv"}), 1);
  expect_refusal(run({"trace", "--ledger", "statement.csv", "--until", "2020-01-01"}), 1);
}

TEST_F(FlowCommand, StatementsHaveThePublishedRows) {
  HEADWATER_SHARED_OR_SKIP(cases, "data/tracing/tracing_cases.csv");
  HEADWATER_SHARED_OR_SKIP(expected, "data/tracing/tracing_expected.csv");
  const CommandResult all = run({"trace", "--ledger", cases.string(), "--rule", "all", "--csv"});
  ASSERT_EQ(all.exit_code, 0) << all.describe();
  const auto sorted_lines = [](std::istream& stream) {
    std::vector<std::string> read;
    for (std::string line; std::getline(stream, line);) {
      std::erase(line, '\r');
      read.push_back(line);
    }
    std::sort(read.begin(), read.end());
    return read;
  };
  std::ifstream published(expected);
  std::istringstream printed(all.out);
  EXPECT_EQ(sorted_lines(printed), sorted_lines(published));
}

}  // namespace
}  // namespace headwater::tests
