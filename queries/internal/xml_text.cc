// Extensible Markup Language (XML) 1.0, fifth edition, sections 2.2 (characters) and 3.3.3
// (attribute values are normalised, so that only references keep their line ends).
#include "queries/internal/xml_text.h"

#include "queries/internal/utf8_text.h"

namespace headwater::queries::internal {
namespace {

bool is_xml_character(std::uint32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  return point != 0xFFFE && point != 0xFFFF;
}

bool steers_the_eye(std::uint32_t point) {
  return point == '\r' || (point >= 0x7F && point <= 0x9F) ||
         (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
         point == 0x200E || point == 0x200F;
}

std::string_view reference_for(std::uint32_t point, XmlText use) {
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
      break;
  }
  if (use == XmlText::kForEyes) return {};
  return point == '\t' ? "&#9;" : point == '\n' ? "&#10;" : point == '\r' ? "&#13;" : "";
}

}  // namespace

std::uint64_t append_xml_text(std::string& out, std::string_view text, XmlText use) {
  std::uint64_t replaced = 0;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::uint32_t point = length == 0 ? 0 : utf8_code_point(text, length);
    const bool stays = length != 0 && is_xml_character(point) &&
                       (use == XmlText::kExact || !steers_the_eye(point));
    if (!stays) {
      out += kReplacement;
      ++replaced;
    } else if (const std::string_view reference = reference_for(point, use); !reference.empty()) {
      out += reference;
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return replaced;
}

}  // namespace headwater::queries::internal
