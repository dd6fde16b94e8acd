#include "ingest/internal/json_array_splitter.h"

#include <random>

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater::ingest::internal {
namespace {

using tests::TemporaryDirectory;

struct Element {
  std::string text;
  RowFault fault = RowFault::kNone;
  std::uint64_t begin = 0, end = 0;
  friend bool operator==(const Element&, const Element&) = default;
};

// The elements, or the message of the error.
graph::Result<std::vector<Element>> elements(const std::string& text,
                                             const std::vector<std::string>& path = {},
                                             std::size_t block = kBlockBytes,
                                             std::size_t limit = kRowLimitBytes) {
  const TemporaryDirectory directory;
  const std::string file = directory / "rows.json";
  tests::write_file(file, text);
  JsonArraySplitter splitter(ByteSource::open(file).value(), path, block, limit);
  RawRows raw;
  std::vector<Element> found;
  std::uint64_t number = 1;
  for (;;) {
    HEADWATER_ASSIGN_OR_RETURN(const bool more, splitter.next(raw));
    if (!more) return found;
    EXPECT_EQ(raw.first_row, number);
    number += raw.rows.size();
    for (const RowSpan& span : raw.rows) {
      found.push_back({std::string(raw.text(span)), span.fault, span.file_begin, span.file_end});
    }
  }
}

std::vector<std::string> element_texts(const std::string& text,
                                       const std::vector<std::string>& path = {}) {
  std::vector<std::string> result;
  const auto found = elements(text, path);
  EXPECT_TRUE(found.has_value()) << found.error().message();
  for (const Element& one : *found) {
    result.push_back(one.text);
    if (one.fault == RowFault::kMalformed) result.push_back("MALFORMED");
    if (one.fault == RowFault::kNone) {
      EXPECT_EQ(text.substr(one.begin, one.end - one.begin), one.text) << "byte range";
    }
  }
  return result;
}

using Texts = std::vector<std::string>;

TEST(JsonArraySplitter, CutsElementsAtTheirCommasOnly) {
  EXPECT_EQ(element_texts("\xEF\xBB\xBF [ {\"a\": \"x,]}\\\"\"} ,[1,[2]], \"]\" ,7\n]\n"),
            (Texts{R"({"a": "x,]}\""})", "[1,[2]]", "\"]\"", "7"}));
  EXPECT_EQ(element_texts("[]"), Texts{});
  EXPECT_EQ(element_texts(" [ \n ] "), Texts{});
}

TEST(JsonArraySplitter, FindsTheArrayAtItsPath) {
  const std::string text = R"({"rows": 5, "data": {"x": "rows\"[1]", "rows": [{"a": 1}, {"a": 2}],)"
                           R"( "after": {"rows": [9]}}, "end": [[]]})";
  EXPECT_EQ(element_texts(text, {"data", "rows"}), (Texts{R"({"a": 1})", R"({"a": 2})"}));
  const auto absent = elements(text, {"data", "other"});
  ASSERT_FALSE(absent.has_value());
  EXPECT_EQ(absent.error().code(), graph::StatusCode::kInput);
  EXPECT_FALSE(elements(R"({"rows": [1], "rows": [2]})", {"rows"}).has_value());
  EXPECT_FALSE(elements(R"([1])", {"rows"}).has_value());
  EXPECT_FALSE(elements(R"({"a": 1})").has_value());
  EXPECT_FALSE(elements("   ").has_value());
}

TEST(JsonArraySplitter, WhatBreaksOffSaysSo) {
  EXPECT_EQ(element_texts("[1, 2"), (Texts{"1", "2", "MALFORMED"}));
  EXPECT_EQ(element_texts("[1, 2,"), (Texts{"1", "2", "", "MALFORMED"}));
  EXPECT_EQ(element_texts("[{\"a\": [1}, 2]"), (Texts{"{\"a\": [1}, 2]", "MALFORMED"}));
  EXPECT_EQ(element_texts("[\"open, 2]"), (Texts{"\"open, 2]", "MALFORMED"}));
  EXPECT_EQ(element_texts("[1] [2]"), (Texts{"1", "[2]", "MALFORMED"}));
  EXPECT_EQ(element_texts(R"({"rows": [1], "x": {)", {"rows"}), (Texts{"1", "", "MALFORMED"}));
  EXPECT_EQ(element_texts("[1,,2,]"), (Texts{"1", "", "2", ""}));
  EXPECT_EQ(element_texts("[1}, 2]"), (Texts{"1}", "2"}));
}

TEST(JsonArraySplitter, ReadsOnAfterAnElementBeyondTheLimit) {
  const std::string text = "[\"" + std::string(200'000, 'x') + "\", 2]";
  const auto found = elements(text, {}, 1000, 100'000);
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ((*found)[0].fault, RowFault::kTooLong);
  EXPECT_EQ((*found)[0].text.size(), kQuarantineTextBytes);
  EXPECT_EQ((*found)[0].end, 200'003u);
  EXPECT_EQ((*found)[1].text, "2");
}

boost::json::value random_value(std::mt19937& random, int depth) {
  const auto kind = random() % (depth > 0 ? 6 : 4);
  if (kind == 0) return random() % 1000;
  if (kind == 1) return nullptr;
  if (kind < 4) {
    std::string text;
    const auto length = random() % 6;
    for (std::uint64_t i = 0; i < length; ++i) text += "\"\\[]{},: a\n"[random() % 11];
    return boost::json::string(text);
  }
  boost::json::array list;
  boost::json::object object;
  const auto size = random() % 4;
  for (std::uint64_t i = 0; i < size; ++i) {
    boost::json::value inner = random_value(random, depth - 1);
    if (kind == 4) {
      list.push_back(inner);
    } else {
      object["k" + std::to_string(random() % 9)] = inner;
    }
  }
  if (kind == 4) return list;
  return object;
}

TEST(JsonArraySplitter, AgreesWithAParserOnRandomArraysForAnyBlock) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    std::mt19937 random(seed);
    boost::json::array array;
    const auto size = random() % 6;
    for (std::uint64_t i = 0; i < size; ++i) array.push_back(random_value(random, 3));
    const std::string text = boost::json::serialize(array);
    std::vector<std::string> expected;
    for (const boost::json::value& one : array) expected.push_back(boost::json::serialize(one));
    EXPECT_EQ(element_texts(text), expected) << "seed " << seed;
    const auto whole = elements(text);
    const auto bytes = elements(text, {}, 1);
    ASSERT_TRUE(whole.has_value() && bytes.has_value());
    EXPECT_EQ(*whole, *bytes) << "seed " << seed;
  }
}

}  // namespace
}  // namespace headwater::ingest::internal
