// The window that the simulation covers, counted in seconds, days and months from its start.
#pragma once

#include <cstdint>
#include <string>

namespace headwater::ingest::internal {

inline constexpr std::int32_t kWindowDays = 547;  // 2023-01-01 up to and including 2024-06-30
inline constexpr int kWindowMonths = 18;
inline constexpr std::int32_t kSecondsADay = 86'400;
inline constexpr int kFirstYear = 2023;

using Seconds = std::int32_t;  // since the window's start

// Month 0 is January of kFirstYear; month_start(kWindowMonths) == kWindowDays.
std::int32_t month_start(int month);
int month_of_day(std::int32_t day);
inline std::int32_t day_of(Seconds time) { return time / kSecondsADay; }
// 0 Monday .. 6 Sunday.
inline int weekday(std::int32_t day) { return (day + 6) % 7; }
inline Seconds at(std::int32_t day, std::int64_t second_of_day) {
  return day * kSecondsADay + static_cast<Seconds>(second_of_day);
}

// "2023-05-09" (days before the window's start are fine), "2023-05-09T14:03:27Z", "2023-05".
std::string format_date(std::int32_t day);
void append_time(std::string& text, Seconds time);
std::string format_month(int month);

}  // namespace headwater::ingest::internal
