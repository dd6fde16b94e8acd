#include "graph/snapshot_refresh.h"

#include <algorithm>
#include <utility>

#include "graph/internal/bytes.h"
#include "graph/internal/delta_columns.h"
#include "graph/internal/layer_assembly.h"
#include "graph/internal/snapshot_reading.h"
#include "graph/internal/transaction_columns.h"

namespace headwater::graph {
namespace {

Status does_not_fit(std::string found, std::string remedy) {
  return question_error("refresh a snapshot", "", std::move(found), std::move(remedy));
}

Status check_fits(const Snapshot& snapshot, const StoreView& view) {
  const SnapshotOrigin* origin = snapshot.frame().origin.get();
  if (origin == nullptr) {
    return does_not_fit("it was not read from a store", "build it with build_snapshot");
  }
  if (origin->store_seed != view.internal().seed) {
    return does_not_fit("it was read from another store", "give a view of that store");
  }
  if (origin->clearance != view.clearance() || snapshot.sees_victims() != view.sees_victims()) {
    return does_not_fit("it was read with other rights than the view's",
                        "give a view with the same clearance and victim key");
  }
  if (view.as_of() < snapshot.commit()) {
    return does_not_fit("it is of commit " + std::to_string(snapshot.commit().value) +
                            ", later than the view's " + std::to_string(view.as_of().value),
                        "build a snapshot of the earlier commit");
  }
  return {};
}

bool starts_with(const std::vector<bool>& values, const std::vector<bool>& start) {
  return values.size() >= start.size() && std::equal(start.begin(), start.end(), values.begin());
}

// Whether a transaction that the snapshot holds, or leaves out as withdrawn, changed sides.
bool hides_others(const SnapshotOrigin& before, const SnapshotOrigin& now) {
  const auto end =
      std::lower_bound(now.hidden.begin(), now.hidden.end(), before.counters.transactions);
  return !std::equal(before.hidden.begin(), before.hidden.end(), now.hidden.begin(), end);
}

// Why the snapshot's part of the ledger is not what it was; empty where it is.
std::string why_anew(const Snapshot& snapshot, const StoreView& view, const SnapshotOrigin& now,
                     const std::optional<VertexTable>& vertices) {
  const SnapshotOrigin& before = *snapshot.frame().origin;
  if (!starts_with(now.in_force, before.in_force) || !starts_with(now.visible, before.visible)) {
    return "a commit of before was withdrawn, or is back";
  }
  if (now.erasures != before.erasures) return "records were erased";
  if (hides_others(before, now)) return "a transaction of before was withdrawn, or is back";
  if (internal::history_of(view, snapshot.commit()) != before.history) {
    return "the store was restored or changed: its commits are other ones";
  }
  if (!vertices) return "a kind of entities has no room left for new ones";
  return {};
}

// Whether records of the family were added or withdrawn by commits after `since`. Keys alone are
// read: number8 . ~commit8.
Result<bool> has_changed(const StoreView::Internal& view, internal::Family family,
                         std::uint64_t before, std::uint64_t now, CommitSeq since) {
  if (before != now) return true;
  bool changed = false;
  const Status status =
      view.database->scan(family, "", internal::big_endian_key(now), view.snapshot,
                          [&](std::string_view key, std::string_view) -> Status {
                            const CommitSeq commit{~internal::read_big_endian(key, 8)};
                            changed = changed || (commit > since && commit <= view.as_of);
                            return {};
                          });
  if (!status.ok()) return status;
  return changed;
}

class Refresh {
 public:
  Refresh(const Snapshot& snapshot, const StoreView& view,
          std::shared_ptr<const SnapshotOrigin> now, const VertexTable& vertices,
          const RefreshOptions& options, const ExecutionContext& context)
      : snapshot_(snapshot),
        view_(view),
        before_(*snapshot.frame().origin),
        now_(std::move(now)),
        vertices_(vertices),
        options_(options),
        context_(context) {}

  Result<RefreshedSnapshot> run() {
    RefreshedSnapshot refreshed;
    refreshed.way = RefreshedSnapshot::Way::kDelta;
    HEADWATER_ASSIGN_OR_RETURN(TransactionLayer transactions, later_transactions(refreshed.way));
    HEADWATER_ASSIGN_OR_RETURN(auto relations, later_relations());
    HEADWATER_ASSIGN_OR_RETURN(auto flows, later_victim_flows());
    HEADWATER_ASSIGN_OR_RETURN(auto frame, later_frame());
    HEADWATER_RETURN_IF_ERROR(context_.check_cancelled("refresh a snapshot"));
    refreshed.snapshot = std::make_shared<const Snapshot>(std::move(frame), std::move(transactions),
                                                          std::move(relations), std::move(flows));
    return refreshed;
  }

 private:
  const SnapshotRequest& request() const { return before_.request; }

  bool is_folded(std::size_t delta, std::size_t all) const {
    return delta > options_.least_folded &&
           static_cast<double>(delta) * BasisPoints::kWhole >
               static_cast<double>(all) * options_.folded_share.value;
  }

  // Columns of a transaction take 32 bytes, its adjacency 16, its place while sorting 12.
  Status check_memory(std::uint64_t later, std::uint64_t delta, std::uint64_t folded) const {
    const std::uint64_t relations = request().relations ? now_->counters.relations : 0;
    return context_.check_memory(later * 32 + delta * 60 + folded * 48 +
                                     std::uint64_t{vertices_.size()} * 40 + relations * 96,
                                 "refresh a snapshot",
                                 "raise --memory, or build a snapshot of a shorter time window");
  }

  Result<TransactionColumns> read_later(std::uint64_t first) const {
    HEADWATER_ASSIGN_OR_RETURN(const std::uint64_t rows,
                               internal::count_possible_rows(view_, request(), first));
    HEADWATER_RETURN_IF_ERROR(check_memory(rows, 0, 0));
    return internal::read_later_columns(view_.internal(), request(), vertices_, now_->hidden, first,
                                        context_);
  }

  // Where there is no memory to fold, the delta grows on.
  Result<TransactionLayer> later_transactions(RefreshedSnapshot::Way& way) const {
    const TransactionLayer& layer = snapshot_.transactions();
    HEADWATER_RETURN_IF_ERROR(check_memory(0, 0, 0));
    const std::uint64_t first = before_.counters.transactions;
    if (!request().transactions || now_->counters.transactions == first) return layer;
    HEADWATER_ASSIGN_OR_RETURN(TransactionColumns later, read_later(first));
    if (later.size() == 0) return layer;
    const std::uint32_t split = internal::split_before(layer, later);
    const std::size_t all = std::size_t{layer.size()} + later.size();
    HEADWATER_RETURN_IF_ERROR(check_memory(later.size(), all - split, 0));
    TransactionColumns delta = internal::join_delta(layer, split, later, context_);
    later = {};
    HEADWATER_RETURN_IF_ERROR(context_.check_cancelled("refresh a snapshot"));
    if (!is_folded(all - split, all) || !check_memory(0, all - split, all).ok()) {
      return internal::assemble_delta(vertices_.size(), layer, split, std::move(delta), context_);
    }
    way = RefreshedSnapshot::Way::kFolded;
    TransactionColumns whole = internal::fold(layer, split, delta);
    delta = {};
    return internal::assemble_transactions(vertices_.size(), std::move(whole), context_);
  }

  Result<std::shared_ptr<const RelationLayer>> later_relations() const {
    if (!request().relations) return snapshot_.shared_relations();
    HEADWATER_ASSIGN_OR_RETURN(
        const bool changed,
        has_changed(view_.internal(), internal::Family::kRelation, before_.counters.relations,
                    now_->counters.relations, snapshot_.commit()));
    if (!changed) return snapshot_.shared_relations();
    RelationLayer layer;
    HEADWATER_RETURN_IF_ERROR(internal::read_relations(view_, request(), vertices_, layer));
    return internal::assemble_relations(vertices_.size(), std::move(layer), context_);
  }

  Result<std::shared_ptr<const VictimFlowLayer>> later_victim_flows() const {
    if (!request().victim_flows) return snapshot_.shared_victim_flows();
    HEADWATER_ASSIGN_OR_RETURN(
        const bool changed,
        has_changed(view_.internal(), internal::Family::kVictimFlow, before_.counters.victim_flows,
                    now_->counters.victim_flows, snapshot_.commit()));
    if (!changed) return snapshot_.shared_victim_flows();
    VictimFlowLayer layer;
    HEADWATER_RETURN_IF_ERROR(internal::read_victim_flows(view_, request(), vertices_, layer));
    return internal::assemble_victim_flows(std::move(layer));
  }

  Result<Snapshot::Frame> later_frame() const {
    Snapshot::Frame frame = snapshot_.frame();
    const VertexTable before = frame.vertices;
    frame.commit = view_.as_of();
    frame.vertices = vertices_;
    frame.assets = view_.assets();
    frame.origin = now_;
    for (std::uint8_t& flags : frame.vertex_flags) {
      flags = static_cast<std::uint8_t>(flags & ~kProtected);
    }
    HEADWATER_RETURN_IF_ERROR(
        internal::read_presence_since(view_, before, vertices_, frame.vertex_flags));
    internal::leave_out_others(request(), vertices_, frame.vertex_flags);
    HEADWATER_RETURN_IF_ERROR(internal::read_protection(view_, vertices_, frame.vertex_flags));
    return frame;
  }

  const Snapshot& snapshot_;
  const StoreView& view_;
  const SnapshotOrigin& before_;
  std::shared_ptr<const SnapshotOrigin> now_;
  const VertexTable& vertices_;
  const RefreshOptions& options_;
  const ExecutionContext& context_;
};

}  // namespace

Result<RefreshedSnapshot> refresh_snapshot(const std::shared_ptr<const Snapshot>& snapshot,
                                           const StoreView& view, const RefreshOptions& options,
                                           const ExecutionContext& context) {
  HEADWATER_RETURN_IF_ERROR(check_fits(*snapshot, view));
  const SnapshotOrigin& before = *snapshot->frame().origin;
  HEADWATER_ASSIGN_OR_RETURN(const auto now, internal::origin_of(view, before.request));
  const auto vertices = snapshot->vertices().with(now->counters);
  std::string reason = why_anew(*snapshot, view, *now, vertices);
  if (!reason.empty()) {
    HEADWATER_ASSIGN_OR_RETURN(auto built, build_snapshot(view, before.request, context));
    return RefreshedSnapshot{std::move(built), RefreshedSnapshot::Way::kRebuilt, std::move(reason)};
  }
  const bool knows_more_assets = snapshot->assets().size() != view.assets().size();
  if (view.as_of() == snapshot->commit() && !knows_more_assets) {
    return RefreshedSnapshot{snapshot, RefreshedSnapshot::Way::kUnchanged, {}};
  }
  return Refresh(*snapshot, view, now, *vertices, options, context).run();
}

}  // namespace headwater::graph
