#include "ingest/generate/internal/calendar.h"

#include <array>
#include <vector>

#include "graph/timestamp.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::array<std::int32_t, kWindowMonths + 1> kMonthStart = {
    0,   31,  59,  90,  120, 151, 181, 212, 243,        273,
    304, 334, 365, 396, 425, 456, 486, 517, kWindowDays};

std::string civil_date(std::int32_t day) {
  const graph::Timestamp start = *graph::from_civil(kFirstYear, 1, 1);
  const graph::Timestamp time{start.ms + std::int64_t{day} * kSecondsADay * 1000};
  return graph::format_iso8601(time).substr(0, 10);
}

void append_two_digits(std::string& text, int value) {
  text += static_cast<char>('0' + value / 10);
  text += static_cast<char>('0' + value % 10);
}

}  // namespace

std::int32_t month_start(int month) { return kMonthStart[static_cast<std::size_t>(month)]; }

int month_of_day(std::int32_t day) {
  int month = 0;
  while (month + 1 < kWindowMonths && month_start(month + 1) <= day) ++month;
  return month;
}

std::string format_date(std::int32_t day) {
  static const std::vector<std::string> window_dates = [] {
    std::vector<std::string> dates;
    for (std::int32_t d = 0; d < kWindowDays; ++d) dates.push_back(civil_date(d));
    return dates;
  }();
  if (day >= 0 && day < kWindowDays) return window_dates[static_cast<std::size_t>(day)];
  return civil_date(day);
}

void append_time(std::string& text, Seconds time) {
  text += format_date(day_of(time));
  const int second = time % kSecondsADay;
  text += 'T';
  append_two_digits(text, second / 3600);
  text += ':';
  append_two_digits(text, second / 60 % 60);
  text += ':';
  append_two_digits(text, second % 60);
  text += 'Z';
}

std::string format_month(int month) { return format_date(month_start(month)).substr(0, 7); }

}  // namespace headwater::ingest::internal
