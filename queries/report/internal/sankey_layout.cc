#include "queries/report/internal/sankey_layout.h"

#include <algorithm>

#include "graph/status.h"
#include "queries/report/internal/sankey_order.h"

namespace headwater::queries::internal {
namespace {

constexpr double kBoxWidth = 14;
constexpr double kBaseHeight = 160, kHeightPerSlot = 22;
constexpr double kTop = 8;
constexpr double kChannelGap = 8;
constexpr int kRelaxations = 60;

class SankeyGeometry {
 public:
  SankeyGeometry(const FlowDiagram& diagram, const SankeyFrame& frame)
      : diagram_(diagram), frame_(frame), order_(order_sankey(diagram)) {
    layout_.width = frame.width;
    layout_.left_margin = frame.left_margin;
    layout_.right_margin = frame.right_margin;
    layout_.column_count = static_cast<std::uint32_t>(order_.columns.size());
    y_.resize(order_.slots.size());
    port_out_.resize(order_.pieces.size());
    port_in_.resize(order_.pieces.size());
  }

  SankeyLayout run() {
    choose_scale();
    assign_ports();
    stack_columns();
    for (int round = 0; round < kRelaxations; ++round) relax(round % 2 == 0);
    place_boxes();
    place_bands();
    return std::move(layout_);
  }

 private:
  double height(std::uint32_t slot) const { return order_.slots[slot].value * layout_.scale; }
  bool is_node(std::uint32_t slot) const { return order_.slots[slot].node != kNoNode; }
  double overhang(std::uint32_t slot) const;
  double gap(std::uint32_t above, std::uint32_t below) const;
  double column_height(const std::vector<std::uint32_t>& column) const;
  double tallest_column() const;
  double column_x(std::uint32_t column) const;
  double piece_y0(std::size_t piece) const;
  double piece_y1(std::size_t piece) const;

  void choose_scale();
  void assign_ports();
  void stack_columns();
  void relax(bool rightwards);
  void keep_apart(const std::vector<std::uint32_t>& column);
  void place_boxes();
  void place_bands();
  void place_backward_bands();

  const FlowDiagram& diagram_;
  const SankeyFrame& frame_;
  const SankeyOrder order_;
  SankeyLayout layout_;
  double room_ = 0;                         // height for the columns
  std::vector<double> y_;                   // by slot, from the top
  std::vector<double> port_out_, port_in_;  // by piece: middle of the band below the slot's top
};

// How far the label of a slot, centred beside it, reaches beyond its box.
double SankeyGeometry::overhang(std::uint32_t slot) const {
  return is_node(slot) ? std::max(0.0, (frame_.label_heights[slot] - height(slot)) / 2) : 0.0;
}

// Room between two places of a column: none of their labels may touch.
double SankeyGeometry::gap(std::uint32_t above, std::uint32_t below) const {
  const double smallest = is_node(above) && is_node(below)   ? 12
                          : is_node(above) != is_node(below) ? 9
                                                             : 5;
  return std::max(smallest, overhang(above) + overhang(below) + 3);
}

double SankeyGeometry::column_height(const std::vector<std::uint32_t>& column) const {
  double sum = 0;
  for (std::size_t i = 0; i < column.size(); ++i) {
    sum += height(column[i]);
    if (i > 0) sum += gap(column[i - 1], column[i]);
  }
  return sum;
}

double SankeyGeometry::tallest_column() const {
  double tallest = 0;
  for (const auto& column : order_.columns) tallest = std::max(tallest, column_height(column));
  return tallest;
}

double SankeyGeometry::column_x(std::uint32_t column) const {
  const double room = layout_.width - layout_.left_margin - layout_.right_margin - kBoxWidth;
  const double steps = std::max<double>(1, layout_.column_count - 1.0);
  return layout_.left_margin + room * column / steps;
}

// The largest scale at which every column fits. Heights grow with the scale, gaps shrink more
// slowly, so bisection finds it.
void SankeyGeometry::choose_scale() {
  layout_.scale = 0;
  std::size_t most_slots = 0;
  for (const auto& column : order_.columns) most_slots = std::max(most_slots, column.size());
  room_ = std::max(kBaseHeight + kHeightPerSlot * static_cast<double>(most_slots),
                   1.35 * tallest_column() + 60);
  double largest = 0;
  for (const SankeySlot& slot : order_.slots) largest = std::max(largest, slot.value);
  if (largest == 0) return;
  double low = 0, high = room_ / largest;
  for (int step = 0; step < 60; ++step) {
    layout_.scale = (low + high) / 2;
    (tallest_column() <= room_ ? low : high) = layout_.scale;
  }
  layout_.scale = low;
}

void SankeyGeometry::assign_ports() {
  std::vector<std::uint32_t> position(order_.slots.size());
  for (const auto& column : order_.columns) {
    for (std::uint32_t i = 0; i < column.size(); ++i) position[column[i]] = i;
  }
  std::vector<std::size_t> by_out(order_.pieces.size());
  for (std::size_t i = 0; i < by_out.size(); ++i) by_out[i] = i;
  std::vector<std::size_t> by_in = by_out;
  const auto& pieces = order_.pieces;
  std::stable_sort(by_out.begin(), by_out.end(), [&](std::size_t a, std::size_t b) {
    return position[pieces[a].to] < position[pieces[b].to];
  });
  std::stable_sort(by_in.begin(), by_in.end(), [&](std::size_t a, std::size_t b) {
    return position[pieces[a].from] < position[pieces[b].from];
  });
  std::vector<double> used_out(order_.slots.size()), used_in(order_.slots.size());
  for (const std::size_t i : by_out) {
    const double width = pieces[i].weight * layout_.scale;
    port_out_[i] = used_out[pieces[i].from] + width / 2;
    used_out[pieces[i].from] += width;
  }
  for (const std::size_t i : by_in) {
    const double width = pieces[i].weight * layout_.scale;
    port_in_[i] = used_in[pieces[i].to] + width / 2;
    used_in[pieces[i].to] += width;
  }
}

void SankeyGeometry::stack_columns() {
  for (const auto& column : order_.columns) {
    double y = (room_ - column_height(column)) / 2;
    for (std::size_t i = 0; i < column.size(); ++i) {
      if (i > 0) y += gap(column[i - 1], column[i]);
      y_[column[i]] = y;
      y += height(column[i]);
    }
  }
}

double SankeyGeometry::piece_y0(std::size_t i) const {
  return y_[order_.pieces[i].from] + port_out_[i];
}
double SankeyGeometry::piece_y1(std::size_t i) const {
  return y_[order_.pieces[i].to] + port_in_[i];
}

// Moves every place to where its bands from one side would run level, then apart again.
void SankeyGeometry::relax(bool rightwards) {
  const std::size_t count = order_.columns.size();
  for (std::size_t step = 0; step < count; ++step) {
    const std::size_t c = rightwards ? step : count - 1 - step;
    std::vector<double> sum(order_.slots.size()), weight(order_.slots.size());
    for (std::size_t i = 0; i < order_.pieces.size(); ++i) {
      const SankeyPiece& piece = order_.pieces[i];
      const std::uint32_t slot = rightwards ? piece.to : piece.from;
      if (order_.slots[slot].column != c) continue;
      const double level = rightwards ? piece_y0(i) - port_in_[i] : piece_y1(i) - port_out_[i];
      sum[slot] += piece.weight * level;
      weight[slot] += piece.weight;
    }
    for (const std::uint32_t slot : order_.columns[c]) {
      if (weight[slot] > 0) y_[slot] = sum[slot] / weight[slot];
    }
    keep_apart(order_.columns[c]);
  }
}

void SankeyGeometry::keep_apart(const std::vector<std::uint32_t>& column) {
  double free_from = 0;
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (i > 0) free_from += gap(column[i - 1], column[i]);
    y_[column[i]] = std::max(y_[column[i]], free_from);
    free_from = y_[column[i]] + height(column[i]);
  }
  double free_to = room_;
  for (std::size_t i = column.size(); i-- > 0;) {
    y_[column[i]] = std::min(y_[column[i]], free_to - height(column[i]));
    free_to = y_[column[i]];
    if (i > 0) free_to -= gap(column[i - 1], column[i]);
  }
}

void SankeyGeometry::place_boxes() {
  for (std::uint32_t node = 0; node < diagram_.nodes.size(); ++node) {
    const std::uint32_t column = order_.slots[node].column;
    layout_.boxes.push_back({column_x(column), kTop + y_[node], kBoxWidth, height(node), column});
  }
}

void SankeyGeometry::place_bands() {
  layout_.bands.resize(diagram_.links.size());
  for (std::size_t i = 0; i < diagram_.links.size(); ++i) {
    layout_.bands[i].width = diagram_.links[i].weight * layout_.scale;
    layout_.bands[i].is_backward = order_.is_backward[i];
  }
  for (std::size_t i = 0; i < order_.pieces.size(); ++i) {
    const SankeyPiece& piece = order_.pieces[i];
    layout_.bands[piece.link].segments.push_back(
        {column_x(order_.slots[piece.from].column) + kBoxWidth, kTop + piece_y0(i),
         column_x(order_.slots[piece.to].column), kTop + piece_y1(i)});
  }
  place_backward_bands();
}

// Backward bands leave and enter at the foot of their nodes and pass below all columns.
void SankeyGeometry::place_backward_bands() {
  std::vector<double> foot_out(diagram_.nodes.size()), foot_in(diagram_.nodes.size());
  double channel = kTop + room_ + 14;
  for (std::size_t i = 0; i < diagram_.links.size(); ++i) {
    SankeyBand& band = layout_.bands[i];
    if (!band.is_backward) continue;
    const FlowLink& link = diagram_.links[i];
    const SankeyBox& from = layout_.boxes[link.from];
    const SankeyBox& to = layout_.boxes[link.to];
    foot_out[link.from] += band.width;
    foot_in[link.to] += band.width;
    band.segments.push_back({from.x + from.width,
                             from.y + from.height - foot_out[link.from] + band.width / 2, to.x,
                             to.y + to.height - foot_in[link.to] + band.width / 2});
    band.channel_y = channel + band.width / 2;
    channel += band.width + kChannelGap;
  }
  layout_.height = channel;
}

}  // namespace

SankeyLayout lay_out_sankey(const FlowDiagram& diagram, const SankeyFrame& frame) {
  if (diagram.nodes.empty()) return {};
  HEADWATER_CHECK(frame.label_heights.size() == diagram.nodes.size(), "one label a node");
  return SankeyGeometry(diagram, frame).run();
}

}  // namespace headwater::queries::internal
