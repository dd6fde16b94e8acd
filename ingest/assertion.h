// One assertion, stated by hand: a commit of its own, validated like a row of format `assertions`.
//
//   StatedAssertion stated{.columns = {{"subject", "person:bank/7"}, {"claim", "member-of"},
//                                      {"case", "case:police/harbour"}, {"role", "recruiter"}}};
//   Result<AssertionReport> report = assert_claim(*store, stated, context);
//
// Many at once come from a file: `ingest --format assertions`. Taking one back is a retraction.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/store.h"

namespace headwater::ingest {

struct StatedAssertion {
  // By column of the format `assertions`: subject, claim, role, case, share_bp ... ; absent or
  // empty ones say nothing.
  std::map<std::string, std::string> columns;
  std::string namespace_name = "assert";  // of ids that name no scheme
};

struct AssertionReport {
  graph::CommitSeq commit;    // of this assertion, or the earlier one that says the same
  std::string name;           // "assertion:3f9a0c12be77:1"
  bool is_duplicate = false;  // the same words stand there already; nothing was added
  bool is_new_case = false;   // nothing in the store named this case before
};

// The columns of the format `assertions`, in its order.
std::vector<std::string> assertion_columns();

// Equal columns in one namespace are one assertion: stating them again adds nothing, and neither
// does the same claim under the same id in other words. The subject must be known to the store, and
// is no victim: claims are about payments and about people who are suspected; a dispute names one
// assertion that is visible. Errors: kQuestion (an unknown column; a victim as subject; a name that
// several records share; a value that the format refuses, by its column and the reason that
// quarantine would give), kConflict (the id stands with other content), kNotFound (subject,
// disputed assertion), kLocked, kIo.
graph::Result<AssertionReport> assert_claim(graph::Store& store, const StatedAssertion& stated,
                                            const graph::ExecutionContext& context);

}  // namespace headwater::ingest
