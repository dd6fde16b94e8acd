// What the page says it was made from. Files that say something about victims are named with the
// victim key only; for publication no file is.
#pragma once

#include "graph/store.h"
#include "queries/report/report_model.h"

namespace headwater::queries::internal {

ReportTable report_sources(const graph::StoreView& view, ReportAudience audience);

}  // namespace headwater::queries::internal
