// Who a vertex of a ranking truly is.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/snapshot.h"
#include "ingest/generate/truth_reader.h"

namespace headwater::queries::internal {

struct Verdict {
  static constexpr std::size_t kNoMember = static_cast<std::size_t>(-1);
  std::size_t member = kNoMember;  // into CaseTruth::members
  bool known = false;
  std::string kind;  // role of a member, kind of an innocent, "other"
};

class Judge {
 public:
  // Errors: kInput when no member of the truth is in the store.
  static graph::Result<Judge> make(const graph::StoreView& view, const graph::Snapshot& snapshot,
                                   const graph::Resolution& resolution,
                                   const ingest::CaseTruth& truth);
  // `vertex` is a representative.
  Verdict verdict(graph::VertexIndex vertex) const;

 private:
  std::map<graph::VertexIndex, Verdict> verdicts_;
};

}  // namespace headwater::queries::internal
