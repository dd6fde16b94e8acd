// A source's own ids: what a row's records say under an id that was met before.
#include <algorithm>

#include "ingest/internal/resolver.h"

namespace headwater::ingest::internal {

using graph::KeyOutcome;

// The row is a duplicate when all its records with ids were met with this content, a conflict when
// one of them was met with another. Of its transactions either all were met or none: money is never
// added to an event in part. A relation, victim flow or assertion that was met is not added again.
graph::Result<Resolver::Verdict> Resolver::judge_ids(const DraftRow& row) {
  judged_.clear();
  met_items_.clear();
  int met = 0, fresh = 0, met_transactions = 0, fresh_transactions = 0;
  bool contradicts = false;
  for (std::uint32_t i = row.first_item; i < row.item_end; ++i) {
    HEADWATER_ASSIGN_OR_RETURN(const std::optional<Judged> judged, judge_item(i));
    if (!judged) continue;
    judged_.push_back(*judged);
    contradicts = contradicts || judged->outcome == KeyOutcome::kConflict;
    const bool is_met = judged->outcome == KeyOutcome::kDuplicate;
    const bool is_transaction = judged->kind == DraftKind::kTransaction;
    ++(is_met ? met : fresh);
    if (is_transaction) ++(is_met ? met_transactions : fresh_transactions);
  }
  note_standing_relations();
  if (met_transactions > 0 && fresh_transactions > 0) contradicts = true;
  if (!contradicts && met > 0 && fresh == 0) {
    HEADWATER_RETURN_IF_ERROR(note_duplicates());
    return Verdict::kDuplicate;
  }
  if (contradicts) {
    HEADWATER_ASSIGN_OR_RETURN(const Verdict by_revision, judge_revision(row));
    if (by_revision == Verdict::kSuperseded) return by_revision;
    is_newer_ = by_revision == Verdict::kAccept;
    HEADWATER_ASSIGN_OR_RETURN(const bool replaced, supersede());
    is_newer_ = false;
    if (!replaced) {
      problem_.reason = "conflict";
      return Verdict::kQuarantine;
    }
  }
  for (const Judged& one : judged_) {
    if (one.outcome == KeyOutcome::kDuplicate && !is_replaced(one)) met_items_.push_back(one.item);
  }
  return Verdict::kAccept;
}

// Later rows of the file cannot replace what this one confirms.
graph::Status Resolver::note_duplicates() {
  if (!options_.supersede) return {};
  for (const Judged& one : judged_) {
    if (one.source_id.empty()) continue;
    const std::uint32_t index = batch_->items[one.item].index;
    Status noted;
    if (one.kind == DraftKind::kTransaction) {
      noted = writer_.note_duplicate(batch_->transactions[index]);
    } else if (one.kind == DraftKind::kRelation) {
      noted = writer_.note_duplicate(batch_->relations[index].record);
    } else if (one.kind == DraftKind::kVictimFlow) {
      noted = writer_.note_duplicate(batch_->victim_flows[index]);
    } else if (one.kind == DraftKind::kAssertion) {
      noted = writer_.note_duplicate(batch_->assertions[index].record);
    }
    HEADWATER_RETURN_IF_ERROR(noted);
  }
  return {};
}

// Nothing for an item that has no say: no record with an id, and no transaction.
graph::Result<std::optional<Resolver::Judged>> Resolver::judge_item(std::uint32_t index) {
  const DraftItem& item = batch_->items[index];
  switch (item.kind) {
    case DraftKind::kTransaction:
      return judge_record(index, batch_->transactions[item.index], true);
    case DraftKind::kRelation: {
      DraftRelation& draft = batch_->relations[item.index];
      HEADWATER_ASSIGN_OR_RETURN(auto judged, judge_record(index, draft, false));
      // A new id says nothing where many rows state one relation: it may stand under another.
      const bool is_open =
          judged && draft.once &&
          (judged->outcome == KeyOutcome::kNew || judged->outcome == KeyOutcome::kGone);
      if (is_open && !options_.is_known) judged.reset();
      return judged;
    }
    case DraftKind::kVictimFlow:
      return judge_record(index, batch_->victim_flows[item.index], false);
    case DraftKind::kAssertion:
      return judge_record(index, batch_->assertions[item.index], false);
    case DraftKind::kRate:
      return judge_rate(index, batch_->rates[item.index]);
    default:
      return std::optional<Judged>();
  }
}

// Contents are compared by the store's numbers of entities.
template <typename Draft>
graph::Result<std::optional<Resolver::Judged>> Resolver::judge_record(std::uint32_t index,
                                                                      Draft& draft, bool always) {
  auto& record = record_of(draft);
  if (record.origin.source_id.empty() && !always) return std::optional<Judged>();
  HEADWATER_RETURN_IF_ERROR(globalise_ends(draft));
  Judged judged{index, batch_->items[index].kind, record.origin.source_id, KeyOutcome::kNew};
  if (!record.origin.source_id.empty()) {
    HEADWATER_ASSIGN_OR_RETURN(judged.outcome, writer_.check_source_id(record));
  }
  return std::optional<Judged>(judged);
}

// A rate has no id: what it is about says whether it was met.
graph::Result<std::optional<Resolver::Judged>> Resolver::judge_rate(std::uint32_t index,
                                                                    graph::Rate& record) {
  HEADWATER_RETURN_IF_ERROR(globalise_assets(record));
  Judged judged{index, DraftKind::kRate, {}, KeyOutcome::kNew};
  HEADWATER_ASSIGN_OR_RETURN(judged.outcome, writer_.check_rate(record));
  return std::optional<Judged>(judged);
}

// Stands under an id that the row gives another meaning.
bool Resolver::is_replaced(const Judged& judged) const {
  if (judged.kind == DraftKind::kRate) return false;
  return std::any_of(judged_.begin(), judged_.end(), [&](const Judged& other) {
    return other.outcome == KeyOutcome::kConflict && other.kind == judged.kind &&
           other.source_id == judged.source_id;
  });
}

// Withdraws what is published under the ids that the row gives another meaning. False, and nothing
// withdrawn, when that was not asked for, or when one of them stands in this very commit: one
// source contradicts itself, and nobody but a person can decide.
graph::Result<bool> Resolver::supersede() {
  if (!options_.supersede && !is_newer_) return false;
  std::vector<std::function<graph::Status()>> withdrawals;
  for (const Judged& one : judged_) {
    if (one.outcome != KeyOutcome::kConflict) continue;
    const std::size_t before = withdrawals.size();
    HEADWATER_RETURN_IF_ERROR(find_published(batch_->items[one.item], withdrawals));
    if (withdrawals.size() == before) return false;
  }
  for (const auto& withdraw : withdrawals) HEADWATER_RETURN_IF_ERROR(withdraw());
  return true;
}

// A file cannot replace what it published itself: it contradicts itself.
bool Resolver::is_of_this_file(graph::CommitSeq commit) const {
  if (!options_.is_known || commit.value == 0) return false;
  const auto& sources = options_.view->manifests()[commit.value - 1].sources;
  return std::any_of(sources.begin(), sources.end(), [&](const graph::SourceFile& source) {
    return source.sha256 == writer_.manifest().sources[options_.source].sha256;
  });
}

graph::CommitSeq Resolver::commit_of(std::uint64_t number,
                                     std::uint64_t graph::Counters::*count) const {
  const auto& manifests = options_.view->manifests();
  const auto after = std::partition_point(
      manifests.begin(), manifests.end(),
      [&](const graph::Manifest& manifest) { return manifest.after.*count <= number; });
  return after == manifests.end() ? graph::CommitSeq() : after->commit;
}

graph::Result<bool> Resolver::stands_by_this_file(const graph::Rate& rate) const {
  bool is_own = false;
  if (!options_.is_known) return is_own;
  HEADWATER_RETURN_IF_ERROR(
      options_.view->for_each_rate([&](graph::RateId, const graph::Rate& known) -> Status {
        const bool is_same = known.base == rate.base && known.quote == rate.quote &&
                             known.date == rate.date && known.source == rate.source;
        if (is_same) is_own = is_of_this_file(known.origin.commit);
        return {};
      }));
  return is_own;
}

graph::Status Resolver::find_published(const DraftItem& item,
                                       std::vector<std::function<graph::Status()>>& withdrawals) {
  const auto find = [&](const auto& record) -> graph::Status {
    HEADWATER_ASSIGN_OR_RETURN(const auto earlier, writer_.published_under_id(record));
    const bool is_own = std::any_of(earlier.begin(), earlier.end(),
                                    [&](auto id) { return is_of_this_file(commit_of(id)); });
    if (is_own) return {};
    for (const auto id : earlier) {
      withdrawals.push_back([this, id] { return withdraw(id); });
    }
    return {};
  };
  switch (item.kind) {
    case DraftKind::kTransaction:
      return find(batch_->transactions[item.index]);
    case DraftKind::kRelation:
      return find(batch_->relations[item.index].record);
    case DraftKind::kVictimFlow:
      return find(batch_->victim_flows[item.index]);
    case DraftKind::kAssertion:
      return find(batch_->assertions[item.index].record);
    case DraftKind::kRate: {
      const graph::Rate& rate = batch_->rates[item.index];
      HEADWATER_ASSIGN_OR_RETURN(const bool replaces, writer_.replaces_published(rate));
      HEADWATER_ASSIGN_OR_RETURN(const bool is_own, stands_by_this_file(rate));
      if (replaces && !is_own) {
        withdrawals.push_back([] { return graph::Status(); });  // adding it is enough
      }
      return {};
    }
    default:
      return {};
  }
}

}  // namespace headwater::ingest::internal
