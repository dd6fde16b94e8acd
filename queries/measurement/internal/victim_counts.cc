#include "queries/measurement/internal/victim_counts.h"

namespace headwater::queries::internal {
namespace {

using graph::VictimFlow;

// An interval [start, end] against a half-open window.
bool overlaps(const VictimFlow& flow, const graph::TimeWindow& window) {
  const bool begins_before_its_end =
      !window.to.is_known() || !flow.start.is_known() || flow.start < window.to;
  const bool ends_after_its_start =
      !window.from.is_known() || !flow.end.is_known() || flow.end >= window.from;
  return begins_before_its_end && ends_after_its_start;
}

bool is_in_window(const VictimFlow& flow, const graph::TimeWindow& window,
                  ScoreboardFigures& figures) {
  if (!window.is_bounded()) return true;
  if (!flow.start.is_known() && !flow.end.is_known()) {
    ++figures.undated_flows;
    return false;
  }
  if (!overlaps(flow, window)) return false;
  if (!flow.start.is_known() || !flow.end.is_known()) ++figures.open_flows;
  return true;
}

}  // namespace

graph::Status add_victims(const graph::StoreView& view, const CanonicalEntities& canonical,
                          const CaseScope& scope, const graph::TimeWindow& window,
                          TerritoryNames& territories, const graph::ExecutionContext& context,
                          ScoreboardFigures& figures) {
  std::uint64_t seen = 0;
  return view.for_each_victim_flow(
      [&](graph::VictimFlowId, const VictimFlow& flow) -> graph::Status {
        if (++seen % 65'536 == 0) {
          HEADWATER_RETURN_IF_ERROR(context.check_cancelled("measure the scoreboard"));
        }
        if (flow.kind != graph::VictimFlowKind::kExploitation) return {};
        if (!scope.includes(canonical(flow.case_id))) return {};
        if (!is_in_window(flow, window, figures)) return {};
        HEADWATER_ASSIGN_OR_RETURN(const std::string territory,
                                   territories.name(canonical(flow.exploitation_territory)));
        CellFigures& cell = figures.cells[cell_name(territory, flow.form, flow.sector)];
        if (flow.victim_token == 0) {
          cell.group_cases += flow.count;
        } else if (cell.people.insert(flow.victim_token).second) {
          ++cell.victims;
        }
        return {};
      });
}

}  // namespace headwater::queries::internal
