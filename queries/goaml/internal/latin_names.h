// Names for units whose schema takes letters of ASCII alone: [a-zA-Z0-9 .'-].
#pragma once

#include <string>
#include <string_view>

namespace headwater::queries::internal {

// Letters of Latin-1 and Latin Extended-A by their base letters (A-ring to A, sharp s to ss), other
// characters that such a schema refuses to a blank; runs of blanks to one. Empty where nothing is
// left. Not a transliteration of other scripts: nobody would recognise one made by rule. Pure,
// O(length).
std::string in_ascii_letters(std::string_view name);

}  // namespace headwater::queries::internal
