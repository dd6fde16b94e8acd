// Words of somebody's own beside those that a table says itself.
#pragma once

#include <string>
#include <string_view>

namespace headwater::queries::internal {

// A form or sector that an assertion calls `all` or `unknown` reads like the total, or like the row
// of what nobody stated: it is shown as "\"all\" (as asserted)". Every other word as it is.
inline std::string own_word(std::string_view word) {
  for (const std::string_view taken : {"all", "unknown", "(all)", "(unknown)"}) {
    if (word == taken) return "\"" + std::string(word) + "\" (as asserted)";
  }
  return std::string(word);
}

}  // namespace headwater::queries::internal
