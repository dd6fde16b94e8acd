// An account that changes hands, asked about: what each owner was paid is that owner's.
#include <gtest/gtest.h>

#include "queries/analysis/analyze.h"
#include "queries/profile/profile.h"
#include "queries/render.h"
#include "queries/walk/neighbourhood.h"
#include "queries/walk/temporal_path.h"
#include "tests/support/claims_store.h"

namespace headwater::queries {
namespace {

using tests::csv_rows;
using tests::says;
using tests::scalar;
using tests::value_of;
using OwnerRows = std::vector<std::string>;

class ChangedOwnerTest : public testing::Test {
 protected:
  void SetUp() override {
    store_.pay(
        "t1,client,acc,2024-01-10,100,EUR,,,1\n"
        "t2,client,acc,2024-03-20,270,EUR,,,1\n"
        "t3,acc,shop,2024-01-15,30,EUR,,,1\n"
        "t4,acc,shop,2024-03-25,70,EUR,,,1\n"
        "t5,ana-own,acc,2024-03-28,5,EUR,,,1\n"
        "t6,client,acc,,9,EUR,,,1\n");
    store_.own_for("ana,acc,,2024-02-01\nbob,acc,2024-02-01,\nana,ana-own,,\n");
  }
  Answer profile_of(const std::string& entity) {
    return value_of(profile(store_.session(), {.entity = entity}));
  }
  tests::ClaimsStore store_;
};

TEST_F(ChangedOwnerTest, AProfileCountsWhatTheAccountMovedWhileItWasTheirs) {
  const Answer ana = profile_of("person:bank/ana");
  EXPECT_EQ(csv_rows(ana, "totals"), OwnerRows({"EUR,1,100.00,2,35.00,0,0.00"}));
  EXPECT_EQ(csv_rows(profile_of("person:bank/bob"), "totals"),
            OwnerRows({"EUR,2,275.00,1,70.00,0,0.00"}));
  EXPECT_EQ(scalar(ana, "transactions", "last_seen"), "\"2024-03-28T00:00:00Z\"");
  EXPECT_TRUE(says(ana, "3 payments of these accounts are not counted"));
  EXPECT_FALSE(says(ana, "several owners at once"));
  EXPECT_EQ(csv_rows(profile_of("account:bank/acc"), "totals"),
            OwnerRows({"EUR,4,384.00,2,100.00,0,0.00"}));
}

TEST_F(ChangedOwnerTest, AnAccountThatChangedHandsLendsNobodyItsComponent) {
  const Answer bob = profile_of("person:bank/bob");
  EXPECT_EQ(to_json(*bob.result.find("component")->find("money")), "null");
  EXPECT_TRUE(says(bob, "one that changed hands as nobody's"));
}

TEST_F(ChangedOwnerTest, ACounterpartyIsNamedWithItsOwnerAsOfThePayment) {
  EXPECT_EQ(csv_rows(profile_of("account:bank/client"), "counterparties_by_amount"),
            OwnerRows({"EUR,account:bank/acc,person:bank/bob,0,0.00,1,270.00",
                       "EUR,account:bank/acc,person:bank/ana,0,0.00,1,100.00",
                       "EUR,account:bank/acc,,0,0.00,1,9.00"}));
  EXPECT_EQ(csv_rows(profile_of("person:bank/ana"), "counterparties_by_amount").back(),
            "EUR,account:bank/acc,person:bank/bob,0,0.00,1,5.00");
}

TEST_F(ChangedOwnerTest, OwnersAtOneTimeAreCountedAsSuch) {
  store_.own_for("carl,acc,2024-03-01,2024-04-01\n");
  EXPECT_TRUE(says(profile_of("person:bank/bob"), "1 accounts have several owners at once"));
  EXPECT_TRUE(says(profile_of("account:bank/acc"), "1 accounts have several owners at once"));
  EXPECT_FALSE(says(profile_of("person:bank/ana"), "several owners at once"));
}

TEST_F(ChangedOwnerTest, APathEndsWithThePaymentThatTheTargetReceived) {
  const auto path = [&](const std::string& source, const std::string& target) {
    return value_of(temporal_path(store_.session(), {.source = source, .target = target}));
  };
  const Answer to_bob = path("account:bank/client", "person:bank/bob");
  ASSERT_EQ(csv_rows(to_bob).size(), 1u);
  EXPECT_EQ(tests::cell(to_bob, "transaction", 0), "transaction:bank/t2");
  EXPECT_TRUE(says(to_bob, "1 accounts of person:bank/bob are its for a part of the time only"));
  EXPECT_EQ(tests::cell(path("account:bank/client", "person:bank/ana"), "transaction", 0),
            "transaction:bank/t1");
  EXPECT_EQ(tests::cell(path("person:bank/ana", "person:bank/bob"), "transaction", 0),
            "transaction:bank/t5")
      << "one after another at the same account";
}

TEST_F(ChangedOwnerTest, ASourceOfAnAnalysisStandsForTheAccountsOwnedWithinTheWindow) {
  store_.own_for("dan,shop,,2024-02-01\n");
  const auto is_answered = [&](ParameterMap flags) {
    flags["source"] = "person:bank/dan";
    const auto request = value_of(parse_analysis("personalised-pagerank", flags));
    return analyze(store_.session(), request).has_value();
  };
  EXPECT_TRUE(is_answered({}));
  EXPECT_FALSE(is_answered({{"from", "2024-02-01"}}));
}

TEST_F(ChangedOwnerTest, ANeighbourhoodStartsWithThePaymentsOfItsTime) {
  const auto walk = [&](const std::string& entity) {
    NeighbourhoodRequest request{.entity = entity};
    request.walk.hops = 1;
    return csv_rows(value_of(neighbourhood(store_.session(), request)));
  };
  EXPECT_EQ(walk("person:bank/ana"),
            OwnerRows({"account:bank/shop,,1,2024-01-15T00:00:00Z,1,30.00,EUR",
                       "account:bank/acc,person:bank/bob,1,2024-03-28T00:00:00Z,1,5.00,EUR"}));
  EXPECT_EQ(walk("person:bank/bob"),
            OwnerRows({"account:bank/shop,,1,2024-03-25T00:00:00Z,1,70.00,EUR"}));
}

}  // namespace
}  // namespace headwater::queries
