// Whether a report model can be drawn at all.
#pragma once

#include "graph/status.h"
#include "queries/report/report_model.h"

namespace headwater::queries::internal {

// kInternal, naming the place, when an index or a row width is wrong or a weight is no number.
graph::Status check_report_model(const ReportModel& model);

}  // namespace headwater::queries::internal
