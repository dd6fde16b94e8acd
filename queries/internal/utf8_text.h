// UTF-8 for output: what is well-formed, how wide it is on a terminal, what may be shown there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace headwater::queries::internal {

inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Bytes of the well-formed UTF-8 sequence at the start of `text` (not empty); 0 when malformed,
// overlong, a surrogate or above U+10FFFF.
std::size_t utf8_length(std::string_view text);

// The code point of the well-formed sequence of `length` bytes at the start of `text`.
std::uint32_t utf8_code_point(std::string_view text, std::size_t length);

// `text` with control characters (C0, DEL, C1), direction marks, line separators and malformed
// bytes replaced by U+FFFD.
std::string printable(std::string_view text);

// Columns that printable text takes: combining marks 0, East Asian wide and emoji 2, others 1.
std::size_t display_width(std::string_view text);

}  // namespace headwater::queries::internal
