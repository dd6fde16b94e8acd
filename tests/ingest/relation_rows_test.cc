// What a relation may say: its ends, its period, its id, and what it says of a probability.
#include <gtest/gtest.h>

#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::reason_of;

const std::string kTie = R"({"headwater_mapping": 1, "name": "m", "records": [
  {"record": "relation", "kind": {"column": "kind"}, "id": {"column": "id"},
   "from": {"name": {"column": "from"}}, "to": {"name": {"column": "to"}},
   "valid_from": {"column": "since"}, "valid_to": {"column": "until"},
   "probability": {"column": "p"}}]})";

std::string tie_reason(const std::string& row) {
  return reason_of(kTie, "kind,from,to,since,until,p,id\n" + row + "\n");
}

TEST(RelationRows, EndsAreWhatTheKindTies) {
  for (const char* row : {"owns-account,person:p,account:a", "owns-account,institution:i,loan:l",
                          "ownership,company:c,company:d", "ownership,person:p,location:house",
                          "control,person:p,person:q", "directorship,company:c,company:d",
                          "sign-in,medium:m,account:a", "same-as,account:a,account:b",
                          "same-as,company:c,institution:c", "not-same-as,person:p,person:q",
                          "located-at,medium:m,location:l", "uses-medium,medium:m,medium:n",
                          "filed-by,case:k,institution:i", ",location:l,person:p"}) {
    EXPECT_EQ(tie_reason(std::string(row) + ",,,,"), "") << row;
  }
  for (const char* row : {"owns-account,person:p,person:q", "owns-account,account:a,person:p",
                          "owns-account,account:a,account:b", "owns-account,location:l,account:a",
                          "ownership,location:l,person:p", "ownership,person:p,person:q",
                          "control,location:l,person:p", "directorship,person:p,person:q",
                          "sign-in,person:p,account:a", "sign-in,medium:m,person:p",
                          "same-as,person:p,account:a", "same-as,account:a,loan:a",
                          "not-same-as,person:p,company:c", "located-at,person:p,company:c"}) {
    EXPECT_EQ(tie_reason(std::string(row) + ",,,,"), "bad-ends from to") << row;
  }
}

TEST(RelationRows, APeriodDoesNotEndBeforeItBegins) {
  EXPECT_EQ(tie_reason("family,person:p,person:q,2024-02-01,2024-01-31,,"),
            "period-reversed until");
  for (const char* period : {"2024-02-01,2024-02-01", "2024-02-01,", ",2024-01-31"}) {
    EXPECT_EQ(tie_reason("family,person:p,person:q," + std::string(period) + ",,"), "") << period;
  }
}

TEST(RelationRows, AnIdHasALimit) {
  const std::string longest(1024, 'i');
  EXPECT_EQ(tie_reason("family,person:p,person:q,,,," + longest), "");
  EXPECT_EQ(tie_reason("family,person:p,person:q,,,," + longest + "i"), "id-too-long id");
  EXPECT_EQ(reason_of(std::string(ingest::built_in_format_text("assertions")),
                      "id,subject,claim\n" + longest + "i,person:x/p,member-of\n"),
            "id-too-long id");
  const std::string flow = R"({"headwater_mapping": 1, "name": "m", "publisher_pseudonymised": true,
    "records": [{"record": "victim-flow", "count": "2", "kind": "exploitation",
                 "id": {"column": "id"}}]})";
  EXPECT_EQ(reason_of(flow, "id\n" + longest + "i\n"), "id-too-long id");
}

TEST(RelationRows, SamenessWithoutAProbabilityIsNotCertain) {
  tests::Outcome outcome;
  tests::load_rows(kTie,
                   "kind,from,to,since,until,p,id\n"
                   "same-as,person:p,person:q,,,,\n"
                   "same-as,person:p,person:r,,,1,\n"
                   "same-as,person:p,person:s,,,0.7,\n"
                   "not-same-as,person:p,person:t,,,,\n",
                   outcome);
  std::vector<int> probabilities;
  for (const auto& relation : outcome.writer.relations) {
    probabilities.push_back(relation.probability.value);
  }
  EXPECT_EQ(probabilities, (std::vector<int>{0, 10'000, 7'000, 10'000}));
}

}  // namespace
}  // namespace headwater
