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

}  // namespace
}  // namespace headwater
