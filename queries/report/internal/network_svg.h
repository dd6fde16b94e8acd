// Draws the network around the ring as inline SVG: shape = kind of entity, colour and mark =
// standing, line = layer. There is no shape for a victim.
#pragma once

#include <string>

#include "queries/report/report_model.h"

namespace headwater::queries::internal {

// Empty without nodes.
std::string network_svg(const NetworkDiagram& diagram, const std::string& id);

std::string network_shape_text(NetworkShape shape);
std::string network_standing_text(NetworkStanding standing);
std::string network_layer_text(NetworkLayer layer);

}  // namespace headwater::queries::internal
