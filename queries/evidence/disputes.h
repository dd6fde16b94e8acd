// Disputes: which assertions others doubt, and whether the doubt still stands.
//
//   HEADWATER_ASSIGN_OR_RETURN(const Disputes disputes, read_disputes(view));
//   if (disputes.is_disputed(id)) ...
//
// What a dispute names is told by graph/dispute_targets.h. A name that several visible assertions
// share names none of them, as everywhere in a store: such a dispute is ambiguous, and counts
// against none until somebody states it anew as `#N`. A dispute that is itself disputed by a
// standing one has fallen; of disputes that doubt each other in a circle, none has. This is the
// grounded extension of Dung (1995), Artificial Intelligence 77(2), with the undecided counted as
// standing: a doubt is never dropped without a reason.
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
  const std::vector<std::string>& disputed_by(graph::AssertionId id) const {
    return names_for(id, standing_);
  }
  // Names of the standing ambiguous disputes of the name that it shares with others, in order of
  // their numbers. It is not disputed by them.
  const std::vector<std::string>& perhaps_disputed_by(graph::AssertionId id) const {
    return names_for(id, undecided_);
  }
  // Disputes of a name that no visible assertion has: a slip, or something retracted since.
  std::uint64_t of_nothing() const { return of_nothing_; }
  // Standing disputes of a name that several visible assertions share.
  std::uint64_t ambiguous() const { return ambiguous_; }

 private:
  using ByAssertion = std::map<graph::AssertionId, std::vector<std::string>>;
  friend graph::Result<Disputes> read_disputes(const graph::StoreView& view);
  static const std::vector<std::string>& names_for(graph::AssertionId id,
                                                   const ByAssertion& disputes);
  ByAssertion standing_, undecided_;
  std::uint64_t of_nothing_ = 0, ambiguous_ = 0;
};

// What answers say of ambiguous disputes.
std::string note_on_ambiguous_disputes(std::uint64_t number);

// Time, memory and errors: those of `dispute_targets`.
graph::Result<Disputes> read_disputes(const graph::StoreView& view);

}  // namespace headwater::queries
