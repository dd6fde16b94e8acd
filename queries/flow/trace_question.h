// trace: where labelled money went, and where it stands now.
//
//   TraceQuestion question; question.from_assertions = true; question.case_name = "case:police/17";
//   Result<Answer> answer = trace_question(session, question);
//
// Result: `rows` (where the money stands: asset by asset, largest first), `payments` (what carried
// it), `conversions`, `conservation` (per asset and label; its column `difference` is 0 in every
// row, or there is no answer), `labels`, `summary`. Accounts of protected people are never named:
// what they hold is one row "protected persons" a kind, label and asset, and payments into or out
// of them stand in no list. docs/tracing.md says what the words mean.
#pragma once

#include <string>
#include <vector>

#include "graph/snapshot.h"
#include "queries/answer.h"
#include "queries/flow/trace_policy.h"
#include "queries/query_session.h"

namespace headwater::queries {

// Part of a transaction that the asker calls proceeds.
struct AskedSource {
  std::string transaction;  // its name; or, with an empty amount, TRANSACTION=AMOUNT
  std::string amount;       // decimal major units of what it credits; empty: the whole
  std::string label;        // empty: "source"
  std::string place;        // "file:row", for errors; may be empty
};

// Exactly one of `sources` and `from_assertions`.
struct TraceQuestion {
  std::vector<AskedSource> sources;
  bool from_assertions = false;
  std::string case_name;  // with from_assertions: of this case; empty: of all
  bool disputed = true;   // with from_assertions: count what another assertion disputes
  TracePolicyWords policy;
  graph::Resolution resolution;
  std::size_t limit = 100;  // rows of `payments` and `conversions`; 0: all
};

// Errors: kQuestion (no source, or both kinds; a source larger than its transaction; a policy that
// networks do not have), kNotFound (a transaction, the case), those of the snapshot and the trace,
// kInternal when money is not conserved. Deterministic for any number of threads. One snapshot and
// one trace; from assertions, an attribution.
graph::Result<Answer> trace_question(QuerySession& session, const TraceQuestion& question);

}  // namespace headwater::queries
