// The worked example of docs/measurement.md, from its records to the rows that the page prints.
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/scoreboard_store.h"

namespace headwater::queries {
namespace {

using tests::Lines;
using tests::lines_of;
using tests::ScoreboardStore;
using tests::value_of;

// Each of three members pays a rent that is asserted as a cost, and a stranger.
void spend(ScoreboardStore& store, const std::string& prefix, const std::string& cell, int rent,
           int sent) {
  std::string payments, claims;
  for (int i = 0; i < 3; ++i) {
    const std::string member = prefix + std::to_string(i);
    payments += fmt::format("rent-{0},{0},landlord,2023-12-01,{1},EUR,,,1\n", member, rent);
    payments += fmt::format("sent-{0},{0},stranger,2023-12-02,{1},EUR,,,1\n", member, sent);
    claims += fmt::format("rent-{0},transaction:bank/rent-{0},cost-of,,case:k1,,{1},,,,,,\n",
                          member, cell);
  }
  store.pay(payments);
  store.claim(claims);
}

void load_example(ScoreboardStore& store) {
  store.exploit_many("a", 14, "ESP,begging,S", "2023-02-01,2023-06-30");
  store.exploit_many("b", 4, "ESP,forced-labour,A", "2023-03-01,2023-09-30");
  store.exploit_many("c", 22, "FRA,begging,S", "2023-01-01,2024-02-28");
  store.exploit_many("d", 15, "FRA,forced-labour,A", "2023-07-01,2024-05-31");
  store.exploit(
      "x1,a0,,FRA,begging,S,2023-08-01,2023-10-31,k1\n"  // was exploited in Spain before
      "x2,,30,FRA,begging,S,2023-01-01,2023-12-31,k1\n");
  store.earn("e", {9'000, 8'000, 7'000}, "ESP,begging,S", "2023-04-01");
  store.earn("f", {4'000, 3'500, 3'000}, "ESP,forced-labour,A", "2023-05-01");
  store.earn("g", {20'000, 16'000, 15'000}, "FRA,begging,S", "2023-09-01");
  store.earn("h", {12'000, 11'000, 9'000}, "FRA,forced-labour,A", "2023-11-01");
  spend(store, "e", "begging,S,ESP", 500, 700);
  spend(store, "f", "forced-labour,A,ESP", 300, 200);
  spend(store, "g", "begging,S,FRA", 1'000, 2'500);
  spend(store, "h", "forced-labour,A,FRA", 600, 1'500);
}

TEST(MeasurementPage, Print) {
  ScoreboardStore store;
  load_example(store);
  for (const Audience audience : {Audience::kInternal, Audience::kPublication}) {
    for (const std::string& line : lines_of(value_of(measure_scoreboard(
             store.session(),
             {.audience = audience,
             .by = {ScoreboardDimension::kTerritory, ScoreboardDimension::kForm}})))) {
      printf("%s\n", line.c_str());
    }
  }
}

}  // namespace
}  // namespace headwater::queries
