// How wide a text will be, without a font at hand: estimates on the safe side for the wide faces
// among the usual system fonts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headwater::queries::internal {

double text_width(std::string_view text, double font_size);

// The text, or its beginning and "…" so that it fits.
std::string shorten(std::string_view text, double font_size, double widest);

// The text on at most `most_lines` lines (at least 1), broken at spaces; what does not fit is
// shortened. At least one line.
std::vector<std::string> wrap(std::string_view text, double font_size, double widest,
                              std::size_t most_lines);

}  // namespace headwater::queries::internal
