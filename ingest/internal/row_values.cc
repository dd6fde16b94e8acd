// Values, times, amounts and shares of one row.
#include <algorithm>
#include <charconv>

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

}  // namespace

std::string_view RowReader::cell(ColumnRef column) const {
  const std::uint32_t index = binding_.cell_of[column];
  return index == Binding::kMissingColumn ? std::string_view() : cells_[index];
}

bool RowReader::fill_template(const Value& value, std::string_view& out) {
  std::size_t size = 0;
  for (const TemplatePiece& piece : value.pieces) {
    size += piece.literal.size();
    if (!piece.column) continue;
    const std::string_view found = cell(*piece.column);
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
  if (!value.has_map) return true;
  const auto found = value.map.find(out);
  if (found != value.map.end()) {
    out = found->second;
    return true;
  }
  if (out.empty()) return true;
  if (!value.map_others) return fail("unmapped-value", value);
  out = *value.map_others;
  return true;
}

bool RowReader::text(const Value& value, std::string_view& out) {
  out = {};
  switch (value.form) {
    case ValueForm::kAbsent:
      return true;
    case ValueForm::kConstant:
      out = value.constant;
      break;
    case ValueForm::kColumn:
      out = cell(value.column);
      break;
    case ValueForm::kTemplate:
      if (!fill_template(value, out)) return false;
      break;
    case ValueForm::kFirstOf:
      for (const Value& alternative : value.alternatives) {
        if (!text(alternative, out)) return false;
        if (!out.empty()) break;
      }
      break;
  }
  if (!value.is_plain() && !modify(value, out)) return false;
  if (out.empty()) out = value.fallback;
  return true;
}

bool RowReader::text(const Value& value, std::string& out) {
  std::string_view found;
  if (!text(value, found)) return false;
  out.assign(found);
  return true;
}

bool RowReader::list(const std::vector<Value>& values, std::vector<std::string>& out) {
  for (const Value& value : values) {
    std::string_view rest;
    if (!text(value, rest)) return false;
    while (!rest.empty()) {
      const std::size_t end =
          value.separator.empty() ? std::string_view::npos : rest.find(value.separator);
      const std::string_view item = rest.substr(0, end);
      const std::size_t begin = item.find_first_not_of(" \t");
      if (begin != std::string_view::npos) {
        out.emplace_back(item.substr(begin, item.find_last_not_of(" \t") - begin + 1));
      }
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + value.separator.size());
    }
  }
  return true;
}

bool RowReader::time(const TimeSpec& spec, graph::Timestamp& out) {
  std::string_view found;
  if (!text(spec.value, found)) return false;
  if (found.empty()) {
    out = graph::kUnknownTime;
    return true;
  }
  const auto parsed = graph::parse_time(found, spec.format);
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

bool RowReader::share(const ShareSpec& spec, graph::BasisPoints& out) {
  std::string_view found;
  if (!text(spec.value, found)) return false;
  if (found.empty()) return true;
  const int places = spec.unit == ShareSpec::Unit::kFraction  ? 4
                     : spec.unit == ShareSpec::Unit::kPercent ? 2
                                                              : 0;
  const graph::ParsedAmount parsed = graph::parse_amount(found, places);
  if (parsed.problem == AmountProblem::kPrecision) return fail("precision", spec.value);
  const bool fits = parsed.problem == AmountProblem::kNone && parsed.amount.value >= 0 &&
                    parsed.amount.value <= graph::BasisPoints::kWhole;
  if (!fits) return fail("bad-share", spec.value);
  out.value = static_cast<std::int32_t>(parsed.amount.value);
  return true;
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
