// How often ring ranking names innocents, as measured by `evaluate_seeds` and written in
// docs/ring.md: for pages and answers on a real case, where nobody knows the truth. A test compares
// the figures with that page, and the page says how to measure them again.
#pragma once

#include <span>
#include <string_view>

namespace headwater::queries {

struct MeasuredMethod {
  std::string_view method;
  // Means over seeds, in tenths.
  int found = 0, missed = 0, innocents = 0;
  int found_unnamed = 0;  // of those found, whom no victim flow names by a role either
};

inline constexpr int kMeasuredSeeds = 20;    // generated cases, none of which was tuned on
inline constexpr int kMeasuredCutOff = 15;   // rows that are shown
inline constexpr int kMeasuredToFind = 15;   // members less the asserted ones
inline constexpr int kMeasuredUnnamed = 83;  // of these, whom no role names: a mean, in tenths
inline constexpr std::string_view kMeasuredScale = "0.05";

// Best first.
std::span<const MeasuredMethod> measured_methods();

}  // namespace headwater::queries
