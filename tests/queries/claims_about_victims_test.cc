// Assertions from restricted sources and about victim flows: what somebody wrote is shown with the
// victim key only, the figures without it too.
#include <fstream>

#include <gtest/gtest.h>

#include "ingest/assertion.h"
#include "queries/evidence/disputes.h"
#include "queries/profile/profile.h"
#include "queries/render.h"
#include "tests/support/query_store.h"

namespace headwater::queries {
namespace {

using tests::csv_rows;
using tests::QueryStore;
using tests::value_of;

constexpr char kStatements[] = R"({"headwater_mapping": 1, "name": "shelter", "records": [
  {"record": "victim-flow", "victim": {"column": "victim"}, "kind": "exploitation",
   "id": {"column": "flow"}, "exploitation": "ESP", "form": "forced-labour", "case": "k1"},
  {"record": "assertion", "claim": "wage-withheld", "id": {"column": "id"},
   "subject": {"column": "who"}, "victim_flow": {"column": "about"}, "case": "k1",
   "role": {"column": "told"}, "form": "forced-labour", "amount": "1200", "asset": "EUR",
   "author": {"column": "told"}, "evidence": {"column": "told"},
   "source_grade": {"column": "told"}, "information_grade": {"column": "told"},
   "standard": "charged", "basis": {"template": "indicator:{told}"}}]})";

class ClaimsAboutVictimsTest : public testing::Test {
 protected:
  ClaimsAboutVictimsTest() {
    store_.load_text("statements.csv", kStatements,
                     "victim,flow,id,who,about,told\n"
                     "v1,f1,MARKID-1,person:bank/ann,,MARKTOLD\n");
    std::ofstream(store_.folder() / "claims.csv")
        << "id,subject,claim,case,victim_flow,amount,asset,author,evidence,disputes\n"
           "MARKID-2,person:bank/ann,wage-withheld,k1,shelter/f1,700,EUR,MARKWHO,MARKTOLD,\n"
           "c3,person:bank/ann,member-of,k1,,,,analyst,arrest report,\n"
           "c4,,disputes,,,,,,,assertion:shelter/MARKID-1\n"
           "c5,,disputes,,,,,,,MARKID-2\n"
           "c6,,disputes,,,,,,,assertion:assertions/c3\n";
    store_.load_path(store_.folder() / "claims.csv", "assertions");
  }
  Answer ask(bool with_key) {
    return value_of(profile(store_.session(with_key), {.entity = "person:bank/ann"}));
  }
  std::vector<std::string> disputed(bool with_key) {
    const graph::StoreView& view = store_.view(with_key);
    const Disputes disputes = value_of(read_disputes(view));
    EXPECT_EQ(disputes.of_nothing(), 0u);
    std::vector<std::string> names;
    EXPECT_TRUE(view.for_each_assertion([&](graph::AssertionId id, const graph::Assertion&) {
                      for (const std::string& by : disputes.disputed_by(id)) {
                        names.push_back(std::to_string(id.value) + " by " + by);
                      }
                      return graph::Status();
                    })
                    .ok());
    return names;
  }

  QueryStore store_;
};

TEST_F(ClaimsAboutVictimsTest, FreeTextAndTheSourcesIdShowWithTheKeyOnly) {
  const Answer without = ask(false);
  const std::string json = to_json(without, {});
  EXPECT_EQ(json.find("MARK"), std::string::npos) << json;
  const auto rows = csv_rows(without, "assertions");
  ASSERT_EQ(rows.size(), 3u) << json;
  EXPECT_EQ(rows[0],
            "wage-withheld,person:bank/ann,,case:shelter/k1,10000,1200.00,EUR,charged,"
            "indicator:withheld,10000,,,,,,assertion:assertions/c4,assertion:#0");
  EXPECT_NE(rows[1].find("700.00,EUR"), std::string::npos);
  EXPECT_NE(rows[1].find("assertion:#1"), std::string::npos);
  EXPECT_NE(rows[2].find("analyst"), std::string::npos);
  EXPECT_NE(rows[2].find("assertion:assertions/c3"), std::string::npos);
  EXPECT_TRUE(tests::says(without, "shown with the victim key only"));
  const std::string seen = to_json(ask(true), {});
  for (const char* word : {"MARKID-1", "MARKID-2", "MARKWHO", "indicator:MARKTOLD"}) {
    EXPECT_NE(seen.find(word), std::string::npos) << word;
  }
}

TEST_F(ClaimsAboutVictimsTest, DisputesHoldWithoutTheKeyToo) {
  const std::vector<std::string> expected = {"0 by assertion:assertions/c4",
                                             "1 by assertion:assertions/c5",
                                             "2 by assertion:assertions/c6"};
  EXPECT_EQ(disputed(true), expected);
  EXPECT_EQ(disputed(false), expected);
}

TEST_F(ClaimsAboutVictimsTest, TheNameThatIsShownAndTheSourcesIdLeadToTheRecord) {
  const graph::StoreView& view = store_.view(false);
  for (const char* name : {"assertion:#0", "assertion:shelter/MARKID-1"}) {
    EXPECT_EQ(value_of(view.resolve_assertion(name)).value, 0u) << name;
  }
}

TEST_F(ClaimsAboutVictimsTest, AStatedClaimAboutAVictimFlowIsNamedByItsNumber) {
  const auto store = value_of(graph::Store::open(store_.path(), {.mode = graph::OpenMode::kWrite}));
  ingest::StatedAssertion stated;
  stated.columns = {{"id", "MARKID-9"},       {"subject", "person:bank/ann"},
                    {"claim", "member-of"},   {"victim_flow", "victim-flow:shelter/f1"},
                    {"evidence", "MARKTOLD"}, {"case", "k1"}};
  const auto report = value_of(ingest::assert_claim(*store, stated, store_.context()));
  EXPECT_EQ(report.name, "assertion:#6");
  stated.columns["confidence"] = "1";
  EXPECT_TRUE(value_of(ingest::assert_claim(*store, stated, store_.context())).is_duplicate);
}

}  // namespace
}  // namespace headwater::queries
