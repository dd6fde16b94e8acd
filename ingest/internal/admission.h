// Admission: what the store already holds decides what happens to a source: loaded, known already,
// put in the place of an earlier commit, or refused.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "graph/records.h"
#include "graph/store.h"
#include "ingest/internal/source_plan.h"

namespace headwater::ingest::internal {

struct Admission {
  // Set: the same bytes under the same namespace, format and mapping are there. The newest load
  // counts: what it left in quarantine is what is left.
  std::optional<graph::CommitSeq> known_as;
  std::uint32_t known_source = 0;  // index into that commit's sources
  std::uint64_t known_rows = 0, known_duplicates = 0, known_quarantined = 0;
  // Rows of a known source that are to be read again, to take the place of what contradicts them.
  std::set<std::uint64_t> retried_rows;
  // Rows of it were duplicates, and a commit was withdrawn since: some may have gone with it.
  bool takes_gone = false;
  // These commits are withdrawn in the same publish.
  std::vector<graph::CommitSeq> replaces;

  bool is_known() const { return known_as && retried_rows.empty() && !takes_gone; }
};

struct Identity {
  std::string format, namespace_name, mapping_sha256;
};

// A commit that the store holds, or that this command is going to make.
struct KnownCommit {
  graph::Manifest manifest;
  bool visible = true;
};

// In one commit no file can take the place of another: the answer would depend on the steps.
// Errors: kQuestion.
graph::Status check_steps(const LoadRequest& request, std::size_t sources);

// `history` in order of commits. Errors: kConflict, with what to do.
graph::Result<Admission> admit(const PlannedSource& source, const Identity& identity,
                               const std::vector<KnownCommit>& history, const LoadRequest& request);

// The rows that the load of a known source left in quarantine as `conflict`.
graph::Result<std::set<std::uint64_t>> conflicting_rows(const graph::StoreView& view,
                                                        const Admission& known);

std::vector<KnownCommit> history_of(const graph::StoreView& view);

}  // namespace headwater::ingest::internal
