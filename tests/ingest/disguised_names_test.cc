// Names of entities where none is expected, and victims' names in spellings that are no names.
#include <gtest/gtest.h>

#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::reason_of;
using tests::RecordingWriter;
using tests::stage_text;

std::string claims_reason(const std::string& subject, const std::string& case_cell) {
  return reason_of(std::string(ingest::built_in_format_text("assertions")),
                   "subject,claim,case\n" + subject + ",member-of," + case_cell + "\n");
}

TEST(DisguisedNames, ACaseIsALocalIdOrTheFullNameOfACase) {
  for (const char* name : {"case:police/17", "17", "A: 17/2024", "case:17", "http://x/y"}) {
    EXPECT_EQ(claims_reason("person:bank/ann", name), "") << name;
  }
  for (const char* name :
       {"victim:vf/MARK", "person:x/p", "person:p", "Victim : vf/MARK", "PERSON:x/p", "victim:MARK",
        "case:x/victim:vf/MARK", "case:victim:vf/MARK", "case:x/person:bank/ann"}) {
    EXPECT_EQ(claims_reason("person:bank/ann", name), "bad-name case") << name;
  }
}

TEST(DisguisedNames, ASubjectHoldsNoOtherName) {
  for (const char* name : {"person:x/victim:vf/MARK", "person:x/VICTIM:vf/MARK",
                           "account:unspecified/victim:vf/MARK", "person:victim:vf/MARK",
                           "account:unspecified/person:victim:vf/MARK", "company:x/person:y/p"}) {
    EXPECT_EQ(claims_reason(name, "k1"), "bad-name subject") << name;
  }
  EXPECT_EQ(claims_reason("account:unspecified/person:bank/ann", "k1"), "");
  EXPECT_EQ(claims_reason("person:x/" + std::string(1025, 'a'), "k1"), "id-too-long subject");
}

TEST(DisguisedNames, ALocalIdIsNoFullName) {
  const std::string keyed = R"({"headwater_mapping": 1, "name": "m", "records": [
    {"record": "entity", "entity": {"kind": "person", "id": {"column": "id"}}}]})";
  for (const char* name : {"victim:vf/MARK", "Victim:MARK", "person:x/p", "account:iban/ES91"}) {
    EXPECT_EQ(reason_of(keyed, std::string("id\n") + name + "\n"), "bad-name id") << name;
  }
  for (const char* name : {"bank:7/12", "person-7/a", "person:", "70:100428660"}) {
    EXPECT_EQ(reason_of(keyed, std::string("id\n") + name + "\n"), "") << name;
  }
}

TEST(DisguisedNames, QuarantineKeepsNoTextOfARowThatNamesAVictim) {
  RecordingWriter writer;
  const std::string rows =
      "subject,claim,case,author,victim_flow\n"
      "VICTIM:vf/MARK,member-of,k1,,\n"
      "Victim : vf/MARK,member-of,k1,,\n"
      " victim:vf/MARK,member-of,k1,,\n"
      "\"victim\xC2\xA0:vf/MARK\",member-of,k1,,\n"
      "person:x/p,nonsense,k1,told by vIcTiM: MARK,\n"
      "person:x/p,member-of,victim:vf/MARK,,\n"
      "person:x/p,member-of,k1,,victim-flow:vf/MARK\n"
      "person:x/p,nonsense,k1,victims said: nothing,\n";
  ASSERT_TRUE(stage_text(tests::built_in("assertions"), rows, writer).has_value());
  ASSERT_EQ(writer.quarantined.size(), 8u);
  for (std::size_t i = 0; i < 7; ++i) {
    EXPECT_EQ(writer.quarantined[i].text, "") << i;
    EXPECT_FALSE(writer.quarantined[i].reason.empty());
  }
  EXPECT_EQ(writer.quarantined[7].text, "person:x/p,nonsense,k1,victims said: nothing,");
}

}  // namespace
}  // namespace headwater
