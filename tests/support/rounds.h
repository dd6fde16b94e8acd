// How often a long test of random structures is repeated: a quarter as often under the sanitizers,
// where everything takes four times as long and further seeds take the same paths.
#pragma once

#include <cstdint>

namespace headwater::tests {

#ifdef HEADWATER_IS_SANITIZED
inline constexpr bool kIsSanitized = true;
#else
inline constexpr bool kIsSanitized = false;
#endif

// At least once.
constexpr std::uint64_t rounds(std::uint64_t all) { return kIsSanitized ? (all + 3) / 4 : all; }

}  // namespace headwater::tests
