// Parsing and printing of event times. Calendar arithmetic is std::chrono's, zones are the tz
// database's through Howard Hinnant's date library (std::chrono's own zones need a newer compiler).
#include "graph/timestamp.h"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>

#include <date/tz.h>

#include "graph/ascii.h"

namespace headwater::graph {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;
// Years 0000 to 9999, so that every stored time prints as ISO 8601.
constexpr std::int64_t kEarliestMs = -62'167'219'200'000;
constexpr std::int64_t kLatestMs = 253'402'300'799'999;

std::optional<Timestamp> in_range(std::int64_t ms) {
  if (ms < kEarliestMs || ms > kLatestMs) return std::nullopt;
  return Timestamp{ms};
}

// Takes `least` to `most` digits off the front of the text.
std::optional<int> take_number(std::string_view& text, int least, int most) {
  int value = 0;
  int digits = 0;
  while (digits < most && !text.empty() && text[0] >= '0' && text[0] <= '9') {
    value = value * 10 + (text[0] - '0');
    text.remove_prefix(1);
    ++digits;
  }
  if (digits < least) return std::nullopt;
  return value;
}

bool take_character(std::string_view& text, char expected) {
  if (text.empty() || text[0] != expected) return false;
  text.remove_prefix(1);
  return true;
}

struct CivilTime {
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0;
};

std::optional<std::int64_t> to_ms(const CivilTime& civil) {
  const auto midnight =
      from_civil(civil.year, static_cast<unsigned>(civil.month), static_cast<unsigned>(civil.day));
  if (!midnight) return std::nullopt;
  if (civil.hour > 23 || civil.minute > 59 || civil.second > 59) return std::nullopt;
  return midnight->ms + ((civil.hour * 60LL + civil.minute) * 60 + civil.second) * 1000 +
         civil.millisecond;
}

// ".123456": keeps milliseconds, drops what is finer.
bool take_fraction(std::string_view& text, int& millisecond) {
  if (!take_character(text, '.')) return true;
  int digits = 0;
  int value = 0;
  while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    if (digits < 3) value = value * 10 + (text[0] - '0');
    ++digits;
    text.remove_prefix(1);
  }
  for (int i = digits; i < 3; ++i) value *= 10;
  millisecond = value;
  return digits > 0;
}

// "Z", "+01:00", "+0100" or nothing: minutes east of UTC.
std::optional<int> take_offset(std::string_view& text) {
  if (text.empty() || take_character(text, 'Z')) return 0;
  const bool west = text[0] == '-';
  if (text[0] != '+' && !west) return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_number(text, 2, 2);
  take_character(text, ':');
  const auto minutes = take_number(text, 2, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  const int offset = *hours * 60 + *minutes;
  return west ? -offset : offset;
}

bool take_clock(std::string_view& text, CivilTime& civil) {
  const auto hour = take_number(text, 2, 2);
  if (!hour || !take_character(text, ':')) return false;
  const auto minute = take_number(text, 2, 2);
  if (!minute) return false;
  civil.hour = *hour;
  civil.minute = *minute;
  if (!take_character(text, ':')) return true;
  const auto second = take_number(text, 2, 2);
  if (!second) return false;
  civil.second = *second;
  return take_fraction(text, civil.millisecond);
}

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};

std::optional<int> take_month_name(std::string_view& text) {
  if (text.size() < 3) return std::nullopt;
  char lower[3];
  for (std::size_t i = 0; i < 3; ++i) lower[i] = ascii_lower(text[i]);
  for (int month = 0; month < 12; ++month) {
    if (kMonths[month] == std::string_view(lower, 3)) {
      text.remove_prefix(3);
      return month + 1;
    }
  }
  return std::nullopt;
}

// Reads one %-directive into `civil`; false when the text does not fit.
bool take_directive(char directive, std::string_view& text, CivilTime& civil) {
  const auto take = [&](int least, int most, int& field) {
    const auto number = take_number(text, least, most);
    if (number) field = *number;
    return number.has_value();
  };
  switch (directive) {
    case 'Y':
      return take(4, 4, civil.year);
    case 'y':
      if (!take(2, 2, civil.year)) return false;
      civil.year += civil.year < 69 ? 2000 : 1900;  // POSIX strptime's pivot
      return true;
    case 'm':
      return take(1, 2, civil.month);
    case 'd':
    case 'e':
      while (take_character(text, ' ')) {
      }
      return take(1, 2, civil.day);
    case 'H':
      return take(1, 2, civil.hour);
    case 'M':
      return take(1, 2, civil.minute);
    case 'S':
      return take(1, 2, civil.second) && take_fraction(text, civil.millisecond);
    case 'b': {
      const auto month = take_month_name(text);
      if (month) civil.month = *month;
      return month.has_value();
    }
    case '%':
      return take_character(text, '%');
    default:
      return false;
  }
}

std::optional<CivilTime> read_pattern(std::string_view text, std::string_view pattern) {
  CivilTime civil;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%' && i + 1 < pattern.size()) {
      if (!take_directive(pattern[++i], text, civil)) return std::nullopt;
    } else if (!take_character(text, pattern[i])) {
      return std::nullopt;
    }
  }
  if (!text.empty()) return std::nullopt;
  return civil;
}

// A local time that a change of clocks skips is impossible; one that it repeats is the earlier.
std::optional<std::int64_t> local_to_utc(std::int64_t local_ms, const std::string& zone) {
  const date::local_time<std::chrono::milliseconds> local{std::chrono::milliseconds(local_ms)};
  const date::local_info info = date::locate_zone(zone)->get_info(local);
  if (info.result == date::local_info::nonexistent) return std::nullopt;
  return local_ms - std::chrono::milliseconds(info.first.offset).count();
}

std::optional<Timestamp> parse_integer_time(std::string_view text, std::int64_t epoch_ms,
                                            std::int64_t unit_ms) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  std::int64_t ms = 0;
  if (__builtin_mul_overflow(value, unit_ms, &ms)) return std::nullopt;
  if (__builtin_add_overflow(ms, epoch_ms, &ms)) return std::nullopt;
  return in_range(ms);
}

}  // namespace

std::optional<Timestamp> from_civil(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day civil{std::chrono::year{year}, std::chrono::month{month},
                                          std::chrono::day{day}};
  if (!civil.ok()) return std::nullopt;
  return Timestamp{std::chrono::sys_days(civil).time_since_epoch().count() * kMsPerDay};
}

int civil_year(Timestamp time) {
  const auto days = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(time.ms)));
  return static_cast<int>(std::chrono::year_month_day(days).year());
}

std::optional<Timestamp> parse_iso8601(std::string_view text) {
  CivilTime civil;
  const auto year = take_number(text, 4, 4);
  if (!year || !take_character(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2, 2);
  if (!month || !take_character(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2, 2);
  if (!day) return std::nullopt;
  civil.year = *year;
  civil.month = *month;
  civil.day = *day;
  int offset_minutes = 0;
  if (!text.empty()) {
    if (!take_character(text, 'T') && !take_character(text, ' ')) return std::nullopt;
    if (!take_clock(text, civil)) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    offset_minutes = *offset;
  }
  const auto ms = to_ms(civil);
  if (!ms) return std::nullopt;
  return in_range(*ms - offset_minutes * 60'000LL);
}

std::string format_iso8601(Timestamp time) {
  if (!time.is_known()) return "";
  const std::chrono::sys_time<std::chrono::milliseconds> point{std::chrono::milliseconds(time.ms)};
  const auto days = std::chrono::floor<std::chrono::days>(point);
  const std::chrono::year_month_day civil(days);
  const std::int64_t in_day = (point - days).count();
  char text[40];
  const int size =
      std::snprintf(text, sizeof(text), "%04d-%02u-%02uT%02d:%02d:%02d",
                    static_cast<int>(civil.year()), static_cast<unsigned>(civil.month()),
                    static_cast<unsigned>(civil.day()), static_cast<int>(in_day / 3'600'000),
                    static_cast<int>(in_day / 60'000 % 60), static_cast<int>(in_day / 1000 % 60));
  std::string formatted(text, static_cast<std::size_t>(size));
  if (in_day % 1000 != 0) {
    std::snprintf(text, sizeof(text), ".%03d", static_cast<int>(in_day % 1000));
    formatted += text;
  }
  return formatted + "Z";
}

std::string_view to_string(TimePrecision precision) {
  static constexpr std::string_view kNames[] = {"millisecond", "second", "minute",
                                                "day",         "step",   "year"};
  const auto index = static_cast<std::size_t>(precision) - 1;
  return index < std::size(kNames) ? kNames[index] : "unknown";
}

std::optional<Timestamp> parse_time(std::string_view text, const TimeFormat& format) {
  if (format.pattern == "unix-seconds") return parse_integer_time(text, 0, 1000);
  if (format.pattern == "unix-milliseconds") return parse_integer_time(text, 0, 1);
  if (format.pattern == "step") {
    return parse_integer_time(text, format.epoch.ms, format.step_ms);
  }
  std::optional<std::int64_t> local_ms;
  if (format.pattern == "iso8601") {
    const auto time = parse_iso8601(text);
    const bool has_own_zone =
        !text.empty() && (text.back() == 'Z' || (text.size() > 16 && text.find_first_of("+-", 16) !=
                                                                         std::string_view::npos));
    if (!time || has_own_zone) return time;
    local_ms = time->ms;
  } else if (const auto civil = read_pattern(text, format.pattern)) {
    local_ms = to_ms(*civil);
  }
  if (!local_ms) return std::nullopt;
  if (format.zone.empty() || format.zone == "UTC") {
    return in_range(*local_ms - format.utc_offset_minutes * 60'000LL);
  }
  const auto utc_ms = local_to_utc(*local_ms, format.zone);
  return utc_ms ? in_range(*utc_ms) : std::nullopt;
}

Status validate_time_format(const TimeFormat& format) {
  const auto refuse = [&](std::string found, std::string remedy) {
    return question_error("read a time format", "", std::move(found), std::move(remedy));
  };
  if (format.pattern == "step" && format.step_ms <= 0) {
    return refuse("a step without a positive length", "give \"step\", e.g. \"1d\"");
  }
  for (std::size_t i = 0; i + 1 < format.pattern.size(); ++i) {
    if (format.pattern[i] != '%') continue;
    if (std::string_view("YymdeHMSb%").find(format.pattern[++i]) == std::string_view::npos) {
      return refuse("an unknown directive at character " + std::to_string(i),
                    "use %Y %y %m %d %e %H %M %S %b");
    }
  }
  if (format.zone.empty() || format.zone == "UTC") return {};
  // The one place where the zone library's exception becomes a value.
  try {
    date::locate_zone(format.zone);
  } catch (const std::exception&) {
    return refuse("a zone that the tz database does not know",
                  "write an IANA name such as Europe/Madrid");
  }
  return {};
}

}  // namespace headwater::graph
