// The commit under construction: sorters and files in the scratch folder, counters in memory.
// staged_commit.cc has entities and transactions, staged_records.cc the row-wise records,
// staged_identity.cc what sources' own ids stand for, staged_publish.cc the one atomic step.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/internal/external_sorter.h"
#include "graph/internal/ledger_output.h"
#include "graph/internal/ledger_segment.h"
#include "graph/internal/sst_output.h"
#include "graph/internal/staged_keys.h"
#include "graph/internal/standing_rates.h"
#include "graph/internal/store_state.h"
#include "graph/internal/store_view.h"
#include "graph/internal/victim_sealer.h"
#include "graph/store_writer.h"

namespace headwater::graph::internal {

// Of a small write: `before` is the store as it is, kept from commit to commit by whoever stages
// many of them, and up to `held_bytes` a family are staged in memory.
struct SmallCommit {
  RocksStoreView* before = nullptr;
  std::size_t held_bytes = 0;
};

class StagedCommit final : public CommitWriter {
 public:
  StagedCommit(Store::Internal& state, Manifest manifest, const ExecutionContext& context,
               const SmallCommit& small = {});
  ~StagedCommit() override;

  Result<EntityId> entity(const EntityKey& key) override;
  Result<EntityId> entity(const EntityKeyView& key, const KeyHash& hash) override;
  KeyHasher key_hasher() const override { return KeyHasher(meta_.seed); }
  void expect(const KeyHash& hash) override { state_.dictionary.prefetch(hash); }
  Status add_attributes(EntityId id, std::span<const Attribute> attributes) override;
  Result<AssetId> asset(const Asset& asset) override;
  Result<KeyOutcome> check_source_id(const Transaction& transaction) override;
  Result<KeyOutcome> check_source_id(const Relation& relation) override;
  Result<KeyOutcome> check_source_id(const VictimFlow& flow) override;
  Result<KeyOutcome> check_source_id(const Assertion& assertion) override;
  Result<std::vector<TransactionId>> published_under_id(const Transaction& transaction) override;
  Result<std::vector<RelationId>> published_under_id(const Relation& relation) override;
  Result<std::vector<VictimFlowId>> published_under_id(const VictimFlow& flow) override;
  Result<std::vector<AssertionId>> published_under_id(const Assertion& assertion) override;
  Status note_duplicate(const Transaction& transaction) override;
  Status note_duplicate(const Relation& relation) override;
  Status note_duplicate(const VictimFlow& flow) override;
  Status note_duplicate(const Assertion& assertion) override;
  Result<KeyOutcome> check_rate(const Rate& rate) override;
  Result<bool> replaces_published(const Rate& rate) override;
  Result<KeyOutcome> check_row_occurrence(std::string_view normalised_row) override;

  Result<TransactionId> add(const Transaction& transaction) override;
  Result<RelationId> add(const Relation& relation) override;
  Result<VictimFlowId> add(const VictimFlow& flow) override;
  Result<StatisticId> add(const Statistic& statistic) override;
  Result<AssertionId> add(const Assertion& assertion) override;
  Result<RateId> add(const Rate& rate) override;
  Status add(const OpeningBalance& opening) override;
  Status add(const QuarantinedRow& row) override;

  Status retract(TransactionId id) override;
  Status retract(RelationId id) override;
  Status retract(VictimFlowId id) override;
  Status retract(AssertionId id) override;
  Status retract(CommitSeq commit) override;
  Status bind_victim_key(const VictimKey& key) override;
  Manifest& manifest() override { return manifest_; }
  const Counters& staged() const override { return meta_.counters; }
  Result<CommitSeq> publish() override;
  // Of a small write: what follows is staged upon it at once, but nobody sees it, and it is not
  // durable, before the log is synced and the store says so. One that did not stay small is
  // published as any other.
  Status publish_through_log();

 private:
  // Entities.
  Result<EntityId> entity_first_met(const EntityKey& key, const KeyHash& hash);
  Result<std::optional<EntityId>> find_on_disk(const EntityKey& key, const Hash128& hash,
                                               std::vector<std::uint64_t>& sharers) const;
  Status stage_new_entity(EntityId id, const EntityKey& key, const Hash128& hash,
                          const std::vector<std::uint64_t>& sharers);
  Status stage_contribution(EntityId id, const EntityContribution& contribution);
  void remember(EntityId id, const Hash128& hash);
  EntityDictionary::Slot* recall(EntityId id);
  void learn_scheme(const std::string& scheme);

  Status flush_segment();
  // Where other threads would cost more than they bring.
  bool is_small() const { return held_bytes_ != 0; }

  // Identity.
  Result<std::vector<RecordKeyEntry>> stored_keys(const std::string& key_bytes) const;
  bool is_visible_after_this(CommitSeq commit) const;
  Result<bool> stands_after_this(TransactionId id) const;
  Result<bool> stands_under(const RecordKeyEntry& entry, std::string_view source_id) const;
  Result<std::vector<RecordKeyEntry>> standing(const std::vector<RecordKeyEntry>& stored,
                                               std::string_view source_id) const;
  KeyOutcome absence_of(const std::vector<RecordKeyEntry>& stored) const;
  // What equal records share. Of one about a victim it is a keyed hash: sexes and age bands are
  // few, and a hash that anybody can compute would tell them to whoever tries them all.
  struct ContentHashes {
    Hash128 stored;
    std::optional<Hash128> plain;  // of such a record that was stored before there was a key
  };
  template <typename Record>
  ContentHashes content_of(const Record& record) const;
  Result<KeyOutcome> outcome_of(RecordType type, std::string_view source_id,
                                const ContentHashes& content) const;
  template <typename Record>
  Status note_said(RecordType type, const Record& record);
  Status remember_said(const Hash128& key, const Hash128& content);
  template <typename Id>
  Result<std::vector<Id>> published(RecordType type, std::string_view source_id) const;
  Result<StandingRates*> rates();
  Status stage_source_id(const RecordKeyEntry& entry, std::string_view source_id);
  Status stage_key(const Hash128& key, const RecordKeyEntry& entry);

  // Row-wise families.
  template <typename Record>
  Status stage_record(SstOutput& output, std::uint64_t number, Record record);
  template <typename Record>
  Status stage_record_about_victims(SstOutput& output, std::uint64_t number, const Record& record);
  Status check_may_be_plain() const;
  Status stage_links(const std::vector<std::string>& links);
  Status stage_tombstone(Family family, std::uint64_t number, std::uint64_t base);
  SstOutput& output(Family family) { return outputs_[static_cast<std::size_t>(family)]; }

  // Publishing.
  Status finish_entities();
  Status finish_sorters();
  Status finish_links();
  Status write_record_keys();
  Status withdraw_earlier(const std::vector<RecordKeyEntry>& stored);
  Status write_marks();
  Status write_tombstones();
  Status write_manifest_and_meta();
  Status stage_rest();
  bool is_held() const;
  Status publish_files();

  Store::Internal& state_;
  const ExecutionContext& context_;
  std::string folder_;
  Manifest manifest_;
  MetaRecord meta_;  // as it will be
  CommitSeq commit_;
  std::uint32_t ordinal_;
  std::size_t held_bytes_;
  std::unique_ptr<RocksStoreView> own_before_;
  RocksStoreView* before_;  // the store as it is

  std::vector<SstOutput> outputs_;      // by family
  std::vector<SstOutput> withdrawn_;    // tombstones
  std::optional<LedgerOutput> ledger_;  // unless small
  ExternalSorter entities_, entity_keys_, transaction_keys_, earlier_marks_, openings_, quarantine_;
  ExternalSorter links_;
  StagedKeys staged_keys_;
  std::unordered_map<std::uint64_t, std::uint32_t> occurrences_;  // hash of a row -> times met
  std::optional<Hash128> pending_occurrence_;
  std::optional<SegmentBuilder> segment_;
  std::optional<StandingRates> rates_;    // read when the first rate is met
  std::unique_ptr<VictimSealer> sealer_;  // once the victim key is bound
  std::set<std::uint64_t> marks_;
  std::array<std::set<std::uint64_t>, kFamilyCount> tombstones_;
  std::array<std::pair<EntityId, Hash128>, 16> recent_{};
  std::size_t recent_at_ = 0;
  bool has_files_ = false;
  bool published_ = false;
};

}  // namespace headwater::graph::internal
