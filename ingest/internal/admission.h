// Admission: what the store already holds decides what happens to a source: loaded, known already,
// put in the place of an earlier commit, or refused.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "graph/records.h"
#include "graph/store.h"
#include "ingest/internal/source_plan.h"

namespace headwater::ingest::internal {

struct Admission {
  // Set: the same bytes under the same namespace, format and mapping are there.
  std::optional<graph::CommitSeq> known_as;
  std::uint64_t known_rows = 0;
  // These commits are withdrawn in the same publish.
  std::vector<graph::CommitSeq> replaces;
};

struct Identity {
  std::string format, namespace_name, mapping_sha256;
};

// A commit that the store holds, or that this command is going to make.
struct KnownCommit {
  graph::Manifest manifest;
  bool visible = true;
};

// `history` in order of commits. Errors: kConflict, with what to do.
graph::Result<Admission> admit(const PlannedSource& source, const Identity& identity,
                               const std::vector<KnownCommit>& history, const LoadRequest& request);

std::vector<KnownCommit> history_of(const graph::StoreView& view);

}  // namespace headwater::ingest::internal
