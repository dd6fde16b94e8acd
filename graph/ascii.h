// Letters of ASCII in the other case. Bytes of other scripts, and everything that is no letter,
// stay as they are: codes and keywords compare so on every machine, whatever its locale.
#pragma once

#include <string>
#include <string_view>

namespace headwater::graph {

constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char ascii_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

inline std::string ascii_lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = ascii_lower(c);
  return result;
}
inline std::string ascii_upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = ascii_upper(c);
  return result;
}

}  // namespace headwater::graph
