// LDBC FinBench: the published sample of a snapshot in a store, counted here line by line.
#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "graph/store.h"
#include "ingest/loader.h"
#include "tests/support/shared_data.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater {
namespace {

using graph::EntityKind;
using graph::RelationKind;
using graph::TransactionKind;

using FinbenchRow = std::map<std::string, std::string>;

// The sample holds no quote, so a line is its cells.
std::vector<std::string> finbench_cells(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == '|') {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

std::vector<FinbenchRow> finbench_rows(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  const auto names = finbench_cells(line);
  std::vector<FinbenchRow> rows;
  while (std::getline(in, line)) {
    const auto cells = finbench_cells(line);
    EXPECT_EQ(cells.size(), names.size());
    FinbenchRow& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) row[names[i]] = cells[i];
  }
  return rows;
}

// "12.3" in hundredths, digit by digit.
std::int64_t finbench_cents(const std::string& text) {
  std::int64_t whole = 0;
  int places = -1;
  for (const char c : text) {
    if (c == '.') {
      places = 0;
    } else {
      whole = whole * 10 + (c - '0');
      if (places >= 0) ++places;
    }
  }
  for (places = std::max(places, 0); places < 2; ++places) whole *= 10;
  return whole;
}

// "2020-01-10 06:22:20.06": a decimal fraction of a second, of any length.
std::int64_t finbench_time(const std::string& text) {
  std::tm parts{};
  EXPECT_NE(strptime(text.substr(0, 19).c_str(), "%Y-%m-%d %H:%M:%S", &parts), nullptr);
  std::string fraction = text.size() > 20 ? text.substr(20) : "";
  fraction.resize(3, '0');
  return static_cast<std::int64_t>(timegm(&parts)) * 1000 + std::stoi(fraction);
}

struct FinbenchMoney {
  const char* file;
  TransactionKind kind;
  const char *from, *to, *from_column, *to_column;
};
constexpr std::array<FinbenchMoney, 4> kFinbenchMoney = {{
    {"AccountTransferAccount", TransactionKind::kTransfer, "account", "account", "fromId", "toId"},
    {"AccountWithdrawAccount", TransactionKind::kWithdrawal, "account", "account", "fromId",
     "toId"},
    {"LoanDepositAccount", TransactionKind::kDeposit, "loan", "account", "loanId", "accountId"},
    {"AccountRepayLoan", TransactionKind::kRepayment, "account", "loan", "accountId", "loanId"},
}};

struct FinbenchTie {
  const char* file;
  RelationKind kind;
  const char *from, *to, *from_column, *to_column;
  std::map<std::string, std::string> attributes;  // name: column
};
const std::vector<FinbenchTie>& finbench_ties() {
  static const std::vector<FinbenchTie> known = {
      {"PersonOwnAccount",
       RelationKind::kOwnsAccount,
       "person",
       "account",
       "personId",
       "accountId",
       {}},
      {"CompanyOwnAccount",
       RelationKind::kOwnsAccount,
       "company",
       "account",
       "companyId",
       "accountId",
       {}},
      {"PersonApplyLoan",
       RelationKind::kLoanApplication,
       "person",
       "loan",
       "personId",
       "loanId",
       {{"organization", "org"}}},
      {"CompanyApplyLoan",
       RelationKind::kLoanApplication,
       "company",
       "loan",
       "companyId",
       "loanId",
       {{"organization", "org"}}},
      {"PersonInvestCompany",
       RelationKind::kInvestment,
       "person",
       "company",
       "investorId",
       "companyId",
       {}},
      {"CompanyInvestCompany",
       RelationKind::kInvestment,
       "company",
       "company",
       "investorId",
       "companyId",
       {}},
      {"PersonGuaranteePerson",
       RelationKind::kGuarantee,
       "person",
       "person",
       "fromId",
       "toId",
       {{"relationship", "relation"}}},
      {"CompanyGuaranteeCompany",
       RelationKind::kGuarantee,
       "company",
       "company",
       "fromId",
       "toId",
       {{"relationship", "relation"}}},
      {"MediumSignInAccount",
       RelationKind::kSignIn,
       "medium",
       "account",
       "mediumId",
       "accountId",
       {{"location", "location"}}},
  };
  return known;
}

std::string finbench_name(const std::string& kind, const std::string& id) {
  return kind + ":finbench/" + id;
}

class FinbenchSample : public ::testing::Test {
 protected:
  graph::Result<ingest::LoadReport> load(const std::filesystem::path& path) {
    return ingest::load(*store_, {.paths = {path.string()}, .format = "finbench"},
                        graph::ExecutionContext({.threads = 2}));
  }
  std::string name(const graph::StoreView& view, graph::EntityId id) {
    return graph::to_string(*view.key_of(id));
  }

  tests::TemporaryDirectory folder_;
  std::unique_ptr<graph::Store> store_ =
      graph::Store::open(folder_ / "store", {.mode = graph::OpenMode::kCreate}).value();
};

TEST_F(FinbenchSample, EveryLineOfTheSnapshotIsOneRecordAndASecondLoadAddsNothing) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/finbench_sf0.01/snapshot");
  std::size_t lines = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    lines += finbench_rows(entry.path()).size();
  }
  const auto report = load(folder);
  ASSERT_TRUE(report.has_value()) << report.error().message();
  EXPECT_EQ(report->sources.size(), 18u);
  EXPECT_EQ(report->rows_read, lines);
  EXPECT_EQ(report->accepted, lines);
  EXPECT_EQ(report->accepted, 36'881u);
  EXPECT_EQ(report->added.entities, 5'580u);
  EXPECT_EQ(report->added.transactions, 22'819u);
  EXPECT_EQ(report->added.relations, 8'482u);
  EXPECT_TRUE(report->ignored.empty());
  const auto again = load(folder);
  ASSERT_TRUE(again.has_value()) << again.error().message();
  EXPECT_EQ(again->accepted, 0u);
  EXPECT_EQ(again->duplicates, lines);
  EXPECT_EQ(again->added.entities + again->added.transactions + again->added.relations, 0u);
}

TEST_F(FinbenchSample, EveryPaymentIsThereWithItsEndsTimeAmountAndText) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/finbench_sf0.01/snapshot");
  ASSERT_TRUE(load(folder).has_value());
  using Payment = std::tuple<TransactionKind, std::string, std::string, std::int64_t, std::int64_t,
                             std::set<std::string>>;
  std::multiset<Payment> expected;
  for (const FinbenchMoney& money : kFinbenchMoney) {
    for (FinbenchRow& row : finbench_rows(folder / (std::string(money.file) + ".csv"))) {
      std::set<std::string> texts;
      for (const auto& [attribute, column] : {std::pair{"order-number", "orderNum"},
                                              {"comment", "comment"},
                                              {"pay-type", "payType"},
                                              {"goods-type", "goodsType"}}) {
        if (!row[column].empty()) texts.insert(std::string(attribute) + "=" + row[column]);
      }
      expected.insert({money.kind, finbench_name(money.from, row[money.from_column]),
                       finbench_name(money.to, row[money.to_column]),
                       finbench_time(row["createTime"]), finbench_cents(row["amount"]),
                       std::move(texts)});
    }
  }
  const auto view = store_->view({}).value();
  std::multiset<Payment> found;
  ASSERT_TRUE(view->for_each_transaction([&](graph::TransactionId, const graph::Transaction& one) {
                    std::set<std::string> texts;
                    for (const auto& each : one.attributes) {
                      texts.insert(each.name + "=" + each.value);
                    }
                    EXPECT_EQ(view->assets()[one.asset.value].code, "XXX");
                    found.insert({one.kind, name(*view, one.from), name(*view, one.to), one.time.ms,
                                  one.amount.value, std::move(texts)});
                    return graph::Status();
                  })
                  .ok());
  EXPECT_EQ(found.size(), 22'819u);
  EXPECT_TRUE(found == expected);
}

TEST_F(FinbenchSample, EveryTieIsThereWithItsBeginningAndAttributes) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/finbench_sf0.01/snapshot");
  ASSERT_TRUE(load(folder).has_value());
  using Found =
      std::tuple<RelationKind, std::string, std::string, std::int64_t, std::set<std::string>>;
  std::multiset<Found> expected;
  std::map<std::string, int> ratios;  // by what the double is
  for (const FinbenchTie& tie : finbench_ties()) {
    for (FinbenchRow& row : finbench_rows(folder / (std::string(tie.file) + ".csv"))) {
      std::set<std::string> texts;
      for (const auto& [attribute, column] : tie.attributes) {
        texts.insert(attribute + "=" + row[column]);
      }
      if (row.contains("ratio")) ++ratios[std::to_string(std::stod(row["ratio"]))];
      expected.insert({tie.kind, finbench_name(tie.from, row[tie.from_column]),
                       finbench_name(tie.to, row[tie.to_column]), finbench_time(row["createTime"]),
                       std::move(texts)});
    }
  }
  const auto view = store_->view({}).value();
  std::multiset<Found> found;
  ASSERT_TRUE(view->for_each_relation([&](graph::RelationId, const graph::Relation& one) {
                    std::set<std::string> texts;
                    for (const auto& each : one.attributes) {
                      if (each.name == "ratio") {
                        --ratios[std::to_string(std::stod(each.value))];
                        EXPECT_EQ(each.value.find_first_not_of("0123456789."), std::string::npos);
                      } else {
                        texts.insert(each.name + "=" + each.value);
                      }
                    }
                    EXPECT_FALSE(one.valid_to.is_known());
                    found.insert({one.kind, name(*view, one.from), name(*view, one.to),
                                  one.valid_from.ms, std::move(texts)});
                    return graph::Status();
                  })
                  .ok());
  EXPECT_EQ(found.size(), 8'482u);
  EXPECT_TRUE(found == expected);
  for (const auto& [ratio, surplus] : ratios) EXPECT_EQ(surplus, 0) << ratio;
}

TEST_F(FinbenchSample, EveryPartyAccountLoanAndMediumIsOneEntity) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/finbench_sf0.01/snapshot");
  ASSERT_TRUE(load(folder).has_value());
  const auto view = store_->view({}).value();
  for (const auto& [kind, word, file, id] :
       {std::tuple{EntityKind::kPerson, "person", "Person", "personId"},
        {EntityKind::kCompany, "company", "Company", "companyId"},
        {EntityKind::kAccount, "account", "Account", "accountId"},
        {EntityKind::kLoan, "loan", "Loan", "loanId"},
        {EntityKind::kMedium, "medium", "Medium", "mediumId"}}) {
    std::map<std::string, bool> blocked;  // every entity, and whether it is
    for (FinbenchRow& row : finbench_rows(folder / (std::string(file) + ".csv"))) {
      blocked[finbench_name(word, row[id])] = row["isBlocked"] == "true";
    }
    std::size_t visited = 0;
    ASSERT_TRUE(view->for_each_entity(kind,
                                      [&](graph::EntityId, const graph::Entity& one) {
                                        ++visited;
                                        const bool is_blocked =
                                            std::count(one.attributes.begin(), one.attributes.end(),
                                                       graph::Attribute{"blocked", "true"}) == 1;
                                        const auto known = blocked.find(graph::to_string(one.key));
                                        EXPECT_TRUE(known != blocked.end() &&
                                                    known->second == is_blocked);
                                        return graph::Status();
                                      })
                    .ok());
    EXPECT_EQ(visited, blocked.size()) << file;
  }
}

TEST_F(FinbenchSample, TheLogOfChangesIsNotTakenForASnapshot) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/finbench_sf0.01/incremental");
  const auto whole = load(folder);
  ASSERT_FALSE(whole.has_value());
  EXPECT_EQ(whole.error().code(), graph::StatusCode::kInput);
  const auto one = load(folder / "AddCompanyGuaranteeCompanyWrite11.csv");
  ASSERT_FALSE(one.has_value()) << "its columns are those of guarantees between persons too";
  EXPECT_NE(one.error().message().find("by their names"), std::string::npos);
  EXPECT_EQ(store_->latest_commit().value, 0u);
}

}  // namespace
}  // namespace headwater
