// Values of which one is read although a source states several, or none in its own way: `any_of`,
// `several`, `unknown`, `country` and `row_of_file`.
#include <gtest/gtest.h>

#include "ingest/mapping.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

std::string evidence_mapping(const std::string& value) {
  return R"({"headwater_mapping": 1, "name": "m", "records": [
    {"record": "relation", "kind": "associate", "from": {"kind": "person", "id": {"column": "a"}},
     "to": {"kind": "person", "id": {"column": "b"}}, "evidence": )" +
         value + "}]}";
}

// What `value` is for a row with the cells b and c; "(quarantined)" where there is none.
std::string evidence_of(const std::string& value, const std::string& b, const std::string& c) {
  tests::Outcome outcome;
  tests::load_rows(evidence_mapping(value), "a,b,c\n1," + b + ',' + c + '\n', outcome);
  if (outcome.counts.quarantined > 0) return outcome.writer.quarantined[0].reason;
  return outcome.writer.relations.at(0).evidence;
}

bool is_refused(const std::string& value) {
  return !ingest::Format::from_text(evidence_mapping(value), "m.json").has_value();
}

TEST(SeveralValues, OfOneCellTheTextThatAllPartsSayOrTheWord) {
  const std::string value = R"({"column": "c", "split": ";", "several": "mixed"})";
  EXPECT_EQ(evidence_of(value, "2", "x"), "x");
  EXPECT_EQ(evidence_of(value, "2", "x; x"), "x");
  EXPECT_EQ(evidence_of(value, "2", "x;y"), "mixed");
  EXPECT_EQ(evidence_of(value, "2", ""), "");
  const std::string mapped =
      R"({"column": "c", "split": ";", "several": "", "map": {"A": "s", "B": "s", "C": ""}})";
  EXPECT_EQ(evidence_of(mapped, "2", "A;B;C"), "s");
  EXPECT_EQ(evidence_of(mapped, "2", "A;Z"), "unmapped-value");
}

TEST(SeveralValues, OfSeveralCells) {
  const std::string value = R"({"any_of": [{"column": "b", "map": {"1": "one", "2": ""}},
                                           {"column": "c", "map": {"1": "uno", "0": ""}}],
                                "several": "both", "default": "none"})";
  EXPECT_EQ(evidence_of(value, "2", "0"), "none");
  EXPECT_EQ(evidence_of(value, "2", "1"), "uno");
  EXPECT_EQ(evidence_of(value, "1", ""), "one");
  EXPECT_EQ(evidence_of(value, "1", "1"), "both");
  EXPECT_EQ(evidence_of(value, "1", "7"), "unmapped-value");
}

TEST(SeveralValues, OfAListInAStructuredRow) {
  constexpr const char* kJson = R"({"headwater_mapping": 1, "name": "m",
    "json": {"rows": "lines"}, "records": [{"record": "relation", "kind": "associate",
     "from": {"kind": "person", "id": {"column": "a"}},
     "to": {"kind": "person", "id": {"column": "b"}},
     "evidence": {"column": "c", "several": "many"}}]})";
  tests::Outcome outcome;
  tests::load_rows(kJson,
                   "{\"a\":1,\"b\":2,\"c\":[\"x\",\"y\"]}\n{\"a\":1,\"b\":2,\"c\":[\"x\",\"x\"]}\n",
                   outcome);
  ASSERT_EQ(outcome.writer.relations.size(), 2u);
  EXPECT_EQ(outcome.writer.relations[0].evidence, "many");
  EXPECT_EQ(outcome.writer.relations[1].evidence, "x");
}

TEST(SeveralValues, WhereNothingSaysWhatTheyBecomeTheyAreRefused) {
  EXPECT_TRUE(is_refused(R"({"any_of": [{"column": "b"}, {"column": "c"}]})"));
  EXPECT_TRUE(is_refused(R"({"column": "c", "split": ";"})"));
  EXPECT_TRUE(is_refused(R"({"any_of": {"column": "b"}, "several": "x"})"));
  EXPECT_TRUE(is_refused(R"({"any_of": [{"column": "b"}], "column": "c", "several": "x"})"));
  EXPECT_FALSE(is_refused(R"({"any_of": [{"column": "b"}, {"column": "c"}], "several": ""})"));
  for (const char* list :
       {R"({"column": "c", "split": ";", "several": "x"})", R"({"any_of": [{"column": "c"}]})"}) {
    const std::string attributes =
        evidence_mapping(std::string(R"("e", "attributes": {"x": )") + list + "}");
    EXPECT_FALSE(ingest::Format::from_text(attributes, "m.json").has_value()) << list;
  }
}

TEST(Marks, WhatStandsBetweenThemIsTheValue) {
  const std::string value = R"({"column": "c", "between": ["DOB ", ""]})";
  EXPECT_EQ(evidence_of(value, "2", "DOB 1962"), "1962");
  EXPECT_EQ(evidence_of(value, "2", "alt. DOB 1962"), "");
  EXPECT_EQ(evidence_of(value, "2", "DOB "), "") << "trimmed, it does not begin so";
  const std::string quoted = R"({"column": "c", "between": ["'", "'"], "strip_end": "."})";
  EXPECT_EQ(evidence_of(quoted, "2", "'O'NEIL S.A.'."), "O'NEIL S.A.");
  EXPECT_EQ(evidence_of(quoted, "2", "'"), "") << "one mark is not two";
  EXPECT_EQ(evidence_of(quoted, "2", "''"), "");
  EXPECT_EQ(
      evidence_of(R"({"column": "c", "between": ["", "%"], "map": {"5": "five"}})", "2", "5%"),
      "five");
  EXPECT_EQ(evidence_of(R"({"column": "c", "strip_end": "."})", "2", "x.."), "x.");
  EXPECT_EQ(evidence_of(R"({"column": "c", "strip_end": "."})", "2", "."), "");
  const std::string parts = R"({"column": "c", "split": ";", "strip_end": ".", "several": "s",
                                "between": ["P ", ""]})";
  EXPECT_EQ(evidence_of(parts, "2", "Q 1; P D.C.; R."), "D.C.");
  for (const char* wrong :
       {R"({"column": "c", "between": "x"})", R"({"column": "c", "between": ["x"]})",
        R"({"column": "c", "between": ["", ""]})"}) {
    EXPECT_TRUE(is_refused(wrong)) << wrong;
  }
}

TEST(UnknownWords, AreEmptyAndNotMapped) {
  const std::string value = R"({"column": "c", "unknown": ["-99", "?"], "map": {"1": "yes"}})";
  EXPECT_EQ(evidence_of(value, "2", "-99"), "");
  EXPECT_EQ(evidence_of(value, "2", "?"), "");
  EXPECT_EQ(evidence_of(value, "2", "1"), "yes");
  EXPECT_EQ(evidence_of(value, "2", "-9"), "unmapped-value");
  EXPECT_EQ(evidence_of(R"({"column": "c", "unknown": ["-99"], "default": "d"})", "2", "-99"), "d");
  EXPECT_TRUE(is_refused(R"({"column": "c", "unknown": "-99"})"));
}

TEST(CountryCodes, BecomeAlphaThreeOrAreRefused) {
  const std::string strict = R"({"column": "c", "country": "code"})";
  const std::string lenient = R"({"column": "c", "country": "code-or-empty"})";
  for (const char* spain : {"ES", "es", "ESP", "esp"}) {
    EXPECT_EQ(evidence_of(strict, "2", spain), "ESP") << spain;
    EXPECT_EQ(evidence_of(lenient, "2", spain), "ESP") << spain;
  }
  for (const char* other : {"Spain", "E", "AN", "EE2", "ZZ"}) {
    EXPECT_EQ(evidence_of(strict, "2", other), "bad-territory") << other;
    EXPECT_EQ(evidence_of(lenient, "2", other), "") << other;
  }
  EXPECT_EQ(evidence_of(strict, "2", ""), "");
  EXPECT_TRUE(is_refused(R"({"column": "c", "country": "yes"})"));
}

TEST(RowOfFile, IsTheFilesHashAndTheRowsNumberForAnyBlockSize) {
  for (const std::size_t block : {std::size_t{1}, std::size_t{65'536}}) {
    tests::RecordingWriter writer;
    tests::StagingOptions options;
    options.block_bytes = block;
    const auto counts =
        tests::stage_text(tests::mapping_of(evidence_mapping(R"({"row_of_file": true})")),
                          "a,b\n1,2\n\n3,4\n", writer, options);
    ASSERT_TRUE(counts.has_value());
    ASSERT_EQ(writer.relations.size(), 2u);
    EXPECT_EQ(writer.relations[0].evidence, "0123456789ab:1");
    EXPECT_EQ(writer.relations[1].evidence, "0123456789ab:2");
  }
}

}  // namespace
}  // namespace headwater
