#include "queries/evidence/disputes.h"

#include <chrono>

#include <gtest/gtest.h>

#include "queries/flow/attribution_question.h"
#include "queries/profile/profile.h"
#include "queries/ring/ring_answer.h"
#include "tests/support/attributed_case.h"
#include "tests/support/staging.h"

namespace headwater::queries {
namespace {

using tests::Figures;
using tests::kWorkedExample;
using tests::shown;

class DisputesTest : public tests::AttributedCase {};

TEST_F(DisputesTest, ADisputedAssertionCountsUnlessAskedOtherwise) {
  store_.load_worked_example();
  store_.claim(
      "d1,,disputes,,,,,,,,,,assertion:claims/a2,,\n"
      "d2,,disputes,,,,,,,,,,assertion:claims/unknown,,\n");
  const CaseAttribution with = attributed();
  EXPECT_EQ(figures(with), kWorkedExample);
  EXPECT_EQ(with.notes.disputed, 1u);
  const CaseAttribution without = attributed({.disputed = false});
  EXPECT_EQ(figures(without)["ana"], "600.00/0.00/200.00/0.00/400.00/120.00");
  EXPECT_EQ(without.notes.disputed, 1u);
}

TEST_F(DisputesTest, ADisputedAssertionMayBeNamedInEveryForm) {
  store_.load_worked_example();
  for (const char* name : {"#1", "assertion:#1", "claims/a2"}) {
    store_.claim(fmt::format("d{},,disputes,,,,,,,,,,{},,\n", std::string(name).size(), name));
    EXPECT_EQ(attributed().notes.disputed, 1u) << name;
  }
  EXPECT_EQ(figures(attributed({.disputed = false}))["ana"],
            "600.00/0.00/200.00/0.00/400.00/120.00");
}

// A scan each would take minutes.
TEST_F(DisputesTest, ThousandsOfDisputesOfWhatIsNotThereTakeNoScanEach) {
  std::string claims;
  for (int i = 0; i < 20'000; ++i) {
    claims += fmt::format("p{},person:bank/p{},member-of,,case:k1,,,,,,,,,,\n", i, i);
  }
  for (int i = 0; i < 3'000; ++i) {
    claims += fmt::format("d{},,disputes,,,,,,,,,,assertion:elsewhere/p{},,\n", i, i);
  }
  store_.claim(claims);
  store_.session();
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(attributed().notes.disputed, 0u);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(15));
}

TEST_F(DisputesTest, AnIdAloneIsOneOfTheDisputesOwnNamespace) {
  store_.load_worked_example();
  store_.claim("d1,,disputes,,,,,,,,,,a2,,\n");
  EXPECT_EQ(attributed().notes.disputed, 1u);
  EXPECT_EQ(attributed().notes.disputes_of_nothing, 0u);
}

TEST_F(DisputesTest, WhoDoubtsNothingIsCounted) {
  store_.load_worked_example();
  store_.claim(
      "d1,,disputes,,,,,,,,,,a9,,\n"
      "d2,,disputes,,,,,,,,,,elsewhere/a2,,\n"
      "d3,,disputes,,,,,,,,,,0123456789ab:7,,\n");
  EXPECT_EQ(attributed().notes.disputed, 0u);
  EXPECT_EQ(attributed().notes.disputes_of_nothing, 3u);
}

// The same file under two namespaces: its rows have no ids, and so share their names.
class SharedNameTest : public DisputesTest {
 protected:
  SharedNameTest() {
    store_.load_worked_example();
    const std::string file = store_.folder() / "unnamed.csv";
    tests::write_file(file, "subject,claim,case\nperson:bank/carla,member-of,case:claims/k1\n");
    for (const char* name_space : {"claims", "elsewhere"}) {
      ingest::LoadRequest request;
      request.paths = {file};
      request.format = "assertions";
      request.namespace_name = name_space;
      request.append = true;
      sha256_ = store_.load(std::move(request)).sources.at(0).sha256;
    }
  }
  void dispute(const std::string& id, const std::string& name) {
    store_.claim(fmt::format("{},,disputes,,,,,,,,,,{},,\n", id, name));
  }
  static bool says(const Answer& answer, const std::string& part) {
    return fmt::format("{}", fmt::join(answer.notes, "\n")).find(part) != std::string::npos;
  }
  std::string shared() const { return "assertion:" + sha256_.substr(0, 12) + ":1"; }
  std::string sha256_;
};

TEST_F(SharedNameTest, ADisputeOfItCountsAgainstNoneAndIsCounted) {
  EXPECT_EQ(attributed().notes.ambiguous_disputes, 0u);
  dispute("d1", shared());
  dispute("d2", sha256_ + ":1");
  const EvidenceNotes notes = attributed().notes;
  EXPECT_EQ(notes.disputed, 0u);
  EXPECT_EQ(notes.disputes_of_nothing, 0u);
  EXPECT_EQ(notes.ambiguous_disputes, 2u);
  const Disputes disputes = tests::value_of(read_disputes(store_.view()));
  for (const graph::AssertionId id : {graph::AssertionId{4}, graph::AssertionId{5}}) {
    EXPECT_TRUE(disputes.disputed_by(id).empty());
    EXPECT_EQ(disputes.perhaps_disputed_by(id).size(), 2u);
  }
  dispute("d3", "d2");  // a fallen doubt waits for nobody
  EXPECT_EQ(attributed().notes.ambiguous_disputes, 1u);
  dispute("d4", "#5");
  EXPECT_EQ(attributed().notes.disputed, 1u);
}

TEST_F(SharedNameTest, EveryAnswerThatReadsDisputesSaysSo) {
  dispute("d1", shared());
  const std::string note = "1 dispute uses a name that several assertions share, and counts";
  EXPECT_TRUE(says(tests::value_of(attribution_question(store_.session(), {})), note));
  EXPECT_TRUE(says(tests::value_of(ring_answer(store_.session(), {})), note));
  const Answer about = tests::value_of(profile(store_.session(), {.entity = "person:bank/carla"}));
  EXPECT_TRUE(says(about, note));
  EXPECT_TRUE(says(about, "assertion:claims/d1"));
  EXPECT_FALSE(
      says(tests::value_of(profile(store_.session(), {.entity = "person:bank/boris"})), note));
}

TEST_F(DisputesTest, ADisputeThatIsDisputedItselfHasFallen) {
  store_.load_worked_example();
  store_.claim(
      "d1,,disputes,,,,,,,,,,a2,,\n"
      "d2,,disputes,,,,,,,,,,d1,,\n");
  EXPECT_EQ(attributed().notes.disputed, 0u);
  EXPECT_EQ(figures(attributed({.disputed = false})), kWorkedExample);
  store_.claim("d3,,disputes,,,,,,,,,,d2,,\n");  // and so the first stands again
  EXPECT_EQ(attributed().notes.disputed, 1u);
}

TEST_F(DisputesTest, DoubtsInACircleAllStand) {
  store_.load_worked_example();
  store_.claim(
      "d1,,disputes,,,,,,,,,,d2,,\n"
      "d2,,disputes,,,,,,,,,,d1,,\n"
      "d3,,disputes,,,,,,,,,,d3,,\n"
      "d4,,disputes,,,,,,,,,,a2,,\n"
      "d5,,disputes,,,,,,,,,,d4,,\n"
      "d6,,disputes,,,,,,,,,,d5,,\n"
      "d7,,disputes,,,,,,,,,,d6,,\n"
      "d8,,disputes,,,,,,,,,,d7,,\n"
      "d9,,disputes,,,,,,,,,,d8,,\n"
      "e1,,disputes,,,,,,,,,,d8,,\n"
      "e2,,disputes,,,,,,,,,,e1,,\n");
  const Disputes disputes = tests::value_of(read_disputes(store_.view()));
  const auto by = [&](const char* name) {
    const auto id = store_.view().resolve_assertion(name);
    EXPECT_TRUE(id.has_value()) << name;
    return fmt::format("{}", fmt::join(disputes.disputed_by(*id), " "));
  };
  EXPECT_EQ(by("claims/d1"), "assertion:claims/d2");
  EXPECT_EQ(by("claims/d2"), "assertion:claims/d1");
  EXPECT_EQ(by("claims/d3"), "assertion:claims/d3");
  // d9 stands, so d8 falls whatever becomes of e1; d7 stands, d6 falls, d5 stands, d4 falls.
  EXPECT_EQ(by("claims/d8"), "assertion:claims/d9");
  EXPECT_EQ(by("claims/d7"), "");
  EXPECT_EQ(by("claims/d6"), "assertion:claims/d7");
  EXPECT_EQ(by("claims/d5"), "");
  EXPECT_EQ(by("claims/d4"), "assertion:claims/d5");
  EXPECT_EQ(by("claims/a2"), "");
}

}  // namespace
}  // namespace headwater::queries
