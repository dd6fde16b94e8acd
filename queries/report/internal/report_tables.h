// The tables of the report page.
#pragma once

#include "queries/report/internal/markup_writer.h"
#include "queries/report/report_model.h"

namespace headwater::queries::internal {

void write_table(MarkupWriter& out, const ReportTable& table);

// Two tables: each member's interval, drawn and in figures, beside the truth where it is known; and
// what each figure is made of.
void write_members(MarkupWriter& out, const ReportModel& model);

// The tables that stand for the diagrams.
ReportTable flow_table(const FlowDiagram& diagram);
ReportTable network_node_table(const NetworkDiagram& diagram);
ReportTable network_edge_table(const NetworkDiagram& diagram);
ReportTable timeline_table(const Timeline& timeline, const TimelinePanel& panel);

}  // namespace headwater::queries::internal
