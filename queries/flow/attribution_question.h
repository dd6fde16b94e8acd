// attribute: who profited, by how much, on which ground.
//
//   AttributionQuestion question; question.case_name = "case:police/17"; question.by = "entity";
//   Result<Answer> answer = attribution_question(session, question);
//
// Result: `rows` (by entity, role, form, sector, territory or period), `cases`, `by_standard`,
// `components`, `withheld_wages`, `members`, `transfers`, `identities` (both sides of everything
// that must be equal; an answer with a difference is never given), `summary`; with a report
// currency `in_report_currency` and `rates`; with a truth `truth`. A member's profit is the
// interval [lower, profit], lower = profit - unexplained; money of different assets stands apart.
// Members of whom no asserted money is known have a row with nulls: unknown is not 0.
// For publication there is `rows` alone, through disclosure control, of all cases by the usual
// policy: whatever chooses whose money counts or which is refused, because two tables that differ
// by one choice differ by one person's or one payment's amount. docs/tracing.md says what the words
// mean.
#pragma once

#include <string>
#include <vector>

#include "graph/snapshot.h"
#include "queries/answer.h"
#include "queries/flow/trace_policy.h"
#include "queries/query_session.h"

namespace headwater::queries {

struct AttributionQuestion {
  std::string case_name;                  // empty: all cases
  std::vector<std::string> members_from;  // further members, of every case asked for
  std::string by = "entity";              // role, form, sector, territory, period
  std::string audience = "internal";      // or publication: no entity and no role is named
  std::string report_currency;            // an asset's code; empty: none
  std::string truth_directory;            // of a generated case; by entity only; empty: none
  bool disputed = true;                   // count what another assertion disputes
  TracePolicyWords policy;
  graph::Resolution resolution;
};

// Errors: kQuestion (an unknown word, what publication does not show, a currency that the store
// lacks), kNotFound (the case, a member), kInput (the truth), kInternal when an identity fails, and
// those of attribute_cases. Deterministic for any number of threads.
graph::Result<Answer> attribution_question(QuerySession& session,
                                           const AttributionQuestion& question);

}  // namespace headwater::queries
