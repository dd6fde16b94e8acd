#include "ingest/internal/resolver.h"

#include <algorithm>
#include <utility>

#include "ingest/internal/disguised_names.h"
#include "ingest/internal/json_tree.h"
#include "ingest/internal/row_reader.h"
#include "ingest/internal/utf8.h"

namespace headwater::ingest::internal {

using graph::EntityId;
using graph::KeyOutcome;

Resolver::Resolver(graph::CommitWriter& writer, const Binding& binding, StageOptions options,
                   StatisticCells* cells)
    : writer_(writer), binding_(binding), options_(options), cells_(cells) {}

graph::Status Resolver::stage(DraftBatch& batch) {
  batch_ = &batch;
  if (batch.key_hashes.size() != batch.keys.size()) batch.hash_keys(writer_.key_hasher());
  globals_.assign(batch.keys.size(), EntityId());
  expected_ = 0;
  batch_assets_.assign(batch.assets.size(), std::nullopt);
  counts_.unread.add(batch.unread);
  counts_.skipped_by.add(batch.skipped_by);
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    HEADWATER_RETURN_IF_ERROR(stage_row(i));
  }
  return {};
}

graph::Status Resolver::stage_row(std::size_t index) {
  const DraftRow& row = batch_->rows[index];
  ++counts_.rows_read;
  if (row.problem < 0 && row.skipped) {
    ++counts_.skipped;
    return {};
  }
  const bool is_known = is_known_row(batch_->raw.first_row + index);
  if (is_known && row.problem < 0) {  // what it means is taken, and means no later row
    const auto resolved = resolve_references(row);
    if (!resolved.has_value()) return resolved.error();
  }
  if (is_known && (row.problem >= 0 || !options_.takes_gone)) {
    ++counts_.duplicates;
    return {};
  }
  if (row.problem >= 0) {
    return quarantine(index, batch_->problems[static_cast<std::size_t>(row.problem)]);
  }
  problem_ = {};
  HEADWATER_ASSIGN_OR_RETURN(const Verdict verdict, is_known ? judge_known(row) : judge(row));
  if (verdict == Verdict::kQuarantine) return quarantine(index, problem_);
  if (verdict == Verdict::kDuplicate) {
    ++counts_.duplicates;
    return {};
  }
  if (verdict == Verdict::kSuperseded) {
    ++counts_.skipped;
    if (!binding_.part->restricted) counts_.skipped_by.add("superseded");
    return {};
  }
  HEADWATER_RETURN_IF_ERROR(withdraw_replaced(row));
  for (std::uint32_t i = row.first_item; i < row.item_end; ++i) {
    if (std::find(met_items_.begin(), met_items_.end(), i) != met_items_.end()) continue;
    HEADWATER_RETURN_IF_ERROR(add(batch_->items[i]));
  }
  ++counts_.accepted;
  return {};
}

// Taken by an earlier load of the same bytes, or left in quarantine by it.
bool Resolver::is_known_row(std::uint64_t row) const {
  const bool is_retried = options_.retried_rows != nullptr && options_.retried_rows->contains(row);
  return options_.is_known && !is_retried;
}

graph::Result<bool> Resolver::resolve_subjects(const DraftRow& row) {
  for (std::uint32_t i = row.first_item; i < row.item_end; ++i) {
    const DraftItem& item = batch_->items[i];
    if (item.kind != DraftKind::kAssertion) continue;
    HEADWATER_ASSIGN_OR_RETURN(const bool known, resolve_names(batch_->assertions[item.index]));
    if (!known) return false;
  }
  return true;
}

graph::Result<bool> Resolver::resolve_references(const DraftRow& row) {
  if (options_.referred == nullptr) return true;
  for (std::uint32_t i = row.first_item; i < row.item_end; ++i) {
    const DraftItem& item = batch_->items[i];
    if (item.kind != DraftKind::kReference) continue;
    DraftReference& draft = batch_->references[item.index];
    HEADWATER_ASSIGN_OR_RETURN(const auto meant, options_.referred->take(*batch_, draft));
    if (!meant) {
      problem_.reason = "unknown-transaction";
      return false;
    }
    HEADWATER_ASSIGN_OR_RETURN(draft.name, options_.view->name_of(*meant));
  }
  return true;
}

graph::Result<Resolver::Verdict> Resolver::judge(const DraftRow& row) {
  HEADWATER_ASSIGN_OR_RETURN(const bool named, resolve_subjects(row));
  if (!named) return Verdict::kQuarantine;
  HEADWATER_ASSIGN_OR_RETURN(const bool meant, resolve_references(row));
  if (!meant) return Verdict::kQuarantine;
  if (options_.dedupe_rows) {
    HEADWATER_ASSIGN_OR_RETURN(const KeyOutcome outcome,
                               writer_.check_row_occurrence(row.normalised));
    if (outcome == KeyOutcome::kDuplicate) return Verdict::kDuplicate;
  }
  return judge_ids(row);
}

graph::Result<bool> Resolver::resolve_names(DraftAssertion& draft) {
  const auto unknown = [&](std::string_view reason) {
    problem_.reason = reason;
    return false;
  };
  if (draft.subject.starts_with("transaction:") || draft.subject.starts_with('#')) {
    if (options_.view == nullptr) return unknown("unknown-subject");
    const auto found = options_.view->resolve_transaction(draft.subject);
    if (!found.has_value()) return unknown("unknown-subject");
    draft.record.transaction = *found;
    draft.subject.clear();
  } else if (!draft.subject.empty()) {
    // A full name may stand for an entity that is loaded later; a short one must be known.
    const auto key = graph::parse_entity_key(draft.subject);
    if (!key.has_value()) return unknown("unknown-subject");
    if (key->scheme.empty()) {
      if (options_.view == nullptr) return unknown("unknown-subject");
      const auto found = options_.view->resolve(draft.subject);
      if (!found.has_value()) return unknown("unknown-subject");
      const auto full = options_.view->key_of(*found);
      if (!full.has_value()) return full.error();
      draft.subject = graph::to_string(*full);
    }
  }
  if (draft.victim_flow.empty()) return true;
  if (options_.view == nullptr) return unknown("unknown-victim-flow");
  const auto flow = options_.view->resolve_victim_flow(draft.victim_flow);
  if (!flow.has_value()) return unknown("unknown-victim-flow");
  draft.record.victim_flow = *flow;
  return true;
}

namespace {

std::uint64_t print_of(const graph::Relation& record) {
  const std::uint64_t ends[3] = {record.from.value(), record.to.value(),
                                 static_cast<std::uint64_t>(record.kind)};
  return hash_text({reinterpret_cast<const char*>(ends), sizeof(ends)}, 0);
}

}  // namespace

bool Resolver::is_first_statement(const graph::Relation& record) {
  const std::uint64_t print = print_of(record);
  return !standing_.contains(print) && once_.insert(print).second;
}

void Resolver::note_standing_relations() {
  for (const Judged& one : judged_) {
    const bool stands = one.outcome == KeyOutcome::kDuplicate && !is_replaced(one);
    if (one.kind != DraftKind::kRelation || !stands) continue;
    const DraftRelation& draft = batch_->relations[batch_->items[one.item].index];
    if (draft.once) standing_.insert(print_of(draft.record));
  }
}

graph::Status Resolver::withdraw(graph::RelationId id) {
  std::optional<graph::Relation> withdrawn;
  if (options_.view != nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(withdrawn, options_.view->relation(id));
  }
  if (withdrawn) {
    standing_.erase(print_of(*withdrawn));
  } else {
    standing_.clear();  // rather stated twice than lost
  }
  return writer_.retract(id);
}

graph::Status Resolver::quarantine(std::size_t index, const RowProblem& problem) {
  const RowSpan& span = batch_->raw.rows[index];
  graph::QuarantinedRow row;
  row.source = options_.source;
  row.row = batch_->raw.first_row + index;
  row.byte_begin = span.file_begin;
  row.byte_end = span.file_end;
  row.reason = problem.reason;
  row.columns = problem.columns;
  const std::string_view text = batch_->raw.text(span);
  const bool mentions = mentions_a_victim(text) || (binding_.part->is_structured() &&
                                                    mentions_a_victim(without_escapes(text)));
  if (!binding_.part->restricted && !problem.concealed && !mentions) {
    row.text = printable_prefix(text, kQuarantineTextBytes);
  }
  ++counts_.quarantined;
  if (!counts_.first_problem) counts_.first_problem = {row.row, row.reason, row.columns};
  return writer_.add(row);
}

// Keys are numbered in the order in which rows name them, so the next ones are needed soon.
void Resolver::expect_keys(std::size_t end) {
  for (end = std::min(end, batch_->keys.size()); expected_ < end; ++expected_) {
    writer_.expect(batch_->key_hashes[expected_]);
  }
}

graph::Result<EntityId> Resolver::global(EntityId local) {
  constexpr std::size_t kAhead = 24;
  EntityId& known = globals_[local.index()];
  if (!known.is_none()) return known;
  expect_keys(local.index() + kAhead);
  const KeyTable::Key& key = batch_->keys.at(static_cast<std::uint32_t>(local.index()));
  HEADWATER_ASSIGN_OR_RETURN(
      known, writer_.entity({key.kind, key.scheme, key.id}, batch_->key_hashes[local.index()]));
  return known;
}

graph::Status Resolver::globalise(EntityId& id) {
  if (id.is_none()) return {};
  HEADWATER_ASSIGN_OR_RETURN(id, global(id));
  return {};
}

graph::Status Resolver::globalise(graph::AssetId& id) {
  std::optional<graph::AssetId>& known = batch_assets_[id.value];
  if (!known) {
    const graph::Asset& asset = batch_->assets[id.value];
    const auto cached = assets_.find(asset.code);
    if (cached != assets_.end()) {
      known = cached->second;
    } else {
      HEADWATER_ASSIGN_OR_RETURN(known, writer_.asset(asset));
      assets_.emplace(asset.code, *known);
    }
  }
  id = *known;
  return {};
}

}  // namespace headwater::ingest::internal
