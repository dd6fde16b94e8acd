#include "graph/internal/staged_commit.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "graph/internal/files.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph {

Result<std::unique_ptr<CommitWriter>> CommitWriter::begin(Store& store, Manifest manifest,
                                                          const ExecutionContext& context) {
  Store::Internal& state = store.internal();
  HEADWATER_RETURN_IF_ERROR(state.check_may_write("write to the store"));
  HEADWATER_RETURN_IF_ERROR(internal::make_folder(state.scratch(), "stage a commit"));
  return std::unique_ptr<CommitWriter>(
      std::make_unique<internal::StagedCommit>(state, std::move(manifest), context));
}

namespace internal {
namespace {

// Buffers of one commit add up to about 200 MiB, whatever the input's size.
constexpr std::size_t kLargeBuffer = 64 << 20;
constexpr std::size_t kLinkBuffer = 16 << 20;
constexpr std::size_t kSmallBuffer = 8 << 20;
constexpr std::size_t kStagedKeysInMemory = 1 << 20;

std::uint64_t hash_of(std::span<const Attribute> attributes, std::uint64_t seed) {
  ByteWriter writer;
  for (const Attribute& attribute : attributes) {
    writer.text(attribute.name);
    writer.text(attribute.value);
  }
  return std::max<std::uint64_t>(hash64(writer.bytes(), seed), 1);
}

}  // namespace

StagedCommit::StagedCommit(Store::Internal& state, Manifest manifest,
                           const ExecutionContext& context, const SmallCommit& small)
    : state_(state),
      context_(context),
      folder_(state.scratch()),
      manifest_(std::move(manifest)),
      meta_(state.meta),
      commit_{state.meta.commit.value + 1},
      ordinal_(++state.commit_ordinal),
      held_bytes_(small.held_bytes),
      own_before_(small.before != nullptr ? nullptr
                                          : std::make_unique<RocksStoreView>(
                                                state, ViewOptions{}, /*sees_everything=*/true)),
      before_(small.before != nullptr ? small.before : own_before_.get()),
      entities_(folder_, "entity", kLargeBuffer),
      entity_keys_(folder_, "entity_key", kLargeBuffer),
      transaction_keys_(folder_, "transaction_key", kLargeBuffer),
      earlier_marks_(folder_, "mark", kSmallBuffer),
      openings_(folder_, "opening", kSmallBuffer),
      quarantine_(folder_, "quarantine", kSmallBuffer),
      links_(folder_, "link", kLinkBuffer),
      staged_keys_(folder_ + "/staged-keys", kStagedKeysInMemory) {
  state_.commit_open = true;
  meta_.commit = commit_;
  manifest_.commit = commit_;
  manifest_.first_transaction = {meta_.counters.transactions};
  outputs_.reserve(kFamilyCount);
  for (int i = 0; i < kFamilyCount; ++i) {
    outputs_.emplace_back(*state.database, static_cast<Family>(i), folder_, held_bytes_);
  }
  if (!is_small()) ledger_.emplace(output(Family::kLedger), context_);
}

StagedCommit::~StagedCommit() {
  state_.commit_open = false;
  // Entities numbered by a commit that was given up do not exist.
  if (!published_) state_.dictionary.clear();
  ledger_.reset();
  if (is_small() && !has_files_ && is_held()) return;  // no file was made
  outputs_.clear();
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored)) {
    if (entry.path().extension() == ".sst") remove_file(entry.path().string());
  }
}

void StagedCommit::remember(EntityId id, const Hash128& hash) {
  recent_[recent_at_++ % recent_.size()] = {id, hash};
}

EntityDictionary::Slot* StagedCommit::recall(EntityId id) {
  for (const auto& [recent_id, hash] : recent_) {
    if (recent_id == id) return state_.dictionary.find(hash);
  }
  return nullptr;
}

void StagedCommit::learn_scheme(const std::string& scheme) {
  const auto at = std::lower_bound(meta_.schemes.begin(), meta_.schemes.end(), scheme);
  if (at == meta_.schemes.end() || *at != scheme) meta_.schemes.insert(at, scheme);
}

Result<std::optional<EntityId>> StagedCommit::find_on_disk(
    const EntityKey& key, const Hash128& hash, std::vector<std::uint64_t>& sharers) const {
  if (state_.meta.counters.entities[static_cast<int>(key.kind)] == 0) {
    return std::optional<EntityId>();
  }
  const std::string bytes = key_bytes(hash);
  HEADWATER_ASSIGN_OR_RETURN(const auto stored,
                             state_.database->get(Family::kEntityKey, bytes, nullptr));
  if (!stored) return std::optional<EntityId>();
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view body, open_value(*stored, "entity_key", bytes));
  ByteReader reader(body);
  while (reader.ok() && reader.remaining() > 0) {
    const EntityId id = EntityId::from_value(reader.u64());
    sharers.push_back(id.value());
    HEADWATER_ASSIGN_OR_RETURN(
        const auto row,
        state_.database->last_at_or_before(Family::kEntity,
                                           big_endian_key(id.value(), ~std::uint64_t{0}), nullptr));
    if (!row || read_big_endian(row->first, 0) != id.value()) {
      return corrupt_value("entity_key", bytes, "it leads to an entity that is not there");
    }
    HEADWATER_ASSIGN_OR_RETURN(const StoredContribution creation,
                               read_stored_contribution(row->first, row->second));
    if (!creation.contribution.has_key) {
      return corrupt_value("entity", row->first, "the first row has no key");
    }
    if (creation.contribution.key == key) return std::optional<EntityId>(id);
  }
  if (!reader.ok()) return corrupt_value("entity_key", bytes, "the list does not decode");
  return std::optional<EntityId>();
}

// A staged contribution begins with 0 or 1; one that the scratch folder may not tell, with
// kHiddenContribution.
Status StagedCommit::stage_contribution(EntityId id, const EntityContribution& contribution) {
  ByteWriter writer;
  encode(contribution, writer);
  const std::string key = big_endian_key(id.value(), ~commit_.value);
  const bool is_hidden = sealer_ != nullptr && id.kind() == EntityKind::kVictim;
  if (!is_hidden || contribution.attributes.empty()) return entities_.add(key, writer.bytes());
  return entities_.add(key, kHiddenContribution + sealer_->hide(writer.bytes()));
}

Status StagedCommit::stage_new_entity(EntityId id, const EntityKey& key, const Hash128& hash,
                                      const std::vector<std::uint64_t>& sharers) {
  learn_scheme(key.scheme);
  ByteWriter writer = begin_value();
  for (const std::uint64_t other : sharers) writer.u64(other);
  writer.u64(id.value());
  HEADWATER_RETURN_IF_ERROR(entity_keys_.add(key_bytes(hash), end_value(std::move(writer))));
  return stage_contribution(id, {true, key, {}});
}

Result<EntityId> StagedCommit::entity(const EntityKey& key) {
  const EntityKeyView view{key.kind, key.scheme, key.external_id};
  return entity(view, key_hasher()(view));
}

Result<EntityId> StagedCommit::entity(const EntityKeyView& key, const KeyHash& hash) {
  const EntityDictionary::Slot* const known = state_.dictionary.find(hash);
  // Most are met again and again within one commit.
  if (known != nullptr && known->commit() == ordinal_ && sealer_ == nullptr) {
    const EntityId id = EntityId::from_value(known->entity());
    remember(id, hash);
    return id;
  }
  return entity_first_met({key.kind, std::string(key.scheme), std::string(key.external_id)}, hash);
}

Result<EntityId> StagedCommit::entity_first_met(const EntityKey& key, const KeyHash& hash) {
  EntityDictionary::Slot* slot = state_.dictionary.find(hash);
  bool is_new = false;
  if (slot == nullptr) {
    std::vector<std::uint64_t> sharers;
    HEADWATER_ASSIGN_OR_RETURN(const auto stored, find_on_disk(key, hash, sharers));
    EntityId id;
    if (stored) {
      id = *stored;
    } else {
      is_new = true;
      id = EntityId(key.kind, meta_.counters.entities[static_cast<int>(key.kind)]++);
      HEADWATER_RETURN_IF_ERROR(stage_new_entity(id, key, hash, sharers));
    }
    slot = state_.dictionary.insert(hash, id.value());
    if (!stored) slot->set_commit(ordinal_);
  }
  const EntityId id = EntityId::from_value(slot->entity());
  if (sealer_ != nullptr) HEADWATER_RETURN_IF_ERROR(sealer_->enter(id, key, is_new));
  if (slot->commit() != ordinal_) {  // a mention makes it visible with this commit
    slot->set_commit(ordinal_);
    slot->set_attributes(0);
    HEADWATER_RETURN_IF_ERROR(stage_contribution(id, {}));
  }
  remember(id, hash);
  return id;
}

Status StagedCommit::add_attributes(EntityId id, std::span<const Attribute> attributes) {
  if (attributes.empty()) return {};
  if (id.kind() == EntityKind::kVictim) HEADWATER_RETURN_IF_ERROR(check_may_be_plain());
  const std::uint64_t hash = hash_of(attributes, meta_.seed);
  EntityDictionary::Slot* slot = recall(id);
  if (slot != nullptr) {
    if (slot->attributes() == hash) return {};  // the row before said the same
    slot->set_attributes(hash);
  }
  EntityContribution contribution;
  contribution.attributes.assign(attributes.begin(), attributes.end());
  return stage_contribution(id, contribution);
}

Result<AssetId> StagedCommit::asset(const Asset& asset) {
  for (std::size_t i = 0; i < meta_.assets.size(); ++i) {
    if (meta_.assets[i].code != asset.code) continue;
    if (meta_.assets[i].exponent == asset.exponent) {
      return AssetId{static_cast<std::uint16_t>(i)};
    }
    return Status(StatusCode::kConflict,
                  {"use an asset", asset.code,
                   "this store keeps it with " + std::to_string(meta_.assets[i].exponent) +
                       " decimal places, the mapping asks for " + std::to_string(asset.exponent),
                   "use the store's exponent, or load into another store"});
  }
  if (meta_.assets.size() >= 0xFFFF) {
    return input_error("use an asset", "", "more than 65,535 assets in one store",
                       "load into several stores");
  }
  meta_.assets.push_back(asset);
  return AssetId{static_cast<std::uint16_t>(meta_.assets.size() - 1)};
}

Status StagedCommit::flush_segment() {
  if (!segment_ || segment_->size() == 0) return {};
  const std::uint64_t first = meta_.counters.transactions - segment_->size();
  SegmentBuilder next(commit_, segment_->source());
  SegmentBuilder full = std::exchange(*segment_, std::move(next));
  HEADWATER_RETURN_IF_ERROR(is_small()
                                ? output(Family::kLedger).put(big_endian_key(first), full.finish())
                                : ledger_->put(first, std::move(full)));
  return context_.check_cancelled("stage transactions");
}

Result<TransactionId> StagedCommit::add(const Transaction& transaction) {
  if (!transaction.from.is_ledger_vertex() || !transaction.to.is_ledger_vertex()) {
    return input_error("add a transaction", "", "an end that is no account or loan",
                       "map both ends to accounts, or to pooled_of a party");
  }
  HEADWATER_CHECK(transaction.amount.value >= 0 && transaction.received_amount.value >= 0,
                  "amounts were validated by the reader");
  const std::uint32_t source = transaction.origin.source;
  if (segment_ && segment_->source() != source) HEADWATER_RETURN_IF_ERROR(flush_segment());
  if (!segment_ || segment_->source() != source) segment_.emplace(commit_, source);
  const TransactionId id{meta_.counters.transactions++};
  segment_->add(transaction);
  const ColdFields cold{transaction.origin.source_id, transaction.attributes};
  if (!cold.empty()) {
    ByteWriter writer = begin_value();
    encode(cold, writer);
    HEADWATER_RETURN_IF_ERROR(
        output(Family::kAttribute).put(big_endian_key(id.value), end_value(std::move(writer))));
  }
  if (!cold.source_id.empty()) {
    HEADWATER_RETURN_IF_ERROR(stage_source_id(
        {RecordType::kTransaction, id.value, content_of(transaction).stored}, cold.source_id));
  }
  if (pending_occurrence_) {
    HEADWATER_RETURN_IF_ERROR(
        stage_key(*pending_occurrence_, {RecordType::kTransaction, id.value, {}}));
    pending_occurrence_.reset();
  }
  if (segment_->size() == kSegmentCapacity) HEADWATER_RETURN_IF_ERROR(flush_segment());
  return id;
}

}  // namespace internal
}  // namespace headwater::graph
