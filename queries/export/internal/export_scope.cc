#include "queries/export/internal/export_scope.h"

#include <algorithm>

#include "graph/protected_entities.h"

namespace headwater::queries::internal {
namespace {

using graph::Claim;
using graph::Layer;

// These say by themselves that an end of the payment, or the one spoken of, was exploited.
bool points_at_a_victim(Claim claim) {
  return claim == Claim::kWageWithheld || claim == Claim::kRecruitmentFee ||
         claim == Claim::kDebtInterest || claim == Claim::kCompensation;
}

bool has_restricted_source(const graph::Manifest& manifest) {
  return std::any_of(manifest.sources.begin(), manifest.sources.end(),
                     [](const graph::SourceFile& source) { return source.restricted; });
}

}  // namespace

graph::Result<ExportScope> ExportScope::create(const graph::StoreView& view,
                                               const ExportRequest& request) {
  ExportScope scope(view, request);
  scope.restricted_.resize(view.manifests().size() + 1);
  for (const graph::Manifest& manifest : view.manifests()) {
    scope.restricted_[manifest.commit.value] = has_restricted_source(manifest);
  }
  if (!scope.shows_restricted()) {
    HEADWATER_ASSIGN_OR_RETURN(scope.protected_, graph::protected_entities(view));
  }
  return scope;
}

bool ExportScope::takes_layer(Layer layer) const {
  const std::vector<Layer>& layers = request_->layers;
  return layers.empty() || std::find(layers.begin(), layers.end(), layer) != layers.end();
}

bool ExportScope::overlaps_window(graph::Timestamp from, graph::Timestamp to) const {
  const graph::TimeWindow& window = request_->window;
  if (window.from.is_known() && to.is_known() && to < window.from) return false;
  return !window.to.is_known() || !from.is_known() || from < window.to;
}

bool ExportScope::takes(const graph::Transaction& transaction) const {
  return takes_layer(Layer::kMoney) && takes_origin(transaction.origin) &&
         request_->window.contains(transaction.time);
}

bool ExportScope::takes(const graph::Relation& relation) const {
  return takes_layer(Layer::kRelations) && takes_origin(relation.origin) &&
         overlaps_window(relation.valid_from, relation.valid_to);
}

bool ExportScope::takes(const graph::VictimFlow& flow) const {
  return shows_restricted() && takes_layer(Layer::kVictims) &&
         overlaps_window(flow.start, flow.end);
}

bool ExportScope::takes(const graph::OpeningBalance& opening) const {
  return takes_layer(Layer::kMoney) && takes_origin(opening.origin) &&
         request_->window.contains(opening.as_of);
}

bool ExportScope::takes(const graph::Rate& rate) const {
  return takes_layer(Layer::kMoney) && takes_origin(rate.origin);
}

bool ExportScope::takes(const graph::Assertion& assertion) const {
  if (!takes_origin(assertion.origin)) return false;
  if (assertion.victim_flow && !takes_layer(Layer::kVictims)) return false;
  if (shows_restricted()) return true;
  return !assertion.victim_flow && !points_at_a_victim(assertion.claim) &&
         !is_protected(assertion.entity);
}

graph::Result<std::optional<graph::Transaction>> ExportScope::subject_of(
    const graph::Assertion& assertion) const {
  HEADWATER_ASSIGN_OR_RETURN(auto subject, view_->transaction(*assertion.transaction));
  const bool is_named =
      subject && takes(*subject) && !is_protected(subject->from) && !is_protected(subject->to);
  if (!is_named) subject.reset();
  return subject;
}

bool ExportScope::is_protected(graph::EntityId id) const {
  return std::binary_search(protected_.begin(), protected_.end(), id);
}

}  // namespace headwater::queries::internal
