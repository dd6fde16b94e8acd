// What a source's own ids stand for: in the store as it will be without what this commit withdraws,
// and among the records that this commit has staged.
#include <algorithm>
#include <type_traits>

#include "graph/internal/staged_commit.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

bool speaks_of_a_victim(const VictimFlow& flow) { return has_secrets(flow); }
bool speaks_of_a_victim(const Relation& relation) { return !victim_end(relation).is_none(); }

// A further record under an id that this commit has staged already.
Hash128 hash_of_variant(const Hash128& key, const Hash128& content, std::uint64_t seed) {
  return hash128(key_bytes(key) + key_bytes(content), seed);
}

}  // namespace

Result<std::vector<RecordKeyEntry>> StagedCommit::stored_keys(const std::string& key_bytes) const {
  HEADWATER_ASSIGN_OR_RETURN(const auto stored,
                             state_.database->get(Family::kTransactionKey, key_bytes, nullptr));
  if (!stored) return std::vector<RecordKeyEntry>();
  return decode_record_keys(key_bytes, *stored);
}

bool StagedCommit::is_visible_after_this(CommitSeq commit) const {
  const auto& withdrawn = manifest_.retracts;
  return before_->is_commit_visible(commit) &&
         std::find(withdrawn.begin(), withdrawn.end(), commit) == withdrawn.end();
}

// Visible before this commit, or hidden only by a commit that this one withdraws; and not withdrawn
// by it.
Result<bool> StagedCommit::stands_after_this(TransactionId id) const {
  if (!is_visible_after_this(before_->commit_of(id)) || marks_.contains(id.value)) return false;
  HEADWATER_ASSIGN_OR_RETURN(const bool marked, before_->is_marked(id, [&](CommitSeq commit) {
    return is_visible_after_this(commit);
  }));
  return !marked;
}

// Equal hashes are a hint: the record's own id decides.
Result<bool> StagedCommit::stands_under(const RecordKeyEntry& entry,
                                        std::string_view source_id) const {
  if (entry.type == RecordType::kTransaction) {
    HEADWATER_ASSIGN_OR_RETURN(const bool stands, stands_after_this({entry.number}));
    if (!stands) return false;
    HEADWATER_ASSIGN_OR_RETURN(const auto stored_id, before_->source_id_of({entry.number}));
    return stored_id == source_id;
  }
  const Family family = family_of(entry.type);
  if (tombstones_[static_cast<std::size_t>(family)].contains(entry.number)) return false;
  HEADWATER_ASSIGN_OR_RETURN(const auto origin,
                             before_->origin_of(family, entry.number, [&](CommitSeq commit) {
                               return is_visible_after_this(commit);
                             }));
  return origin && origin->source_id == source_id;
}

Result<std::vector<RecordKeyEntry>> StagedCommit::standing(
    const std::vector<RecordKeyEntry>& stored, std::string_view source_id) const {
  std::vector<RecordKeyEntry> result;
  for (const RecordKeyEntry& entry : stored) {
    HEADWATER_ASSIGN_OR_RETURN(const bool stands, stands_under(entry, source_id));
    if (stands) result.push_back(entry);
  }
  return result;
}

// Of a key under which nothing stands.
KeyOutcome StagedCommit::absence_of(const std::vector<RecordKeyEntry>& stored) const {
  const bool is_gone = std::none_of(stored.begin(), stored.end(), [&](const RecordKeyEntry& entry) {
    return is_visible_after_this(before_->commit_of(entry));
  });
  return is_gone && !stored.empty() ? KeyOutcome::kGone : KeyOutcome::kNew;
}

template <typename Record>
StagedCommit::ContentHashes StagedCommit::content_of(const Record& record) const {
  const Hash128 plain = hash_of_content(record, meta_.seed);
  if constexpr (std::is_same_v<Record, VictimFlow> || std::is_same_v<Record, Relation>) {
    if (sealer_ != nullptr && speaks_of_a_victim(record)) {
      return {sealer_->content_hash(body_of_content(record)), plain};
    }
  }
  return {plain, {}};
}
template StagedCommit::ContentHashes StagedCommit::content_of(const Transaction&) const;
template StagedCommit::ContentHashes StagedCommit::content_of(const Relation&) const;
template StagedCommit::ContentHashes StagedCommit::content_of(const VictimFlow&) const;
template StagedCommit::ContentHashes StagedCommit::content_of(const Assertion&) const;

Result<KeyOutcome> StagedCommit::outcome_of(RecordType type, std::string_view source_id,
                                            const ContentHashes& content) const {
  const Hash128 key = hash_of_source_id(type, manifest_.namespace_name, source_id, meta_.seed);
  HEADWATER_ASSIGN_OR_RETURN(const auto said, staged_keys_.find(key));
  if (said) {
    if (*said == content.stored) return KeyOutcome::kDuplicate;
    HEADWATER_ASSIGN_OR_RETURN(const auto variant,
                               staged_keys_.find(hash_of_variant(key, content.stored, meta_.seed)));
    if (variant) return KeyOutcome::kDuplicate;
  }
  HEADWATER_ASSIGN_OR_RETURN(const auto stored, stored_keys(key_bytes(key)));
  HEADWATER_ASSIGN_OR_RETURN(const auto entries, standing(stored, source_id));
  const bool is_equal =
      std::any_of(entries.begin(), entries.end(), [&](const RecordKeyEntry& entry) {
        return entry.content == content.stored || entry.content == content.plain;
      });
  if (is_equal) return KeyOutcome::kDuplicate;
  return said || !entries.empty() ? KeyOutcome::kConflict : absence_of(stored);
}

// The first content of an id stands under the key, others beside it.
Status StagedCommit::remember_said(const Hash128& key, const Hash128& content) {
  HEADWATER_ASSIGN_OR_RETURN(const auto said, staged_keys_.find(key));
  return staged_keys_.put(said ? hash_of_variant(key, content, meta_.seed) : key, content);
}

Result<KeyOutcome> StagedCommit::check_source_id(const Transaction& transaction) {
  return outcome_of(RecordType::kTransaction, transaction.origin.source_id,
                    content_of(transaction));
}
Result<KeyOutcome> StagedCommit::check_source_id(const Relation& relation) {
  return outcome_of(RecordType::kRelation, relation.origin.source_id, content_of(relation));
}
Result<KeyOutcome> StagedCommit::check_source_id(const VictimFlow& flow) {
  return outcome_of(RecordType::kVictimFlow, flow.origin.source_id, content_of(flow));
}
Result<KeyOutcome> StagedCommit::check_source_id(const Assertion& assertion) {
  return outcome_of(RecordType::kAssertion, assertion.origin.source_id, content_of(assertion));
}

template <typename Record>
Status StagedCommit::note_said(RecordType type, const Record& record) {
  return remember_said(
      hash_of_source_id(type, manifest_.namespace_name, record.origin.source_id, meta_.seed),
      content_of(record).stored);
}
Status StagedCommit::note_duplicate(const Transaction& transaction) {
  return note_said(RecordType::kTransaction, transaction);
}
Status StagedCommit::note_duplicate(const Relation& relation) {
  return note_said(RecordType::kRelation, relation);
}
Status StagedCommit::note_duplicate(const VictimFlow& flow) {
  return note_said(RecordType::kVictimFlow, flow);
}
Status StagedCommit::note_duplicate(const Assertion& assertion) {
  return note_said(RecordType::kAssertion, assertion);
}

template <typename Id>
Result<std::vector<Id>> StagedCommit::published(RecordType type, std::string_view source_id) const {
  std::vector<Id> result;
  const Hash128 key = hash_of_source_id(type, manifest_.namespace_name, source_id, meta_.seed);
  HEADWATER_ASSIGN_OR_RETURN(const auto staged, staged_keys_.find(key));
  if (staged) return result;
  HEADWATER_ASSIGN_OR_RETURN(const auto stored, stored_keys(key_bytes(key)));
  HEADWATER_ASSIGN_OR_RETURN(const auto entries, standing(stored, source_id));
  for (const RecordKeyEntry& entry : entries) result.push_back(Id{entry.number});
  return result;
}

Result<std::vector<TransactionId>> StagedCommit::published_under_id(
    const Transaction& transaction) {
  return published<TransactionId>(RecordType::kTransaction, transaction.origin.source_id);
}
Result<std::vector<RelationId>> StagedCommit::published_under_id(const Relation& relation) {
  return published<RelationId>(RecordType::kRelation, relation.origin.source_id);
}
Result<std::vector<VictimFlowId>> StagedCommit::published_under_id(const VictimFlow& flow) {
  return published<VictimFlowId>(RecordType::kVictimFlow, flow.origin.source_id);
}
Result<std::vector<AssertionId>> StagedCommit::published_under_id(const Assertion& assertion) {
  return published<AssertionId>(RecordType::kAssertion, assertion.origin.source_id);
}

Result<KeyOutcome> StagedCommit::check_row_occurrence(std::string_view normalised_row) {
  pending_occurrence_.reset();  // of a row that was not added after all
  const std::uint32_t occurrence = ++occurrences_[hash64(normalised_row, meta_.seed)];
  const Hash128 key =
      hash_of_occurrence(manifest_.namespace_name, normalised_row, occurrence, meta_.seed);
  HEADWATER_ASSIGN_OR_RETURN(const auto entries, stored_keys(key_bytes(key)));
  for (const RecordKeyEntry& entry : entries) {
    HEADWATER_ASSIGN_OR_RETURN(const bool stands, stands_after_this({entry.number}));
    if (stands) return KeyOutcome::kDuplicate;
  }
  pending_occurrence_ = key;
  return absence_of(entries);
}

// Those of the store as this commit leaves it, and those staged so far.
Result<StandingRates*> StagedCommit::rates() {
  if (!rates_) {
    StandingRates found;
    HEADWATER_RETURN_IF_ERROR(
        before_->for_each_rate([&](CommitSeq commit) { return is_visible_after_this(commit); },
                               [&](RateId id, const Rate& rate) -> Status {
                                 found.add(id.value, rate);
                                 return {};
                               }));
    rates_ = std::move(found);
  }
  return &*rates_;
}

Result<KeyOutcome> StagedCommit::check_rate(const Rate& rate) {
  HEADWATER_ASSIGN_OR_RETURN(const StandingRates* standing, rates());
  const StandingRates::Standing* found = standing->find(rate);
  if (found == nullptr) return KeyOutcome::kNew;
  const bool is_equal =
      found->numerator == rate.numerator && found->denominator == rate.denominator;
  return is_equal ? KeyOutcome::kDuplicate : KeyOutcome::kConflict;
}

Result<bool> StagedCommit::replaces_published(const Rate& rate) {
  HEADWATER_ASSIGN_OR_RETURN(const StandingRates* standing, rates());
  const StandingRates::Standing* found = standing->find(rate);
  return found != nullptr && found->number < state_.meta.counters.rates;
}

Status StagedCommit::stage_source_id(const RecordKeyEntry& entry, std::string_view source_id) {
  if (source_id.empty()) return {};
  const Hash128 key =
      hash_of_source_id(entry.type, manifest_.namespace_name, source_id, meta_.seed);
  HEADWATER_RETURN_IF_ERROR(remember_said(key, entry.content));
  return stage_key(key, entry);
}

Status StagedCommit::stage_key(const Hash128& key, const RecordKeyEntry& entry) {
  return transaction_keys_.add(key_bytes(key), encode_record_keys({entry}));
}

}  // namespace headwater::graph::internal
