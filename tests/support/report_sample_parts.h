// The parts that the sample report is made of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "queries/report/report_model.h"

namespace headwater::tests {

std::string sample_money(std::int64_t cents);  // 1234567 -> "12,345.67"
double sample_major(std::int64_t cents);

struct SamplePerson {
  const char* name;
  const char* role;
  queries::NetworkStanding standing;
  std::int64_t lower, upper, truth;  // cents
};
const std::vector<SamplePerson>& sample_people();

queries::NetworkDiagram sample_network();
queries::Timeline sample_timeline();

}  // namespace headwater::tests
