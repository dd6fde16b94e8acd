// Decimal numbers that are kept as text, written in one way.
#pragma once

#include <string_view>

#include "ingest/internal/text_arena.h"

namespace headwater::ingest::internal {

// Writes a decimal number in its plain form, exactly: "2.50E-3" is "0.0025", "+07.0" is "7". The
// text may have an exponent of at most 64 either way, and 128 digits; anything else is refused, and
// `text` left as it is. The result lives in `arena`, or is `text` itself. O(length).
bool plain_decimal(std::string_view& text, TextArena& arena);

}  // namespace headwater::ingest::internal
