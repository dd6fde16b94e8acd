// Event time: UTC milliseconds since 1970, or unknown.
//
//   Timestamp t = *parse_iso8601("2015-03-25T00:00:00Z");
//   std::string shown = format_iso8601(t);      // "2015-03-25T00:00:00Z"
//
// Formats of data files (strptime-like patterns, zones, integer steps) are `TimeFormat`s.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "graph/status.h"

namespace headwater::graph {

// Signed milliseconds since 1970-01-01T00:00:00Z. Unknown is the smallest value: first in ledger
// order, outside every window.
struct Timestamp {
  std::int64_t ms = std::numeric_limits<std::int64_t>::min();
  constexpr bool is_known() const { return ms != std::numeric_limits<std::int64_t>::min(); }
  friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
};
inline constexpr Timestamp kUnknownTime{};

// Half-open window [from, to); an unknown bound is no bound. Unknown times are in no bounded
// window.
struct TimeWindow {
  Timestamp from;
  Timestamp to;
  constexpr bool is_bounded() const { return from.is_known() || to.is_known(); }
  constexpr bool contains(Timestamp t) const {
    if (!t.is_known()) return !is_bounded();
    return (!from.is_known() || t >= from) && (!to.is_known() || t < to);
  }
  friend constexpr bool operator==(const TimeWindow&, const TimeWindow&) = default;
};

// "2015-03-25", "2015-03-25T10:11", "...:12", "...:12.345", with "Z", "+01:00" or nothing (UTC);
// 'T' or a blank between date and time. Impossible dates (30 February) are refused.
std::optional<Timestamp> parse_iso8601(std::string_view text);
// Shortest exact form: whole seconds without a fraction; unknown is "".
std::string format_iso8601(Timestamp time);

// How finely a source states time; kept in the manifest.
enum class TimePrecision : std::uint8_t { kMillisecond = 1, kSecond, kMinute, kDay, kStep, kYear };
std::string_view to_string(TimePrecision precision);

// How a source writes time.
//   pattern "iso8601", "unix-seconds", "unix-milliseconds", "step" (integer; epoch + n * step_ms),
//   or a pattern of %Y %m %d %H %M %S %b (English month, 3 letters) %e (day, 1 or 2 digits) %y and
//   literal text, e.g. "%b %e, %Y".
struct TimeFormat {
  std::string pattern = "iso8601";
  Timestamp epoch{0};                   // for "step"
  std::int64_t step_ms = 0;             // for "step"
  std::int32_t utc_offset_minutes = 0;  // of a local time without its own zone, when zone is empty
  std::string zone;                     // IANA name ("Europe/Madrid"); needs the tz database
};
// Nothing when the text does not fit or names an impossible date. Thread-safe, no allocation for
// the built-in patterns.
std::optional<Timestamp> parse_time(std::string_view text, const TimeFormat& format);
// Refuses an unknown directive or zone. Errors: kQuestion.
Status validate_time_format(const TimeFormat& format);

// Midnight UTC of a civil date; nothing when impossible.
std::optional<Timestamp> from_civil(int year, unsigned month, unsigned day);
int civil_year(Timestamp time);

}  // namespace headwater::graph
