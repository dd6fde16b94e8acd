// XML rows: what becomes of elements, where they stand, and what is refused.
#include <gtest/gtest.h>

#include "ingest/internal/xml_row_source.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater::ingest::internal {
namespace {

using tests::TemporaryDirectory;

struct XmlRow {
  std::string text;
  RowFault fault = RowFault::kNone;
  std::uint64_t begin = 0, end = 0;
};

XmlRowSpec statement_spec() {
  XmlRowSpec spec;
  spec.root = "Doc";
  spec.namespaces = {"urn:a.*", ""};
  spec.rows = {spec.paths.insert({"Stmt", "Ntry", "Dtls", "Tx"}),
               spec.paths.insert({"Stmt", "Ntry"})};
  spec.renamed = {{"Statement", "Stmt"}};
  return spec;
}

graph::Result<std::vector<XmlRow>> xml_rows(const std::string& text, const XmlRowSpec& spec,
                                            std::size_t limit = kRowLimitBytes,
                                            UnreadNames* passed_over = nullptr) {
  const TemporaryDirectory directory;
  const std::string path = directory / "rows.xml";
  tests::write_file(path, text);
  XmlRowSource source(ByteSource::open(path).value(), spec, 1, limit);
  RawRows raw;
  std::vector<XmlRow> found;
  std::uint64_t number = 1;
  for (;;) {
    HEADWATER_ASSIGN_OR_RETURN(const bool more, source.next(raw));
    if (!more) break;
    EXPECT_EQ(raw.first_row, number);
    number += raw.rows.size();
    for (const RowSpan& span : raw.rows) {
      found.push_back({std::string(raw.text(span)), span.fault, span.file_begin, span.file_end});
    }
  }
  if (passed_over != nullptr) *passed_over = source.passed_over();
  return found;
}

std::vector<std::string> xml_texts(const std::string& text,
                                   const XmlRowSpec& spec = statement_spec()) {
  std::vector<std::string> texts;
  const auto found = xml_rows(text, spec);
  EXPECT_TRUE(found.has_value()) << found.error().message();
  for (const XmlRow& row : *found) texts.push_back(row.text);
  return texts;
}

std::string xml_refusal(const std::string& text) {
  const auto found = xml_rows(text, statement_spec());
  return found.has_value() ? "" : found.error().explanation().found;
}

using Texts = std::vector<std::string>;

TEST(XmlRows, ARowIsThePathWithWhatStoodBeforeIt) {
  EXPECT_EQ(
      xml_texts(R"(<?xml version="1.0" encoding="UTF-8"?><!-- c -->
<Doc xmlns="urn:a.1"><Head>h</Head><Stmt Page="2"><Id> 7 </Id><Acct><No>1</No><No>2</No></Acct>
  <Ntry><Amt Ccy="EUR">1.50</Amt><Flag/><Text>a &lt;&amp; "b"<![CDATA[ <c> ]]></Text></Ntry>
  <Between>x</Between>
  <Ntry><Amt>2</Amt></Ntry></Stmt></Doc>)"),
      (Texts{R"({"Head":"h","Stmt":{"@Page":"2","Id":"7","Acct":{"No":["1","2"]},)"
             R"("Ntry":{"Amt":{"@Ccy":"EUR","#":"1.50"},"Flag":"","Text":"a <& \"b\" <c>"}}})",
             R"({"Head":"h","Stmt":{"@Page":"2","Id":"7","Acct":{"No":["1","2"]},)"
             R"("Ntry":{"Amt":"2"}}})"}));
}

TEST(XmlRows, InnerRowsAreTheRowsAndKnowWhetherTheyAreAlone) {
  EXPECT_EQ(xml_texts("<Doc><Stmt><Ntry><Amt>1</Amt><Dtls><Tx><R>a</R></Tx></Dtls><After/></Ntry>"
                      "<Ntry><Amt>2</Amt><Dtls><Tx>b</Tx><Tx/></Dtls><Dtls><Tx/></Dtls></Ntry>"
                      "<Ntry><Amt>3</Amt><Dtls><Count>9</Count></Dtls></Ntry></Stmt></Doc>"),
            (Texts{R"({"Stmt":{"Ntry":{"Amt":"1","Dtls":{"Tx":{"R":"a","#rows":"one"}}}}})",
                   R"({"Stmt":{"Ntry":{"Amt":"2","Dtls":{"Tx":{"#":"b","#rows":"several"}}}}})",
                   R"({"Stmt":{"Ntry":{"Amt":"2","Dtls":{"Tx":{"#rows":"several"}}}}})",
                   R"({"Stmt":{"Ntry":{"Amt":"2","Dtls":{"Tx":{"#rows":"several"}}}}})",
                   R"({"Stmt":{"Ntry":{"Amt":"3","Dtls":{"Count":"9"}}}})"}));
}

TEST(XmlRows, AnEarlierSiblingOfThePathIsNoContext) {
  EXPECT_EQ(xml_texts("<Doc><Stmt><Id>1</Id></Stmt><Stmt><Id>2</Id><Ntry><Dtls><N>1</N></Dtls>"
                      "<Dtls><Tx/></Dtls></Ntry></Stmt></Doc>"),
            (Texts{R"({"Stmt":{"Id":"2","Ntry":{"Dtls":{"Tx":{"#rows":"one"}}}}})"}));
}

TEST(XmlRows, AHeadIsARowOfItsOwn) {
  XmlRowSpec spec = statement_spec();
  spec.heads = {spec.paths.insert({"Stmt"})};
  EXPECT_EQ(
      xml_texts("<Doc><Statement><Bal>1</Bal><Ntry>a</Ntry><Ntry>b</Ntry></Statement>"
                "<Stmt><Bal>2</Bal><End/></Stmt></Doc>",
                spec),
      (Texts{R"({"Stmt":{"Bal":"1"}})", R"({"Stmt":{"Bal":"1","Ntry":{"#":"a"}}})",
             R"({"Stmt":{"Bal":"1","Ntry":{"#":"b"}}})", R"({"Stmt":{"Bal":"2","End":""}})"}));
}

TEST(XmlRows, BytesOfARowAreThoseOfItsElement) {
  for (const char* mark : {"", "\xEF\xBB\xBF"}) {
    std::string text = std::string(mark) + "<Doc xmlns='urn:a.2'>\n<Stmt>";
    for (int i = 0; i < 400; ++i) {
      text += "<n:Ntry xmlns:n='urn:b' no='" + std::to_string(i) + "&amp;&#38;'\n>é" +
              std::string(static_cast<std::size_t>(i % 50), 'x') + "</n:Ntry\n>  ";
      text += "<Ntry  a='/>' />";
    }
    text += "</Stmt></Doc>";
    const auto found = xml_rows(text, statement_spec());
    ASSERT_TRUE(found.has_value()) << found.error().message();
    ASSERT_EQ(found->size(), 800u);
    for (std::size_t i = 0; i < found->size(); ++i) {
      const XmlRow& row = (*found)[i];
      const std::string element = text.substr(row.begin, row.end - row.begin);
      EXPECT_TRUE(element.starts_with(i % 2 == 0 ? "<n:Ntry " : "<Ntry ")) << element;
      EXPECT_TRUE(element.ends_with(i % 2 == 0 ? "</n:Ntry\n>" : "/>")) << element;
      const std::string number = std::to_string(i / 2) + "&&\"";
      EXPECT_EQ(row.text.find("\"@no\":\"" + number) != std::string::npos, i % 2 == 0) << row.text;
    }
  }
}

TEST(XmlRows, DocumentTypesEntitiesAndExternalThingsAreRefused) {
  const std::string body = "<Doc><Stmt><Ntry>&x;</Ntry></Stmt></Doc>";
  std::string laughs = "<!DOCTYPE Doc [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 20; ++i) {
    const std::string before = "&a" + std::to_string(i - 1) + ";";
    laughs += "<!ENTITY a" + std::to_string(i) + " \"" + before + before + before + before + "\">";
  }
  laughs += "]><Doc><Stmt><Ntry>&a19;</Ntry></Stmt></Doc>";
  EXPECT_EQ(xml_refusal(laughs), "it declares a document type");
  for (const char* type : {"<!DOCTYPE Doc SYSTEM \"file:///etc/passwd\">", "<!DOCTYPE Doc>",
                           "<!DOCTYPE Doc [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                           "<!DOCTYPE Doc [<!ENTITY % p SYSTEM \"http://localhost/x.dtd\"> %p;]>",
                           "<!DOCTYPE Doc PUBLIC \"-//X//EN\" \"http://localhost/x.dtd\">"}) {
    EXPECT_EQ(xml_refusal(type + body), "it declares a document type") << type;
  }
  EXPECT_NE(xml_refusal(body).find("not well-formed"), std::string::npos);
}

TEST(XmlRows, WhatIsNoWholeDocumentOfTheFormatIsRefused) {
  EXPECT_EQ(xml_refusal("<Doc><Stmt><Ntry>a</Ntry>\n</Stmt>"),
            "it is not well-formed XML at line 2");
  for (const char* text :
       {"<Doc><Stmt></Doc></Stmt>", "<Doc/><Doc/>", "<Doc/>x", "<Doc a='<'/>", "<Doc a='1' a='2'/>",
        "<x:Doc/>", "<Doc>\x01</Doc>", "<Doc>\xff</Doc>"}) {
    EXPECT_NE(xml_refusal(text).find("not well-formed"), std::string::npos) << text;
  }
  EXPECT_EQ(xml_refusal("<Other/>"), "it has no element `Doc`");
  EXPECT_NE(xml_refusal("<Doc xmlns='urn:b.1'/>").find("namespace"), std::string::npos);
  EXPECT_EQ(xml_refusal("<?xml version='1.0' encoding='ISO-8859-1'?><Doc/>"),
            "its encoding is not UTF-8");
  EXPECT_EQ(xml_refusal(std::string("\xff\xfe<\0D\0", 6)), "it does not begin as XML in UTF-8");
  EXPECT_EQ(xml_refusal("{}"), "it does not begin as XML in UTF-8");
  std::string deep = "<Doc>";
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_EQ(xml_refusal(deep), "elements nest more than 64 levels deep");
}

TEST(XmlRows, ABigRowIsTooLongAndReadingGoesOn) {
  for (const std::string& big : {std::string(300'000, 'x'), [] {
                                   std::string many;
                                   for (int i = 0; i < 2'000; ++i) many += "<E a='1'/>";
                                   return many;
                                 }()}) {
    const auto found = xml_rows("<Doc><Stmt><Ntry>" + big + "</Ntry><Ntry>2</Ntry></Stmt></Doc>",
                                statement_spec(), 100'000);
    ASSERT_TRUE(found.has_value()) << found.error().message();
    ASSERT_EQ(found->size(), 2u);
    EXPECT_EQ((*found)[0].fault, RowFault::kTooLong);
    EXPECT_LE((*found)[0].text.size(), kQuarantineTextBytes);
    EXPECT_EQ((*found)[1].text, R"({"Stmt":{"Ntry":{"#":"2"}}})");
  }
  EXPECT_NE(xml_refusal("<Doc><Stmt><Id>" + std::string(300'000, 'x') + "</Id><Ntry/></Stmt></Doc>")
                .find("before one of its rows"),
            std::string::npos);
}

TEST(XmlRows, WhatStandsOutsideOrBehindRowsIsCounted) {
  UnreadNames passed_over;
  const auto found = xml_rows(
      "<Env><Hdr><X/></Hdr><Doc><Stmt><Ntry/><Late/><Ntry/><Late/></Stmt><Tail/></Doc></Env>",
      statement_spec(), kRowLimitBytes, &passed_over);
  ASSERT_TRUE(found.has_value()) << found.error().message();
  EXPECT_EQ(found->size(), 2u);
  std::map<std::string, std::uint64_t> counted;
  for (const auto& one : passed_over.names()) counted[one.name] = one.count;
  EXPECT_EQ(counted,
            (std::map<std::string, std::uint64_t>{{"Hdr", 1}, {"Stmt.Late", 2}, {"Tail", 1}}));
}

TEST(XmlRows, AMappingReadsThemAsAnyOther) {
  tests::Outcome outcome;
  tests::load_rows(R"({"headwater_mapping": 1, "name": "x", "xml": {"root": "Doc",
      "namespaces": [""], "rows": ["P"], "rename": {"Person": "P"}}, "records": [
      {"record": "entity", "entity": {"kind": "person", "id": {"column": "P.@id"},
       "attributes": {"name": {"column": "P.Name"}, "kind": {"column": "P.Name.@kind"}}}}]})",
                   "<Doc><Person id='1'><Name kind='full'>A</Name><Name>B</Name></Person>"
                   "<P><Name>C</Name></P></Doc>",
                   outcome);
  EXPECT_EQ(outcome.writer.attributes_of("person:x/1"),
            (std::set<std::string>{"kind=full", "name=A", "name=B"}));
  ASSERT_EQ(outcome.writer.quarantined.size(), 1u);
  EXPECT_EQ(outcome.writer.quarantined[0].reason, "missing-id");
  EXPECT_EQ(outcome.writer.quarantined[0].text, R"({"P":{"Name":"C"}})");
}

}  // namespace
}  // namespace headwater::ingest::internal
