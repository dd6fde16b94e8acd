#include "queries/report/internal/report_check.h"

#include <fmt/format.h>

#include <cmath>

namespace headwater::queries::internal {
namespace {

using graph::Status;

Status fault(std::string place, std::string found) {
  return Status(graph::StatusCode::kInternal, {"report page", std::move(place), std::move(found),
                                               "correct the code that fills the model"});
}

Status check_flow(const FlowDiagram& diagram, std::size_t index) {
  for (std::size_t i = 0; i < diagram.links.size(); ++i) {
    const FlowLink& link = diagram.links[i];
    const std::string place = fmt::format("flow {}, link {}", index, i);
    if (link.from >= diagram.nodes.size() || link.to >= diagram.nodes.size()) {
      return fault(place, "a node that is not there");
    }
    if (!(link.weight > 0) || !std::isfinite(link.weight)) {
      return fault(place, "a weight that is not positive");
    }
  }
  return {};
}

Status check_network(const NetworkDiagram& diagram) {
  for (std::size_t i = 0; i < diagram.edges.size(); ++i) {
    const NetworkEdge& edge = diagram.edges[i];
    const std::string place = fmt::format("network, tie {}", i);
    if (edge.from >= diagram.nodes.size() || edge.to >= diagram.nodes.size()) {
      return fault(place, "a node that is not there");
    }
    if (!(edge.weight >= 0) || !std::isfinite(edge.weight)) {
      return fault(place, "a weight that is negative or no number");
    }
  }
  return {};
}

Status check_timeline(const Timeline& timeline) {
  for (const TimelinePanel& panel : timeline.panels) {
    for (const auto* series : {&panel.received, &panel.leaving}) {
      for (const auto& [name, amounts] : *series) {
        if (amounts.size() != timeline.periods.size()) {
          return fault("timeline", "a series that is not as long as the periods");
        }
        for (const TimelineAmount& amount : amounts) {
          if (!(amount.weight >= 0) || !std::isfinite(amount.weight)) {
            return fault("timeline", "a weight that is negative or no number");
          }
        }
      }
    }
  }
  for (const TimelineEvent& event : timeline.events) {
    if (event.period >= timeline.periods.size()) {
      return fault("timeline", "an event outside the periods");
    }
  }
  return {};
}

Status check_table(const ReportTable& table) {
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    if (table.rows[i].size() != table.columns.size()) {
      return fault(fmt::format("table, row {}", i), "another number of cells than columns");
    }
  }
  return {};
}

Status check_members(const std::vector<MemberRow>& members) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    const MemberRow& row = members[i];
    const bool finite = std::isfinite(row.lower_weight) && std::isfinite(row.profit_weight) &&
                        std::isfinite(row.truth_weight.value_or(0));
    if (!finite || row.lower_weight > row.profit_weight) {
      return fault(fmt::format("member {}", i), "an interval that is no interval");
    }
  }
  return {};
}

}  // namespace

Status check_report_model(const ReportModel& model) {
  for (std::size_t i = 0; i < model.flows.size(); ++i) {
    HEADWATER_RETURN_IF_ERROR(check_flow(model.flows[i], i));
  }
  HEADWATER_RETURN_IF_ERROR(check_network(model.network));
  HEADWATER_RETURN_IF_ERROR(check_timeline(model.timeline));
  HEADWATER_RETURN_IF_ERROR(check_members(model.members));
  for (const auto* tables : {&model.profit_tables, &model.innocents, &model.scoreboard}) {
    for (const ReportTable& table : *tables) HEADWATER_RETURN_IF_ERROR(check_table(table));
  }
  return check_table(model.sources);
}

}  // namespace headwater::queries::internal
