// Texts of one row: cells, templates and choices, what modifiers make of them, and the several that
// one cell may hold.
#include <algorithm>
#include <optional>

#include "graph/ascii.h"
#include "graph/territory_code.h"
#include "ingest/internal/cells.h"
#include "ingest/internal/plain_decimal.h"
#include "ingest/internal/row_reader.h"

namespace headwater::ingest::internal {
namespace {

// Letters and digits of any script count as word characters: bytes above ASCII are kept.
bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         (static_cast<unsigned char>(c) >= 0x80);
}

std::string_view lowered(std::string_view text, TextArena& arena) {
  char* out = arena.allocate(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) out[i] = graph::ascii_lower(text[i]);
  return {out, text.size()};
}

std::string_view slugged(std::string_view text, TextArena& arena) {
  char* const out = arena.allocate(text.size());
  std::size_t size = 0;
  for (const char raw : text) {
    const char c = graph::ascii_lower(raw);
    if (is_word_character(c)) {
      out[size++] = c;
    } else if (size > 0 && out[size - 1] != '-') {
      out[size++] = '-';
    }
  }
  if (size > 0 && out[size - 1] == '-') --size;
  return {out, size};
}

// What stands between the marks; nothing where they do not stand at both ends.
std::string_view between_marks(const Value& value, std::string_view text) {
  const bool is_marked = text.size() >= value.begin_mark.size() + value.end_mark.size() &&
                         text.starts_with(value.begin_mark) && text.ends_with(value.end_mark);
  if (!is_marked) return {};
  text.remove_prefix(value.begin_mark.size());
  text.remove_suffix(value.end_mark.size());
  return trimmed(text);
}

std::string_view without_final_mark(const Value& value, std::string_view text) {
  if (!value.final_mark.empty() && text.ends_with(value.final_mark)) {
    text.remove_suffix(value.final_mark.size());
  }
  return text;
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
  if (value.record_of && binding_.history != nullptr) out = binding_.history->record_of(out);
  if (!value.until.empty()) out = trimmed(out.substr(0, out.find(value.until)));
  if (value.has_marks) out = between_marks(value, out);
  if (value.strip_leading_zeros) {
    while (out.size() > 1 && out[0] == '0' && is_word_character(graph::ascii_lower(out[1]))) {
      out.remove_prefix(1);
    }
  }
  if (value.lower) out = lowered(out, batch_.text);
  if (value.slug) out = slugged(out, batch_.text);
  const auto& unknown = value.unknown_words;
  if (std::find(unknown.begin(), unknown.end(), out) != unknown.end()) out = {};
  if (value.has_map && !look_up(value, out)) return false;
  if (value.country != CountryRule::kNone && !country(value, out)) return false;
  return read_as(value, out);
}

bool RowReader::look_up(const Value& value, std::string_view& out) {
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

bool RowReader::read_as(const Value& value, std::string_view& out) {
  if (out.empty() || value.reading == Reading::kText) return true;
  if (value.reading == Reading::kDecimal) {
    return plain_decimal(out, batch_.text) || fail("not-a-number", value);
  }
  std::optional<graph::Timestamp> time;
  for (const graph::TimeFormat& format : value.time_formats) {
    if (!time) time = graph::parse_time(out, format);
  }
  if (!time) return fail("bad-time", value);
  const std::string written = graph::format_iso8601(*time);
  const bool is_date = value.reading == Reading::kDate;
  out = batch_.text.copy(
      std::string_view(written).substr(0, is_date ? written.find('T') : written.size()));
  return true;
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
  out = without_final_mark(value, out);
  return value.form == ValueForm::kAbsent || finish_text(value, out);
}

bool RowReader::finish_text(const Value& value, std::string_view& out) {
  if (!value.is_plain() && !modify(value, out)) return false;
  if (out.empty()) out = value.fallback;
  return true;
}

// The parts of one text, or the text where it is not split.
bool RowReader::each_part(const Value& value, std::string_view rest, const UseText& use) {
  rest = without_final_mark(value, rest);
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

}  // namespace headwater::ingest::internal
