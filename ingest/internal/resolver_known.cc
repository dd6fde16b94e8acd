// The rows of a file that the store knows: skipped, but for those that were skipped as duplicates
// of records that have since gone with a withdrawn commit.
#include <algorithm>

#include "ingest/internal/resolver.h"

namespace headwater::ingest::internal {

using graph::KeyOutcome;

// What this file published stands, or was withdrawn by somebody who meant it. Only a record whose
// every publisher was withdrawn as a whole is missing though this file, which is not withdrawn,
// states it.
graph::Result<Resolver::Verdict> Resolver::judge_known(const DraftRow& row) {
  met_items_.clear();
  HEADWATER_ASSIGN_OR_RETURN(const bool named, resolve_subjects(row));
  if (!named) return Verdict::kDuplicate;
  if (options_.dedupe_rows) {
    HEADWATER_ASSIGN_OR_RETURN(const KeyOutcome outcome,
                               writer_.check_row_occurrence(row.normalised));
    return outcome == KeyOutcome::kGone ? Verdict::kAccept : Verdict::kDuplicate;
  }
  std::vector<std::uint32_t> gone;
  bool all_gone = true, contradicts = false;
  for (std::uint32_t i = row.first_item; i < row.item_end; ++i) {
    HEADWATER_ASSIGN_OR_RETURN(const std::optional<Judged> judged, judge_item(i));
    if (!judged) continue;
    // Rates have no publisher in their key: what stands nowhere is gone.
    const bool is_gone = judged->outcome == KeyOutcome::kGone ||
                         (judged->kind == DraftKind::kRate && judged->outcome == KeyOutcome::kNew);
    contradicts = contradicts || judged->outcome == KeyOutcome::kConflict;
    all_gone = all_gone && is_gone;
    if (is_gone) gone.push_back(i);
  }
  if (gone.empty()) return Verdict::kDuplicate;
  if (contradicts) {
    problem_.reason = "conflict";
    return Verdict::kQuarantine;
  }
  if (!all_gone) leave_out_all_but(gone, row);
  return Verdict::kAccept;
}

// The row was taken once, without what is gone now: entities count once, the rest stands.
void Resolver::leave_out_all_but(const std::vector<std::uint32_t>& wanted, const DraftRow& row) {
  for (std::uint32_t i = row.first_item; i < row.item_end; ++i) {
    const DraftKind kind = batch_->items[i].kind;
    if (kind == DraftKind::kEntity || kind == DraftKind::kAttribute) continue;
    if (std::find(wanted.begin(), wanted.end(), i) == wanted.end()) met_items_.push_back(i);
  }
}

}  // namespace headwater::ingest::internal
