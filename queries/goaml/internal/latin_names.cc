// Unicode 15, blocks Latin-1 Supplement and Latin Extended-A: canonical decompositions without
// their marks; letters that have none by the usual spelling.
#include "queries/goaml/internal/latin_names.h"

#include <array>

#include "queries/internal/utf8_text.h"

namespace headwater::queries::internal {
namespace {

constexpr std::uint32_t kFirstLetter = 0xC0, kPastLetters = 0x180;

// clang-format off
constexpr std::array<std::string_view, kPastLetters - kFirstLetter> kBaseLetters = {{
    "A", "A", "A", "A", "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I", "I",
    "D", "N", "O", "O", "O", "O", "O", " ", "O", "U", "U", "U", "U", "Y", "Th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "o", " ", "o", "u", "u", "u", "u", "y", "th", "y",
    "A", "a", "A", "a", "A", "a", "C", "c", "C", "c", "C", "c", "C", "c", "D", "d",
    "D", "d", "E", "e", "E", "e", "E", "e", "E", "e", "E", "e", "G", "g", "G", "g",
    "G", "g", "G", "g", "H", "h", "H", "h", "I", "i", "I", "i", "I", "i", "I", "i",
    "I", "i", "IJ", "ij", "J", "j", "K", "k", "k", "L", "l", "L", "l", "L", "l", "L",
    "l", "L", "l", "N", "n", "N", "n", "N", "n", "n", "N", "n", "O", "o", "O", "o",
    "O", "o", "OE", "oe", "R", "r", "R", "r", "R", "r", "S", "s", "S", "s", "S", "s",
    "S", "s", "T", "t", "T", "t", "T", "t", "U", "u", "U", "u", "U", "u", "U", "u",
    "U", "u", "U", "u", "W", "w", "Y", "y", "Y", "Z", "z", "Z", "z", "Z", "z", "s",
}};
// clang-format on

bool is_taken_as_it_is(std::uint32_t point) {
  return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') ||
         (point >= '0' && point <= '9') || point == '.' || point == '\'' || point == '-';
}

}  // namespace

std::string in_ascii_letters(std::string_view name) {
  std::string letters;
  const auto add_blank = [&] {
    if (!letters.empty() && letters.back() != ' ') letters += ' ';
  };
  while (!name.empty()) {
    const std::size_t length = utf8_length(name);
    const std::uint32_t point = length == 0 ? 0 : utf8_code_point(name, length);
    if (is_taken_as_it_is(point)) {
      letters += static_cast<char>(point);
    } else if (point >= kFirstLetter && point < kPastLetters &&
               kBaseLetters[point - kFirstLetter] != " ") {
      letters += kBaseLetters[point - kFirstLetter];
    } else if (point == 0x2019) {  // a typographer's apostrophe
      letters += '\'';
    } else {
      add_blank();
    }
    name.remove_prefix(length == 0 ? 1 : length);
  }
  while (!letters.empty() && letters.back() == ' ') letters.pop_back();
  return letters;
}

}  // namespace headwater::queries::internal
