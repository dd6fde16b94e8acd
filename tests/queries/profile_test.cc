#include "queries/profile/profile.h"

#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "queries/render.h"
#include "tests/support/query_store.h"
#include "tests/support/shared_data.h"

namespace headwater::queries {
namespace {

using tests::csv_rows;
using tests::QueryStore;
using tests::scalar;
using tests::table_of;
using tests::value_of;

constexpr char kBank[] = R"({"headwater_mapping": 1, "name": "bank", "records": [
  {"record": "transaction", "id": {"column": "id"},
   "from": {"kind": "account", "id": {"column": "from"}},
   "to": {"kind": "account", "id": {"column": "to"}}, "time": {"column": "time"},
   "amount": {"column": "amount"}, "asset": {"column": "asset"}, "count": {"column": "n"}}]})";
constexpr char kPayments[] =
    "id,from,to,time,amount,asset,n\n"
    "t1,a1,b1,2020-01-01,100,EUR,1\n"
    "t2,a1,b1,2020-01-05,20,EUR,1\n"
    "t3,b1,a2,2020-01-03,7,EUR,1\n"
    "t4,a1,a2,2020-01-04,5,EUR,1\n"
    "t5,c1,a1,,9,USD,1\n"
    "t6,a1,c1,2020-01-06,1,EUR,4\n"
    "t7,v1,a1,2020-01-07,33,EUR,1\n"
    "t8,c1,b1,2020-01-08,2,EUR,1\n";

constexpr char kRegister[] = R"({"headwater_mapping": 1, "name": "register", "namespace": "bank",
 "records": [
  {"record": "relation", "kind": "owns-account",
   "from": {"kind": "person", "id": {"column": "who"}, "attributes": {"name": {"column": "name"}}},
   "to": {"kind": "account", "id": {"column": "account"}}, "evidence": "bank file"}]})";
constexpr char kOwners[] = "who,name,account\nann,Ann <A>,a1\nann2,Ann B,a2\nbob,Bob,b1\n";

constexpr char kTies[] = R"({"headwater_mapping": 1, "name": "ties", "namespace": "bank",
 "records": [{"record": "relation", "kind": {"column": "kind"},
   "from": {"kind": "person", "id": {"column": "a"}},
   "to": {"kind": "person", "id": {"column": "b"}},
   "probability": {"column": "p"}, "evidence": {"column": "e"}}]})";

constexpr char kInterviews[] =
    R"({"headwater_mapping": 1, "name": "interviews", "namespace": "bank",
 "records": [
  {"record": "victim-flow", "victim": {"column": "victim"}, "kind": "exploitation",
   "exploitation": "ESP", "form": "forced-labour", "case": {"column": "case"},
   "roles": [{"role": "recruited", "entity": {"kind": "person", "id": {"column": "who"}}}]},
  {"record": "relation", "kind": "owns-account",
   "from": {"kind": "victim", "id": {"column": "victim"}},
   "to": {"kind": "account", "id": {"column": "account"}}}]})";

class ProfileTest : public testing::Test {
 protected:
  void load() {
    store_.load_text("bank.csv", kBank, kPayments);
    store_.load_text("register.csv", kRegister, kOwners);
    store_.load_text("ties.csv", kTies,
                     "kind,a,b,p,e\nsame-as,ann,ann2,1,passport\nfamily,ann,bob,,\n");
  }
  void load_victims() {
    store_.load_text("interviews-MARKER.csv", kInterviews,
                     "victim,case,who,account\nMARKER-9,c1,ann,v1\n");
  }
  Answer ask(const ProfileRequest& request, bool with_key = false) {
    return value_of(profile(store_.session(with_key), request));
  }
  QueryStore store_;
};

using Rows = std::vector<std::string>;

TEST_F(ProfileTest, TellsIncomingOutgoingAndInternalApart) {
  load();
  const Answer answer = ask({.entity = "person:bank/ann"});
  EXPECT_EQ(csv_rows(answer, "totals"),
            Rows({"EUR,2,40.00,3,121.00,1,5.00", "USD,1,9.00,0,0.00,0,0.00"}));
  EXPECT_EQ(scalar(answer, "transactions", "in"), "3");
  EXPECT_EQ(scalar(answer, "transactions", "internal"), "1");
  EXPECT_EQ(scalar(answer, "transactions", "aggregates"), "1");
  EXPECT_EQ(scalar(answer, "transactions", "undated"), "1");
  EXPECT_EQ(scalar(answer, "transactions", "first_seen"), "\"2020-01-01T00:00:00Z\"");
  EXPECT_EQ(scalar(answer, "transactions", "last_seen"), "\"2020-01-07T00:00:00Z\"");
}

TEST_F(ProfileTest, JoinsWhomItIsTheSameAsAndSaysWhy) {
  load();
  const Answer joined = ask({.entity = "person:bank/ann2"});
  EXPECT_EQ(to_json(*joined.result.find("names")), R"(["person:bank/ann","person:bank/ann2"])");
  ASSERT_EQ(csv_rows(joined, "identity").size(), 1u);
  EXPECT_NE(csv_rows(joined, "identity")[0].find("same-as,person:bank/ann2,10000,true,,passport"),
            std::string::npos);
  EXPECT_EQ(csv_rows(joined, "accounts").size(), 2u);
  graph::Resolution none;
  none.level = graph::Resolution::Level::kNone;
  const Answer apart = ask({.entity = "person:bank/ann2", .resolution = none});
  EXPECT_EQ(csv_rows(apart, "accounts").size(), 1u);
  EXPECT_EQ(csv_rows(apart, "totals"), Rows({"EUR,2,12.00,0,0.00,0,0.00"}));
  EXPECT_NE(csv_rows(apart, "identity")[0].find(",false,"), std::string::npos);
}

// A certain link and a probable one would make one person of three, two of whom are known to
// differ.
TEST_F(ProfileTest, SaysWhichLinksAreNotInForceAndWhy) {
  store_.load_text("bank.csv", kBank, kPayments);
  store_.load_text("ties.csv", kTies,
                   "kind,a,b,p,e\nsame-as,ana,ana2,1,\nsame-as,ana2,ana3,0.8,\n"
                   "not-same-as,ana,ana3,1,\nsame-as,ana,ana4,0.5,\n");
  graph::Resolution probable{graph::Resolution::Level::kProbable, graph::BasisPoints{7000}};
  const Answer answer = ask({.entity = "person:bank/ana", .resolution = probable});
  EXPECT_EQ(to_json(*answer.result.find("names")), R"(["person:bank/ana","person:bank/ana2"])");
  std::vector<std::string> claims;
  const graph::Table& table = table_of(answer, "identity");
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    std::string why = std::string(table.column(5).text(row));
    if (why.starts_with("blocked by relation:")) why = "blocked by relation";
    claims.push_back(std::string(table.column(1).text(row)) + " " +
                     std::string(table.column(2).text(row)) + ": " + why);
  }
  EXPECT_EQ(claims,
            Rows({"same-as person:bank/ana2: ", "same-as person:bank/ana3: blocked by relation",
                  "not-same-as person:bank/ana3: ", "same-as person:bank/ana4: below the level"}));
  EXPECT_TRUE(tests::says(answer, "1 same-as relations are in force at level probable:0.7"));
  EXPECT_TRUE(tests::says(answer, "1 same-as relations are blocked"));
}

TEST_F(ProfileTest, OrdersCounterpartiesByAmountAndByNumber) {
  load();
  const Answer answer = ask({.entity = "person:bank/ann"});
  EXPECT_EQ(csv_rows(answer, "counterparties_by_amount"),
            Rows({"EUR,account:bank/b1,person:bank/bob,1,7.00,2,120.00",
                  "EUR,account:bank/v1,,1,33.00,0,0.00", "EUR,account:bank/c1,,0,0.00,1,1.00",
                  "USD,account:bank/c1,,1,9.00,0,0.00"}));
  EXPECT_EQ(csv_rows(ask({.entity = "person:bank/ann", .top = 1}), "counterparties_by_count"),
            Rows({"EUR,account:bank/b1,person:bank/bob,1,7.00,2,120.00",
                  "USD,account:bank/c1,,1,9.00,0,0.00"}));
}

TEST_F(ProfileTest, AnAccountShowsItsOwnersAndItsOwnMoney) {
  load();
  const Answer answer = ask({.entity = "account:bank/a2"});
  EXPECT_EQ(csv_rows(answer, "owners").size(), 1u);
  EXPECT_EQ(csv_rows(answer, "accounts").size(), 0u);
  EXPECT_EQ(csv_rows(answer, "totals"), Rows({"EUR,2,12.00,0,0.00,0,0.00"}));
}

TEST_F(ProfileTest, CountsTheWindowOnly) {
  load();
  ProfileRequest request{.entity = "person:bank/ann"};
  request.window.from = *graph::parse_iso8601("2020-01-05");
  const Answer answer = ask(request);
  EXPECT_EQ(csv_rows(answer, "totals"), Rows({"EUR,1,33.00,2,21.00,0,0.00"}));
}

TEST_F(ProfileTest, NamesSourcesRelationsAndComponent) {
  load();
  const Answer answer = ask({.entity = "person:bank/ann", .scores = true});
  const Rows sources = csv_rows(answer, "sources");
  ASSERT_EQ(sources.size(), 3u);
  EXPECT_EQ(sources[1].substr(0, 2), "2,");
  EXPECT_NE(sources[1].find("register.csv"), std::string::npos);
  EXPECT_EQ(csv_rows(answer, "relations").size(), 1u);
  EXPECT_EQ(csv_rows(answer, "relations")[0].substr(0, 26), "out,family,person:bank/bob");
  const Document* component = answer.result.find("component");
  EXPECT_EQ(to_json(*component->find("money")), R"({"id":"person:bank/ann","size":4})");
  EXPECT_EQ(scalar(answer, "scores", "degree_out"), "2");
  EXPECT_EQ(scalar(answer, "scores", "ranked"), "4");
}

TEST_F(ProfileTest, ListsAssertionsOnEntityAndTransactionsWithTheirDisputes) {
  load();
  const std::string file = store_.folder() / "assertions.csv";
  std::ofstream(file) << "id,subject,claim,case,share_bp,author,standard,disputes\n"
                         "x1,transaction:bank/t1,proceeds-of,case:k1,5000,analyst,suspicion,\n"
                         "x2,person:bank/ann,member-of,case:k1,,analyst,charged,\n"
                         "x3,person:bank/bob,member-of,case:k1,,analyst,charged,\n"
                         "x4,person:bank/ann,disputes,,,defence,,assertion:assertions/x2\n";
  store_.load_path(file, "assertions");
  const Answer answer = ask({.entity = "person:bank/ann"});
  const Rows assertions = csv_rows(answer, "assertions");
  ASSERT_EQ(assertions.size(), 3u) << to_json(answer.result);
  EXPECT_EQ(assertions[0].substr(0, 34), "proceeds-of,transaction:bank/t1,,c");
  EXPECT_NE(assertions[0].find(",5000,"), std::string::npos);
  EXPECT_NE(assertions[1].find("assertion:assertions/x4,assertion:assertions/x2"),
            std::string::npos)
      << assertions[1];
  const Answer about_case = ask({.entity = "case:k1"});
  EXPECT_EQ(csv_rows(about_case, "assertions").size(), 3u);
}

TEST_F(ProfileTest, VictimsShowWithTheKeyOnly) {
  load();
  load_victims();
  const Answer without = ask({.entity = "person:bank/ann", .scores = true});
  const std::string json = to_json(without, {});
  EXPECT_EQ(json.find("victim:"), std::string::npos);
  EXPECT_EQ(json.find("MARKER"), std::string::npos) << "a restricted source is named";
  EXPECT_EQ(json.find("account:bank/v1"), std::string::npos) << "a protected account is listed";
  EXPECT_EQ(csv_rows(without, "victim_roles").size(), 0u);
  EXPECT_NE(csv_rows(without, "totals")[0].find("EUR,2,40.00"), std::string::npos)
      << "money of protected accounts counts in totals";
  const Answer with = ask({.entity = "person:bank/ann", .scores = true}, true);
  ASSERT_EQ(csv_rows(with, "victim_roles").size(), 1u);
  EXPECT_NE(csv_rows(with, "victim_roles")[0].find("recruited,victim:"), std::string::npos);
  EXPECT_EQ(csv_rows(with, "counterparties_by_amount").size(), 3u);
  EXPECT_EQ(csv_rows(with, "sources").size(), 4u);
}

// A device signs in to a victim's account and to an ordinary one.
TEST_F(ProfileTest, RelationsToAVictimsAccountShowWithTheKeyOnly) {
  load();
  load_victims();
  store_.load_text("sign-ins.csv",
                   R"({"headwater_mapping": 1, "name": "sign-ins", "namespace": "bank", "records": [
      {"record": "relation", "kind": "sign-in",
       "from": {"kind": "medium", "id": {"column": "device"}},
       "to": {"kind": "account", "id": {"column": "account"}}}]})",
                   "device,account\nd,v1\nd,b1\n");
  EXPECT_EQ(csv_rows(ask({.entity = "medium:bank/d"}), "relations").size(), 1u);
  EXPECT_EQ(csv_rows(ask({.entity = "medium:bank/d"}, true), "relations").size(), 2u);
  EXPECT_EQ(csv_rows(ask({.entity = "account:bank/v1"}), "relations").size(), 1u)
      << "what was asked for itself is shown";
}

TEST_F(ProfileTest, AVictimWithoutTheKeyIsNotFoundInTheSameWords) {
  load();
  load_victims();
  const std::string pseudonym = store_.victim_key().pseudonym("bank", "MARKER-9");
  const std::string victim = "victim:bank/" + pseudonym;
  const auto hidden = profile(store_.session(false), {.entity = victim});
  ASSERT_FALSE(hidden.has_value());
  std::string other = pseudonym;
  other[0] = other[0] == 'a' ? 'b' : 'a';
  const auto unknown = profile(store_.session(false), {.entity = "victim:bank/" + other});
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(hidden.error().message(), unknown.error().message());
  EXPECT_EQ(hidden.error().code(), unknown.error().code());
  const Answer seen = ask({.entity = victim, .scores = true}, true);
  EXPECT_EQ(csv_rows(seen, "victim_roles")[0].substr(0, 14), "victim,victim:");
  EXPECT_EQ(to_json(*seen.result.find("scores")), "null");
}

TEST_F(ProfileTest, ProtectedAccountsAreNotScored) {
  load();
  load_victims();
  const Answer answer = ask({.entity = "account:bank/v1", .scores = true});
  EXPECT_EQ(to_json(*answer.result.find("scores")), "null");
  EXPECT_EQ(csv_rows(answer, "owners").size(), 0u);
}

TEST_F(ProfileTest, IsEqualForAnyNumberOfThreads) {
  load();
  load_victims();
  std::set<std::string> digests;
  for (const int threads : {1, 2, 3}) {
    const graph::ExecutionContext context({.threads = threads});
    QuerySession session(store_.view(true), context);
    digests.insert(
        digest(value_of(profile(session, {.entity = "person:bank/ann", .scores = true}))));
  }
  EXPECT_EQ(digests.size(), 1u);
}

TEST(ProfileSlow, ABankOfTheFincenFiles) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/fincen_files");
  QueryStore store;
  store.load_path(folder.string(), "fincen-files");
  const Answer answer = value_of(
      profile(store.session(), {.entity = "institution:fincen/barclays-bank-plc", .scores = true}));
  EXPECT_EQ(table_of(answer, "accounts").row_count(), 1u);
  EXPECT_GE(table_of(answer, "totals").row_count(), 1u);
  EXPECT_GE(table_of(answer, "relations").row_count(), 1u);
  EXPECT_GE(table_of(answer, "counterparties_by_amount").row_count(), 5u);
}

}  // namespace
}  // namespace headwater::queries
