// "as", "rename" and "named_only" of the mapping language.
#include <gtest/gtest.h>

#include "ingest/internal/plain_decimal.h"
#include "ingest/loader.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater {
namespace {

using tests::load_rows;
using tests::Outcome;
using tests::reason_of;

std::string plain(std::string_view text) {
  ingest::internal::TextArena arena;
  return ingest::internal::plain_decimal(text, arena) ? std::string(text) : "refused";
}

TEST(PlainDecimal, WritesEveryNumberInOneWay) {
  const std::pair<const char*, const char*> numbers[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0.00", "0"},
      {"007", "7"},
      {"+7.0", "7"},
      {"-12.340", "-12.34"},
      {".5", "0.5"},
      {"5.", "5"},
      {"2.50E-3", "0.0025"},
      {"2.5e3", "2500"},
      {"2.5E+1", "25"},
      {"-1E-2", "-0.01"},
      {"0.1E1", "1"},
      {"100", "100"},
      {"12345678901234567890.5", "12345678901234567890.5"},
      {"2.868341186312864e-06", "0.000002868341186312864"}};
  for (const auto& [text, expected] : numbers) EXPECT_EQ(plain(text), expected) << text;
}

TEST(PlainDecimal, RefusesWhatIsNoNumberOrTooLong) {
  for (const char* text : {"", "-", ".", "1e", "1e+", "1,0", "1 0", "0x1", "NaN", "inf", "1.2.3",
                           "--1", "1e65", "1e-65", "1e99999999999", "e5", "1f"}) {
    EXPECT_EQ(plain(text), "refused") << text;
  }
  EXPECT_EQ(plain(std::string(128, '9')), std::string(128, '9'));
  EXPECT_EQ(plain(std::string(129, '9')), "refused");
  EXPECT_EQ(plain("1e64").size(), 65u);
}

std::string person_with(const std::string& attribute) {
  return R"({"headwater_mapping": 1, "name": "m", "records": [{"record": "entity", "entity":
             {"kind": "person", "id": {"column": "id"}, "attributes": {"a": )" +
         attribute + "}}}]}";
}

std::string read_value(const std::string& value, const std::string& cell) {
  const std::string mapping = person_with(value);
  const std::string text = "id,a\n1," + cell + "\n";
  Outcome outcome;
  load_rows(mapping, text, outcome);
  if (!outcome.writer.quarantined.empty()) return reason_of(mapping, text);
  const auto attributes = outcome.writer.attributes_of("person:m/1");
  return attributes.empty() ? "" : *attributes.begin();
}

TEST(ValueReadings, TimesDatesAndNumbersAreWrittenInOneWay) {
  const char* const time = R"({"column": "a", "as": "time"})";
  EXPECT_EQ(read_value(time, "2020-01-10 06:22:20.2"), "a=2020-01-10T06:22:20.200Z");
  EXPECT_EQ(read_value(time, "2020-01-10T06:22:20.200Z"), "a=2020-01-10T06:22:20.200Z");
  EXPECT_EQ(read_value(time, ""), "");
  EXPECT_EQ(read_value(time, "soon"), "bad-time a");
  EXPECT_EQ(read_value(R"({"column": "a", "as": "date"})", "1991-12-21 00:00:00"), "a=1991-12-21");
  EXPECT_EQ(
      read_value(R"({"column": "a", "as": {"type": "date", "format": "%d.%m.%Y"}})", "21.12.1991"),
      "a=1991-12-21");
  EXPECT_EQ(read_value(R"({"column": "a", "as": {"type": "time", "format": "%Y-%m-%d %H:%M",
                          "zone": "Europe/Madrid"}})",
                       "2020-01-10 06:22"),
            "a=2020-01-10T05:22:00Z");
  const char* const either =
      R"({"column": "a", "as": {"type": "time", "format": ["unix-milliseconds", "iso8601"]}})";
  EXPECT_EQ(read_value(either, "1624940728902"), "a=2021-06-29T04:25:28.902Z");
  EXPECT_EQ(read_value(either, "2021-06-29 04:25:28.902"), "a=2021-06-29T04:25:28.902Z");
  EXPECT_EQ(read_value(either, "June"), "bad-time a");
  EXPECT_EQ(read_value(R"({"column": "a", "as": "decimal"})", "2.50E1"), "a=25");
  EXPECT_EQ(read_value(R"({"column": "a", "as": "decimal"})", "many"), "not-a-number a");
  EXPECT_EQ(read_value(R"({"column": "a", "as": "decimal", "map": {"none": ""}})", "none"), "")
      << "a map comes first";
  EXPECT_EQ(read_value(R"({"column": "a", "as": "decimal", "default": "unknown"})", ""),
            "a=unknown");
}

TEST(ValueReadings, AMappingThatAsksForAnythingElseIsRefused) {
  for (const char* value :
       {R"({"column": "a", "as": "number"})", R"({"column": "a", "as": 1})",
        R"({"column": "a", "as": {"type": "decimal", "format": "iso8601"}})",
        R"({"column": "a", "as": {"format": "iso8601"}})",
        R"({"column": "a", "as": {"type": "time", "format": "%Q"}})",
        R"({"column": "a", "as": {"type": "time", "format": ["iso8601", "%Q"]}})",
        R"({"column": "a", "as": {"type": "time", "format": []}})",
        R"({"column": "a", "as": {"type": "time", "format": ["iso8601", 1]}})",
        R"({"column": "a", "as": {"type": "time", "zone": "Nowhere/Town"}})"}) {
    const auto format = ingest::Format::from_text(person_with(value), "test");
    EXPECT_FALSE(format.has_value()) << value;
  }
}

constexpr const char* kRenaming =
    R"({"headwater_mapping": 1, "name": "m", "csv": {"rename": {"owner": "id"}}, "records":
        [{"record": "entity", "entity": {"kind": "person", "id": {"column": "id"}}}]})";

TEST(RenamedColumns, EitherNameIsReadAndNotBoth) {
  for (const char* text : {"id\n7\n", "owner\n7\n"}) {
    Outcome outcome;
    load_rows(kRenaming, text, outcome);
    EXPECT_EQ(outcome.writer.keys.size(), 1u) << text;
  }
  tests::RecordingWriter writer;
  const auto both = tests::stage_text(tests::mapping_of(kRenaming), "id,owner\n7,8\n", writer);
  ASSERT_FALSE(both.has_value());
  EXPECT_NE(both.error().message().find("more than once"), std::string::npos);
}

// What is renamed is known by its new name only: no second spelling of a column of victims.
TEST(RenamedColumns, AColumnOfVictimsIsReadAsNothingElseUnderItsOtherName) {
  const char* const mapping =
      R"({"headwater_mapping": 1, "name": "m", "csv": {"rename": {"who": "victim"}}, "records":
          [{"record": "victim-flow", "kind": "exploitation", "victim": {"column": "victim"}},
           {"record": "entity", "entity": {"kind": "person", "id": {"column": "who"}}}]})";
  tests::RecordingWriter writer;
  const auto counts = tests::stage_text(tests::mapping_of(mapping), "who\n7\n", writer);
  ASSERT_FALSE(counts.has_value());
  EXPECT_NE(counts.error().message().find("lacks the column `who`"), std::string::npos);
  EXPECT_TRUE(writer.keys.empty());
}

TEST(RenamedColumns, ThereIsNothingToRenameWithoutAHeader) {
  const char* const mapping =
      R"({"headwater_mapping": 1, "name": "m", "csv": {"header": false, "columns": ["id"],
          "rename": {"owner": "id"}}, "records": [{"record": "entity", "entity":
          {"kind": "person", "id": {"column": "id"}}}]})";
  EXPECT_FALSE(ingest::Format::from_text(mapping, "test").has_value());
}

TEST(NamedOnly, AFileOfAnotherNameIsRefusedWhateverItsHeader) {
  const tests::TemporaryDirectory folder;
  const std::string part =
      R"("named_only": true, "records": [{"record": "entity", "entity": {"kind": "person",
         "id": {"column": "id"}}}])";
  tests::write_file(
      folder / "mapping.json",
      R"({"headwater_mapping": 1, "name": "m", "files": ["people.csv"], )" + part + "}");
  tests::write_file(folder / "people.csv", "id\n1\n");
  tests::write_file(folder / "others.csv", "id\n2\n");
  const auto store =
      graph::Store::open(folder / "store", {.mode = graph::OpenMode::kCreate}).value();
  const graph::ExecutionContext context({.threads = 1});
  ingest::LoadRequest request{.format = "csv", .mapping_path = folder / "mapping.json"};
  request.paths = {folder / "others.csv"};
  const auto refused = ingest::load(*store, request, context);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message().find("knows files by their names"), std::string::npos);
  request.paths = {folder / "people.csv"};
  EXPECT_TRUE(ingest::load(*store, request, context).has_value());
  const std::string nameless = R"({"headwater_mapping": 1, "name": "m", )" + part + "}";
  EXPECT_FALSE(ingest::Format::from_text(nameless, "test").has_value());
}

}  // namespace
}  // namespace headwater
