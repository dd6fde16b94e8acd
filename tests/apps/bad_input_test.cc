// Files that cannot be loaded: each is refused with one clear line, and the store is what it was.
#include <unistd.h>

#include <filesystem>

#include "tests/support/command_fixture.h"

namespace headwater::tests {
namespace {

class BadInput : public CommandTest {
 protected:
  void SetUp() override { load_bank(); }

  static Words ingest(const std::string& file) {
    return {"ingest", "store", file, "--format", "workload"};
  }
  // Loads the good header with these rows beside; the reasons in quarantine, in row order.
  std::vector<std::string> reasons_of(const std::string& rows, int accepted) {
    write("rows.csv", kBankHeader + rows);
    const auto report = answer({"ingest", "store", "rows.csv", "--format", "workload"});
    EXPECT_EQ(report.at("accepted").to_number<int>(), accepted);
    const std::string sha(report.at("sources").as_array()[0].at("sha256").as_string());
    std::vector<std::string> reasons;
    for (const auto& row : lines({"quarantine", "store", "--source", sha, "--json"})) {
      EXPECT_EQ(row.at("path").as_string(), "rows.csv");
      EXPECT_TRUE(row.contains("row") && row.contains("text"));
      reasons.emplace_back(row.at("reason").as_string());
    }
    EXPECT_EQ(report.at("quarantined").to_number<std::size_t>(), reasons.size());
    EXPECT_EQ(report.at("rows_read").to_number<std::size_t>(),
              reasons.size() + static_cast<std::size_t>(accepted));
    return reasons;
  }
  // With --strict the same rows fail the file: nothing of it is there.
  void expect_strict_refusal(const std::string& rows) {
    write("strict.csv", kBankHeader + rows + "1661990499,7,1,8,2,1,Euro,Wire\n");
    expect_refused({"ingest", "store", "strict.csv", "--format", "workload", "--strict"}, 2);
  }
};

using Reasons = std::vector<std::string>;

TEST_F(BadInput, AMissingFile) { expect_refused(ingest("missing.csv"), 2); }

TEST_F(BadInput, AMissingFileAmongGoodOnes) {
  write("good.csv", std::string(kBankHeader) + "1661990403,7,SECRET-E,8,SECRET-F,1,Euro,Wire\n");
  expect_refused({"ingest", "store", "good.csv", "missing.csv", "--format", "workload"}, 2);
}

TEST_F(BadInput, AMissingFileWhoseNameSteersTheTerminal) {
  const CommandResult result = run(ingest("two\nlines\x1B[31m.csv"));
  expect_refusal(result, 2);
  EXPECT_EQ(result.err.find('\x1B'), std::string::npos);
}

TEST_F(BadInput, ADirectoryInsteadOfAFile) {
  std::filesystem::create_directory(path("folder.csv"));
  expect_refused(ingest("folder.csv"), 2);
}

TEST_F(BadInput, AnEmptyFile) {
  write("empty.csv", "");
  expect_refused(ingest("empty.csv"), 2);
}

TEST_F(BadInput, AFileOfBlankLines) {
  write("blank.csv", "\n\n\n");
  expect_refused(ingest("blank.csv"), 2);
}

TEST_F(BadInput, AWrongHeader) {
  write("wrong.csv", "SECRET-name,SECRET-account\n1,2\n");
  expect_refused(ingest("wrong.csv"), 2);
}

TEST_F(BadInput, AFileThatNobodyMayRead) {
  write("closed.csv", std::string(kBankHeader) + kBankRows);
  std::filesystem::permissions(path("closed.csv"), std::filesystem::perms::none);
  if (::geteuid() == 0) {
    GTEST_SKIP() << "NOT TESTED: root may read every file";
  }
  expect_refused(ingest("closed.csv"), 2);
}

TEST_F(BadInput, ADeviceInsteadOfAFile) { expect_refused(ingest("/dev/zero"), 2); }

TEST_F(BadInput, AHeaderThatIsNotUtf8) {
  write("latin.csv", "timestamp,from_bank,SECRET\xE9\n1,2,3\n");
  expect_refused(ingest("latin.csv"), 2);
}

TEST_F(BadInput, ARowThatIsNotUtf8GoesToQuarantine) {
  const std::string rows =
      "1661990410,7,SECRET-\xE9,8,9,1,Euro,Wire\n1661990411,7,1,8,9,1,Euro,Wire\n";
  EXPECT_EQ(reasons_of(rows, 1), Reasons{"not-utf8"});
  expect_strict_refusal(rows);
}

TEST_F(BadInput, AHeaderOfAHundredMegabytes) {
  write("wide.csv", std::string(100'000'000, 'x'));
  expect_refused(ingest("wide.csv"), 2);
}

TEST_F(BadInput, ALineOfAHundredMegabytesTakesNoOtherWithIt) {
  const std::string rows = "1661990410,7,1,8,2,1,Euro,Wire\n1661990411,7,SECRET" +
                           std::string(100'000'000, 'x') +
                           ",8,9,1,Euro,Wire\n1661990412,7,1,8,9,1,Euro,Wire\n";
  EXPECT_EQ(reasons_of(rows, 2), Reasons{"row-too-long"});
  const std::string shown = run({"quarantine", "store", "--json"}).out;
  EXPECT_LT(shown.size(), 70'000u) << "the first 64 KiB are kept";
  expect_strict_refusal(rows);
}

TEST_F(BadInput, AmountsThatOverflowOrHaveTooManyDigits) {
  EXPECT_EQ(reasons_of("1661990410,7,1,8,2,92233720368547758.08,Euro,Wire\n"
                       "1661990410,7,1,8,2,1e400,Euro,Wire\n"
                       "1661990410,7,1,8,2,1.005,Euro,Wire\n"
                       "1661990410,7,1,8,2,1e-3,Euro,Wire\n"
                       "1661990410,7,1,8,2,0.000000001,Bitcoin,Wire\n"
                       "1661990410,7,1,8,2,92233720368547758.07,Euro,Wire\n"
                       "1661990410,7,1,8,2,92233720368547758.07,Euro,Wire\n",
                       2),
            (Reasons{"overflow", "overflow", "precision", "precision", "precision"}));
  // Two of the largest amounts stand in the store: their sum needs more than 64 bits.
  const auto stats = answer({"stats", "store"});
  EXPECT_EQ(stats.at("money").at("EUR").at("sum_minor").as_string(), "18446744073709552014");
  expect_strict_refusal("1661990410,7,1,8,2,773312577331257733125.00,Euro,Wire\n");
}

TEST_F(BadInput, AmountsThatAreNegativeOrNoNumber) {
  const std::string rows =
      "1661990410,7,1,8,2,-77331.25,Euro,Wire\n"
      "1661990410,7,1,8,2,NaN,Euro,Wire\n"
      "1661990410,7,1,8,2,-inf,Euro,Wire\n"
      "1661990410,7,1,8,2,,Euro,Wire\n"
      "1661990410,7,1,8,2,\"77,331.25\",Euro,Wire\n"
      "1661990410,7,1,8,2,0x10,Euro,Wire\n";
  EXPECT_EQ(reasons_of(rows, 0), (Reasons{"negative-amount", "not-a-number", "not-a-number",
                                          "not-a-number", "not-a-number", "not-a-number"}));
  expect_strict_refusal(rows);
}

TEST_F(BadInput, TimesThatCannotBe) {
  const std::string rows =
      "99999999999999999999,7,1,8,2,1,Euro,Wire\n"
      "SECRET,7,1,8,2,1,Euro,Wire\n"
      "2024-02-30,7,1,8,2,1,Euro,Wire\n";
  EXPECT_EQ(reasons_of(rows, 0), (Reasons{"bad-time", "bad-time", "bad-time"}));
  expect_strict_refusal(rows);
}

TEST_F(BadInput, DatesThatNoCalendarHas) {
  const std::string header =
      "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount "
      "Paid,Payment Currency,Payment Format,Is Laundering\n";
  std::string text = header;
  for (const char* date : {"2022/02/30 00:00", "2022/13/01 00:00", "2022/00/10 00:00",
                           "2022/01/01 24:61", "2023/02/29 00:00", "2024/02/29 00:00"}) {
    text += std::string(date) + ",1,SECRET,2,B,1.00,Euro,1.00,Euro,Wire,0\n";
  }
  write("dates.csv", text);
  const auto report = answer({"ingest", "store", "dates.csv", "--format", "amlworld"});
  EXPECT_EQ(report.at("accepted").to_number<int>(), 1);  // 2024 is a leap year
  for (const auto& row : lines({"quarantine", "store", "--json"})) {
    EXPECT_EQ(row.at("reason").as_string(), "bad-time");
  }
  expect_refused(
      {"ingest", "store", "dates.csv", "--format", "amlworld", "--namespace", "other", "--strict"},
      2);
}

TEST_F(BadInput, ACurrencyThatNobodyKnows) {
  const std::string rows =
      "1661990410,7,1,8,2,1,SECRET groats,Wire\n1661990410,7,1,8,2,1,EURO€,Wire\n";
  EXPECT_EQ(reasons_of(rows, 0), (Reasons{"unknown-asset", "unknown-asset"}));
  expect_strict_refusal(rows);
}

TEST_F(BadInput, RowsOfAnotherWidthAndQuotesThatNeverClose) {
  EXPECT_EQ(reasons_of("1661990410,7,1,8,2,1,Euro\n"
                       "1661990410,7,1,8,2,1,Euro,Wire,SECRET\n"
                       "1661990410,7,\"1,8,2,1,Euro,Wire\n",
                       0),
            (Reasons{"column-count", "column-count", "unterminated-quote"}));
}

TEST_F(BadInput, AFileOfNothingButBytes) {
  std::string noise =
      "\x7F"
      "ELF";
  for (unsigned i = 0; i < 100'000; ++i) noise += static_cast<char>((i * 2'654'435'761u) >> 13);
  write("noise.csv", noise);
  expect_refused(ingest("noise.csv"), 2);
}

// A first file that is refused leaves no store behind: nothing to mistake for a loaded one.
TEST_F(BadInput, ARefusedFirstFileMakesNoStore) {
  write("wrong.csv", "SECRET\n1\n");
  std::filesystem::create_directory(path("empty-folder"));
  const std::vector<Words> refused = {
      {"ingest", "new", "wrong.csv", "--format", "workload"},
      {"ingest", "new", "missing.csv", "--format", "workload"},
      {"ingest", "new", "empty-folder", "--format", "workload"},
      {"ingest", "new", "empty-folder", "--format", "amlsim"},
      {"ingest", "new", "empty-folder", "--format", "case"},
      {"ingest", "new", "bank.csv", "missing.csv", "--format", "workload"}};
  for (const Words& words : refused) {
    expect_refusal(run(words), 2);
    EXPECT_FALSE(std::filesystem::exists(path("new"))) << words[2];
  }
}

}  // namespace
}  // namespace headwater::tests
