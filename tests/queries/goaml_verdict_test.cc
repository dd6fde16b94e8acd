// The two verdicts on a goAML file: by a schema and by a unit's profile, on hand-made files and on
// the published schema and samples where they are at hand.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "queries/goaml/goaml_profile.h"
#include "queries/goaml/goaml_schema.h"
#include "tests/support/goaml_written.h"
#include "tests/support/shared_data.h"

namespace headwater::tests {
namespace {

using queries::GoamlProfile;
using queries::GoamlVerdict;

class GoamlVerdictTest : public ::testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  GoamlVerdict by_profile(const std::string& xml, const std::string& rules) const {
    const auto profile = GoamlProfile::parse(
        R"({"headwater_goaml_profile": 1, "name": "unit", )" + rules + "}", "p");
    return value_of(queries::check_goaml_profile(file("r.xml", xml), value_of(profile)));
  }
  static std::vector<std::string> found(const GoamlVerdict& verdict) {
    std::vector<std::string> lines;
    for (const auto& one : verdict.violations()) {
      lines.push_back(std::to_string(one.line) + " " + one.element + ": " + one.found);
    }
    return lines;
  }
  TemporaryDirectory folder_;
};

constexpr char kSmallSchema[] = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:element name="report"><xs:complexType><xs:sequence>
<xs:element name="id" type="xs:int"/>
<xs:element name="name" maxOccurs="2"><xs:simpleType><xs:restriction base="xs:string">
<xs:pattern value="[A-Z]+"/></xs:restriction></xs:simpleType></xs:element>
</xs:sequence></xs:complexType></xs:element></xs:schema>)";

TEST_F(GoamlVerdictTest, TheSchemaNamesElementsAndFaultsAndNoValues) {
  const std::string xsd = file("small.xsd", kSmallSchema);
  const auto good = file("g.xml", "<report><id>1</id><name>A</name></report>");
  EXPECT_TRUE(value_of(queries::check_goaml_schema(good, xsd)).is_kept_to());
  const auto bad = file("b.xml",
                        "<report>\n<id>SECRET</id>\n<name>secret</name>\n<other>SECRET</other>\n"
                        "</report>");
  const GoamlVerdict verdict = value_of(queries::check_goaml_schema(bad, xsd));
  ASSERT_EQ(verdict.count(), 3u) << ::testing::PrintToString(found(verdict));
  EXPECT_EQ(found(verdict)[0], "2 id: the value is none of its type");
  EXPECT_EQ(found(verdict)[1], "3 name: the value breaks the facet 'pattern'");
  EXPECT_EQ(found(verdict)[2].find("4 other: This element is not expected"), 0u);
  for (const std::string& line : found(verdict)) {
    EXPECT_EQ(line.find("SECRET"), line.npos) << line;
    EXPECT_EQ(line.find("secret"), line.npos) << line;
  }
}

TEST_F(GoamlVerdictTest, WhatIsNoXmlKeepsToNothing) {
  const std::string xsd = file("small.xsd", kSmallSchema);
  for (const char* text : {"", "<report><id>1</id>", "no xml", "<report><id>1</id></wrong>"}) {
    const std::string path = file("broken.xml", text);
    EXPECT_FALSE(value_of(queries::check_goaml_schema(path, xsd)).is_kept_to()) << text;
    const auto profile = GoamlProfile::parse(R"({"headwater_goaml_profile":1,"name":"u"})", "p");
    EXPECT_FALSE(value_of(queries::check_goaml_profile(path, *profile)).is_kept_to()) << text;
  }
}

TEST_F(GoamlVerdictTest, SchemasThatAreNoneOrNeedOtherFilesAreRefused) {
  const std::string xml = file("g.xml", "<report/>");
  const std::string with = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">)";
  for (const std::string& text :
       {std::string("no schema"), std::string("<a/>"), with + "<xs:element name=\"a\"",
        with + R"(<xs:include schemaLocation="other.xsd"/></xs:schema>)",
        with + R"(<xs:import schemaLocation="http://localhost/x.xsd"/></xs:schema>)",
        with + R"(<xs:element name="a" type="none"/></xs:schema>)",
        R"(<!DOCTYPE a [<!ENTITY e "x">]>)" + with + "</xs:schema>"}) {
    const auto refused = queries::check_goaml_schema(xml, file("x.xsd", text));
    ASSERT_FALSE(refused.has_value()) << text;
    EXPECT_EQ(refused.error().code(), graph::StatusCode::kInput);
  }
  EXPECT_FALSE(queries::check_goaml_schema(xml, folder_ / "none.xsd").has_value());
  const std::string xsd = file("small.xsd", kSmallSchema);
  EXPECT_FALSE(queries::check_goaml_schema(folder_ / "none.xml", xsd).has_value());
}

TEST_F(GoamlVerdictTest, OnlySoManyViolationsAreKeptAndAllAreCounted) {
  std::string xml = "<report><id>1</id>";
  for (int i = 0; i < 500; ++i) xml += "<name>" + std::string("a") + "</name>\n";
  const auto verdict = by_profile(xml + "</report>", R"("lookups": {"name": ["A"]})");
  EXPECT_EQ(verdict.count(), 500u);
  EXPECT_EQ(verdict.violations().size(), GoamlVerdict::kKept);
}

TEST_F(GoamlVerdictTest, AProfileSaysWhichRuleIsBrokenWhere) {
  const std::string xml =
      "<report>\n<date>2026-06-02T12:00:00</date>\n<reason>abc</reason>\n"
      "<transaction>\n<mode>X</mode>\n<t_to><role>PAH</role></t_to>\n</transaction>\n"
      "<transaction>\n<mode>SWIFT</mode>\n<t_from><person><role>DIR</role></person></t_from>\n"
      "</transaction>\n<empty> </empty></report>";
  EXPECT_EQ(found(by_profile(xml, R"("lookups": {"mode": ["SWIFT", "-"]})")),
            (std::vector<std::string>{"5 report/transaction/mode: a text of 1 characters that the "
                                      "unit's list does not have"}));
  EXPECT_TRUE(by_profile(xml, R"("lookups": {"t_to/role": ["PAH"]})").is_kept_to());
  EXPECT_EQ(by_profile(xml, R"("lookups": {"role": ["PAH"]})").count(), 1u);
  EXPECT_TRUE(by_profile(xml, R"("lookups": {"ole": []})").is_kept_to()) << "no part of a name";
  EXPECT_EQ(by_profile(xml, R"("forbidden": {"person/role": ["DIR"]})").count(), 1u);
  EXPECT_EQ(
      found(by_profile(xml, R"("mandatory": {"transaction": ["mode", "t_from|t_from_my"],
                                                   "report": ["reason", "empty"]})")),
      (std::vector<std::string>{"4 report/transaction: lacks t_from|t_from_my, or it is empty",
                                "1 report: lacks empty, or it is empty"}));
  EXPECT_TRUE(
      by_profile(xml, R"("mandatory": {"report": ["transaction/t_to/role"]})").is_kept_to());
  EXPECT_EQ(by_profile(xml, R"("sizes": {"reason": {"min": 4}})").count(), 1u);
  EXPECT_EQ(by_profile(xml, R"("sizes": {"reason": {"max": 2}})").count(), 1u);
  EXPECT_EQ(found(by_profile(xml, R"("counts": {"transaction": {"max": 1}, "x": {"min": 1}})")),
            (std::vector<std::string>{"0 transaction: stands 2 times; it may 0 to 1",
                                      "0 x: stands 0 times; it may 1 to any number"}));
  EXPECT_TRUE(by_profile(xml, R"("dates": {"date": "YYYY-MM-DDThh:mm:ss"})").is_kept_to());
  EXPECT_EQ(by_profile(xml, R"("dates": {"date": "YYYY-MM-DD"})").count(), 1u);
  EXPECT_EQ(by_profile(xml, R"("file_bytes": 20)").count(), 1u);
  EXPECT_TRUE(by_profile(xml, R"("file_bytes": 2000)").is_kept_to());
  EXPECT_EQ(by_profile("<report><reason>\xC3\xA4\xC3\xA4</reason></report>",
                       R"("sizes": {"reason": {"max": 2}})")
                .count(),
            0u)
      << "characters, not bytes";
}

TEST_F(GoamlVerdictTest, ProfilesAndHeadersWithAMistakeAreRefusedWithoutTheirValues) {
  for (const char* text :
       {"", "[]", "{", R"({"name":"u"})", R"({"headwater_goaml_profile":2,"name":"u"})",
        R"({"headwater_goaml_profile":1})",
        R"({"headwater_goaml_profile":1,"name":"u","SECRET":1})",
        R"({"headwater_goaml_profile":1,"name":"u","lookups":["SECRET"]})",
        R"({"headwater_goaml_profile":1,"name":"u","lookups":{"a":"SECRET"}})",
        R"({"headwater_goaml_profile":1,"name":"u","lookups":{"a":[["SECRET"]]}})",
        R"({"headwater_goaml_profile":1,"name":"u","sizes":{"a":{"most":1}}})",
        R"({"headwater_goaml_profile":1,"name":"u","sizes":{"a":{"min":2,"max":1}}})",
        R"({"headwater_goaml_profile":1,"name":"u","counts":{"a":{"min":-1}}})",
        R"({"headwater_goaml_profile":1,"name":"u","file_bytes":"SECRET"})",
        R"({"headwater_goaml_profile":1,"name":"u","dates":{"a":""}})"}) {
    const auto refused = GoamlProfile::parse(text, "p.json");
    ASSERT_FALSE(refused.has_value()) << text;
    EXPECT_EQ(refused.error().code(), graph::StatusCode::kInput);
    EXPECT_EQ(refused.error().message().find("SECRET"), std::string::npos);
    EXPECT_EQ(refused.error().message().find("p.json") == std::string::npos, false);
  }
  for (const char* text :
       {"", R"({"rentity_id":1})", R"({"headwater_goaml_header":1,"SECRET":"x"})",
        R"({"headwater_goaml_header":1,"rentity_id":["SECRET"]})",
        R"({"headwater_goaml_header":1,"reporting_person":{"SECRET":"x"}})",
        R"({"headwater_goaml_header":1,"reporting_person":{"phones":{"tph_number":"1"}}})",
        R"({"headwater_goaml_header":1,"my_clients":{"banks":"SECRET"}})",
        R"({"headwater_goaml_header":1,"codes":{"SECRET":{}}})",
        R"({"headwater_goaml_header":1,"indicators":"SECRET"})"}) {
    const auto refused = queries::parse_goaml_header(text, "h.json");
    ASSERT_FALSE(refused.has_value()) << text;
    EXPECT_EQ(refused.error().code(), graph::StatusCode::kInput);
    EXPECT_EQ(refused.error().message().find("SECRET"), std::string::npos);
  }
}

TEST_F(GoamlVerdictTest, AHeaderIsReadWholeAndStandsInTheSchemasOrder) {
  const auto header = value_of(queries::parse_goaml_header(R"({"headwater_goaml_header": 1,
    "rentity_id": 3177, "submission_date": "2026-06-02", "currency_code_local": "AED",
    "entity_reference": "R", "indicators": ["A", "B"],
    "reporting_person": {"last_name": "Khan", "first_name": "Sara",
      "phones": [{"tph_number": "1", "tph_contact_type": "BU"}]},
    "codes": {"funds": {"wire": "SWF"}}, "unknown": {"code": "?"},
    "my_clients": {"namespaces": ["bank"]}})",
                                                           "h"));
  EXPECT_TRUE(queries::check_goaml_header(header).ok());
  EXPECT_EQ(header.rentity_id, "3177");
  ASSERT_EQ(header.reporting_person->children.size(), 3u);
  EXPECT_EQ(header.reporting_person->children[0].name, "first_name");
  EXPECT_EQ(header.reporting_person->children[2].children[0].children[0].name, "tph_contact_type");
  EXPECT_EQ(queries::goaml_code(header, "funds", "wire"), "SWF");
  EXPECT_EQ(queries::goaml_code(header, "funds", "cash"), "CASH");
  EXPECT_EQ(queries::goaml_code(header, "funds", "card"), "FRACC");
  EXPECT_EQ(queries::goaml_code(header, "conduction", "card"), "");
  queries::GoamlHeader wrong = header;
  wrong.rentity_id = "0";
  EXPECT_FALSE(queries::check_goaml_header(wrong).ok());
  wrong = header;
  wrong.submission_date = "yesterday";
  EXPECT_FALSE(queries::check_goaml_header(wrong).ok());
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Codes of a simple type of the published schema, read by its tags alone.
std::string codes_in(const std::string& schema, const std::string& type) {
  const std::size_t begin = schema.find("<xs:simpleType name=\"" + type + "\"");
  const std::string body = schema.substr(begin, schema.find("</xs:simpleType>", begin) - begin);
  const std::string mark = "<xs:enumeration value=\"";
  std::string list;
  for (std::size_t at = body.find(mark); at != body.npos; at = body.find(mark, at)) {
    at += mark.size();
    list += (list.empty() ? "\"" : ",\"") + body.substr(at, body.find('"', at) - at) + "\"";
  }
  return "[" + list + "]";
}

TEST_F(GoamlVerdictTest, ThePublishedSamplesKeepToTheSchemaAndToItsListsAsAProfile) {
  HEADWATER_SHARED_OR_SKIP(goaml, "data/goaml");
  const std::string xsd = goaml / "xsd/goAMLSchema_5.0.2_patched.xsd";
  const std::string schema = text_of(xsd);
  const std::string rules =
      R"("lookups": {"report_code": )" + codes_in(schema, "report_type") +
      R"(, "currency_code_local": )" + codes_in(schema, "currency_type") + R"(, "country_code": )" +
      codes_in(schema, "country_type") + R"(, "item/item_type": )" +
      codes_in(schema, "trans_item_type") + R"(, "indicator": )" +
      codes_in(schema, "report_indicator_type") + R"(, "director_id/role": )" +
      codes_in(schema, "entity_person_role_type") +
      R"(}, "mandatory": {"report": ["reporting_person/last_name", "reason", "action"],
           "report_party": ["reason", "entity|person|account"]},
          "dates": {"submission_date": "YYYY-MM-DDThh:mm:ss"}, "file_bytes": 1000000)";
  int samples = 0;
  for (const auto& entry : std::filesystem::directory_iterator(goaml / "samples")) {
    ++samples;
    const std::string text = text_of(entry.path());
    EXPECT_TRUE(value_of(queries::check_goaml_schema(entry.path(), xsd)).is_kept_to());
    EXPECT_EQ(found(by_profile(text, rules)), std::vector<std::string>{}) << entry.path();
    // What the one verdict sees the other may not.
    std::string no_reason = text;
    no_reason.erase(no_reason.find("<action>"),
                    no_reason.find("</action>") + 9 - no_reason.find("<action>"));
    const std::string lacking = file("lacking.xml", no_reason);
    EXPECT_TRUE(value_of(queries::check_goaml_schema(lacking, xsd)).is_kept_to());
    EXPECT_EQ(by_profile(no_reason, rules).count(), 1u);
    std::string extra = text;
    extra.insert(extra.find("<rentity_id>"), "<surprise/>");
    EXPECT_FALSE(value_of(queries::check_goaml_schema(file("extra.xml", extra), xsd)).is_kept_to());
    EXPECT_TRUE(by_profile(extra, rules).is_kept_to());
  }
  EXPECT_GT(samples, 0);
}

}  // namespace
}  // namespace headwater::tests
