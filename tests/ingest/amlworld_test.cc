// AMLworld in a store: accounts with their owners, and attempts at laundering, which are labels of
// transactions that are there and never money of their own. The published part of a file of
// attempts is read here line by line; the accounts are made up after the published columns.
#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include <gtest/gtest.h>

#include "graph/store.h"
#include "ingest/loader.h"
#include "tests/support/shared_data.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater {
namespace {

constexpr const char* kAmlHeader =
    "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,"
    "Payment Currency,Payment Format,Is Laundering\n";
constexpr const char* kAmlOne =
    "2022/09/01 00:20,010,A1,020,B1,5.00,US Dollar,5.00,US Dollar,ACH,1\n";
constexpr const char* kAmlTwo = "2022/09/01 00:21,020,B1,030,C1,4.50,Euro,5.00,US Dollar,Wire,1\n";
constexpr const char* kAmlBegin = "BEGIN LAUNDERING ATTEMPT - ";
constexpr const char* kAmlEnd = "END LAUNDERING ATTEMPT - ";

std::string attempt(const std::string& type, const std::string& rows) {
  return kAmlBegin + type + "\n" + rows + kAmlEnd + type.substr(0, type.find(':')) + "\n\n";
}

class AmlworldStore : public ::testing::Test {
 protected:
  graph::Result<ingest::LoadReport> load(const std::string& path, bool supersede = false,
                                         bool append = false) {
    ingest::LoadRequest request{.paths = {path}, .format = "amlworld"};
    request.supersede = supersede;
    request.append = append;
    return ingest::load(*store_, request, graph::ExecutionContext({.threads = 2}));
  }
  std::string write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder_ / name).substr(0, (folder_ / name).rfind('/')));
    tests::write_file(folder_ / name, text);
    return folder_ / name;
  }
  // By the case's local id.
  std::map<std::string, std::set<std::string>> cases() {
    std::map<std::string, std::set<std::string>> found;
    const auto view = store_->view({}).value();
    EXPECT_TRUE(view->for_each_entity(graph::EntityKind::kCase,
                                      [&](graph::EntityId, const graph::Entity& one) {
                                        auto& texts = found[one.key.external_id];
                                        for (const auto& each : one.attributes) {
                                          texts.insert(each.name + "=" + each.value);
                                        }
                                        return graph::Status();
                                      })
                    .ok());
    return found;
  }
  std::string sha12() {
    return store_->view({}).value()->manifests()[0].sources[0].sha256.substr(0, 12);
  }
  std::string reference(std::uint64_t row) {
    return "transaction=transaction:" + sha12() + ":" + std::to_string(row);
  }
  std::set<std::string> reasons() {
    std::set<std::string> found;
    const auto view = store_->view({}).value();
    EXPECT_TRUE(view->for_each_quarantined([&](const graph::QuarantinedRow& row) {
                      found.insert(std::to_string(row.row) + ":" + row.reason);
                      return graph::Status();
                    })
                    .ok());
    return found;
  }

  tests::TemporaryDirectory folder_;
  std::unique_ptr<graph::Store> store_ =
      graph::Store::open(folder_ / "store", {.mode = graph::OpenMode::kCreate}).value();
};

TEST_F(AmlworldStore, EveryRowOfThePublishedAttemptsMeansItsTransaction) {
  HEADWATER_SHARED_OR_SKIP(file, "data/amlworld/HI-Small_Patterns.part.txt");
  std::ifstream in(file);
  std::vector<std::pair<int, std::string>> rows;  // attempt, line
  std::map<int, std::string> types;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("BEGIN")) {
      const std::string title = line.substr(std::string(kAmlBegin).size());
      const int number = static_cast<int>(types.size()) + 1;
      types[number] = title.substr(0, title.find(':'));
    } else if (!line.starts_with("END") && !line.empty()) {
      rows.emplace_back(static_cast<int>(types.size()), line);
    }
  }
  ASSERT_EQ(rows.size(), 1'759u);
  ASSERT_EQ(types.size(), 195u);
  // The main file: all of them backwards, each behind a twin that is not labelled.
  std::string main = kAmlHeader;
  std::map<std::string, std::set<std::string>> expected;
  std::vector<std::size_t> place(rows.size());
  for (std::size_t i = rows.size(); i-- > 0;) {
    const std::string& line = rows[i].second;
    main += line.substr(0, line.size() - 1) + "0\n" + line + "\n";
    place[i] = 2 * (rows.size() - i);
  }
  ASSERT_TRUE(load(write("HI-Small_Trans.csv", main)).has_value());
  const graph::Counters before = store_->view({}).value()->counters();
  const auto report = load(file.string());
  ASSERT_TRUE(report.has_value()) << report.error().message();
  EXPECT_EQ(report->rows_read, 1'759u);
  EXPECT_EQ(report->accepted, 1'759u);
  EXPECT_EQ(report->added.entities, 195u);
  EXPECT_EQ(report->added.transactions + report->added.relations + report->added.assertions, 0u);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& texts = expected["laundering-attempt-" + std::to_string(rows[i].first)];
    texts.insert(reference(place[i]));
    texts.insert("label=" + types[rows[i].first]);
  }
  auto found = cases();
  std::size_t notes = 0;
  for (auto& [id, texts] : found) {
    notes += std::erase_if(texts, [](const auto& text) { return text.starts_with("note=Max "); });
  }
  EXPECT_EQ(notes, 121u) << "the titles with a colon";
  EXPECT_EQ(found, expected);
  const auto again = load(file.string());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->accepted, 0u);
  EXPECT_EQ(again->duplicates, 1'759u);
  EXPECT_EQ(store_->view({}).value()->counters().transactions, before.transactions);
}

TEST_F(AmlworldStore, AttemptsBeforeTheirTransactionsAreRefusedAndLeaveNothing) {
  const std::string patterns =
      write("HI-Small_Patterns.txt", attempt("CYCLE:  Max 2 hops", kAmlOne));
  const auto empty = load(patterns);
  ASSERT_FALSE(empty.has_value());
  EXPECT_EQ(empty.error().code(), graph::StatusCode::kInput);
  EXPECT_NE(empty.error().message().find("load the transactions first"), std::string::npos);
  EXPECT_EQ(store_->latest_commit().value, 0u);
  ASSERT_TRUE(load(write("HI-Small_Trans.csv", kAmlHeader + std::string(kAmlOne))).has_value());
  EXPECT_TRUE(load(patterns).has_value());
  EXPECT_EQ(cases().size(), 1u);
}

TEST_F(AmlworldStore, EqualTransactionsAreMeantInTheirOrderAndEachOnce) {
  const std::string unlabelled =
      std::string(kAmlOne).substr(0, std::string(kAmlOne).size() - 2) + "0\n";
  ASSERT_TRUE(
      load(write("HI-Small_Trans.csv", kAmlHeader + (unlabelled + kAmlOne) + kAmlTwo + kAmlOne))
          .has_value());
  const auto report =
      load(write("p.txt", attempt("STACK", std::string(kAmlOne) + kAmlTwo) +
                              attempt("CYCLE", kAmlOne) + attempt("FAN-IN", kAmlOne)));
  ASSERT_TRUE(report.has_value()) << report.error().message();
  EXPECT_EQ(report->accepted, 3u);
  EXPECT_EQ(report->quarantined, 1u);
  EXPECT_EQ(reasons(), (std::set<std::string>{"4:unknown-transaction"}));
  const std::map<std::string, std::set<std::string>> expected = {
      {"laundering-attempt-1", {"label=STACK", reference(2), reference(3)}},
      {"laundering-attempt-2", {"label=CYCLE", reference(4)}}};
  EXPECT_EQ(cases(), expected);
}

TEST_F(AmlworldStore, WhatDiffersInAnythingIsAnotherTransaction) {
  ASSERT_TRUE(
      load(write("HI-Small_Trans.csv", kAmlHeader + std::string(kAmlOne) + kAmlTwo)).has_value());
  std::string rows = kAmlOne;
  for (const char* other : {"2022/09/01 00:22,020,B1,030,C1,4.50,Euro,5.00,US Dollar,Wire,1\n",
                            "2022/09/01 00:21,021,B1,030,C1,4.50,Euro,5.00,US Dollar,Wire,1\n",
                            "2022/09/01 00:21,020,B1,030,C2,4.50,Euro,5.00,US Dollar,Wire,1\n",
                            "2022/09/01 00:21,020,B1,030,C1,4.51,Euro,5.00,US Dollar,Wire,1\n",
                            "2022/09/01 00:21,020,B1,030,C1,4.50,Yen,5.00,US Dollar,Wire,1\n",
                            "2022/09/01 00:21,020,B1,030,C1,4.50,Euro,5.01,US Dollar,Wire,1\n",
                            "2022/09/01 00:21,020,B1,030,C1,4.50,Euro,5.00,Ruble,Wire,1\n",
                            "2022/09/01 00:21,020,B1,030,C1,4.50,Euro,5.00,US Dollar,ACH,1\n",
                            "2022/09/01 00:21,020,B1,030,C1,4.50,Euro,5.00,US Dollar,Wire,0\n"}) {
    rows += other;
  }
  const auto report = load(write("p.txt", attempt("STACK", rows)));
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->accepted, 1u);
  EXPECT_EQ(report->quarantined, 9u);
  EXPECT_EQ(report->added.entities, 1u) << "the case, and none of the accounts that nobody knows";
  for (const std::string& reason : reasons()) EXPECT_TRUE(reason.ends_with(":unknown-transaction"));
}

TEST_F(AmlworldStore, RowsThatCameTooEarlyAreReadAgain) {
  ASSERT_TRUE(load(write("HI-Small_Trans.csv", kAmlHeader + std::string(kAmlOne))).has_value());
  const std::string patterns =
      write("p.txt", attempt("STACK", std::string(kAmlOne) + kAmlOne + kAmlTwo));
  ASSERT_TRUE(load(patterns).has_value());
  EXPECT_EQ(reasons().size(), 2u);
  const std::string rest =
      write("rest/HI-Small_Trans.csv", kAmlHeader + (std::string(kAmlTwo) + kAmlOne));
  ASSERT_TRUE(load(rest, false, true).has_value());
  const auto again = load(patterns, true);
  ASSERT_TRUE(again.has_value()) << again.error().message();
  EXPECT_EQ(again->accepted, 2u);
  EXPECT_EQ(cases()["laundering-attempt-1"].size(), 4u) << "three transactions and the label";
}

// Its name would tell the id that the source gives, to whoever has no victim key.
TEST_F(AmlworldStore, TransactionsOfRestrictedSourcesAreMeantByNone) {
  write("mapping.json",
        R"({"headwater_mapping": 1, "name": "inside", "namespace": "amlworld", "restricted": true,
            "publisher_pseudonymised": true, "records": [{"record": "transaction",
              "id": {"column": "id"}, "channel": "ach", "asset": "USD", "labelled_illicit": "1",
              "from": {"kind": "account", "id": "10:A1"}, "to": {"kind": "account", "id": "20:B1"},
              "time": {"column": "time"}, "amount": "5.00"}]})");
  const ingest::LoadRequest request{.paths = {write("inside.csv", "id,time\nX,2022-09-01T00:20\n")},
                                    .format = "csv",
                                    .mapping_path = folder_ / "mapping.json"};
  const auto inside = ingest::load(*store_, request, graph::ExecutionContext({.threads = 1}));
  ASSERT_TRUE(inside.has_value()) << inside.error().message();
  ASSERT_EQ(inside->accepted, 1u);
  const std::string patterns = write("p.txt", attempt("STACK", kAmlOne));
  EXPECT_FALSE(load(patterns).has_value());
  ASSERT_TRUE(load(write("HI-Small_Trans.csv", kAmlHeader + std::string(kAmlOne))).has_value());
  ASSERT_TRUE(load(patterns).has_value());
  const auto found = cases();
  EXPECT_EQ(found.at("laundering-attempt-1").size(), 2u);
  for (const std::string& text : found.at("laundering-attempt-1")) {
    EXPECT_EQ(text.find("/X"), std::string::npos);
  }
}

// Written after the published columns; bank numbers have no leading zeros there.
constexpr const char* kAmlAccounts =
    "Bank Name,Bank ID,Account Number,Entity ID,Entity Name\n"
    "First Bank #1,10,A1,E1,Corporation #7\n"
    "First Bank #1,10,A2,E1,Corporation #7\n"
    "Second Bank,20,B1,E2,Sole Proprietorship #9\n"
    "Second Bank,020,B1,E2,Sole Proprietorship #9\n"
    "Second Bank,20,B1,E3,Partnership #3\n"
    "Second Bank,20,B2,E4,Individual #4\n"
    "Second Bank,20,B3,E5,Spirit #5\n"
    "Second Bank,20,,E5,Corporation #5\n";

TEST_F(AmlworldStore, AFolderTiesOwnersAccountsTransactionsAndAttempts) {
  write("set/HI-Small_Trans.csv", kAmlHeader + std::string(kAmlOne) + kAmlTwo);
  write("set/HI-Small_accounts.csv", kAmlAccounts);
  write("set/HI-Small_Patterns.txt", attempt("CYCLE:  Max 2 hops", std::string(kAmlOne) + kAmlTwo));
  write("set/README.md", "x");
  const auto report = load(folder_ / "set");
  ASSERT_TRUE(report.has_value()) << report.error().message();
  EXPECT_EQ(report->sources.size(), 3u);
  EXPECT_EQ(report->ignored, std::vector<std::string>{"README.md"});
  EXPECT_EQ(reasons(), (std::set<std::string>{"7:unmapped-value", "8:missing-id"}));
  EXPECT_EQ(report->added.relations, 5u) << "row 4 says again what row 3 does";
  EXPECT_EQ(cases()["laundering-attempt-1"],
            (std::set<std::string>{"label=CYCLE", "note=Max 2 hops", reference(1), reference(2)}));
  const auto view = store_->view({}).value();
  const auto owner = view->entity(*view->resolve("company:amlworld/E2"));
  ASSERT_TRUE(owner.has_value() && owner->has_value());
  EXPECT_EQ((*owner)->attributes,
            (std::vector<graph::Attribute>{{"legal-form", "Sole Proprietorship"},
                                           {"name", "Sole Proprietorship #9"}}));
  EXPECT_TRUE(view->resolve("person:amlworld/E4").has_value());
  EXPECT_TRUE(view->resolve("institution:amlworld/20").has_value());
  std::set<std::string> owned;
  ASSERT_TRUE(view->for_each_relation([&](graph::RelationId, const graph::Relation& one) {
                    owned.insert(graph::to_string(*view->key_of(one.from)) + " " +
                                 graph::to_string(*view->key_of(one.to)));
                    return graph::Status();
                  })
                  .ok());
  EXPECT_EQ(owned, (std::set<std::string>{"company:amlworld/E1 account:amlworld/10:A1",
                                          "company:amlworld/E1 account:amlworld/10:A2",
                                          "company:amlworld/E2 account:amlworld/20:B1",
                                          "company:amlworld/E3 account:amlworld/20:B1",
                                          "person:amlworld/E4 account:amlworld/20:B2"}));
  const auto again = load(folder_ / "set");
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->accepted, 0u);
}

// Banks and accounts of two sets have the same numbers and are not the same.
TEST_F(AmlworldStore, TwoSetsInOneNamespaceAreRefused) {
  write("sets/HI-Small_Trans.csv", kAmlHeader + std::string(kAmlOne));
  write("sets/LI-Small_Trans.csv", kAmlHeader + std::string(kAmlTwo));
  const auto report = load(folder_ / "sets");
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code(), graph::StatusCode::kConflict);
  EXPECT_NE(report.error().message().find("--namespace"), std::string::npos);
  EXPECT_EQ(store_->latest_commit().value, 0u);
}

}  // namespace
}  // namespace headwater
