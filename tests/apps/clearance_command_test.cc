// --clearance: what other loads say is nowhere in an answer, an export or a page.
#include <filesystem>

#include "tests/support/command_fixture.h"

namespace headwater::tests {
namespace {

class ClearanceCommand : public CommandTest {
 protected:
  void SetUp() override {
    write("open.csv", kBankHeader + std::string("1661990400,7,OPEN-A,8,OPEN-B,10.50,Euro,Wire\n"));
    write("closed.csv",
          kBankHeader + std::string("1661990401,7,OPEN-A,9,CLOSED-C,99.75,Euro,Wire\n"
                                    "1661990402,9,CLOSED-C,9,CLOSED-D,99.75,Swiss Franc,Cash\n"));
    load("open.csv", {"--handling-code", "green"});
    load("closed.csv", {"--handling-code", "TLP:RED", "--compartment", "vice", "--purpose",
                        "CLOSED-PURPOSE", "--namespace", "closed", "--review-by", "2020-01-01"});
  }
  void load(const std::string& file, const Words& more) {
    Words words = {"ingest", "store", file, "--format", "workload"};
    words.insert(words.end(), more.begin(), more.end());
    answer(words);
  }
  // Every question that shows names, filtered.
  std::string everything(const std::string& clearance) {
    std::string text;
    const std::vector<Words> questions = {
        {"stats", "store"},
        {"analyze", "store", "wcc", "--rows", "0"},
        {"query", "store", "profile", "--entity", "account:workload/OPEN-A"},
        {"query", "store", "neighbourhood", "--entity", "account:workload/OPEN-A"},
        {"quarantine", "store"}};
    for (Words words : questions) {
      words.insert(words.end(), {"--clearance", clearance});
      const CommandResult result = run(words);
      EXPECT_EQ(result.exit_code, 0) << result.describe();
      EXPECT_NE(result.out.find("filtered by clearance"), std::string::npos) << result.out;
      text += result.out + result.err;
    }
    return text;
  }
};

TEST_F(ClearanceCommand, WithoutItAnswersDrawOnEveryLoad) {
  const auto stats = answer({"stats", "store"});
  EXPECT_EQ(stats.at("transactions"), 3);
  EXPECT_NE(boost::json::serialize(stats.at("notes")).find("due for review, by commit: 2"),
            std::string::npos);
}

TEST_F(ClearanceCommand, NothingOfAnotherLoadIsInAnAnswer) {
  const auto stats = answer({"stats", "store", "--clearance", "TLP:AMBER"});
  EXPECT_EQ(stats.at("transactions"), 1);
  EXPECT_EQ(stats.at("parameters").at("clearance"), "TLP:AMBER");
  EXPECT_FALSE(stats.at("money").as_object().contains("CHF"));
  for (const char* clearance : {"TLP:AMBER", "TLP:RED", "TLP:RED,compartment=vice"}) {
    const std::string text = everything(clearance);
    EXPECT_NE(text.find("OPEN-A"), std::string::npos);
    for (const char* hidden : {"CLOSED", "closed", "99.75"}) {
      EXPECT_EQ(text.find(hidden), std::string::npos) << clearance << " shows " << hidden;
    }
  }
}

TEST_F(ClearanceCommand, WhoeverIsClearedSeesAll) {
  const std::string all = "TLP:RED,compartment=vice,purpose=CLOSED-PURPOSE";
  EXPECT_EQ(answer({"stats", "store", "--clearance", all}).at("transactions"), 3);
}

TEST_F(ClearanceCommand, AnExportHoldsWhatItPermits) {
  for (const char* format : {"csv", "graphml", "gexf", "ftm"}) {
    const auto made =
        answer({"export", "store", format, "--format", format, "--clearance", "TLP:GREEN"});
    EXPECT_TRUE(made.at("content_digest").is_null());
    const std::string bytes = bytes_below(format);
    EXPECT_NE(bytes.find("OPEN-A"), std::string::npos) << format;
    EXPECT_EQ(bytes.find("CLOSED"), std::string::npos) << format;
    EXPECT_EQ(bytes.find("closed"), std::string::npos) << format;
    EXPECT_NE(bytes.find("filtered by clearance"), std::string::npos) << format;
  }
  EXPECT_EQ(answer({"ingest", "copy", "csv", "--format", "case"}).at("quarantined"), 0);
}

TEST_F(ClearanceCommand, APageSaysThatItIsFiltered) {
  answer({"report", "store", "--output", "page.html", "--clearance", "TLP:GREEN"});
  const std::string page = bytes_of("page.html");
  EXPECT_NE(page.find("filtered by clearance"), std::string::npos);
  EXPECT_EQ(page.find("CLOSED"), std::string::npos);
}

TEST_F(ClearanceCommand, ABatchIsFilteredAndEachAnswerSaysSo) {
  write("questions.jsonl",
        "{\"query\":\"profile\",\"params\":{\"entity\":\"account:workload/OPEN-A\"}}\n"
        "{\"query\":\"profile\",\"params\":{\"entity\":\"account:closed/CLOSED-C\"}}\n");
  const CommandResult result =
      run({"query", "store", "--batch", "questions.jsonl", "--json", "--clearance", "TLP:AMBER"});
  EXPECT_EQ(result.exit_code, 0) << result.describe();
  EXPECT_NE(result.out.find("filtered by clearance"), std::string::npos);
  EXPECT_EQ(result.out.find("99.75"), std::string::npos);
  EXPECT_NE(result.out.find("\"error\""), std::string::npos);
}

TEST_F(ClearanceCommand, RefusesWhatItCannotMean) {
  expect_refused({"stats", "store", "--clearance", "SECRET"}, 1);
  expect_refused({"stats", "store", "--sizes", "--clearance", "TLP:RED"}, 1);
  expect_refused({"verify", "store", "--clearance", "TLP:RED"}, 1);
  expect_refused({"ingest", "store", "open.csv", "--format", "workload", "--compartment", "a,b"},
                 1);
  expect_refused({"ingest", "store", "open.csv", "--format", "workload", "--handling-code", "5x5"},
                 1);
}

}  // namespace
}  // namespace headwater::tests
