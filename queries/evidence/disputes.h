// Disputes: which assertions others doubt, and whether the doubt still stands.
//
//   HEADWATER_ASSIGN_OR_RETURN(const Disputes disputes, read_disputes(view));
//   if (disputes.is_disputed(id)) ...
//
// A dispute names its assertion as answers print it (`assertion:police/N-7`, with or without the
// type, `#N`, a row of a source), or by the source's own id alone, which then is one of the
// dispute's own namespace. A dispute that is itself disputed by a standing one has fallen; of
// disputes that doubt each other in a circle, none has. This is the grounded extension of Dung
// (1995), Artificial Intelligence 77(2), with the undecided counted as standing: a doubt is never
// dropped without a reason.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "graph/store.h"

namespace headwater::queries {

class Disputes {
 public:
  // By at least one dispute that stands.
  bool is_disputed(graph::AssertionId id) const { return standing_.count(id) != 0; }
  // Names of the standing disputes, in order of their numbers; empty: nobody disputes it.
  const std::vector<std::string>& disputed_by(graph::AssertionId id) const;
  // Disputes of a name that no visible assertion has: a slip, or something retracted since.
  std::uint64_t of_nothing() const { return of_nothing_; }

 private:
  friend graph::Result<Disputes> read_disputes(const graph::StoreView& view);
  std::map<graph::AssertionId, std::vector<std::string>> standing_;
  std::uint64_t of_nothing_ = 0;
};

// Two scans of the assertions, one where nothing is disputed: O(assertions log disputes) time,
// O(disputes) memory. Errors: those of the view.
graph::Result<Disputes> read_disputes(const graph::StoreView& view);

}  // namespace headwater::queries
