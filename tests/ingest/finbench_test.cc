// LDBC FinBench snapshots: the columns of both generations of files, and rows that cannot be taken.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::built_in;
using tests::RecordingWriter;
using tests::stage_text;

// Parts of the format, in the order in which it reads them.
enum class FinbenchPart : std::size_t {
  kPerson,
  kCompany,
  kAccount,
  kLoan,
  kMedium,
  kPersonOwn,
  kCompanyOwn,
  kPersonApply,
  kCompanyApply,
  kPersonInvest,
  kCompanyInvest,
  kPersonGuarantee,
  kCompanyGuarantee,
  kSignIn,
  kTransfer,
  kWithdraw,
  kDeposit,
  kRepay,
};

void stage_finbench(FinbenchPart part, const std::string& text, RecordingWriter& writer,
                    std::uint64_t accepted) {
  tests::StagingOptions options;
  options.part = static_cast<std::size_t>(part);
  const auto counts = stage_text(built_in("finbench"), text, writer, options);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, accepted);
}

TEST(FinbenchColumns, BothGenerationsMakeEqualRecords) {
  using enum FinbenchPart;
  struct Generations {
    FinbenchPart part;
    const char *older, *newer;
  };
  const Generations pairs[] = {
      {kPersonOwn, "personId|accountId|createTime\n1|2|2020-01-10 06:22:20.5\n",
       "ownerId|accountId|createTime|comment\n1|2|2020-01-10 06:22:20.500|\n"},
      {kCompanyOwn, "companyId|accountId|createTime\n1|2|2020-01-10 06:22:20\n",
       "ownerId|accountId|createTime|comment\n1|2|2020-01-10 06:22:20.000|\n"},
      {kCompanyApply, "companyId|loanId|createTime|org\n1|2|2020-01-10 06:22:20.06|Bank\n",
       "ownerId|loanId|createTime|org|comment\n1|2|2020-01-10 06:22:20.060|Bank|\n"},
      {kAccount,
       "accountId|createTime|isBlocked|accoutType|nickname|phonenum|email|freqLoginType|"
       "lastLoginTime|accountLevel\n"
       "7|2020-01-10 06:22:20.06|true|debit card|N|1|e|ATM|1624940728902|Basic level\n",
       "accountId|createTime|isBlocked|accountType|nickname|phonenum|email|freqLoginType|"
       "lastLoginTime|accountLevel\n"
       "7|2020-01-10 06:22:20.060|true|debit card|N|1|e|ATM|2021-06-29 04:25:28.902|Basic level\n"},
      {kPerson,
       "personId|personName|isBlocked|createTime|gender|birthday|country|city\n"
       "1|Ann|false|2020-01-10 06:22:20|female|1991-12-21 00:00:00|X|Y\n",
       "personId|personName|isBlocked|createTime|gender|birthday|country|city\n"
       "1|Ann|false|2020-01-10 06:22:20.000|female|1991-12-21|X|Y\n"},
      {kWithdraw, "fromId|toId|amount|createTime\n1|2|3.5|2020-01-10 06:22:20.95\n",
       "fromId|toId|fromType|toType|amount|createTime|comment\n"
       "1|2|||3.50|2020-01-10 06:22:20.950|\n"},
  };
  for (const Generations& pair : pairs) {
    RecordingWriter older;
    RecordingWriter newer;
    stage_finbench(pair.part, pair.older, older, 1);
    stage_finbench(pair.part, pair.newer, newer, 1);
    EXPECT_EQ(older.transcript(), newer.transcript()) << pair.newer;
  }
}

// The first files had keys, times and flags only.
TEST(FinbenchColumns, WhatIsNeededForARecordIsEnough) {
  using enum FinbenchPart;
  const std::pair<FinbenchPart, const char*> files[] = {
      {kPerson, "personId|personName|isBlocked|createTime\n1|Ann|false|2020-01-10 06:22:20\n"},
      {kCompany, "companyId|companyName|isBlocked|createTime\n1|Acme|true|2020-01-10 06:22:20\n"},
      {kAccount,
       "accountId|createTime|isBlocked|accoutType\n1|2020-01-10 06:22:20|true|debit card\n"},
      {kLoan, "loanId|loanAmount|balance|createTime\n1|2.5|1|2020-01-10 06:22:20\n"},
      {kMedium, "mediumId|mediumType|isBlocked|createTime\n1|PHONE|false|2020-01-10 06:22:20\n"},
      {kCompanyApply, "companyId|loanId|createTime\n1|1|2020-01-10 06:22:20\n"},
      {kCompanyGuarantee, "fromId|toId|createTime\n1|2|2020-01-10 06:22:20\n"},
      {kSignIn, "mediumId|accountId|createTime\n1|1|2020-01-10 06:22:20\n"},
      {kTransfer, "fromId|toId|amount|createTime\n1|2|3|2020-01-10 06:22:20\n"}};
  for (const auto& [part, text] : files) {
    RecordingWriter writer;
    stage_finbench(part, text, writer, 1);
  }
  RecordingWriter writer;
  const auto lacks = stage_text(built_in("finbench"), "personName|isBlocked|createTime\n", writer);
  EXPECT_FALSE(lacks.has_value());
}

TEST(FinbenchColumns, WhatOnlyTheNewerFilesHoldIsKept) {
  using enum FinbenchPart;
  RecordingWriter writer;
  stage_finbench(kWithdraw,
                 "fromId|toId|fromType|toType|amount|createTime|comment\n"
                 "1|2|trust account|debit card|3.05|2020-01-10 06:22:20.001|\"a|b \"\"c\"\"\"\n",
                 writer, 1);
  const graph::Transaction& one = writer.transactions.at(0);
  EXPECT_EQ(one.amount.value, 305);
  EXPECT_EQ(one.kind, graph::TransactionKind::kWithdrawal);
  EXPECT_EQ(one.time.ms % 1000, 1);
  const std::set<graph::Attribute> attributes(one.attributes.begin(), one.attributes.end());
  EXPECT_TRUE(attributes.contains({"from-type", "trust account"}));
  EXPECT_TRUE(attributes.contains({"to-type", "debit card"}));
  EXPECT_TRUE(attributes.contains({"comment", "a|b \"c\""}));
  RecordingWriter loans;
  stage_finbench(kPersonApply,
                 "ownerId|loanId|loanAmount|createTime|org|comment\n"
                 "1|2|6.0668354E7|2020-01-10 06:22:20.001|Bank|\n",
                 loans, 1);
  const graph::Relation& applied = loans.relations.at(0);
  const std::set<graph::Attribute> terms(applied.attributes.begin(), applied.attributes.end());
  EXPECT_TRUE(terms.contains({"loan-amount", "60668354"}));
  EXPECT_TRUE(terms.contains({"organization", "Bank"}));
}

TEST(FinbenchColumns, AttributesAreWrittenInOneWay) {
  using enum FinbenchPart;
  RecordingWriter writer;
  stage_finbench(
      kAccount,
      "accountId|createTime|isBlocked|accoutType|nickname|phonenum|email|freqLoginType|"
      "lastLoginTime|accountLevel\n"
      "4614219293217785425|2020-01-10 06:22:20.2|true|debit card|N|487-8303|hotmail.com|ATM|"
      "1624940728902|Basic level\n",
      writer, 1);
  EXPECT_EQ(writer.attributes_of("account:finbench/4614219293217785425"),
            (std::set<std::string>{"blocked=true", "create-time=2020-01-10T06:22:20.200Z",
                                   "email=hotmail.com", "last-login-time=2021-06-29T04:25:28.902Z",
                                   "level=Basic level", "login-type=ATM", "nickname=N",
                                   "phone=487-8303", "type=debit card"}));
  RecordingWriter loans;
  stage_finbench(kLoan,
                 "loanId|loanAmount|balance|createTime|loanUsage|interestRate\n"
                 "9|60668354.0|1.5E6|2020-03-18 16:42:57.719|vacations|0.064\n",
                 loans, 1);
  EXPECT_EQ(
      loans.attributes_of("loan:finbench/9"),
      (std::set<std::string>{"balance=1500000", "create-time=2020-03-18T16:42:57.719Z",
                             "interest-rate=0.064", "loan-amount=60668354", "usage=vacations"}));
}

// The same number may be a person, a company and an account; an end that no file describes is a
// bare entity.
TEST(FinbenchColumns, EndsThatNothingDescribesAreBareEntities) {
  using enum FinbenchPart;
  RecordingWriter writer;
  stage_finbench(kDeposit, "loanId|accountId|amount|createTime\n5|5|1|2020-01-10 06:22:20\n",
                 writer, 1);
  stage_finbench(kPersonGuarantee, "fromId|toId|createTime|relation\n5|6|2020-01-10 06:22:20|kin\n",
                 writer, 1);
  EXPECT_EQ(writer.keys.size(), 4u);
  EXPECT_TRUE(writer.attributes_of("account:finbench/5").empty());
  EXPECT_EQ(writer.name(writer.transactions.at(0).from), "loan:finbench/5");
  EXPECT_EQ(writer.name(writer.relations.at(0).from), "person:finbench/5");
}

TEST(FinbenchColumns, RowsThatCannotBeTakenAreQuarantinedWhole) {
  using enum FinbenchPart;
  struct Bad {
    FinbenchPart part;
    const char *header, *row, *reason;
  };
  const char* const loan = "loanId|loanAmount|balance|createTime|loanUsage|interestRate\n";
  const char* const move = "fromId|toId|amount|createTime|orderNum|comment|payType|goodsType\n";
  const char* const medium = "mediumId|mediumType|isBlocked|createTime|lastLoginTime|riskLevel\n";
  const Bad rows[] = {
      {kTransfer, move, "1|2|3.005|2020-01-10 06:22:20|o|c|p|g\n", "precision"},
      {kTransfer, move, "1|2|-3|2020-01-10 06:22:20|o|c|p|g\n", "negative-amount"},
      {kTransfer, move, "1|2|99999999999999999999|2020-01-10 06:22:20|o|c|p|g\n", "overflow"},
      {kTransfer, move, "1|2||2020-01-10 06:22:20|o|c|p|g\n", "not-a-number"},
      {kTransfer, move, "1||3|2020-01-10 06:22:20|o|c|p|g\n", "missing-id"},
      {kTransfer, move, "1|2|3|1669690368000|o|c|p|g\n", "bad-time"},
      {kTransfer, move, "1|2|3|2020-02-30 06:22:20|o|c|p|g\n", "bad-time"},
      {kTransfer, move, "1|2|3|2020-01-10 06:22:20|o|c|p\n", "column-count"},
      {kTransfer, move, "1|2|3|2020-01-10 06:22:20|o|\"c\"d|p|g\n", "bad-quote"},
      {kLoan, loan, "1|many|2|2020-01-10 06:22:20|u|0.1\n", "not-a-number"},
      {kLoan, loan, "1|1E999999999|2|2020-01-10 06:22:20|u|0.1\n", "not-a-number"},
      {kMedium, medium, "1|PHONE|maybe|2020-01-10 06:22:20|1|low\n", "unmapped-value"},
      {kMedium, medium, "1|PHONE|true|2020-01-10 06:22:20|soon|low\n", "bad-time"},
      {kMedium, medium, "|PHONE|true|2020-01-10 06:22:20|1|low\n", "missing-id"},
  };
  for (const Bad& bad : rows) {
    RecordingWriter writer;
    stage_finbench(bad.part, std::string(bad.header) + bad.row, writer, 0);
    ASSERT_EQ(writer.quarantined.size(), 1u) << bad.row;
    EXPECT_EQ(writer.quarantined[0].reason, bad.reason) << bad.row;
    EXPECT_TRUE(writer.keys.empty()) << bad.row;
  }
}

TEST(FinbenchColumns, EqualRowsOfOneFileAreDifferentPayments) {
  using enum FinbenchPart;
  RecordingWriter writer;
  const std::string row = "1|2|3|2020-01-10 06:22:20\n";
  stage_finbench(kRepay, "accountId|loanId|amount|createTime\n" + row + row, writer, 2);
  EXPECT_EQ(writer.transactions.size(), 2u);
}

}  // namespace
}  // namespace headwater
