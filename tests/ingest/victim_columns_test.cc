// A column with victims' ids is read as nothing else, however the mapping spells it: what two
// spellings are is known when the mapping meets the header.
#include <gtest/gtest.h>

#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater {
namespace {

using tests::mapping_of;
using tests::RecordingWriter;
using tests::stage_text;

constexpr const char* kColumnRows = "victim,name,by\nMARKER7731,victim:vf/MARKER7731,p1\n";

std::string flow_mapping(const std::string& rest, const std::string& more = "") {
  return R"({"headwater_mapping": 1, "name": "vf", "records": [
    {"record": "victim-flow", "victim": {"column": "victim"}, "kind": "exploitation")" +
         rest + "}" + more + "]}";
}

class VictimColumnsTest : public ::testing::Test {
 protected:
  VictimColumnsTest() {
    EXPECT_TRUE(graph::VictimKey::generate_file(directory_ / "key").ok());
    options_.victim_key = graph::VictimKey::load(directory_ / "key").value();
  }
  graph::Result<ingest::internal::RowCounts> stage(const std::string& json) {
    return stage_text(mapping_of(json), kColumnRows, writer_, options_);
  }

  tests::TemporaryDirectory directory_;
  tests::StagingOptions options_;
  RecordingWriter writer_;
};

TEST_F(VictimColumnsTest, EverySpellingOfTheColumnIsRefused) {
  for (const char* spelling :
       {R"({"column": "victim#1"})", R"({"column": "victim#01", "lower": true})",
        R"({"column": "victim#1", "optional": true})", R"({"template": "x{victim#1}"})",
        R"({"first_of": [{"column": "by"}, {"template": "{victim#1}{by}"}]})"}) {
    const std::string value = spelling;
    const std::string person = R"(, {"record": "entity", "entity": {"kind": "person", "id": )";
    for (const std::string& json :
         {flow_mapping(R"(, "case": )" + value), flow_mapping(R"(, "sex": )" + value),
          flow_mapping(R"(, "roles": [{"role": "exploited", "entity": {"name": )" + value + "}}]"),
          flow_mapping("", person + R"({"column": "by"}, "attributes": {"note": )" + value + "}}}"),
          flow_mapping("", person + value + "}}")}) {
      const auto counts = stage(json);
      ASSERT_FALSE(counts.has_value()) << json;
      EXPECT_EQ(counts.error().code(), graph::StatusCode::kInput);
      EXPECT_EQ(counts.error().message().find("MARKER7731"), std::string::npos);
      EXPECT_NE(counts.error().message().find("victims' ids"), std::string::npos);
    }
  }
}

TEST_F(VictimColumnsTest, AHeadersOwnNumberSignIsItsOwnColumn) {
  const auto counts = stage_text(mapping_of(flow_mapping(R"(, "sex": {"column": "victim#1"})")),
                                 "victim,victim#1\nMARKER7731,female\n", writer_, options_);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(writer_.victim_flows.at(0).sex, "female");
}

TEST_F(VictimColumnsTest, TheFlowsOwnIdIsAPseudonymHoweverItIsSpelled) {
  const std::string later = R"(, {"record": "entity",
      "entity": {"kind": "victim", "id": {"column": "victim#1"}}})";
  const std::string group = R"({"headwater_mapping": 1, "name": "vf", "records": [
      {"record": "victim-flow", "count": "1", "kind": "exploitation",
       "id": {"column": "victim"}})" +
                            later + "]}";
  for (const std::string& json : {flow_mapping(R"(, "id": {"column": "victim#1"})"), group}) {
    ASSERT_TRUE(stage(json).has_value()) << json;
    EXPECT_EQ(writer_.victim_flows.back().origin.source_id,
              options_.victim_key->pseudonym("vf", "MARKER7731"));
  }
}

TEST_F(VictimColumnsTest, AVictimWhoseKindTheRowSaysIsReadOnlyAsOne) {
  const std::string records = R"({"headwater_mapping": 1, "name": "vf", "restricted": true,
    "records": [{"record": "relation", "kind": "associate", "from": {"kind": "person", "id":
      {"column": "by"}}, "to": {"name": {"column": "name"}}, "evidence": EVIDENCE}]})";
  const auto with = [&](const std::string& evidence) {
    std::string json = records;
    return json.replace(json.find("EVIDENCE"), 8, evidence);
  };
  ASSERT_TRUE(stage(with(R"({"column": "name#1"})")).has_value());
  ASSERT_EQ(writer_.quarantined.size(), 1u);
  EXPECT_EQ(writer_.quarantined[0].reason, "victim-not-declared");
  EXPECT_EQ(writer_.quarantined[0].text, "");
  EXPECT_TRUE(writer_.relations.empty());
  ASSERT_TRUE(stage(with(R"({"column": "by"})")).has_value());
  EXPECT_EQ(writer_.relations.size(), 1u);
}

TEST_F(VictimColumnsTest, AVictimGivenByItsFullNameIsAVictimsColumn) {
  const std::string victim = R"("victim": {"column": "victim"})";
  const auto named = [&](const std::string& rest) {
    std::string json = flow_mapping(rest);
    return json.replace(json.find(victim), victim.size(),
                        R"("victim": {"name": {"column": "name"}})");
  };
  EXPECT_FALSE(stage(named(R"(, "sex": {"column": "name#1"})")).has_value());
  ASSERT_TRUE(stage(named(R"(, "id": {"column": "name#1"})")).has_value());
  EXPECT_EQ(writer_.victim_flows.at(0).origin.source_id,
            options_.victim_key->pseudonym("vf", "victim:vf/MARKER7731"));
}

}  // namespace
}  // namespace headwater
