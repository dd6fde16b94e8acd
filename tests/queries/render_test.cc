#include "queries/render.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include "graph/sha256.h"

namespace headwater::queries {
namespace {

using graph::ColumnType;
using graph::Table;

const EngineStamp kStamp{"0.1.0", 2, 0.25};

Table sample_table() {
  Table table({{"id", ColumnType::kText, "id"},
               {"value", ColumnType::kFloat64, "score"},
               {"transactions", ColumnType::kInt64, "count"},
               {"amount", ColumnType::kText, "money"}});
  table.column(0).append_text("account:bank/1");
  table.column(1).append_float64(0.1);
  table.column(2).append_int64(1234567);
  table.column(3).append_text("-1234567.50");
  table.column(0).append_text("account:bank/\"a,b\"");
  table.column(1).append_null();
  table.column(2).append_int64(3);
  table.column(3).append_text("");
  return table;
}

Answer sample_answer() {
  Answer answer;
  answer.title = "A sample";
  answer.result.set("rows", Document(sample_table()));
  answer.result.set("summary", Document::object().set("count", Document(2)));
  answer.parameters.set("top", Document(2));
  answer.commit = {7};
  answer.notes = {"nothing was left out"};
  return answer;
}

// Every byte, alone and between letters, and well-known malformed sequences.
std::vector<std::string> hostile_strings() {
  std::vector<std::string> strings = {"",
                                      "\xC0\xAF",
                                      "\xED\xA0\x80",
                                      "\xF4\x90\x80\x80",
                                      "\xE2\x82",
                                      "</script><script>",
                                      "=cmd|' /C calc'!A0",
                                      "\x1B[2J",
                                      "\xE2\x80\xAE"
                                      "txt.exe",
                                      std::string("a\0b", 3)};
  for (int byte = 0; byte < 256; ++byte) {
    strings.push_back(std::string(1, static_cast<char>(byte)));
    strings.push_back(std::string("a") + static_cast<char>(byte) + "b");
  }
  return strings;
}

TEST(ToJson, StandsInTheAgreedOrder) {
  const std::string json = to_json(sample_answer(), kStamp);
  EXPECT_EQ(json,
            "{\"columns\":[\"id\",\"value\",\"transactions\",\"amount\"],\"rows\":[[\"account:bank/"
            "1\",0.1,1234567,\"-1234567.50\"],[\"account:bank/\\\"a,b\\\"\",null,3,\"\"]],"
            "\"summary\":{\"count\":2},\"parameters\":{\"top\":2},\"commit\":7,\"notes\":["
            "\"nothing was left out\"],\"digest\":\"" +
                digest(sample_answer()) +
                "\",\"engine\":{\"version\":\"0.1.0\",\"commit\":7,\"threads\":2,"
                "\"seconds\":0.25}}\n");
}

TEST(ToJson, NamesNoMemberTwice) {
  Answer answer = sample_answer();
  answer.result = Document::object().set("commit", Document(7)).set("ok", Document(true));
  const std::string json = to_json(answer, kStamp);
  EXPECT_EQ(json.find("\"commit\":7"), json.rfind("\"commit\":7,\"ok\""));
  EXPECT_EQ(json.find("\"commit\"", json.find("\"parameters\"")),
            json.find("\"commit\":7,\"threads\""));
}

TEST(ToJson, AnAnswerWithoutMembersIsStillADocument) {
  Answer answer;
  EXPECT_NO_THROW(boost::json::parse(to_json(answer, kStamp)));
}

TEST(ToJson, MarksPartialAndInternalAnswers) {
  Answer answer = sample_answer();
  answer.partial = true;
  answer.internal_audience = true;
  const auto parsed = boost::json::parse(to_json(answer, kStamp)).as_object();
  EXPECT_TRUE(parsed.at("partial").as_bool());
  EXPECT_EQ(parsed.at("audience").as_string(), "internal");
}

TEST(ToJson, HostileStringsStayOneWellFormedString) {
  for (const std::string& hostile : hostile_strings()) {
    const Document document = Document::object().set(hostile, Document(hostile));
    const std::string json = to_json(document);
    for (const char byte : json) EXPECT_GE(static_cast<unsigned char>(byte), 0x20);
    boost::json::error_code error;
    const auto parsed = boost::json::parse(json, error);
    ASSERT_FALSE(error) << "string of " << hostile.size() << " bytes";
    ASSERT_EQ(parsed.as_object().size(), 1u);
  }
}

TEST(ToJson, WellFormedTextComesBackUnchanged) {
  for (const std::string text : {"Щербаков", "日本", "a\"b\\c\n\t\r", "\x7F", "😀"}) {
    const auto parsed = boost::json::parse(to_json(Document(text)));
    EXPECT_EQ(std::string(parsed.as_string()), text);
  }
}

TEST(ToJson, DoublesReadBackTheSame) {
  const double values[] = {
      0.1, 1.0 / 3, 1e-300, 5e-324, 1e22, -0.0, 1e16, 123456.0, std::numeric_limits<double>::max()};
  for (const double value : values) {
    const std::string text = to_json(Document(value));
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
  }
  EXPECT_EQ(to_json(Document(0.1)), "0.1");
  EXPECT_EQ(to_json(Document(std::nan(""))), "null");
  EXPECT_EQ(to_json(Document(-std::numeric_limits<double>::infinity())), "null");
}

TEST(Digest, CountsResultParametersAndCommitOnly) {
  const std::string original = digest(sample_answer());
  EXPECT_EQ(original.size(), 64u);
  Answer other = sample_answer();
  other.title = "other";
  other.notes.clear();
  EXPECT_EQ(digest(other), original);
  other = sample_answer();
  other.commit = {8};
  EXPECT_NE(digest(other), original);
  other = sample_answer();
  other.parameters.set("top", Document(3));
  EXPECT_NE(digest(other), original);
  other = sample_answer();
  other.result.set("summary", Document(1));
  EXPECT_NE(digest(other), original);
}

TEST(Digest, DoesNotDependOnTheOrderOfMembers) {
  Answer one, two;
  one.result.set("a", Document(1)).set("b", Document(2));
  two.result.set("b", Document(2)).set("a", Document(1));
  EXPECT_EQ(digest(one), digest(two));
}

TEST(Digest, IsTheHashOfTheCanonicalText) {
  Answer answer;
  answer.commit = {3};
  // printf '{"commit":3,"parameters":{},"result":{}}' | sha256sum
  EXPECT_EQ(digest(answer), "0b99a5bc89b764f17e8be8c3da07ab86a1756dadcb329e89d3b5d7f57e586d81");
}

TEST(Digest, LargeTablesAreHashedInPiecesToTheSameValue) {
  Table table({{"n", ColumnType::kInt64, "count"}});
  for (int i = 0; i < 300'000; ++i) table.column(0).append_int64(i);
  Answer answer;
  answer.result.set("t", Document(std::move(table)));
  const std::string whole =
      "{\"commit\":0,\"parameters\":{},\"result\":" + to_json(answer.result) + "}";
  EXPECT_GT(whole.size(), std::size_t{2} << 20);
  EXPECT_EQ(digest(answer), graph::sha256_hex(whole));
}

TEST(ToCsv, QuotesWhatRfc4180Asks) {
  EXPECT_EQ(to_csv(sample_answer()),
            "id,value,transactions,amount\naccount:bank/1,0.1,1234567,-1234567.50\n"
            "\"account:bank/\"\"a,b\"\"\",,3,\"\"\n");
}

TEST(ToCsv, HostileCellsKeepTheNumberOfRowsAndCells) {
  Table table({{"text", ColumnType::kText, "text"}, {"n", ColumnType::kInt64, "count"}});
  for (const std::string text : {"a,b", "a\"b", "a\nb", "a\r\nb", ""}) {
    table.column(0).append_text(text);
    table.column(1).append_int64(1);
  }
  EXPECT_EQ(to_csv(table), "text,n\n\"a,b\",1\n\"a\"\"b\",1\n\"a\nb\",1\n\"a\r\nb\",1\n\"\",1\n");
}

TEST(ToCsv, AnAnswerWithoutATableHasAValueARow) {
  Answer answer;
  answer.result.set("count", Document(1));
  answer.result.set("ok", Document(true));
  answer.result.set("first", Document());
  Document euro = Document::object();
  euro.set("sum_minor", Document("-5"));
  Document money = Document::object();
  money.set("EUR", std::move(euro));
  answer.result.set("money", std::move(money));
  Document paths = Document::array();
  paths.push(Document("a,b")).push(Document(0.5));
  answer.result.set("paths", std::move(paths));
  answer.result.set("none", Document::array());
  EXPECT_EQ(to_csv(answer),
            "name,value\ncount,1\nok,true\nfirst,\nmoney.EUR.sum_minor,-5\npaths.1,\"a,b\"\n"
            "paths.2,0.5\n");
}

TEST(ToText, AlignsNumbersToTheRight) {
  const std::string text = to_text(sample_answer(), kStamp, 40);
  EXPECT_NE(text.find("id                  value  transactions         amount\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("account:bank/1        0.1     1,234,567  -1,234,567.50\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("account:bank/\"a,b\"      -             3\n"), std::string::npos) << text;
  EXPECT_NE(text.find("note: nothing was left out\n"), std::string::npos);
}

TEST(ToText, CutsLongTablesAndSaysSo) {
  const std::string text = to_text(sample_answer(), kStamp, 1);
  EXPECT_NE(text.find("... and 1 more\n"), std::string::npos);
  EXPECT_EQ(text.find("a,b"), std::string::npos);
  EXPECT_NE(to_text(sample_answer(), kStamp, 0).find("a,b"), std::string::npos);
}

TEST(ToText, HeadingsStandOverWhatTheyHead) {
  Answer answer;
  answer.result
      .set("outer",
           Document::object().set("inner", Document::object().set("size", Document(20'000))))
      .set("nothing", Document::object());
  EXPECT_EQ(to_text(answer, kStamp, 10).substr(0, 57),
            "outer\n  inner\n    size  20,000\n\nnothing\n  none\n\ncommit 0 ");
}

TEST(ToText, DataCannotSteerTheTerminal) {
  for (const std::string& hostile : hostile_strings()) {
    Table table({{"text", ColumnType::kText, "text"}});
    table.column(0).append_text(hostile);
    Answer answer;
    answer.title = hostile;
    answer.notes = {hostile};
    answer.result.set("name", Document(hostile)).set(hostile, Document(std::move(table)));
    const std::string text = to_text(answer, kStamp, 10);
    for (const char byte : text) {
      EXPECT_TRUE(byte == '\n' || static_cast<unsigned char>(byte) >= 0x20);
      EXPECT_NE(byte, '\x7F');
    }
    EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
  }
}

TEST(ToText, WideAndCombiningLettersKeepTheColumns) {
  Table table({{"name", ColumnType::kText, "text"}, {"n", ColumnType::kInt64, "count"}});
  for (const std::string name : {"日本", "Jos\x65\xCC\x81", "abcd"}) {
    table.column(0).append_text(name);
    table.column(1).append_int64(1);
  }
  Answer answer;
  answer.result.set("rows", Document(std::move(table)));
  const std::string text = to_text(answer, kStamp, 10);
  EXPECT_NE(text.find("日本  1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("abcd  1\n"), std::string::npos) << text;
}

TEST(Document, SetReplacesAMemberOfThatName) {
  Document document = Document::object();
  document.set("a", Document(1)).set("b", Document(2)).set("a", Document(3));
  EXPECT_EQ(to_json(document), "{\"a\":3,\"b\":2}");
  EXPECT_EQ(document.find("c"), nullptr);
  EXPECT_EQ(Document(1).find("a"), nullptr);
}

}  // namespace
}  // namespace headwater::queries
