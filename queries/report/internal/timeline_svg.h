// Draws the timeline as inline SVG: one panel an asset, bars up for what was received and down for
// what left, numbered markers for events.
#pragma once

#include <string>

#include "queries/report/report_model.h"

namespace headwater::queries::internal {

// Empty without periods or panels.
std::string timeline_svg(const Timeline& timeline, const std::string& id);

// The smallest of 1, 2, 2.5 or 5 times a power of ten that is at least `value`; 1 for 0.
double round_up_to_nice(double value);

// "0", "2.5k", "1M": for axes, which are scales and not amounts of anything.
std::string axis_label(double value);

}  // namespace headwater::queries::internal
