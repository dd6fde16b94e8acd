#include "queries/store/stats.h"

#include <gtest/gtest.h>

#include "queries/render.h"
#include "tests/support/query_store.h"
#include "tests/support/shared_data.h"

namespace headwater::queries {
namespace {

using tests::QueryStore;
using tests::value_of;

constexpr char kBank[] = R"({"headwater_mapping": 1, "name": "bank", "records": [
  {"record": "transaction", "from": {"kind": "account", "id": {"column": "from"}},
   "to": {"kind": "account", "id": {"column": "to"}}, "time": {"column": "time"},
   "amount": {"column": "amount"}, "asset": {"column": "asset"}, "count": {"column": "n"}}]})";

TEST(Stats, CountsWhatIsVisible) {
  QueryStore store;
  store.load_text("bank.csv", kBank,
                  "from,to,time,amount,asset,n\n"
                  "1,2,2020-01-02,10.50,EUR,1\n"
                  "2,3,,9223372036854775.00,EUR,3\n"
                  "2,3,2019-05-01T10:00:00Z,9223372036854775.00,EUR,1\n"
                  "3,1,2021-01-01,0.5,BTC,1\n");
  const Answer answer = value_of(stats(store.view(), store.context()));
  EXPECT_EQ(to_json(answer.result),
            R"({"entities":{"person":0,"company":0,"institution":0,"account":3,"loan":0,)"
            R"("location":0,"medium":0,"victim":0,"case":0},"transactions":4,"relations":{},)"
            R"("victim_flows":0,"statistics":0,"assertions":0,"money":{)"
            R"("EUR":{"count":3,"sum_minor":"1844674407370956050"},)"
            R"("BTC":{"count":1,"sum_minor":"50000000"}},)"
            R"("time":{"first":"2019-05-01T10:00:00Z","last":"2021-01-01T00:00:00Z"},"commit":1})");
  EXPECT_EQ(answer.notes.size(), 2u);  // one aggregate, one undated
}

TEST(Stats, AnEmptySpanOfTimeIsNull) {
  QueryStore store;
  store.load_text("bank.csv", kBank, "from,to,time,amount,asset,n\n1,2,,1,EUR,1\n");
  const Answer answer = value_of(stats(store.view(), store.context()));
  EXPECT_EQ(to_json(*answer.result.find("time")), R"({"first":null,"last":null})");
}

constexpr char kInterviews[] = R"({"headwater_mapping": 1, "name": "interviews", "records": [
  {"record": "victim-flow", "victim": {"column": "victim"}, "kind": "exploitation",
   "exploitation": {"column": "place"}, "form": "forced-labour"},
  {"record": "relation", "kind": "associate", "from": {"kind": "victim", "id": {"column": "victim"}},
   "to": {"kind": "person", "id": {"column": "friend"}}}]})";

TEST(Stats, VictimsAreCountedAndNotNamedWithoutTheKey) {
  QueryStore store;
  store.load_text("i.csv", kInterviews,
                  "victim,place,friend\nMARKER-1,ESP,f1\nMARKER-2,ESP,f2\nMARKER-1,FRA,f3\n");
  const Answer without = value_of(stats(store.view(false), store.context()));
  EXPECT_NE(to_json(without.result).find("\"victim\":2"), std::string::npos);
  EXPECT_NE(to_json(without.result).find("\"victim_flows\":3"), std::string::npos);
  EXPECT_NE(to_json(without.result).find("\"relations\":{}"), std::string::npos);
  EXPECT_EQ(to_json(without, {}).find("MARKER"), std::string::npos);
  EXPECT_EQ(without.notes.size(), 1u);
  const Answer with = value_of(stats(store.view(true), store.context()));
  EXPECT_NE(to_json(with.result).find("\"associate\":3"), std::string::npos);
}

TEST(StatsSlow, FincenFilesSumToTheCent) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/fincen_files");
  QueryStore store;
  store.load_path(folder.string(), "fincen-files");
  const Answer answer = value_of(stats(store.view(), store.context()));
  const std::string json = to_json(answer.result);
  EXPECT_NE(json.find(R"("transactions":4507)"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("USD":{"count":4507,"sum_minor":"3568224798501"})"), std::string::npos);
}

}  // namespace
}  // namespace headwater::queries
