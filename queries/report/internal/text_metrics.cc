#include "queries/report/internal/text_metrics.h"

namespace headwater::queries::internal {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// In ems. East Asian and other wide characters start at three-byte sequences above U+1100.
double character_width(std::string_view text, std::size_t at) {
  const char c = text[at];
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0xE1) return byte == 0xE2 ? 0.8 : 1.05;
  if (byte >= 0x80) return 0.66;
  if (std::string_view("iIjl.,:;'|!").find(c) != std::string_view::npos) return 0.35;
  if (std::string_view("mwMW@%").find(c) != std::string_view::npos) return 1.0;
  if (c == ' ' || c == '-' || c == '(' || c == ')' || c == 't' || c == 'f' || c == 'r') return 0.42;
  return c >= 'A' && c <= 'Z' ? 0.72 : 0.64;
}

}  // namespace

double text_width(std::string_view text, double font_size) {
  double ems = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!continues_character(text[i])) ems += character_width(text, i);
  }
  return ems * font_size;
}

std::string shorten(std::string_view text, double font_size, double widest) {
  if (text_width(text, font_size) <= widest) return std::string(text);
  const double room = widest - 0.8 * font_size;
  double used = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    std::size_t next = end + 1;
    while (next < text.size() && continues_character(text[next])) ++next;
    used += character_width(text, end) * font_size;
    if (used > room) break;
    end = next;
  }
  while (end > 0 && text[end - 1] == ' ') --end;
  return std::string(text.substr(0, end)) + "\xE2\x80\xA6";
}

std::vector<std::string> wrap(std::string_view text, double font_size, double widest,
                              std::size_t most_lines) {
  std::vector<std::string> lines;
  while (lines.size() + 1 < most_lines && text_width(text, font_size) > widest) {
    std::size_t end = 0;
    for (std::size_t at = text.find(' '); at != std::string_view::npos;
         at = text.find(' ', at + 1)) {
      if (text_width(text.substr(0, at), font_size) > widest) break;
      end = at;
    }
    if (end == 0) break;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  lines.push_back(shorten(text, font_size, widest));
  return lines;
}

}  // namespace headwater::queries::internal
