// What other programs may rely on when they load: fields, duplicates, conflicts, namespaces.
#include <filesystem>

#include "tests/support/command_fixture.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr char kMapping[] = R"({"headwater_mapping": 1, "name": "ledger", "records": [
  {"record": "transaction", "id": {"column": "id"},
   "from": {"kind": "account", "scheme": "iban", "id": {"column": "from"}},
   "to": {"kind": "account", "scheme": "iban", "id": {"column": "to"}},
   "time": {"column": "time", "format": "iso8601"}, "amount": {"column": "amount"}, "asset": {"column": "asset"}}]})";

class LoadingContract : public CommandTest {
 protected:
  // A folder of two accounts and one payment, and a file that AMLSim does not make.
  void write_amlsim(const std::string& folder, const std::string& amount) {
    write(folder + "/nodes.csv", "nodeid,isFraud,init_balance,fraudStep\n0,0,100.50,-1\n1,1,7,3\n");
    write(folder + "/transactions.csv",
          "sourceNodeId,targetNodeId,value,time\n0,1," + amount + ",1\n");
    write(folder + "/holiday.txt", "x");
  }
  Words ledger(const std::string& file) {
    write("ledger.json", kMapping);
    return {"ingest", "store", file, "--format", "csv", "--mapping", "ledger.json"};
  }
  static std::int64_t number(const json::object& object, const char* name) {
    return object.at(name).to_number<std::int64_t>();
  }
};

TEST_F(LoadingContract, TheReportHasItsFields) {
  write("bank.csv", std::string(kBankHeader) + kBankRows + "x,7,A,8,B,1,Euro,Wire\n");
  const auto report = answer({"ingest", "store", "bank.csv", "--format", "workload"});
  for (const char* field : {"rows_read", "accepted", "duplicates", "quarantined", "commit", "added",
                            "sources", "ignored", "parameters", "digest", "engine"}) {
    EXPECT_TRUE(report.contains(field)) << field;
  }
  for (const char* kind :
       {"entities", "transactions", "relations", "victim_flows", "statistics", "assertions"}) {
    EXPECT_TRUE(report.at("added").as_object().contains(kind)) << kind;
  }
  EXPECT_EQ(number(report, "rows_read"), 4);
  EXPECT_EQ(number(report, "accepted"), 3);
  EXPECT_EQ(number(report, "quarantined"), 1);
  EXPECT_EQ(number(report.at("added").as_object(), "entities"), 4);
  EXPECT_EQ(number(report.at("added").as_object(), "transactions"), 3);
  const auto& source = report.at("sources").as_array().at(0).as_object();
  EXPECT_EQ(source.at("path").as_string(), "bank.csv");
  EXPECT_EQ(source.at("sha256").as_string().size(), 64u);
}

TEST_F(LoadingContract, TheSameBytesAddNothing) {
  load_bank();
  write("bad-row.csv", std::string(kBankHeader) + "x,7,A,8,B,1,Euro,Wire\n" + kBankRows);
  const Words words = {"ingest", "store", "bad-row.csv", "--format", "workload"};
  const auto first = answer(words);
  expect_loads_again();
  const StoreFacts before = facts();
  // Under another path too: bytes count, not names.
  fs::copy(path("bad-row.csv"), path("renamed.csv"));
  for (const char* file : {"bad-row.csv", "renamed.csv"}) {
    const auto again = answer({"ingest", "store", file, "--format", "workload"});
    EXPECT_EQ(number(again, "accepted"), 0);
    EXPECT_EQ(number(again, "rows_read"), number(first, "rows_read"));
    EXPECT_EQ(number(again, "duplicates"), number(again, "rows_read"));
    EXPECT_EQ(number(again, "quarantined"), 0);
    EXPECT_EQ(number(again, "commit"), number(first, "commit"));
    EXPECT_EQ(number(again.at("added").as_object(), "transactions"), 0);
    EXPECT_EQ(facts(), before);
  }
}

TEST_F(LoadingContract, TheSameBytesUnderAnotherFormatNeedADecision) {
  write("two.csv", "src,dst\n1,2\n");
  write("a.json", R"({"headwater_mapping": 1, "name": "a", "records": [{"record": "transaction",
    "from": {"kind": "account", "scheme": "x", "id": {"column": "src"}},
    "to": {"kind": "account", "scheme": "x", "id": {"column": "dst"}},
    "amount": "1", "asset": "EUR"}]})");
  std::string reversed(R"({"headwater_mapping": 1, "name": "b", "records": [{"record":
    "transaction", "from": {"kind": "account", "scheme": "x", "id": {"column": "dst"}},
    "to": {"kind": "account", "scheme": "x", "id": {"column": "src"}},
    "amount": "2", "asset": "EUR"}]})");
  write("b.json", reversed);
  answer({"ingest", "store", "two.csv", "--format", "csv", "--mapping", "a.json"});
  const Words other = {"ingest", "store", "two.csv", "--format", "csv", "--mapping", "b.json"};
  expect_refused(other, 1);
  EXPECT_NE(run(other).err.find("--supersede"), std::string::npos);
  Words superseding = other;
  superseding.push_back("--supersede");
  EXPECT_EQ(number(answer(superseding), "accepted"), 1);
  const auto stats = answer({"stats", "store"});
  EXPECT_EQ(stats.at("money").at("EUR").at("sum_minor").as_string(), "300");  // 2.00 and 1.00
  facts();
}

TEST_F(LoadingContract, OneSourceIdWithOtherContentIsAConflict) {
  write("first.csv",
        "id,from,to,time,amount,asset\nT1,A,B,2024-01-01,10,EUR\nT2,A,C,2024-01-02,20,EUR\n");
  write("second.csv",
        "id,from,to,time,amount,asset\nT1,A,B,2024-01-01,77331.25,EUR\nT2,A,C,2024-01-02,20,EUR\n"
        "T3,B,C,2024-01-03,5,EUR\n");
  answer(ledger("first.csv"));
  const auto report = answer(ledger("second.csv"));
  EXPECT_EQ(number(report, "accepted"), 1);
  EXPECT_EQ(number(report, "duplicates"), 1);
  EXPECT_EQ(number(report, "quarantined"), 1);
  const auto rows = lines({"quarantine", "store", "--json"});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("reason").as_string(), "conflict");
  EXPECT_EQ(rows[0].at("row").to_number<int>(), 1);
  EXPECT_EQ(answer({"stats", "store"}).at("money").at("EUR").at("sum_minor").as_string(), "3500");

  write("third.csv", "id,from,to,time,amount,asset\nT1,A,B,2024-01-01,11,EUR\n");
  Words superseding = ledger("third.csv");
  superseding.push_back("--supersede");
  EXPECT_EQ(number(answer(superseding), "accepted"), 1);
  const auto stats = answer({"stats", "store"});
  EXPECT_EQ(stats.at("money").at("EUR").at("sum_minor").as_string(), "3600");
  EXPECT_EQ(number(stats, "transactions"), 3);
  // A row in conflict that was taken after all is no longer one.
  superseding = ledger("second.csv");
  superseding.push_back("--supersede");
  EXPECT_EQ(number(answer(superseding), "accepted"), 1);
  EXPECT_EQ(lines({"quarantine", "store", "--json"}).size(), 0u);
  EXPECT_EQ(lines({"quarantine", "store", "--json", "--as-of-seq", "2"}).size(), 1u);
  // What was known before stays known as of then.
  const auto earlier = answer({"stats", "store", "--as-of-seq", "2"});
  EXPECT_EQ(earlier.at("money").at("EUR").at("sum_minor").as_string(), "3500");
}

TEST_F(LoadingContract, CsvAsksForAMapping) {
  load_bank();
  const Words words = {"ingest", "store", "bank.csv", "--format", "csv"};
  expect_refused(words, 1);
  EXPECT_NE(run(words).err.find("--mapping"), std::string::npos);
  write("broken.json", "{\"headwater_mapping\": 1, \"SECRET\": }");
  expect_refused({"ingest", "store", "bank.csv", "--format", "csv", "--mapping", "broken.json"}, 2);
  expect_refused({"ingest", "store", "bank.csv", "--format", "csv", "--mapping", "none.json"}, 2);
}

TEST_F(LoadingContract, AFolderThatTheFormatDoesNotKnowIsRefused) {
  load_bank();
  write("folder/holiday.txt", "x");
  for (const char* format : {"amlsim", "fincen-files", "glotip", "case"}) {
    expect_refused({"ingest", "store", "folder", "--format", format}, 2);
  }
}

TEST_F(LoadingContract, FilesOfAFolderThatAreNotReadAreListed) {
  write_amlsim("folder", "10");
  const auto report = answer({"ingest", "store", "folder", "--format", "amlsim"});
  EXPECT_EQ(report.at("sources").as_array().size(), 2u);
  EXPECT_EQ(json::serialize(report.at("ignored")), "[\"holiday.txt\"]");
}

// Where a file lay is in no answer and not in the store; errors name it as it was given.
TEST_F(LoadingContract, SourcesAndIgnoredFilesAreNamedWithoutTheFoldersAbove) {
  const std::string rows = std::string(kBankHeader) + kBankRows + "x,7,A,8,B,1,Euro,Wire\n";
  write("secret/place/bank.csv", rows);
  const std::string whole = (folder_.path() / "secret/place/bank.csv").string();
  const auto report = answer({"ingest", "store", whole, "--format", "workload"});
  EXPECT_EQ(report.at("sources").as_array().at(0).at("path").as_string(), "bank.csv");
  const auto rejected = lines({"quarantine", "store", "--json"});
  ASSERT_EQ(rejected.size(), 1u);
  EXPECT_EQ(rejected[0].at("path").as_string(), "bank.csv");
  EXPECT_EQ(rejected[0].at("sha256"), report.at("sources").as_array().at(0).at("sha256"));
  const auto again = answer({"ingest", "store", "secret/place/bank.csv", "--format", "workload"});
  EXPECT_EQ(number(again, "duplicates"), 4);
  const std::string source = R"({"path": "bank.csv", "format": "workload", "namespace": "n"})";
  write("secret/place/case.json", R"({"sources": [)" + source + "]}");
  write("secret/place/notes/todo.txt", "x");
  const auto as_case = answer({"ingest", "other", "secret/place", "--format", "case"});
  EXPECT_EQ(json::serialize(as_case.at("ignored")), "[\"notes/todo.txt\"]");
  EXPECT_EQ(as_case.at("sources").as_array().at(0).at("path").as_string(), "bank.csv");
  const CommandResult missing =
      run({"ingest", "store", "secret/place/none.csv", "--format", "workload"});
  EXPECT_NE(missing.err.find("secret/place/none.csv"), std::string::npos) << missing.err;
}

TEST_F(LoadingContract, TwoFoldersOfOneNamespaceNeedADecision) {
  load_bank();
  write_amlsim("one", "10");
  write_amlsim("two", "20");
  answer({"ingest", "store", "one", "--format", "amlsim"});
  const Words words = {"ingest", "store", "two", "--format", "amlsim"};
  expect_refused(words, 1);
  EXPECT_NE(run(words).err.find("--namespace"), std::string::npos);
  const auto apart =
      answer({"ingest", "store", "two", "--format", "amlsim", "--namespace", "second"});
  EXPECT_EQ(number(apart.at("added").as_object(), "transactions"), 1);
  EXPECT_EQ(number(apart.at("added").as_object(), "entities"), 2);  // account 0 is another account
  for (const char* account : {"account:amlsim/0", "account:second/0"}) {
    const auto profile = answer({"query", "store", "profile", "--entity", account});
    EXPECT_EQ(profile.at("id").as_string(), account);
  }
  // The short form asks back.
  expect_refusal(run({"query", "store", "profile", "--entity", "account:0"}), 1);
}

TEST_F(LoadingContract, AFeedAddsOnlyItsNewRows) {
  const std::string header = kBankHeader;
  write("bank.csv", header + kBankRows);
  answer({"ingest", "store", "bank.csv", "--format", "workload"});
  write("bank.csv", header + kBankRows + "1661990490,7,SECRET-A,8,SECRET-B,1,Euro,Wire\n");
  const Words words = {"ingest", "store", "bank.csv", "--format", "workload"};
  Words deduped = words;
  deduped.insert(deduped.end(), {"--append", "--dedupe", "rows"});
  const auto report = answer(deduped);
  EXPECT_EQ(number(report, "accepted") + number(report, "duplicates"), 4);
  facts();
  write("bank.csv", header + "1661990491,7,SECRET-A,8,SECRET-B,1,Euro,Wire\n");
  expect_refused(words, 1);
  EXPECT_NE(run(words).err.find("--append"), std::string::npos);
}

TEST_F(LoadingContract, AWholeCommandCanBeOneCommit) {
  write("one.csv", std::string(kBankHeader) + kBankRows);
  write("two.csv", std::string(kBankHeader) + "1661990490,7,E,8,F,1,Euro,Wire\n");
  const auto together = answer(
      {"ingest", "together", "one.csv", "two.csv", "--format", "workload", "--batch", "all"});
  EXPECT_EQ(number(together, "commit"), 1);
  const auto apart = answer({"ingest", "apart", "one.csv", "two.csv", "--format", "workload"});
  EXPECT_EQ(number(apart, "commit"), 2);
  EXPECT_EQ(facts("together").content_digest, facts("apart").content_digest);
}

// Some files of the command are new, the last one is known: the answer names what was added.
TEST_F(LoadingContract, TheCommitOfAMixedAnswerIsTheNewestOfItsSources) {
  const std::string known = R"({"path": "b.csv", "format": "workload", "namespace": "b"})";
  const std::string fresh = R"({"path": "a.csv", "format": "workload", "namespace": "a"})";
  write("case/b.csv", std::string(kBankHeader) + kBankRows);
  write("case/a.csv", std::string(kBankHeader) + kBankRows + kBankRows);
  write("case/case.json", R"({"sources": [)" + known + "]}");
  const Words words = {"ingest", "store", "case", "--format", "case"};
  EXPECT_EQ(number(answer(words), "commit"), 1);
  write("case/case.json", R"({"sources": [)" + fresh + ", " + known + "]}");
  const auto mixed = answer(words);
  EXPECT_EQ(number(mixed, "commit"), 2);
  EXPECT_EQ(number(mixed.at("sources").as_array().at(1).as_object(), "commit"), 1);
}

TEST_F(LoadingContract, WhatIsRetractedIsGoneNowAndStandsThen) {
  load_bank();
  expect_loads_again();
  const StoreFacts before = facts();
  const auto report = answer({"retract", "store", "commit:1", "--reason", "wrong bank"});
  EXPECT_EQ(number(report, "commit"), 3);
  EXPECT_EQ(number(answer({"stats", "store"}), "transactions"), 1);
  EXPECT_EQ(number(answer({"stats", "store", "--as-of-seq", "2"}), "transactions"), 4);
  EXPECT_EQ(answer({"verify", "store", "--as-of-seq", "2"}).at("content_digest").as_string(),
            before.content_digest);
  // A retracted file does not count as loaded.
  const auto again = answer({"ingest", "store", "bank.csv", "--format", "workload"});
  EXPECT_EQ(number(again, "accepted"), 3);
  EXPECT_EQ(facts().content_digest, before.content_digest);
}

}  // namespace
}  // namespace headwater::tests
