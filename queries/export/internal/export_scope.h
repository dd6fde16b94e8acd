// Which records an export holds: the one place where audiences, windows and layers are decided.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "graph/store.h"
#include "queries/export/export_request.h"

namespace headwater::queries::internal {

// Immutable; keeps references to the view and the request. Thread-safe.
class ExportScope {
 public:
  // `view` sees victims only where the audience may. Errors: those of the view.
  static graph::Result<ExportScope> create(const graph::StoreView& view,
                                           const ExportRequest& request);

  // Written apart; false everywhere unless the audience may see victims.
  bool is_restricted(graph::CommitSeq commit) const {
    return commit.value < restricted_.size() && restricted_[commit.value];
  }
  bool shows_restricted() const { return view_->sees_victims(); }
  bool takes_layer(graph::Layer layer) const;

  bool takes_origin(const graph::Origin& origin) const {
    return shows_restricted() || !is_restricted(origin.commit);
  }
  bool takes(const graph::Transaction& transaction) const;
  bool takes(const graph::Relation& relation) const;
  bool takes(const graph::VictimFlow& flow) const;
  bool takes(const graph::Statistic& statistic) const { return takes_origin(statistic.origin); }
  bool takes(const graph::OpeningBalance& opening) const;
  bool takes(const graph::Rate& rate) const;
  // Not yet whether its subject is exported: see `subject_of`.
  bool takes(const graph::Assertion& assertion) const;
  // The claim's transaction, when it is exported and nobody protected is an end of it. Nothing: the
  // claim is not exported.
  graph::Result<std::optional<graph::Transaction>> subject_of(
      const graph::Assertion& assertion) const;
  // Somebody protected, whom this audience must not see named beside a case. Nobody where victims
  // are shown.
  bool is_protected(graph::EntityId id) const;
  // All of them, ascending; victims themselves are left out.
  const std::vector<graph::EntityId>& protected_entities() const { return protected_; }

 private:
  ExportScope(const graph::StoreView& view, const ExportRequest& request)
      : view_(&view), request_(&request) {}
  // Touches the window, ends included as `docs/data-model.md` has them.
  bool overlaps_window(graph::Timestamp from, graph::Timestamp to) const;

  const graph::StoreView* view_;
  const ExportRequest* request_;
  std::vector<bool> restricted_;            // by commit number
  std::vector<graph::EntityId> protected_;  // ascending; empty where victims are shown
};

}  // namespace headwater::queries::internal
