// Values, times, amounts and shares of one row.
#include <algorithm>
#include <charconv>
#include <optional>

#include "graph/territory_code.h"
#include "ingest/internal/cells.h"
#include "ingest/internal/row_reader.h"

namespace headwater::ingest::internal {

using graph::AmountProblem;

namespace {

constexpr int kMaximumScale = 18;

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Letters and digits of any script count as word characters: bytes above ASCII are kept.
bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         (static_cast<unsigned char>(c) >= 0x80);
}

std::string_view lowered(std::string_view text, TextArena& arena) {
  char* out = arena.allocate(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) out[i] = ascii_lower(text[i]);
  return {out, text.size()};
}

std::string_view slugged(std::string_view text, TextArena& arena) {
  char* const out = arena.allocate(text.size());
  std::size_t size = 0;
  for (const char raw : text) {
    const char c = ascii_lower(raw);
    if (is_word_character(c)) {
      out[size++] = c;
    } else if (size > 0 && out[size - 1] != '-') {
      out[size++] = '-';
    }
  }
  if (size > 0 && out[size - 1] == '-') --size;
  return {out, size};
}

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

std::string_view RowReader::cell(ColumnRef column) const {
  if (binding_.part->is_structured()) {
    const auto& texts = values_[column].texts;
    return texts.empty() ? std::string_view() : texts.front();
  }
  const std::uint32_t index = binding_.cell_of[column];
  return index == Binding::kMissingColumn ? std::string_view() : cells_[index];
}

bool RowReader::cell(ColumnRef column, std::string_view& out) {
  out = cell(column);
  const std::string_view doubt = doubt_about(column);
  if (doubt.empty()) return true;
  problem_.columns.push_back(binding_.part->columns[column].name);
  return fail(doubt);
}

bool RowReader::fill_template(const Value& value, std::string_view& out) {
  std::size_t size = 0;
  for (const TemplatePiece& piece : value.pieces) {
    size += piece.literal.size();
    if (!piece.column) continue;
    std::string_view found;
    if (!cell(*piece.column, found)) return false;
    if (found.empty()) {
      out = {};
      return true;
    }
    size += found.size();
  }
  char* place = batch_.text.allocate(size);
  out = {place, size};
  for (const TemplatePiece& piece : value.pieces) {
    const std::string_view found = piece.column ? cell(*piece.column) : std::string_view();
    place = std::copy(piece.literal.begin(), piece.literal.end(), place);
    place = std::copy(found.begin(), found.end(), place);
  }
  return true;
}

bool RowReader::modify(const Value& value, std::string_view& out) {
  if (value.strip_leading_zeros) {
    while (out.size() > 1 && out[0] == '0' && is_word_character(ascii_lower(out[1]))) {
      out.remove_prefix(1);
    }
  }
  if (value.lower) out = lowered(out, batch_.text);
  if (value.slug) out = slugged(out, batch_.text);
  const auto& unknown = value.unknown_words;
  if (std::find(unknown.begin(), unknown.end(), out) != unknown.end()) out = {};
  if (value.has_map) {
    const auto found = value.map.find(out);
    if (found != value.map.end()) {
      out = found->second;
    } else if (!out.empty()) {
      if (!value.map_others) return fail("unmapped-value", value);
      out = *value.map_others;
    }
  }
  return value.country == CountryRule::kNone || country(value, out);
}

// The alpha-3 code of a country that is named by a code.
bool RowReader::country(const Value& value, std::string_view& out) {
  if (out.empty()) return true;
  const std::string_view code = graph::country_of_code(out);
  if (code.empty() && value.country == CountryRule::kCode) return fail("bad-territory", value);
  out = code;
  return true;
}

bool RowReader::unmodified(const Value& value, std::string_view& out) {
  out = {};
  switch (value.form) {
    case ValueForm::kAbsent:
      return true;
    case ValueForm::kConstant:
      out = value.constant;
      return true;
    case ValueForm::kColumn:
      return cell(value.column, out);
    case ValueForm::kTemplate:
      return fill_template(value, out);
    case ValueForm::kFirstOf:
      for (const Value& alternative : value.alternatives) {
        if (!text(alternative, out)) return false;
        if (!out.empty()) break;
      }
      return true;
    case ValueForm::kAnyOf:
      return only_text(value, out);
    case ValueForm::kRowOfFile:
      out = batch_.text.copy(binding_.file_print + ":" + std::to_string(row_number_));
      return true;
  }
  return true;
}

bool RowReader::only_text(const Value& value, std::string_view& out) {
  out = {};
  bool differ = false;
  const auto take = [&](std::string_view one) {
    if (out.empty()) out = one;
    differ = differ || one != out;
    return true;
  };
  if (!each_text(value, take)) return false;
  if (differ) out = *value.several;
  return true;
}

bool RowReader::text(const Value& value, std::string_view& out) {
  if (value.several) return only_text(value, out);
  if (!unmodified(value, out)) return false;
  return value.form == ValueForm::kAbsent || finish_text(value, out);
}

bool RowReader::finish_text(const Value& value, std::string_view& out) {
  if (!value.is_plain() && !modify(value, out)) return false;
  if (out.empty()) out = value.fallback;
  return true;
}

// The parts of one text, or the text where it is not split.
bool RowReader::each_part(const Value& value, std::string_view rest, const UseText& use) {
  for (;;) {
    const std::size_t end =
        value.separator.empty() ? std::string_view::npos : rest.find(value.separator);
    std::string_view part = rest.substr(0, end);
    if (!value.separator.empty()) part = trimmed(part);
    const bool is_all = end == std::string_view::npos;
    if (!part.empty() || is_all) {
      if (!finish_text(value, part) || (!part.empty() && !use(part))) return false;
    }
    if (is_all) return true;
    rest.remove_prefix(end + value.separator.size());
  }
}

// Every value of the first alternative that has one, or of all.
bool RowReader::each_alternative(const Value& value, const UseText& use) {
  bool any = false;
  const auto take = [&](std::string_view one) {
    any = true;
    return each_part(value, one, use);
  };
  for (const Value& alternative : value.alternatives) {
    if (!each_text(alternative, take)) return false;
    if (any && value.form == ValueForm::kFirstOf) return true;
  }
  return any || each_part(value, {}, use);
}

bool RowReader::each_text(const Value& value, const UseText& use) {
  if (binding_.part->is_structured() && value.form == ValueForm::kColumn) {
    const CellValues& cell_values = values_[value.column];
    if (!cell_values.holds_object && cell_values.texts.size() > 1) {
      return std::all_of(cell_values.texts.begin(), cell_values.texts.end(),
                         [&](std::string_view one) { return each_part(value, one, use); });
    }
  }
  const bool takes_one = value.form == ValueForm::kFirstOf && binding_.part->is_structured();
  if (takes_one || value.form == ValueForm::kAnyOf) return each_alternative(value, use);
  std::string_view single;
  if (!unmodified(value, single)) return false;
  return value.form == ValueForm::kAbsent || each_part(value, single, use);
}

bool RowReader::text(const Value& value, std::string& out) {
  std::string_view found;
  if (!text(value, found)) return false;
  out.assign(found);
  return true;
}

bool RowReader::list(const std::vector<Value>& values, std::vector<std::string>& out) {
  const auto add = [&](std::string_view one) {
    out.emplace_back(one);
    return true;
  };
  return std::all_of(values.begin(), values.end(),
                     [&](const Value& value) { return each_text(value, add); });
}

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

// Why a text is no share; empty when it is one.
std::string_view share_problem(const ShareSpec& spec, std::string_view found,
                               graph::BasisPoints& out) {
  const int places = spec.unit == ShareSpec::Unit::kFraction  ? 4
                     : spec.unit == ShareSpec::Unit::kPercent ? 2
                                                              : 0;
  if (spec.is_free_text && spec.unit == ShareSpec::Unit::kPercent && found.ends_with('%')) {
    found = trimmed(found.substr(0, found.size() - 1));
  }
  const graph::ParsedAmount parsed = graph::parse_amount(found, places);
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
