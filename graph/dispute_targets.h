// dispute_targets: which assertions the disputes of a view name. One home for the rules, so that a
// load, `assert` and every answer read a name alike.
//
//   HEADWATER_ASSIGN_OR_RETURN(const auto disputes, dispute_targets(view));
//   if (disputes.front().named.size() == 1) ...  // it doubts that one
//
// It does not say whether a dispute stands: see queries/evidence/disputes.h.
#pragma once

#include <string>
#include <vector>

#include "graph/store.h"

namespace headwater::graph {

struct DisputeTargets {
  AssertionId dispute;
  std::string name;  // its own: "assertion:police/N-9"
  // What it names, ascending: one; none that is visible; or several that share the name, which then
  // names none of them.
  std::vector<AssertionId> named;
};

// The visible disputes numbered `first` or above, ascending. A dispute names its assertion as
// answers print it (`assertion:police/N-7`, with or without the type, `#N`, a row of a source), or
// by the source's own id alone, which then is one of the dispute's own namespace; a full name comes
// first. Names are matched as they are stored, also where a view without the victim key withholds
// them. O(assertions log disputes) time in two scans, only O(assertions above `first`) where there
// is no dispute; O(disputes and what they name) memory. A row of a source that is named with more
// digits of its hash than answers print costs a scan of its own. Errors: those of the view.
Result<std::vector<DisputeTargets>> dispute_targets(const StoreView& view, AssertionId first = {});

}  // namespace headwater::graph
