// The geometric half of a Sankey diagram: boxes and bands in pixels.
#pragma once

#include <cstdint>
#include <vector>

#include "queries/report/report_model.h"

namespace headwater::queries::internal {

struct SankeyBox {
  double x = 0, y = 0, width = 0, height = 0;
  std::uint32_t column = 0;
};

// A straight part of a band: both ends are middles of the band.
struct SankeySegment {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

struct SankeyBand {
  double width = 0;                     // weight * scale, exactly
  bool is_backward = false;             // runs below everything, from right to left
  std::vector<SankeySegment> segments;  // forward: one a column crossed; backward: from end to end
  double channel_y = 0;                 // backward: the middle of its way below
};

struct SankeyLayout {
  double width = 0, height = 0;
  double scale = 0;  // pixels a unit of weight
  std::uint32_t column_count = 0;
  double left_margin = 0, right_margin = 0;
  std::vector<SankeyBox> boxes;   // by node
  std::vector<SankeyBand> bands;  // by link
};

// What a layout is to fit into.
struct SankeyFrame {
  double width = 1140;
  double left_margin = 0, right_margin = 0;  // for the labels of the first and last column
  std::vector<double> label_heights;         // by node
};

// Boxes of one column never overlap and keep room for their labels; bands leave and enter a node
// side by side, within its height, in the order of their other ends. The height follows from the
// number of nodes. Deterministic.
SankeyLayout lay_out_sankey(const FlowDiagram& diagram, const SankeyFrame& frame);

}  // namespace headwater::queries::internal
