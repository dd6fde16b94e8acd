#include "queries/report/internal/markup_writer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "graph/status.h"

namespace headwater::queries::internal {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Bytes of the well-formed UTF-8 sequence at the start of `text`, and its code point; 0 if broken.
std::pair<std::size_t, std::uint32_t> decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, lead};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {0, 0};
  std::uint32_t point = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0, 0};
    point = point << 6 | (byte(i) & 0x3Fu);
  }
  constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < kSmallest[length] || point > 0x10FFFF || surrogate) return {0, 0};
  return {length, point};
}

bool is_allowed(std::uint32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n';
  if (point >= 0x7F && point <= 0x9F) return false;
  const bool reorders = (point >= 0x202A && point <= 0x202E) ||
                        (point >= 0x2066 && point <= 0x2069) || point == 0x200E || point == 0x200F;
  return !reorders && point != 0xFFFE && point != 0xFFFF;
}

std::string_view reference_for(std::uint32_t point) {
  switch (point) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

std::string escape_markup(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    const auto [length, point] = decode(text);
    if (length == 0 || !is_allowed(point)) {
      escaped += kReplacement;
    } else if (const std::string_view reference = reference_for(point); !reference.empty()) {
      escaped += reference;
    } else {
      escaped += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return escaped;
}

std::string coordinate(double value) {
  const double rounded = std::round(value * 100) / 100;
  std::array<char, 64> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                 rounded == 0 ? 0.0 : rounded, std::chars_format::fixed, 2);
  std::string text(buffer.data(), end.ptr);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

void MarkupWriter::write_tag(std::string_view tag, Attributes attributes, std::string_view end) {
  out_ += '<';
  out_ += tag;
  for (const auto& [name, value] : attributes) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    out_ += escape_markup(value);
    out_ += '"';
  }
  out_ += end;
}

MarkupWriter& MarkupWriter::open(std::string_view tag, Attributes attributes) {
  write_tag(tag, attributes, ">");
  open_tags_.emplace_back(tag);
  return *this;
}

MarkupWriter& MarkupWriter::close() {
  HEADWATER_CHECK(!open_tags_.empty(), "every close has its open");
  out_ += "</" + open_tags_.back() + ">\n";
  open_tags_.pop_back();
  return *this;
}

MarkupWriter& MarkupWriter::empty(std::string_view tag, Attributes attributes) {
  write_tag(tag, attributes, "/>\n");
  return *this;
}

MarkupWriter& MarkupWriter::element(std::string_view tag, Attributes attributes,
                                    std::string_view text) {
  return open(tag, attributes).MarkupWriter::text(text).close();
}

MarkupWriter& MarkupWriter::text(std::string_view text) {
  out_ += escape_markup(text);
  return *this;
}

MarkupWriter& MarkupWriter::trusted(std::string_view markup) {
  out_ += markup;
  return *this;
}

std::string MarkupWriter::take() {
  HEADWATER_CHECK(open_tags_.empty(), "every open has its close");
  return std::move(out_);
}

}  // namespace headwater::queries::internal
