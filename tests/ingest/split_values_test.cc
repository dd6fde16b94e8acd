// `split`: a cell that holds several values is several where a list is read, and is refused where
// one value is.
#include <set>

#include <gtest/gtest.h>

#include "ingest/mapping.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

using AttributeTexts = std::vector<std::string>;

std::string attribute_mapping(const std::string& values) {
  return R"({"headwater_mapping": 1, "name": "m", "records": [
    {"record": "relation", "kind": "associate", "from": {"kind": "person", "id": {"column": "a"}},
     "to": {"kind": "person", "id": {"column": "b"}, "attributes": {)" +
         values + R"(}}, "attributes": {)" + values + "}}]}";
}

AttributeTexts attribute_values(const std::vector<graph::Attribute>& attributes) {
  AttributeTexts values;
  for (const auto& attribute : attributes) values.push_back(attribute.value);
  return values;
}

AttributeTexts split_attribute(const std::string& value, const std::string& cell) {
  tests::Outcome outcome;
  tests::load_rows(attribute_mapping(R"("x": )" + value), "a,b,c\n1,2," + cell + "\n", outcome);
  EXPECT_EQ(outcome.counts.quarantined, 0u);
  if (outcome.writer.relations.empty()) return {"no relation"};
  return attribute_values(outcome.writer.relations[0].attributes);
}

TEST(SplitValues, AnAttributeIsSplitOnRecordsAndOnEntities) {
  tests::Outcome outcome;
  tests::load_rows(attribute_mapping(R"("x": {"column": "c", "split": ";"})"),
                   "a,b,c\n1,2,p; q ;;r;\n", outcome);
  EXPECT_EQ(outcome.counts.accepted, 1u);
  ASSERT_EQ(outcome.writer.relations.size(), 1u);
  EXPECT_EQ(attribute_values(outcome.writer.relations[0].attributes),
            (AttributeTexts{"p", "q", "r"}));
  EXPECT_EQ(outcome.writer.attributes_of("person:m/2"),
            (std::set<std::string>{"x=p", "x=q", "x=r"}));
}

TEST(SplitValues, SeparatorsMayBeLongAndCellsEmptyOrWithoutOne) {
  EXPECT_EQ(split_attribute(R"({"column": "c", "split": "] ["})", "A] [B] [C-1"),
            (AttributeTexts{"A", "B", "C-1"}));
  EXPECT_EQ(split_attribute(R"({"column": "c", "split": "] ["})", "A"), (AttributeTexts{"A"}));
  EXPECT_EQ(split_attribute(R"({"column": "c", "split": ";"})", ""), AttributeTexts{});
  EXPECT_EQ(split_attribute(R"({"column": "c", "split": ";"})", ";;"), AttributeTexts{});
}

TEST(SplitValues, ModifiersWorkOnEachPart) {
  EXPECT_EQ(split_attribute(R"({"column": "c", "split": ";", "slug": true})", "Debt Bondage;Other"),
            (AttributeTexts{"debt-bondage", "other"}));
  EXPECT_EQ(split_attribute(R"({"column": "c", "split": ";", "map": {"A": "a", "B": ""}})", "B;A"),
            (AttributeTexts{"a"}));
  EXPECT_EQ(split_attribute(R"({"column": "c", "split": ";", "default": "none"})", ""),
            (AttributeTexts{"none"}));
  EXPECT_EQ(tests::reason_of(
                attribute_mapping(R"("x": {"column": "c", "split": ";", "map": {"A": "a"}})"),
                "a,b,c\n1,2,A;Z\n"),
            "unmapped-value c");
}

TEST(SplitValues, ChoicesAndTemplatesAreSplitAsAWhole) {
  EXPECT_EQ(
      split_attribute(R"({"first_of": [{"column": "c"}, {"column": "a"}], "split": ";"})", "p;q"),
      (AttributeTexts{"p", "q"}));
  EXPECT_EQ(split_attribute(R"({"template": "{c};{a}", "split": ";"})", "p"),
            (AttributeTexts{"p", "1"}));
}

TEST(SplitValues, WhereOneValueIsReadSplittingIsRefused) {
  for (const std::string record : {
           R"("id": {"column": "c", "split": ";"})",
           R"("evidence": {"column": "c", "split": ";"})",
           R"("valid_from": {"column": "c", "split": ";"})",
           R"("attributes": {"x": {"first_of": [{"column": "c", "split": ";"}]}})",
           R"("when": {"value": {"column": "c", "split": ";"}, "is": "present"})",
       }) {
    const auto format = ingest::Format::from_text(
        R"({"headwater_mapping": 1, "name": "m", "records": [{"record": "relation",
            "kind": "associate", "from": {"kind": "person", "id": {"column": "a"}},
            "to": {"kind": "person", "id": {"column": "b"}}, )" +
            record + "}]}",
        "m.json");
    ASSERT_FALSE(format.has_value()) << record;
    EXPECT_NE(format.error().message().find("split"), std::string::npos)
        << format.error().message();
  }
}

}  // namespace
}  // namespace headwater
