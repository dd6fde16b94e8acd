// Who a vertex of a ranking truly is.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "graph/snapshot.h"
#include "ingest/generate/truth_reader.h"

namespace headwater::queries::internal {

struct Verdict {
  static constexpr std::size_t kNoMember = static_cast<std::size_t>(-1);
  std::size_t member = kNoMember;  // into CaseTruth::members
  bool known = false;              // asserted, so not to be found
  std::string kind;                // role of a member, kind of an innocent, "other"
};

class Judge {
 public:
  // Errors: kInput when no member of the truth is in the store.
  static graph::Result<Judge> make(const graph::StoreView& view, const graph::Snapshot& snapshot,
                                   const graph::Resolution& resolution,
                                   const ingest::CaseTruth& truth);
  // `vertex` is a representative.
  Verdict verdict(graph::VertexIndex vertex) const;
  // Whether a victim flow that the view shows names the member of the truth by a role. Without the
  // victim key no role is visible.
  bool is_named_by_role(std::size_t member) const { return named_by_role_.contains(member); }

 private:
  std::map<graph::VertexIndex, Verdict> verdicts_;
  std::set<std::size_t> named_by_role_;  // into CaseTruth::members
};

}  // namespace headwater::queries::internal
