// One account's statement for tracing without a store: `headwater trace --ledger FILE.csv`.
//
//   Result<std::vector<StatementRow>> rows = read_statement_file("account.csv", context);
//
// Columns, in any order, others are ignored: case (optional), seq, kind (D deposit, W withdrawal),
// label, amount_minor (an integer >= 0), claimed (0 or 1; empty is 0).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/money.h"
#include "graph/status.h"

namespace headwater::ingest {

struct StatementRow {
  std::string case_name;  // empty when the file has no such column
  std::int64_t sequence = 0;
  bool is_deposit = true;
  std::string label;  // whose money, or what it was spent on
  graph::MinorUnits amount;
  bool claimed = false;
};

// The rows in file order. Errors: kInput naming row and column for anything that does not fit, for
// two rows of one case with the same seq; as the readers of files otherwise. O(rows log rows).
graph::Result<std::vector<StatementRow>> read_statement_file(
    const std::string& path, const graph::ExecutionContext& context);

}  // namespace headwater::ingest
