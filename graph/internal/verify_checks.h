// The checks of `verify`, one function a kind of damage; each appends one line a problem and fails
// only when it cannot go on.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "graph/internal/store_view.h"

namespace headwater::graph::internal {

class ProblemList {
 public:
  // Each line once: what is broken in one place is met by several checks. At most `kMaximum` are
  // kept; the rest are counted.
  void add(std::string line);
  std::vector<std::string> take();

 private:
  static constexpr std::size_t kMaximum = 100;
  std::vector<std::string> lines_;
  std::unordered_set<std::size_t> met_;  // hashes of all lines, kept or counted
  std::uint64_t dropped_ = 0;
};

bool exists(EntityId id, const Counters& counters);
// A value that does not decode is a problem to list, not a reason to stop: kCorrupt becomes a line.
Status listed(Status status, ProblemList& problems);

// The recorded checksum of every file; with `deep`, or when one is wrong, every block's too.
Status check_files(const Store::Internal& state, bool deep, ProblemList& problems);
Status check_manifests(const Store::Internal& state, ProblemList& problems);
Status check_ledger(const RocksStoreView& view, ProblemList& problems);
Status check_entities(const RocksStoreView& view, ProblemList& problems);
Status check_records(const RocksStoreView& view, ProblemList& problems);
// Every value of the families that the checks above do not read, and that nothing is numbered at or
// above the published counters.
Status check_values(const RocksStoreView& view, ProblemList& problems);
// The index of records by what they name; `folder` takes sorted runs.
Status check_links(const RocksStoreView& view, bool deep, const std::string& folder,
                   const ExecutionContext& context, ProblemList& problems);
// What is sealed about victims, and its data keys; `cipher` is null without the victim key.
Status check_victims(const RocksStoreView& view, const VictimCipher* cipher, ProblemList& problems);

}  // namespace headwater::graph::internal
