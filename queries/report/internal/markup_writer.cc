#include "queries/report/internal/markup_writer.h"

#include <array>
#include <charconv>
#include <cmath>

#include "graph/status.h"
#include "queries/internal/xml_text.h"

namespace headwater::queries::internal {

std::string escape_markup(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  append_xml_text(escaped, text, XmlText::kForEyes);
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
