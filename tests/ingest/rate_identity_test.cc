// Rates are known by their pair, day and source: duplicates, conflicts, supersession.
#include <map>

#include <gtest/gtest.h>

#include "ingest/loader.h"
#include "tests/support/loading_store.h"
#include "tests/support/query_store.h"
#include "tests/support/staging.h"

namespace headwater::ingest {
namespace {

using tests::value_of;

class RateIdentity : public testing::Test, protected tests::LoadingStore {
 protected:
  LoadReport load_rates(const std::string& name, const std::string& rows, bool supersede = false,
                        const std::string& namespace_name = "") {
    tests::write_file(folder_ / name, "base,quote,date,rate,source\n" + rows);
    return load({.paths = {folder_ / name},
                 .format = "rates",
                 .namespace_name = namespace_name,
                 .supersede = supersede});
  }
  // "2020-01-01 ecb" -> "5/4".
  std::map<std::string, std::string> rates(graph::CommitSeq as_of = graph::kLatestCommit) {
    std::map<std::string, std::string> found;
    const auto view = value_of(store_->view({.as_of = as_of}));
    EXPECT_TRUE(view->for_each_rate([&](graph::RateId, const graph::Rate& rate) -> graph::Status {
                      const std::string day = graph::format_iso8601(rate.date).substr(0, 10);
                      const bool is_new = found
                                              .emplace(day + " " + rate.source,
                                                       std::to_string(rate.numerator) + "/" +
                                                           std::to_string(rate.denominator))
                                              .second;
                      EXPECT_TRUE(is_new) << day << " " << rate.source;
                      return {};
                    })
                    .ok());
    return found;
  }

  using Rates = std::map<std::string, std::string>;
};

TEST_F(RateIdentity, InOneFileAnEqualRateIsADuplicateAndAnotherAConflict) {
  const LoadReport report = load_rates("r.csv",
                                       "EUR,USD,2020-01-01,1.25,ecb\n"
                                       "EUR,USD,2020-01-01,5/4,ecb\n"   // the same
                                       "EUR,USD,2020-01-01,1.5,ecb\n"   // not the same
                                       "EUR,USD,2020-01-01,1.5,fed\n"   // of somebody else
                                       "EUR,USD,2020-01-02,1.5,ecb\n",  // of another day
                                       true);
  EXPECT_EQ(report.accepted, 3u);
  EXPECT_EQ(report.duplicates, 1u);
  EXPECT_EQ(report.quarantined, 1u) << "one file contradicts itself: nobody but a person decides";
  EXPECT_EQ(
      rates(),
      (Rates{{"2020-01-01 ecb", "5/4"}, {"2020-01-01 fed", "3/2"}, {"2020-01-02 ecb", "3/2"}}));
  digest();
}

TEST_F(RateIdentity, AGrownFileAddsItsNewDaysOnly) {
  load_rates("r.csv", "EUR,USD,2020-01-01,1.25,ecb\n");
  const LoadReport grown =
      load_rates("s.csv", "EUR,USD,2020-01-01,1.25,ecb\nEUR,USD,2020-01-02,1.26,ecb\n");
  EXPECT_EQ(grown.accepted, 1u);
  EXPECT_EQ(grown.duplicates, 1u);
  EXPECT_EQ(grown.quarantined, 0u);
  const LoadReport elsewhere =
      load_rates("t.csv", "EUR,USD,2020-01-02,1.26,ecb\n", false, "other-namespace");
  EXPECT_EQ(elsewhere.duplicates, 1u) << "whoever loads it, it is one rate";
}

TEST_F(RateIdentity, AnotherValueReplacesWhenAskedAndTheEarlierStaysReadable) {
  load_rates("r.csv", "EUR,USD,2020-01-01,1.25,ecb\nEUR,USD,2020-01-02,1.3,ecb\n");
  const std::string before = digest();
  EXPECT_EQ(load_rates("s.csv", "EUR,USD,2020-01-01,1.5,ecb\n").quarantined, 1u);
  EXPECT_EQ(rates().at("2020-01-01 ecb"), "5/4");
  const LoadReport asked = load_rates("t.csv", "EUR,USD,2020-01-01,1.75,ecb\n", true);
  EXPECT_EQ(asked.accepted, 1u);
  EXPECT_EQ(rates(), (Rates{{"2020-01-01 ecb", "7/4"}, {"2020-01-02 ecb", "13/10"}}));
  EXPECT_EQ(rates({1}).at("2020-01-01 ecb"), "5/4") << "nothing was overwritten";
  digest();
  retract(asked.commit);
  EXPECT_EQ(rates().at("2020-01-01 ecb"), "5/4") << "the earlier one stands again";
  EXPECT_EQ(digest(), before);
}

TEST_F(RateIdentity, ARateOfAWithdrawnCommitIsMetByNobody) {
  const LoadReport first = load_rates("r.csv", "EUR,USD,2020-01-01,1.25,ecb\n");
  retract(first.commit);
  EXPECT_EQ(load_rates("s.csv", "EUR,USD,2020-01-01,1.5,ecb\n").accepted, 1u);
  EXPECT_EQ(rates().at("2020-01-01 ecb"), "3/2");
}

// The same bytes with --supersede withdraw the earlier commit: its rates are not in the way.
TEST_F(RateIdentity, AFileThatIsLoadedAnewMeetsNoneOfItsOwnRates) {
  const std::string rows = "EUR,USD,2020-01-01,1.25,ecb\nEUR,USD,2020-01-02,0.9,ecb\n";
  load_rates("r.csv", rows);
  const std::string before = digest();
  const LoadReport again = load_rates("r.csv", rows, true);
  EXPECT_EQ(again.quarantined, 0u);
  EXPECT_EQ(rates().size(), 2u);
  EXPECT_EQ(digest(), before);
}

TEST_F(RateIdentity, AnAssetIsWorthOneOfItself) {
  const LoadReport report =
      load_rates("r.csv", "EUR,EUR,2020-01-01,1,ecb\nEUR,EUR,2020-01-02,1.1,ecb\n");
  EXPECT_EQ(report.accepted, 1u);
  EXPECT_EQ(report.quarantined, 1u);
}

// A row of many rates, as central banks publish them: those that are known are not added again.
TEST_F(RateIdentity, ARowOfSeveralRatesAddsTheNewOnes) {
  const std::string mapping = R"({"headwater_mapping": 1, "name": "m", "records": [
      {"record": "rate", "base": "EUR", "quote": "USD", "date": {"column": "d"},
       "rate": {"column": "usd"}, "source": "bank", "when": {"column": "usd", "is": "present"}},
      {"record": "rate", "base": "EUR", "quote": "GBP", "date": {"column": "d"},
       "rate": {"column": "gbp"}, "source": "bank", "when": {"column": "gbp", "is": "present"}}]})";
  tests::write_file(folder_ / "m.json", mapping);
  const auto load_wide = [&](const std::string& name, const std::string& rows, bool supersede) {
    tests::write_file(folder_ / name, "d,usd,gbp\n" + rows);
    return load({.paths = {folder_ / name},
                 .format = "csv",
                 .mapping_path = folder_ / "m.json",
                 .supersede = supersede});
  };
  EXPECT_EQ(load_wide("a.csv", "2020-01-01,1.25,\n", false).added.rates, 1u);
  EXPECT_EQ(load_wide("b.csv", "2020-01-01,1.25,0.9\n", false).added.rates, 1u);
  EXPECT_EQ(load_wide("c.csv", "2020-01-01,1.25,0.8\n", false).quarantined, 1u);
  EXPECT_EQ(load_wide("d.csv", "2020-01-01,1.25,0.7\n", true).added.rates, 1u);
  EXPECT_EQ(load_wide("e.csv", "2020-01-01,1.25,0.7\n", true).duplicates, 1u);
  digest();
}

}  // namespace
}  // namespace headwater::ingest
