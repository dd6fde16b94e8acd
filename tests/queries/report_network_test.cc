#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "queries/report/internal/force_layout.h"
#include "queries/report/internal/network_svg.h"
#include "queries/report/internal/timeline_svg.h"
#include "tests/support/markup_check.h"
#include "tests/support/report_sample.h"

namespace headwater::queries::internal {
namespace {

struct ForceInput {
  std::vector<ForceNode> nodes;
  std::vector<ForceEdge> edges;
};

ForceInput random_input(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  ForceInput input;
  const std::size_t count = seed % 7 == 0 ? seed % 3 : 1 + random() % 70;
  for (std::size_t i = 0; i < count; ++i) {
    input.nodes.push_back(
        {8 + static_cast<double>(random() % 6), static_cast<double>(random() % 150), 16, 1});
  }
  for (std::size_t i = 0; count > 1 && i < 2 * count; ++i) {
    // A hub, islands and isolated nodes.
    const auto from = static_cast<std::uint32_t>(random() % 3 == 0 ? 0 : random() % count);
    const auto to = static_cast<std::uint32_t>(random() % count);
    if (from != to) input.edges.push_back({from, to, 1});
  }
  return input;
}

TEST(ReportNetwork, NeverLetsGlyphsOrLabelsOverlapAndKeepsAllInside) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const ForceInput input = random_input(seed);
    const ForceLayout layout = lay_out_network(input.nodes, input.edges, 1.5);
    ASSERT_EQ(layout.nodes.size(), input.nodes.size());
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
      const PlacedNode& a = layout.nodes[i];
      ASSERT_TRUE(std::isfinite(a.x) && std::isfinite(a.y));
      EXPECT_GE(a.left, 0);
      EXPECT_GE(a.top, 0);
      EXPECT_LE(a.right, layout.width);
      EXPECT_LE(a.bottom, layout.height);
      for (std::size_t j = 0; j < i; ++j) {
        const PlacedNode& b = layout.nodes[j];
        const bool apart =
            a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        EXPECT_TRUE(apart) << i << " and " << j;
      }
    }
  }
}

TEST(ReportNetwork, IsTheSameEveryTime) {
  const ForceInput input = random_input(5);
  const ForceLayout first = lay_out_network(input.nodes, input.edges, 1.5);
  const ForceLayout second = lay_out_network(input.nodes, input.edges, 1.5);
  for (std::size_t i = 0; i < first.nodes.size(); ++i) {
    EXPECT_EQ(first.nodes[i].x, second.nodes[i].x);
    EXPECT_EQ(first.nodes[i].y, second.nodes[i].y);
  }
}

TEST(ReportNetwork, DrawsEveryNodeAndTieAsWellFormedMarkup) {
  const NetworkDiagram network = tests::sample_report().network;
  const std::string svg = network_svg(network, "network-figure");
  EXPECT_EQ(tests::markup_fault(svg), "");
  for (const NetworkNode& node : network.nodes) {
    EXPECT_NE(svg.find("<title>" + node.label + ": "), std::string::npos) << node.label;
  }
  for (const NetworkEdge& edge : network.edges) {
    EXPECT_NE(svg.find(": " + edge.detail + "</title>"), std::string::npos) << edge.detail;
  }
  EXPECT_EQ(network_svg({}, "network-figure"), "");
}

TEST(ReportTimeline, RoundsAxesUpToNiceNumbers) {
  EXPECT_EQ(round_up_to_nice(0), 1);
  EXPECT_EQ(round_up_to_nice(1), 1);
  EXPECT_EQ(round_up_to_nice(1.2), 2);
  EXPECT_EQ(round_up_to_nice(2.1), 2.5);
  EXPECT_EQ(round_up_to_nice(26000), 50000);
  EXPECT_EQ(round_up_to_nice(70000), 100000);
  EXPECT_NEAR(round_up_to_nice(0.03), 0.05, 1e-12);
  EXPECT_EQ(axis_label(25000), "25k");
  EXPECT_EQ(axis_label(2500000), "2.5M");
  EXPECT_EQ(axis_label(0), "0");
}

TEST(ReportTimeline, DrawsEveryAmountThatIsNotZeroAndEveryEvent) {
  const Timeline timeline = tests::sample_report().timeline;
  const std::string svg = timeline_svg(timeline, "timeline-figure");
  EXPECT_EQ(tests::markup_fault(svg), "");
  std::size_t bars = 0;
  for (const TimelinePanel& panel : timeline.panels) {
    for (const auto* series : {&panel.received, &panel.leaving}) {
      for (const auto& [name, amounts] : *series) {
        for (std::size_t i = 0; i < amounts.size(); ++i) {
          if (amounts[i].weight == 0) continue;
          ++bars;
          const std::string title = "<title>" + timeline.periods[i] + ", " + name + ": " +
                                    amounts[i].amount + " " + panel.asset + "</title>";
          EXPECT_NE(svg.find(title), std::string::npos) << title;
        }
      }
    }
  }
  std::size_t drawn = 0;
  for (std::size_t at = svg.find("class=\"bar "); at != std::string::npos;
       at = svg.find("class=\"bar ", at + 1)) {
    ++drawn;
  }
  EXPECT_EQ(drawn, bars);
  for (const TimelineEvent& event : timeline.events) {
    EXPECT_NE(svg.find("<strong>" + event.date), std::string::npos);
  }
}

}  // namespace
}  // namespace headwater::queries::internal
