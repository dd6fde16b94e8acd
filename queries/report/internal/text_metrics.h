// How wide a text will be, without a font at hand: estimates on the safe side for the wide faces
// among the usual system fonts.
#pragma once

#include <string>
#include <string_view>

namespace headwater::queries::internal {

double text_width(std::string_view text, double font_size);

// The text, or its beginning and "…" so that it fits.
std::string shorten(std::string_view text, double font_size, double widest);

}  // namespace headwater::queries::internal
