// The report page: one HTML file that can be handed over, printed, and read years later.
//
//   HEADWATER_ASSIGN_OR_RETURN(std::string html, report_page(model));
//
// Self-contained: no script, no font, no picture, no address is loaded; the page forbids it to the
// browser by its own content policy. Diagrams are inline SVG with titles, and every number in them
// stands again in a table of the appendix. Light and dark, screen and paper.
#pragma once

#include <string>

#include "graph/status.h"
#include "queries/report/report_model.h"

namespace headwater::queries {

// Every text of the model is escaped. Equal models give equal bytes. Errors: kInternal when the
// model contradicts itself (a link to a node that is not there, a row of the wrong width, a weight
// that is negative or not a number). About O(n^2) in the nodes of the network, else near-linear.
graph::Result<std::string> report_page(const ReportModel& model);

}  // namespace headwater::queries
