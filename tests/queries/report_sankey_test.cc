#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "queries/report/internal/report_tables.h"
#include "queries/report/internal/sankey_columns.h"
#include "queries/report/internal/sankey_layout.h"
#include "queries/report/internal/sankey_order.h"
#include "queries/report/internal/sankey_svg.h"
#include "tests/support/markup_check.h"
#include "tests/support/report_sample.h"

namespace headwater::queries::internal {
namespace {

FlowDiagram random_flow(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  FlowDiagram flow;
  flow.title = "flow";
  const std::size_t nodes = 2 + random() % 18, links = 1 + random() % 40;
  const bool staged = random() % 3 == 0;
  for (std::size_t i = 0; i < nodes; ++i) {
    FlowNode node{
        "node " + std::to_string(i), "1.00 EUR", static_cast<FlowRole>(random() % 11), {}};
    if (staged) node.stage = static_cast<std::uint32_t>(random() % 9);
    flow.nodes.push_back(node);
  }
  for (std::size_t i = 0; i < links; ++i) {
    // Any two nodes, so cycles, self-loops and parallel links are common.
    const auto from = static_cast<std::uint32_t>(random() % nodes);
    const auto to = static_cast<std::uint32_t>(random() % nodes);
    flow.links.push_back(
        {from, to, 1 + static_cast<double>(random() % 100000) / 7, "1.00 EUR", ""});
  }
  return flow;
}

SankeyLayout lay_out(const FlowDiagram& flow) {
  return lay_out_sankey(flow, {1140, 100, 100, std::vector<double>(flow.nodes.size(), 44)});
}

// body(flow) for the sample and for random diagrams.
template <typename Body>
void for_flows(const Body& body) {
  for (const FlowDiagram& flow : tests::sample_report().flows) body(flow);
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    body(random_flow(seed));
  }
}

TEST(ReportSankey, GivesEveryLinkItsWeightAndEveryNodeTheLargerOfItsSides) {
  for_flows([](const FlowDiagram& flow) {
    const SankeyLayout layout = lay_out(flow);
    ASSERT_GT(layout.scale, 0);
    std::vector<double> in(flow.nodes.size()), out(flow.nodes.size());
    for (std::size_t i = 0; i < flow.links.size(); ++i) {
      EXPECT_DOUBLE_EQ(layout.bands[i].width, flow.links[i].weight * layout.scale);
      out[flow.links[i].from] += layout.bands[i].width;
      in[flow.links[i].to] += layout.bands[i].width;
    }
    for (std::size_t i = 0; i < flow.nodes.size(); ++i) {
      EXPECT_NEAR(layout.boxes[i].height, std::max(in[i], out[i]), 1e-9);
    }
  });
}

TEST(ReportSankey, NeverLetsNodesOfAColumnOrTheirLabelsOverlap) {
  for_flows([](const FlowDiagram& flow) {
    const SankeyLayout layout = lay_out(flow);
    std::map<std::uint32_t, std::vector<std::pair<double, double>>> columns;  // top, bottom
    for (const SankeyBox& box : layout.boxes) {
      EXPECT_GE(box.y, -1e-6);
      EXPECT_LE(box.y + box.height, layout.height + 1e-6);
      const double reach = std::max(box.height, 44.0) / 2;
      const double middle = box.y + box.height / 2;
      columns[box.column].emplace_back(middle - reach, middle + reach);
    }
    for (auto& [column, places] : columns) {
      std::sort(places.begin(), places.end());
      for (std::size_t i = 1; i < places.size(); ++i) {
        EXPECT_GE(places[i].first, places[i - 1].second - 1e-6) << "column " << column;
      }
    }
  });
}

// On each side of a node, bands stand beside each other and within its height.
TEST(ReportSankey, StacksBandsSideBySideWithinTheirNodes) {
  for_flows([](const FlowDiagram& flow) {
    const SankeyLayout layout = lay_out(flow);
    for (const bool leaving : {true, false}) {
      std::vector<std::vector<std::pair<double, double>>> sides(flow.nodes.size());
      for (std::size_t i = 0; i < flow.links.size(); ++i) {
        const SankeyBand& band = layout.bands[i];
        const double y = leaving ? band.segments.front().y0 : band.segments.back().y1;
        sides[leaving ? flow.links[i].from : flow.links[i].to].emplace_back(y - band.width / 2,
                                                                            y + band.width / 2);
      }
      for (std::size_t node = 0; node < sides.size(); ++node) {
        std::sort(sides[node].begin(), sides[node].end());
        double free_from = layout.boxes[node].y;
        for (const auto& [top, bottom] : sides[node]) {
          EXPECT_GE(top, free_from - 1e-6);
          free_from = bottom;
        }
        EXPECT_LE(free_from, layout.boxes[node].y + layout.boxes[node].height + 1e-6);
      }
    }
  });
}

TEST(ReportSankey, RunsForwardBandsFromColumnToColumnWithoutABreak) {
  for_flows([](const FlowDiagram& flow) {
    const SankeyLayout layout = lay_out(flow);
    for (std::size_t i = 0; i < flow.links.size(); ++i) {
      const SankeyBand& band = layout.bands[i];
      const std::uint32_t from = layout.boxes[flow.links[i].from].column;
      const std::uint32_t to = layout.boxes[flow.links[i].to].column;
      ASSERT_EQ(band.is_backward, to <= from);
      if (band.is_backward) {
        EXPECT_LE(band.channel_y + band.width / 2, layout.height + 1e-6);
        continue;
      }
      ASSERT_EQ(band.segments.size(), to - from);
      for (std::size_t s = 1; s < band.segments.size(); ++s) {
        EXPECT_NEAR(band.segments[s].y0, band.segments[s - 1].y1, 1e-9);
      }
    }
  });
}

TEST(ReportSankey, LeavesBandsThinnerThanAHairToTheTable) {
  FlowDiagram flow;
  for (const char* name : {"source", "large", "small"}) flow.nodes.push_back({name, "", {}, {}});
  flow.links = {{0, 1, 1000, "1,000.00 EUR", ""}, {0, 2, 1, "1.00 EUR", ""}};
  const std::string svg = sankey_svg(flow, "flow-1");
  EXPECT_NE(svg.find("1,000.00 EUR"), std::string::npos);
  EXPECT_EQ(svg.find("small"), std::string::npos);
  EXPECT_EQ(flow_table(flow).rows.size(), 2u);
}

TEST(ReportSankey, IsTheSameEveryTime) {
  for_flows([](const FlowDiagram& flow) {
    EXPECT_EQ(sankey_svg(flow, "flow-1"), sankey_svg(flow, "flow-1"));
    EXPECT_EQ(tests::markup_fault(sankey_svg(flow, "flow-1")), "");
  });
}

TEST(ReportSankey, NumbersColumnsAlongThePathsAndCutsTheLightestLinkOfACycle) {
  FlowDiagram flow;
  flow.nodes.resize(4);
  flow.links = {{0, 1, 10, "", ""}, {1, 2, 9, "", ""}, {2, 1, 2, "", ""}, {2, 3, 7, "", ""}};
  EXPECT_EQ(sankey_columns(flow), (std::vector<std::uint32_t>{0, 1, 2, 3}));
  EXPECT_EQ(order_sankey(flow).is_backward, (std::vector<bool>{false, false, true, false}));
}

TEST(ReportSankey, PutsPureSinksLastAndRespectsGivenStages) {
  FlowDiagram flow;
  flow.nodes.resize(4);
  flow.links = {{0, 1, 1, "", ""}, {1, 2, 1, "", ""}, {0, 3, 1, "", ""}};
  EXPECT_EQ(sankey_columns(flow), (std::vector<std::uint32_t>{0, 1, 2, 2}));
  const std::vector<std::uint32_t> stages = {0, 4, 9, 4};
  for (std::size_t i = 0; i < 4; ++i) flow.nodes[i].stage = stages[i];
  EXPECT_EQ(sankey_columns(flow), (std::vector<std::uint32_t>{0, 1, 2, 1}));
}

TEST(ReportSankey, UncrossesWhatCanBeUncrossed) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    // Parallel chains, listed in a shuffled order: a drawing without crossings exists.
    std::mt19937_64 random(seed);
    FlowDiagram flow;
    const std::uint32_t chains = 6, length = 4;
    std::vector<std::uint32_t> number(chains * length);
    for (std::uint32_t i = 0; i < number.size(); ++i) number[i] = i;
    std::shuffle(number.begin(), number.end(), random);
    flow.nodes.resize(number.size());
    for (std::uint32_t i = 0; i < number.size(); ++i) flow.nodes[number[i]].stage = i % length;
    for (std::uint32_t i = 0; i < number.size(); ++i) {
      if (i % length + 1 < length) flow.links.push_back({number[i], number[i + 1], 5, "", ""});
    }
    EXPECT_EQ(crossing_weight(order_sankey(flow)), 0) << "seed " << seed;
  }
}

}  // namespace
}  // namespace headwater::queries::internal
