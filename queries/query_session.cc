#include "queries/query_session.h"

namespace headwater::queries {
QuerySession::QuerySession(const graph::StoreView& view, const graph::ExecutionContext& context,
                           SnapshotReuse reuse)
    : view_(view), context_(context), reuse_(reuse) {}

graph::Result<std::shared_ptr<const graph::Snapshot>> QuerySession::snapshot(
    const graph::SnapshotRequest& request) {
  const graph::SnapshotRequest wanted =
      reuse_ == SnapshotReuse::kWhole ? graph::SnapshotRequest{} : request;
  if (snapshot_ && wanted == request_) return snapshot_;
  snapshot_.reset();
  resolved_.reset();
  HEADWATER_ASSIGN_OR_RETURN(snapshot_, graph::build_snapshot(view_, wanted, context_));
  request_ = wanted;
  return snapshot_;
}

std::shared_ptr<const graph::ResolvedVertices> QuerySession::resolved(
    const graph::Resolution& resolution) {
  HEADWATER_CHECK(snapshot_ != nullptr, "sameness is resolved within a snapshot");
  const bool is_kept = resolved_ && resolution.level == resolution_.level &&
                       resolution.threshold == resolution_.threshold;
  if (!is_kept) {
    resolved_ = std::make_shared<const graph::ResolvedVertices>(
        graph::resolve_vertices(*snapshot_, resolution));
    resolution_ = resolution;
  }
  return resolved_;
}

}  // namespace headwater::queries
