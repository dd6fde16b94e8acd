// Sources of a trace, from a file: `headwater trace STORE --source-file F`.
//
//   Result<std::vector<SourceRow>> rows = read_source_file("sources.csv", context);
//
// Columns, in any order, others are ignored: transaction, amount (may be missing or empty: the
// whole), label (may be missing or empty).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/status.h"

namespace headwater::ingest {

struct SourceRow {
  std::uint64_t row = 0;    // 1-based data row
  std::string transaction;  // its name
  std::string amount;       // decimal major units of an asset that only the store knows
  std::string label;
};

// The rows in file order. Errors: kInput naming the row for anything that does not fit, for an
// empty transaction and a file without rows; as the readers of files otherwise.
graph::Result<std::vector<SourceRow>> read_source_file(const std::string& path,
                                                       const graph::ExecutionContext& context);

// One name a line, white space around it aside; blank lines and those that begin with `#` are
// skipped. Read once: a pipe will do. Errors: kInput for a file without names; as the readers of
// files otherwise.
graph::Result<std::vector<std::string>> read_name_file(const std::string& path,
                                                       const graph::ExecutionContext& context);

}  // namespace headwater::ingest
