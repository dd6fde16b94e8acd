// trace --ledger: one account's statement traced under a named rule, with no store.
//
//   HEADWATER_ASSIGN_OR_RETURN(Answer answer,
//                              trace_statement_file("account.csv", "pro-rata", "fifo", context));
//
// Result: `rows` with the columns case, rule, item, event_seq, event_label, owner, amount_minor:
// the split of each withdrawal ("event") and what is left ("final"). What the rules are stands in
// docs/tracing.md.
#pragma once

#include <string>
#include <string_view>

#include "graph/execution_context.h"
#include "queries/answer.h"

namespace headwater::queries {

// `rule`: a word of engine::parse_statement_rule, or "all": every rule, case by case. `inner`: fifo
// or pro-rata, for clean-first and taint-first. Errors: kQuestion naming the rules; those of
// ingest::read_statement_file and engine::trace_statement. The commit is 0. Deterministic.
graph::Result<Answer> trace_statement_file(const std::string& path, std::string_view rule,
                                           std::string_view inner,
                                           const graph::ExecutionContext& context);

}  // namespace headwater::queries
