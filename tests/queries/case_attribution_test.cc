#include "queries/flow/case_attribution.h"

#include <fmt/format.h>

#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include "tests/support/query_store.h"

namespace headwater::queries {
namespace {

using tests::QueryStore;
using tests::value_of;

constexpr char kBank[] = R"({"headwater_mapping": 1, "name": "bank", "records": [
  {"record": "transaction", "id": {"column": "id"},
   "from": {"kind": "account", "id": {"column": "from"}},
   "to": {"kind": "account", "id": {"column": "to"}}, "time": {"column": "time"},
   "amount": {"column": "amount"}, "asset": {"column": "asset"}, "count": {"column": "n"}}]})";
constexpr char kRegister[] = R"({"headwater_mapping": 1, "name": "register", "namespace": "bank",
 "records": [
  {"record": "relation", "kind": "owns-account",
   "from": {"kind": "person", "id": {"column": "who"}},
   "to": {"kind": "account", "id": {"column": "account"}}}]})";

// The worked example of docs/tracing.md: Ana owns S, Boris owns B, nobody owns M.
class CaseAttributionTest : public testing::Test {
 protected:
  void load_worked_example() {
    store_.load_text("bank.csv", kBank,
                     "id,from,to,time,amount,asset,n\n"
                     "t0,world,s,2020-01-01,500,EUR,1\n"
                     "t1,client,s,2020-01-02,1000,EUR,1\n"
                     "t2,s,landlord,2020-01-03,300,EUR,1\n"
                     "t3,s,m,2020-01-04,500,EUR,1\n"
                     "t4,m,b,2020-01-05,500,EUR,1\n"
                     "t6,b,stranger,2020-01-06,125,EUR,1\n");
    store_.load_text("register.csv", kRegister, "who,account\nana,s\nboris,b\n");
  }
  void assert_claims(const std::string& rows) {
    const std::string name_space = fmt::format("claims{}", ++files_);
    const std::string file = store_.folder() / fmt::format("{}.csv", name_space);
    std::ofstream(file) << "id,subject,claim,role,case,victim_flow,form,share_bp,standard,basis,"
                           "disputes,amount,asset\n"
                        << rows;
    store_.load_path(file, "assertions", name_space);
  }
  CaseAttribution attributed(const CaseAttributionRequest& request = {}) {
    return value_of(attribute_cases(store_.session(), request));
  }
  // Name of a member: (asset-free) figures as text "gross/in/out/cost/profit/unexplained".
  std::map<std::string, std::string> figures(const CaseAttribution& found) {
    std::map<std::string, std::string> result;
    for (const engine::MemberProfit& row : found.result.members) {
      const auto key = store_.view().key_of(found.members[row.member].entity);
      const auto shown = [](graph::WideMinorUnits units) {
        return graph::format_major_units(units, 2);
      };
      result[key->external_id] = fmt::format(
          "{}/{}/{}/{}/{}/{}", shown(row.gross), shown(row.transfers_in), shown(row.transfers_out),
          shown(row.cost), shown(row.profit), shown(row.unexplained));
    }
    return result;
  }
  QueryStore store_;
  int files_ = 0;
};

using Figures = std::map<std::string, std::string>;

TEST_F(CaseAttributionTest, TheWorkedExampleOfTheTracingPageHolds) {
  load_worked_example();
  assert_claims(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,6000,charged,analyst,,,\n"
      "a2,transaction:bank/t2,cost-of,,case:k1,,f,10000,charged,analyst,,,\n"
      "a3,person:bank/ana,member-of,manager,case:k1,,,,charged,analyst,,,\n"
      "a4,person:bank/boris,member-of,manager,case:k1,,,,charged,analyst,,,\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(figures(found), Figures({{"ana", "600.00/0.00/200.00/300.00/100.00/0.00"},
                                     {"boris", "0.00/200.00/0.00/0.00/200.00/50.00"}}));
}

}  // namespace
}  // namespace headwater::queries
