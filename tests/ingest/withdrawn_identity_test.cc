// Of one id there is one version, and a row that two files state stands while one of them does,
// whatever is withdrawn in whatever order.
#include <map>

#include <gtest/gtest.h>

#include "ingest/loader.h"
#include "tests/support/loading_store.h"
#include "tests/support/query_store.h"
#include "tests/support/staging.h"

namespace headwater::ingest {
namespace {

using tests::value_of;

constexpr const char* kBankMapping = R"({"headwater_mapping": 1, "name": "m", "records": [
    {"record": "transaction", "id": {"column": "i"}, "amount": {"column": "x"}, "asset": "EUR",
     "from": {"kind": "account", "id": {"column": "a"}},
     "to": {"kind": "account", "id": {"column": "b"}}},
    {"record": "relation", "kind": "uses-medium", "id": {"template": "r-{i}"},
     "from": {"kind": "account", "id": {"column": "a"}},
     "to": {"kind": "account", "id": {"column": "b"}}, "evidence": {"column": "x"}}]})";

class WithdrawnIdentity : public testing::Test, protected tests::LoadingStore {
 protected:
  WithdrawnIdentity() { tests::write_file(folder_ / "m.json", kBankMapping); }
  LoadRequest request(const std::string& name, const std::string& rows, bool supersede) {
    tests::write_file(folder_ / name, "i,a,b,x\n" + rows);
    return {.paths = {folder_ / name},
            .format = "csv",
            .mapping_path = folder_ / "m.json",
            .append = true,
            .supersede = supersede};
  }
  LoadReport load_rows(const std::string& name, const std::string& rows, bool supersede = false) {
    return load(request(name, rows, supersede));
  }
  // "T1" -> amounts of the visible transactions; relations must say the same.
  std::multimap<std::string, std::string> standing() {
    std::multimap<std::string, std::string> payments, relations;
    const auto view = value_of(store_->view({}));
    EXPECT_TRUE(
        view->for_each_transaction([&](graph::TransactionId, const graph::Transaction& row) {
              payments.emplace(row.origin.source_id, std::to_string(row.amount.value / 100));
              return graph::Status();
            })
            .ok());
    EXPECT_TRUE(view->for_each_relation([&](graph::RelationId, const graph::Relation& row) {
                      relations.emplace(row.origin.source_id.substr(2), row.evidence);
                      return graph::Status();
                    })
                    .ok());
    EXPECT_EQ(payments, relations);
    digest();
    return payments;
  }

  using Standing = std::multimap<std::string, std::string>;
};

TEST_F(WithdrawnIdentity, AMiddleVersionThatIsWithdrawnBringsNoEarlierOneBack) {
  load_rows("a.csv", "T1,p,q,100\n");
  load_rows("b.csv", "T1,p,q,200\n", true);
  load_rows("c.csv", "T1,p,q,300\n", true);
  retract("commit:2");
  EXPECT_EQ(standing(), (Standing{{"T1", "300"}}));
  retract("commit:3");
  EXPECT_EQ(standing(), (Standing{{"T1", "100"}})) << "what replaced it has gone altogether";
}

TEST_F(WithdrawnIdentity, AWithdrawalThatIsWithdrawnBringsNothingBackBesideItsSuccessor) {
  load_rows("a.csv", "T1,p,q,100\n");
  retract("transaction:m/T1");
  retract("relation:m/r-T1");
  load_rows("b.csv", "T1,p,q,200\n");
  retract("commit:2");
  retract("commit:3");
  EXPECT_EQ(standing(), (Standing{{"T1", "200"}}));
}

TEST_F(WithdrawnIdentity, ACommitThatComesBackDoesNotStandBesideItsSuccessor) {
  load_rows("a.csv", "T1,p,q,100\nT2,p,q,5\n");
  retract("commit:1");
  load_rows("b.csv", "T1,p,q,200\n");
  retract("commit:2");
  EXPECT_EQ(standing(), (Standing{{"T1", "200"}, {"T2", "5"}}));
}

TEST_F(WithdrawnIdentity, ARowOfTwoFilesComesBackWithTheOneThatIsNotWithdrawn) {
  load_rows("a.csv", "T1,p,q,100\nT3,p,q,7\n");
  load_rows("b.csv", "T1,p,q,100\nT2,p,q,200\n");
  EXPECT_EQ(load_rows("b.csv", "T1,p,q,100\nT2,p,q,200\n").accepted, 0u) << "nothing has gone";
  const RetractionReport report = retract("commit:1");
  ASSERT_EQ(report.load_again.size(), 1u);
  EXPECT_NE(report.load_again[0].find("b.csv"), std::string::npos);
  EXPECT_EQ(standing(), (Standing{{"T2", "200"}}));
  const LoadReport again = load_rows("b.csv", "T1,p,q,100\nT2,p,q,200\n");
  EXPECT_EQ(again.accepted, 1u);
  EXPECT_EQ(again.duplicates, 1u);
  EXPECT_EQ(standing(), (Standing{{"T1", "100"}, {"T2", "200"}}));
  EXPECT_EQ(load_rows("b.csv", "T1,p,q,100\nT2,p,q,200\n").accepted, 0u);
}

TEST_F(WithdrawnIdentity, WhatSomebodyWithdrewByItselfStaysWithdrawn) {
  load_rows("a.csv", "T1,p,q,100\n");
  load_rows("b.csv", "T1,p,q,100\nT2,p,q,200\nT4,p,q,9\n");
  retract("transaction:m/T2");
  retract("relation:m/r-T2");
  load_rows("c.csv", "T5,p,q,1\n");
  retract("commit:5");
  EXPECT_EQ(load_rows("b.csv", "T1,p,q,100\nT2,p,q,200\nT4,p,q,9\n").accepted, 0u);
  EXPECT_EQ(standing(), (Standing{{"T1", "100"}, {"T4", "9"}}));
}

TEST_F(WithdrawnIdentity, AFileThatContradictsItselfReplacesNothingWhateverItsOrder) {
  load_rows("a.csv", "T1,p,q,100\nT2,p,q,1\n");
  const LoadReport report = load_rows("b.csv", "T1,p,q,100\nT1,p,q,999\nT2,p,q,2\n", true);
  EXPECT_EQ(report.quarantined, 1u);
  EXPECT_EQ(report.accepted, 1u);
  EXPECT_EQ(standing(), (Standing{{"T1", "100"}, {"T2", "2"}}));
}

TEST_F(WithdrawnIdentity, AFileThatContradictsItselfStaysAtItsFirstRowHoweverOftenItIsLoaded) {
  const std::string rows = "T1,p,q,1\nT1,p,q,2\nT1,p,q,3\n";
  load_rows("a.csv", rows, true);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(load_rows("a.csv", rows, true).accepted, 0u);
  EXPECT_EQ(standing(), (Standing{{"T1", "1"}}));
}

TEST_F(WithdrawnIdentity, ASourceIsWithdrawnWithAllItsLoads) {
  load_rows("a.csv", "T1,p,q,100\n");
  load_rows("b.csv", "T1,p,q,200\n");
  const LoadReport taken = load_rows("b.csv", "T1,p,q,200\n", true);
  EXPECT_EQ(taken.accepted, 1u);
  EXPECT_EQ(retract("source:" + taken.sources[0].sha256).commits, 2u);
  EXPECT_EQ(standing(), (Standing{{"T1", "100"}}));
}

TEST_F(WithdrawnIdentity, SupersedingInOneCommitOfSeveralFilesIsRefused) {
  LoadRequest both = request("a.csv", "T1,p,q,100\n", true);
  tests::write_file(folder_ / "b.csv", "i,a,b,x\nT1,p,q,200\n");
  both.paths.push_back(folder_ / "b.csv");
  both.batch_all = true;
  const auto refused = ingest::load(*store_, both, context_);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), graph::StatusCode::kQuestion);
  both.batch_all = false;
  EXPECT_EQ(load(both).accepted, 2u);
  EXPECT_EQ(standing(), (Standing{{"T1", "200"}}));
}

}  // namespace
}  // namespace headwater::ingest
