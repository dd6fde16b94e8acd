// Draws a Sankey diagram as inline SVG.
#pragma once

#include <string>

#include "queries/report/report_model.h"

namespace headwater::queries::internal {

// `id` names the figure within the page: letters, digits, hyphens. Empty without links.
std::string sankey_svg(const FlowDiagram& diagram, const std::string& id);

// The style class and the words for a role; shared with legends and tables.
std::string flow_role_class(FlowRole role);
std::string flow_role_text(FlowRole role);

}  // namespace headwater::queries::internal
