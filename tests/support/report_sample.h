// A made-up but realistic report: twelve members, two currencies, money that comes back.
#pragma once

#include "queries/report/report_model.h"

namespace headwater::tests {

queries::ReportModel sample_report();

}  // namespace headwater::tests
