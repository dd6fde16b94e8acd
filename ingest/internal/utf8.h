// UTF-8 checks (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headwater::ingest::internal {

// O(length); eight bytes at a time over ASCII.
bool is_valid_utf8(std::string_view text);

// At most `limit` bytes of `text` as valid UTF-8: cut between characters, every byte that is no
// part of a well-formed character replaced by U+FFFD.
std::string printable_prefix(std::string_view text, std::size_t limit);

}  // namespace headwater::ingest::internal
