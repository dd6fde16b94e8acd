// Where the nodes of a small network stand: forces, then room for the labels.
//
// Springs along edges, repulsion between all pairs (Fruchterman and Reingold 1991) and a pull to
// the centre, from a fixed pseudo-random start; then boxes (glyph and label below it) are pushed
// apart until none overlap. Only + - * / and square roots are used, so equal input gives equal
// places. O(n^2) a round: meant for some 150 nodes.
#pragma once

#include <cstdint>
#include <vector>

namespace headwater::queries::internal {

struct ForceNode {
  double radius = 10;
  double label_width = 0, label_height = 0;  // the label stands centred below the glyph
  double pull = 1;                           // how strongly the centre attracts it
};

struct ForceEdge {
  std::uint32_t from = 0, to = 0;
  double strength = 1;
};

struct PlacedNode {
  double x = 0, y = 0;  // middle of the glyph
  double left = 0, top = 0, right = 0, bottom = 0;
};

struct ForceLayout {
  double width = 0, height = 0;
  std::vector<PlacedNode> nodes;
};

// `aspect`: wanted width / height. No two boxes overlap; all lie within width x height.
ForceLayout lay_out_network(const std::vector<ForceNode>& nodes,
                            const std::vector<ForceEdge>& edges, double aspect);

}  // namespace headwater::queries::internal
