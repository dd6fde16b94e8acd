// How far an attributed profit is from a known truth: one definition for every answer.
#pragma once

#include "graph/money.h"

namespace headwater::queries::internal {

// Both are positive where too much is attributed.
struct TruthError {
  graph::WideMinorUnits of_interval = 0;  // the nearest end less the truth; 0 when it lies within
  graph::WideMinorUnits of_upper = 0;     // the upper end, the profit, less the truth
  bool is_within() const { return of_interval == 0; }
};

// Of the interval [lower, upper].
inline TruthError truth_error(graph::WideMinorUnits lower, graph::WideMinorUnits upper,
                              graph::WideMinorUnits truth) {
  TruthError error;
  error.of_upper = upper - truth;
  if (truth < lower) error.of_interval = lower - truth;
  if (truth > upper) error.of_interval = upper - truth;
  return error;
}

}  // namespace headwater::queries::internal
