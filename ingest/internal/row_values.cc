// Times, amounts, shares and other numbers of one row.
#include <algorithm>
#include <charconv>
#include <optional>

#include "ingest/internal/cells.h"
#include "ingest/internal/row_reader.h"

namespace headwater::ingest::internal {

using graph::AmountProblem;

namespace {

constexpr int kMaximumScale = 18;
constexpr int kMostFurtherPlaces = 14;  // 100 % with so many fits 64 bits

// "2019" or "2019-05" as a day of it; nothing for any other text.
std::optional<graph::Timestamp> partial_date(std::string_view text, TimeSpec::Partial partial) {
  if (partial == TimeSpec::Partial::kRefused) return std::nullopt;
  const bool is_year = text.size() == 4;
  if (!is_year && (text.size() != 7 || text[4] != '-')) return std::nullopt;
  int year = 0;
  int month = 1;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  if (std::from_chars(begin, begin + 4, year).ptr != begin + 4 || year < 0) return std::nullopt;
  if (!is_year && std::from_chars(begin + 5, end, month).ptr != end) return std::nullopt;
  if (month < 1 || month > 12) return std::nullopt;
  if (partial == TimeSpec::Partial::kFirst) {
    return graph::from_civil(year, static_cast<unsigned>(month), 1);
  }
  const bool closes_year = is_year || month == 12;  // the day before the next period begins
  auto next = closes_year ? graph::from_civil(year + 1, 1, 1)
                          : graph::from_civil(year, static_cast<unsigned>(month + 1), 1);
  if (next) next->ms -= 86'400'000;
  return next;
}

}  // namespace

bool RowReader::time(const TimeSpec& spec, graph::Timestamp& out) {
  std::string_view found;
  if (!text(spec.value, found)) return false;
  if (found.empty()) {
    out = graph::kUnknownTime;
    return true;
  }
  auto parsed = graph::parse_time(found, spec.format);
  if (!parsed) parsed = partial_date(found, spec.partial);
  if (!parsed) return fail("bad-time", spec.value);
  out = *parsed;
  return true;
}

bool RowReader::asset(const Value& value, graph::AssetId& out) {
  std::string_view found;
  if (!text(value, found)) return false;
  const auto cached = asset_cache_.find(found);
  if (cached != asset_cache_.end()) {
    out = cached->second;
    return true;
  }
  auto known = graph::find_known_asset(found);
  const auto settled = binding_.assets.find(known ? std::string_view(known->code) : found);
  if (settled != binding_.assets.end()) known = settled->second;
  if (!known) return fail("unknown-asset", value);
  out.value = static_cast<std::uint16_t>(batch_.assets.size());
  for (std::size_t i = 0; i < batch_.assets.size(); ++i) {
    if (batch_.assets[i].code == known->code) out.value = static_cast<std::uint16_t>(i);
  }
  if (out.value == batch_.assets.size()) batch_.assets.push_back(*known);
  asset_cache_.emplace(batch_.text.copy(found), out);
  return true;
}

bool RowReader::amount(const AmountSpec& spec, graph::AssetId asset, graph::MinorUnits& out) {
  std::string_view found;
  if (!text(spec.value, found)) return false;
  const int exponent = batch_.assets[asset.value].exponent;
  const graph::ParsedAmount parsed = graph::parse_amount(found, exponent, spec.number);
  if (parsed.problem != AmountProblem::kNone) {
    return fail(graph::to_string(parsed.problem), spec.value);
  }
  out = parsed.amount;
  if (out.value >= 0) return true;
  if (spec.absolute) {
    out.value = -out.value;
    return true;
  }
  return spec.allows_negative || fail("negative-amount", spec.value);
}

namespace {

// A share of more places than are kept, in the direction that the mapping says: of an interval the
// lower bound goes down and the upper one up, so that it holds what the source states.
graph::ParsedAmount rounded(const ShareSpec& spec, std::string_view found, int places) {
  graph::ParsedAmount parsed;
  parsed.problem = AmountProblem::kPrecision;
  if (spec.rounding == ShareSpec::Rounding::kRefused) return parsed;
  std::int64_t unit = 1;
  for (int more = 1; more <= kMostFurtherPlaces; ++more) {
    unit *= 10;
    parsed = graph::parse_amount(found, places + more);
    if (parsed.problem == AmountProblem::kPrecision) continue;
    if (parsed.problem != AmountProblem::kNone || parsed.amount.value < 0) return parsed;
    const bool goes_up =
        spec.rounding == ShareSpec::Rounding::kUp && parsed.amount.value % unit != 0;
    parsed.amount.value = parsed.amount.value / unit + (goes_up ? 1 : 0);
    return parsed;
  }
  return parsed;
}

}  // namespace

// Why a text is no share; empty when it is one.
std::string_view share_problem(const ShareSpec& spec, std::string_view found,
                               graph::BasisPoints& out) {
  const int places = spec.unit == ShareSpec::Unit::kFraction  ? 4
                     : spec.unit == ShareSpec::Unit::kPercent ? 2
                                                              : 0;
  if (spec.is_free_text && spec.unit == ShareSpec::Unit::kPercent && found.ends_with('%')) {
    found = trimmed(found.substr(0, found.size() - 1));
  }
  graph::ParsedAmount parsed = graph::parse_amount(found, places);
  if (parsed.problem == AmountProblem::kPrecision) parsed = rounded(spec, found, places);
  if (parsed.problem == AmountProblem::kPrecision) return "precision";
  const bool fits = parsed.problem == AmountProblem::kNone && parsed.amount.value >= 0 &&
                    parsed.amount.value <= graph::BasisPoints::kWhole;
  if (!fits) return "bad-share";
  out.value = static_cast<std::int32_t>(parsed.amount.value);
  return {};
}

bool RowReader::share(const ShareSpec& spec, graph::BasisPoints& out) {
  std::string_view found;
  if (!text(spec.value, found)) return false;
  if (found.empty()) return true;
  const std::string_view problem = share_problem(spec, found, out);
  return problem.empty() || fail(problem, spec.value);
}

bool RowReader::record_id(const Value& value, std::string_view& out) {
  if (!text(value, out)) return false;
  return out.size() <= kIdLimitBytes || fail("id-too-long", value);
}

bool RowReader::flag(const Value& value, bool& out) {
  std::string_view found;
  if (!text(value, found)) return false;
  out = found == "1" || found == "true" || found == "True" || found == "TRUE";
  const bool is_false =
      found.empty() || found == "0" || found == "false" || found == "False" || found == "FALSE";
  return out || is_false || fail("bad-flag", value);
}

bool RowReader::count(const Value& value, std::uint32_t& out) {
  std::string_view found;
  if (!text(value, found)) return false;
  out = 0;
  if (found.empty()) return true;
  const auto parsed = std::from_chars(found.data(), found.data() + found.size(), out);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == found.data() + found.size();
  return (whole && out > 0) || fail("bad-count", value);
}

bool RowReader::scaled_integer(const Value& value, std::string_view digits,
                               graph::NumberFormat number, std::int64_t& out, std::uint8_t& scale) {
  for (int places = 0; places <= kMaximumScale; ++places) {
    const graph::ParsedAmount parsed = graph::parse_amount(digits, places, number);
    if (parsed.problem == AmountProblem::kPrecision) continue;
    if (parsed.problem != AmountProblem::kNone) {
      return fail(graph::to_string(parsed.problem), value);
    }
    out = parsed.amount.value;
    scale = static_cast<std::uint8_t>(places);
    return true;
  }
  return fail("precision", value);
}

}  // namespace headwater::ingest::internal
