// The combinatorial half of a Sankey diagram: which column a node stands in, which links run
// backwards, and in which order a column is stacked so that few bands cross.
#pragma once

#include <cstdint>
#include <vector>

#include "queries/report/report_model.h"

namespace headwater::queries::internal {

inline constexpr std::uint32_t kNoNode = 0xFFFFFFFFu;

// A place in a column: a node, or the passage of one link through a column between its ends. So a
// long band has room of its own and never runs beneath a node.
struct SankeySlot {
  std::uint32_t column = 0;
  std::uint32_t node = kNoNode;  // kNoNode: a passage
  double value = 0;              // nodes: the larger of what comes in and what goes out
};

// A part of a forward link, from one column to the next.
struct SankeyPiece {
  std::uint32_t from = 0, to = 0;  // slots
  std::uint32_t link = 0;
  double weight = 0;
};

struct SankeyOrder {
  std::vector<SankeySlot> slots;    // nodes first, slot = node
  std::vector<SankeyPiece> pieces;  // of a link, in order of columns
  std::vector<bool> is_backward;    // by link: to a column that is not further right
  std::vector<std::vector<std::uint32_t>> columns;  // slots from top to bottom
};

// Cycles are cut at a small weight of links (greedy, after Eades, Lin and Smyth 1993); columns are
// longest paths from the sources, with pure sinks in the last column, unless the model gives
// stages; orders come from barycentre sweeps (Sugiyama, Tagawa, Toda 1981) and swaps of neighbours.
// Deterministic.
SankeyOrder order_sankey(const FlowDiagram& diagram);

// Sum over crossing pairs of pieces of the product of their weights: what the sweeps lower.
double crossing_weight(const SankeyOrder& order);

}  // namespace headwater::queries::internal
