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
  // Set: this commit is withdrawn in the same publish.
  std::optional<graph::CommitSeq> replaces;
};

struct Identity {
  std::string format, namespace_name, mapping_sha256;
};

// `manifests`: of every visible commit, in order. Errors: kConflict, with what to do.
graph::Result<Admission> admit(const PlannedSource& source, const Identity& identity,
                               const std::vector<graph::Manifest>& manifests,
                               const LoadRequest& request);

// Manifests whose commits are visible in the view.
std::vector<graph::Manifest> visible_manifests(const graph::StoreView& view);

}  // namespace headwater::ingest::internal
