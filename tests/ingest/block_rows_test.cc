// Rows that stand in titled blocks, and references to transactions, in the mapping language.
#include <gtest/gtest.h>

#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::mapping_of;
using tests::RecordingWriter;
using tests::stage_text;

constexpr const char* kBlocks =
    R"({"headwater_mapping": 1, "name": "m",
        "csv": {"header": false, "columns": ["id", "text"],
                "blocks": {"begin": "BEGIN ", "end": "END "}},
        "records": [{"record": "entity", "entity": {"kind": "person", "id": {"column": "id"},
          "attributes": {"block": {"column": "block"}, "title": {"column": "title"},
                         "note": {"column": "note"}, "text": {"column": "text"}}}}]})";

std::string attributes_in(const RecordingWriter& writer, const std::string& id) {
  std::string result;
  for (const std::string& one : writer.attributes_of("person:m/" + id)) result += one + ";";
  return result;
}

struct Places {
  std::string reasons;  // "row:reason;"
  RecordingWriter writer;
  std::uint64_t rows = 0;
};

void stage_blocks(const std::string& text, Places& out, std::size_t block_bytes = 1 << 16) {
  tests::StagingOptions options;
  options.block_bytes = block_bytes;
  const auto counts = stage_text(mapping_of(kBlocks), text, out.writer, options);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  out.rows = counts->rows_read;
  for (const auto& row : out.writer.quarantined) {
    out.reasons += std::to_string(row.row) + ":" + row.reason + ";";
  }
}

TEST(BlockRows, EveryRowKnowsItsBlock) {
  Places places;
  stage_blocks(
      "\xEF\xBB\xBF"
      "BEGIN A \"b\", c:  Max 2 : hops\r\n1,x\r\n\r\n2,\"y\nz\"\r\nEND A \"b\", c\r\n"
      "\nBEGIN D\n3,\nEND D : n\n",
      places);
  EXPECT_EQ(places.reasons, "");
  EXPECT_EQ(places.rows, 3u);
  EXPECT_EQ(attributes_in(places.writer, "1"),
            "block=1;note=Max 2 : hops;text=x;title=A \"b\", c;");
  EXPECT_EQ(attributes_in(places.writer, "2"),
            "block=1;note=Max 2 : hops;text=y\nz;title=A \"b\", c;");
  EXPECT_EQ(attributes_in(places.writer, "3"), "block=2;title=D;");
}

TEST(BlockRows, WhatIsInNoGoodBlockIsQuarantinedAndRowsOfGoodOnesStand) {
  struct Faulty {
    const char *text, *reasons;
    std::size_t taken;
  };
  const Faulty files[] = {
      {"0,x\nBEGIN A\n1,x\nEND A\n2,x\n", "1:bad-block;3:bad-block;", 1},
      {"BEGIN A\n1,x\nBEGIN B\n2,x\nEND B\n", "2:bad-block;", 2},
      {"BEGIN A\n1,x\nEND B\n2,x\n", "2:bad-block;3:bad-block;", 1},
      {"BEGIN A\n1,x\n", "2:bad-block;", 1},
      {"BEGIN A\n1,x", "2:bad-block;", 1},
      {"END A\n", "1:bad-block;", 0},
      {"BEGIN A\nEND A\nEND A\n", "1:bad-block;", 0},
      {"BEGIN A\n1,x,y\n2\n3,x\nEND A\n", "1:column-count;2:column-count;", 1},
      {"BEGIN A\n1,\"x\nEND A\n", "1:unterminated-quote;2:bad-block;", 0},
  };
  for (const Faulty& file : files) {
    for (const std::size_t block_bytes : {1U, 2U, 7U, 65'536U}) {
      Places places;
      stage_blocks(file.text, places, block_bytes);
      EXPECT_EQ(places.reasons, file.reasons) << file.text << block_bytes;
      EXPECT_EQ(places.writer.keys.size(), file.taken) << file.text << block_bytes;
    }
  }
}

TEST(BlockRows, ATitleThatIsTooLongMakesNoRowsLong) {
  Places places;
  stage_blocks("BEGIN " + std::string(2'000, 't') + "\n1,x\nEND t\n", places);
  EXPECT_EQ(places.reasons, "1:bad-block;2:bad-block;3:bad-block;");
  Places good;
  stage_blocks("BEGIN " + std::string(1'000, '"') + "\n1,x\nEND " + std::string(1'000, '"') + "\n",
               good);
  EXPECT_EQ(good.reasons, "");
}

TEST(BlockRows, QuarantineKeepsThePlaceOfTheLine) {
  Places places;
  stage_blocks("BEGIN A\n1,x\noops\nEND A\n", places);
  ASSERT_EQ(places.writer.quarantined.size(), 1u);
  EXPECT_EQ(places.writer.quarantined[0].byte_begin, 12u);
  EXPECT_EQ(places.writer.quarantined[0].byte_end, 16u);
}

TEST(BlockRows, AMappingThatCannotTellBlocksApartIsRefused) {
  for (
      const char* csv :
      {R"({"blocks": {"begin": "B", "end": "E"}})",
       R"({"header": false, "columns": ["id"], "blocks": {"begin": "B"}})",
       R"({"header": false, "columns": ["id"], "blocks": {"begin": "B", "end": "B"}})",
       R"({"header": false, "columns": ["id"], "blocks": {"begin": "B", "end": "BE"}})",
       R"({"header": false, "columns": ["id"], "quote": "", "blocks": {"begin": "B", "end": "E"}})",
       R"({"header": false, "columns": ["id"], "delimiter": "whitespace",
            "blocks": {"begin": "B", "end": "E"}})",
       R"({"header": false, "columns": ["id"], "blocks": {"begin": "B", "end": "E", "x": 1}})"}) {
    const std::string text = R"({"headwater_mapping": 1, "name": "m", "csv": )" + std::string(csv) +
                             R"(, "records": [{"record": "entity", "entity": {"kind": "person",
                                 "id": {"column": "id"}}}]})";
    EXPECT_FALSE(ingest::Format::from_text(text, "test").has_value()) << csv;
  }
}

std::string reference_with(const std::string& entity, const std::string& attribute,
                           const std::string& more) {
  return R"({"headwater_mapping": 1, "name": "m", "records": [{"record": "reference",
             "entity": )" +
         entity + R"(, "attribute": ")" + attribute + R"(", "transaction": {
             "from": {"kind": "account", "id": {"column": "f"}},
             "to": {"kind": "account", "id": {"column": "t"}},
             "time": {"column": "d"}, "amount": {"column": "a"})" +
         more + "}}]}";
}

TEST(References, SayWhatIsComparedAndNothingElse) {
  const std::string good = R"({"kind": "case", "id": {"column": "c"}})";
  const auto is_taken = [](const std::string& text) {
    return ingest::Format::from_text(text, "test").has_value();
  };
  EXPECT_TRUE(is_taken(reference_with(good, "transaction", "")));
  EXPECT_TRUE(is_taken(reference_with(good, "transaction", R"(, "kind": "fee", "asset": "EUR")")));
  EXPECT_FALSE(is_taken(reference_with(good, "Transaction", "")));
  EXPECT_FALSE(is_taken(reference_with(good, "", "")));
  for (const char* more : {R"(, "id": {"column": "i"})", R"(, "count": "2")", R"(, "group": "g")",
                           R"(, "attributes": {"x": "y"})", R"(, "aggregate": true)",
                           R"(, "period_end": {"column": "e"})", R"(, "same_party": ["x", "y"])"}) {
    EXPECT_FALSE(is_taken(reference_with(good, "transaction", more))) << more;
  }
  for (const char* entity :
       {R"({"kind": "victim", "id": {"column": "c"}})", R"({"name": {"column": "c"}})",
        R"({"kind": {"column": "k"}, "id": {"column": "c"}})"}) {
    EXPECT_FALSE(is_taken(reference_with(entity, "transaction", ""))) << entity;
  }
}

TEST(References, WithoutAStoreNothingIsMeantAndNothingIsMade) {
  RecordingWriter writer;
  const std::string mapping =
      reference_with(R"({"kind": "case", "id": {"column": "c"}})", "transaction", "");
  const auto counts = stage_text(mapping_of(mapping), "c,f,t,d,a\n1,2,3,2020-01-01,4\n", writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  ASSERT_EQ(writer.quarantined.size(), 1u);
  EXPECT_EQ(writer.quarantined[0].reason, "unknown-transaction");
  EXPECT_TRUE(writer.keys.empty());
}

}  // namespace
}  // namespace headwater
