// The small drawings of the network: entity shapes, standing marks, and the legend made of them.
#pragma once

#include <string>

#include "queries/report/internal/markup_writer.h"
#include "queries/report/report_model.h"

namespace headwater::queries::internal {

std::string standing_class(NetworkStanding standing);
std::string layer_class(NetworkLayer layer);

// The outline of an entity with its middle at (x, y), and the mark of its standing.
void draw_glyph(MarkupWriter& out, NetworkShape shape, NetworkStanding standing, double x, double y,
                double radius);

// Everything that `diagram` uses, explained.
std::string network_legend(const NetworkDiagram& diagram);

}  // namespace headwater::queries::internal
