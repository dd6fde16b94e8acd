// QuerySession: one view of a store and what questions asked of it share: the snapshot in memory
// and the resolution of sameness.
//
//   QuerySession session(*view, context, SnapshotReuse::kWhole);   // many questions: query --batch
//   Result<Answer> who = profile(session, {.entity = "person:bank/7"});
//
// Not thread-safe; the view and the context must outlive it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "graph/execution_context.h"
#include "graph/snapshot.h"
#include "graph/store.h"

namespace headwater::queries {

enum class SnapshotReuse : std::uint8_t {
  kNarrow,  // for one question: only what it needs is read
  kWhole,   // for many: everything is read once
};

class QuerySession {
 public:
  QuerySession(const graph::StoreView& view, const graph::ExecutionContext& context,
               SnapshotReuse reuse = SnapshotReuse::kNarrow);

  const graph::StoreView& view() const { return view_; }
  const graph::ExecutionContext& context() const { return context_; }

  // At least what the request asks for; may hold more, so callers filter. The last one is kept.
  // Errors: those of build_snapshot.
  graph::Result<std::shared_ptr<const graph::Snapshot>> snapshot(
      const graph::SnapshotRequest& request);
  // Of the snapshot handed out last; kept for the last resolution asked for.
  std::shared_ptr<const graph::ResolvedVertices> resolved(const graph::Resolution& resolution);

 private:
  const graph::StoreView& view_;
  const graph::ExecutionContext& context_;
  SnapshotReuse reuse_;
  graph::SnapshotRequest request_;
  std::shared_ptr<const graph::Snapshot> snapshot_;
  graph::Resolution resolution_;
  std::shared_ptr<const graph::ResolvedVertices> resolved_;
};

}  // namespace headwater::queries
