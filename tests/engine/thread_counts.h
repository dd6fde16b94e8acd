// Runs one computation with 1, 2 and 4 threads for the tests that ask for equal bits.
#pragma once

#include <array>

#include "graph/execution_context.h"

namespace headwater::tests {

inline constexpr std::array<int, 3> kThreadCounts = {1, 2, 4};

// body(context) for each thread count.
template <typename Body>
void for_thread_counts(const Body& body) {
  for (const int threads : kThreadCounts) {
    const graph::ExecutionContext context({.threads = threads, .on_progress = {}});
    body(context);
  }
}

}  // namespace headwater::tests
