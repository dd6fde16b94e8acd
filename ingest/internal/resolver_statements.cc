// Statements that take the place of earlier ones: which of the store's the row replaces.
//
// A record's later statement replaces what earlier loads published under its id, without
// `--supersede`: the source itself says that it does. An older one that comes late is passed over.
#include <algorithm>

#include "ingest/internal/resolver.h"

namespace headwater::ingest::internal {

namespace {

constexpr std::string_view kRevision = "revision";  // the attribute that tells

}  // namespace

graph::Result<std::vector<graph::RelationId>> Resolver::standing_under(std::string_view source_id) {
  graph::Relation asked;
  asked.origin.source_id = source_id;
  return writer_.published_under_id(asked);
}

graph::Result<std::string> Resolver::revision_of(graph::RelationId id) const {
  std::string revision;
  if (options_.view == nullptr) return revision;
  HEADWATER_ASSIGN_OR_RETURN(const auto relation, options_.view->relation(id));
  if (!relation) return revision;
  for (const graph::Attribute& attribute : relation->attributes) {
    if (attribute.name == kRevision) revision = attribute.value;
  }
  return revision;
}

// Newer than all that stands under the ids in conflict: kAccept. Older than any: kSuperseded.
// kQuarantine where revisions cannot tell: a person must decide.
graph::Result<Resolver::Verdict> Resolver::judge_revision(const DraftRow& row) {
  if (row.statement < 0) return Verdict::kQuarantine;
  const std::string_view own = batch_->statements[static_cast<std::size_t>(row.statement)].revision;
  if (own.empty()) return Verdict::kQuarantine;
  bool is_newer = false;
  for (const Judged& one : judged_) {
    if (one.outcome != graph::KeyOutcome::kConflict) continue;
    if (one.kind != DraftKind::kRelation) return Verdict::kQuarantine;
    HEADWATER_ASSIGN_OR_RETURN(const auto standing, standing_under(one.source_id));
    for (const graph::RelationId id : standing) {
      HEADWATER_ASSIGN_OR_RETURN(const std::string revision, revision_of(id));
      if (revision.empty() || revision == own) return Verdict::kQuarantine;
      if (revision > own) return Verdict::kSuperseded;
      is_newer = true;
    }
  }
  return is_newer ? Verdict::kAccept : Verdict::kQuarantine;
}

// What stands under the ids that the statement replaces, but for later statements.
graph::Status Resolver::withdraw_replaced(const DraftRow& row) {
  if (row.statement < 0) return {};
  const DraftStatement& statement = batch_->statements[static_cast<std::size_t>(row.statement)];
  for (const std::string_view replaced : statement.replaces) {
    const bool is_kept = std::any_of(judged_.begin(), judged_.end(), [&](const Judged& one) {
      return one.source_id == replaced && one.outcome == graph::KeyOutcome::kDuplicate;
    });
    if (is_kept) continue;
    HEADWATER_ASSIGN_OR_RETURN(const auto standing, standing_under(replaced));
    for (const graph::RelationId id : standing) {
      HEADWATER_ASSIGN_OR_RETURN(const std::string revision, revision_of(id));
      const bool is_later = !statement.revision.empty() && revision > statement.revision;
      if (!is_later) HEADWATER_RETURN_IF_ERROR(withdraw(id));
    }
  }
  return {};
}

}  // namespace headwater::ingest::internal
