// The style sheet of the report page: inline, for light and dark screens and for paper.
#pragma once

#include <string_view>

namespace headwater::queries::internal {

// Holds none of & < >, so it stands in a document without escaping.
std::string_view report_style();

}  // namespace headwater::queries::internal
