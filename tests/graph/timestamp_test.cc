#include "graph/timestamp.h"

#include <random>

#include <gtest/gtest.h>

namespace headwater::graph {
namespace {

std::string read(std::string_view text, const TimeFormat& format) {
  const auto time = parse_time(text, format);
  return time ? format_iso8601(*time) : "refused";
}

TEST(Timestamp, ReadsIso8601InItsUsualForms) {
  EXPECT_EQ(format_iso8601(*parse_iso8601("2015-03-25")), "2015-03-25T00:00:00Z");
  EXPECT_EQ(format_iso8601(*parse_iso8601("2015-03-25T10:11")), "2015-03-25T10:11:00Z");
  EXPECT_EQ(format_iso8601(*parse_iso8601("2015-03-25 10:11:12.5Z")), "2015-03-25T10:11:12.500Z");
  EXPECT_EQ(format_iso8601(*parse_iso8601("2015-03-25T00:30:00+01:00")), "2015-03-24T23:30:00Z");
  EXPECT_EQ(parse_iso8601("1970-01-01")->ms, 0);
  EXPECT_EQ(parse_iso8601("1969-12-31T23:59:59.999Z")->ms, -1);
}

TEST(Timestamp, RefusesImpossibleDates) {
  for (std::string_view text : {"2015-02-29", "2015-13-01", "2015-00-10", "2015-04-31", "2015-1-1",
                                "2015-03-25T24:00:00", "2015-03-25T10:60", "2015-03-25X", "",
                                "not a date", "2015-03-25T10:11:12+99:00", "20150325"}) {
    EXPECT_FALSE(parse_iso8601(text)) << text;
  }
  EXPECT_TRUE(parse_iso8601("2016-02-29"));
}

TEST(Timestamp, ReadsThePatternsOfSources) {
  EXPECT_EQ(read("Mar 25, 2015", {.pattern = "%b %e, %Y"}), "2015-03-25T00:00:00Z");
  EXPECT_EQ(read("Jul 5, 2012", {.pattern = "%b %e, %Y"}), "2012-07-05T00:00:00Z");
  EXPECT_EQ(read("Feb 30, 2012", {.pattern = "%b %e, %Y"}), "refused");
  EXPECT_EQ(read("2022/09/01 00:20", {.pattern = "%Y/%m/%d %H:%M"}), "2022-09-01T00:20:00Z");
  EXPECT_EQ(read("1661990400", {.pattern = "unix-seconds"}), "2022-09-01T00:00:00Z");
  EXPECT_EQ(read("12x", {.pattern = "unix-seconds"}), "refused");
  EXPECT_EQ(read("99999999999999999", {.pattern = "unix-seconds"}), "refused");
  EXPECT_EQ(read("3", {.pattern = "step", .step_ms = 86'400'000}), "1970-01-04T00:00:00Z");
}

TEST(Timestamp, LocalTimesGoThroughTheirZone) {
  const TimeFormat madrid{.pattern = "%d.%m.%Y %H:%M", .zone = "Europe/Madrid"};
  EXPECT_EQ(read("01.07.2025 12:00", madrid), "2025-07-01T10:00:00Z");
  EXPECT_EQ(read("01.01.2025 12:00", madrid), "2025-01-01T11:00:00Z");
  EXPECT_EQ(read("30.03.2025 02:30", madrid), "refused");  // skipped by the change of clocks
  EXPECT_EQ(read("26.10.2025 02:30", madrid), "2025-10-26T00:30:00Z");  // met twice: the earlier
  const TimeFormat fixed{.pattern = "iso8601", .utc_offset_minutes = 120};
  EXPECT_EQ(read("2025-01-01T12:00:00", fixed), "2025-01-01T10:00:00Z");
  EXPECT_EQ(read("2025-01-01T12:00:00Z", fixed), "2025-01-01T12:00:00Z");
}

TEST(Timestamp, FormatsAreValidatedBeforeUse) {
  EXPECT_TRUE(validate_time_format({.pattern = "%d.%m.%Y", .zone = "Europe/Madrid"}).ok());
  EXPECT_EQ(validate_time_format({.pattern = "%Q"}).code(), StatusCode::kQuestion);
  EXPECT_EQ(validate_time_format({.pattern = "iso8601", .zone = "Middle/Earth"}).code(),
            StatusCode::kQuestion);
  EXPECT_EQ(validate_time_format({.pattern = "step"}).code(), StatusCode::kQuestion);
}

TEST(Timestamp, PrintsWhatItReads) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 20'000; ++i) {
    const Timestamp time{static_cast<std::int64_t>(random() % 300'000'000'000'000) -
                         62'000'000'000'000};
    ASSERT_EQ(parse_iso8601(format_iso8601(time)), time) << time.ms;
  }
  EXPECT_EQ(format_iso8601(kUnknownTime), "");
}

TEST(TimeWindow, IsHalfOpenAndHoldsNoUnknownTimes) {
  const TimeWindow window{Timestamp{10}, Timestamp{20}};
  EXPECT_TRUE(window.contains(Timestamp{10}));
  EXPECT_FALSE(window.contains(Timestamp{20}));
  EXPECT_FALSE(window.contains(kUnknownTime));
  EXPECT_TRUE(TimeWindow{}.contains(kUnknownTime));
}

}  // namespace
}  // namespace headwater::graph
