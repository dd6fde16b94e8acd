// The view of one commit, on RocksDB. Its functions stand in store_view_entities.cc,
// store_view_records.cc, store_view_links.cc, store_view_sealed.cc, store_view_claims.cc and
// store_view_names.cc.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <rocksdb/snapshot.h>

#include "graph/internal/data_keys.h"
#include "graph/internal/record_codec.h"
#include "graph/internal/sealed_codec.h"
#include "graph/internal/segment_cache.h"
#include "graph/internal/store_state.h"
#include "graph/internal/transaction_keys.h"
#include "graph/store.h"

namespace headwater::graph {

// What snapshot building and verification need of a view.
namespace internal {
class RocksStoreView;
class TailEdges;
}  // namespace internal

struct StoreView::Internal {
  const internal::RocksStoreView* view = nullptr;
  const internal::Database* database = nullptr;
  const rocksdb::Snapshot* snapshot = nullptr;
  std::uint64_t seed = 0;
  CommitSeq as_of;
  Counters counters;
  std::uint64_t sealed = 0;        // transactions below are in the index, whatever the commit
  std::uint16_t sealed_kinds = 0;  // bit k: TransactionKind k occurs among them
  // By commit number; [0] unused. What was retracted is not in force, what is outside the clearance
  // is in force and not visible: it shows nothing, and what it withdraws stays withdrawn.
  std::vector<bool> in_force, visible;
  bool is_visible(CommitSeq commit) const {
    return commit.value < visible.size() && visible[commit.value];
  }
  bool is_in_force(CommitSeq commit) const {
    return commit.value < in_force.size() && in_force[commit.value];
  }
};

namespace internal {

// Errors: kNotFound for a commit that is not published.
Status check_as_of(const Store::Internal& state, CommitSeq as_of);

// Errors: kQuestion for a victim key with another fingerprint than the store's.
Status check_victim_key(const Store::Internal& state, const std::optional<VictimKey>& key);

Result<std::unique_ptr<StoreView>> make_view(const Store::Internal& state,
                                             const ViewOptions& options);

class RocksStoreView final : public StoreView {
 public:
  using SeesCommit = std::function<bool(CommitSeq)>;

  // `sees_everything` is for verification and for building flags, whose results name nobody. It
  // has no key: in place of what is sealed it shows the tags, as attributes without a name, as
  // means of a flow and as evidence of a relation, which is what the content digest covers.
  RocksStoreView(const Store::Internal& state, const ViewOptions& options,
                 bool sees_everything = false);

  CommitSeq as_of() const override { return internal_.as_of; }
  bool sees_victims() const override { return sees_victims_; }
  const std::optional<Clearance>& clearance() const override { return clearance_; }
  const std::vector<Asset>& assets() const override { return assets_; }
  std::optional<AssetId> find_asset(std::string_view code) const override;
  const ManifestList& manifests() const override { return manifests_; }
  bool is_commit_visible(CommitSeq commit) const override { return internal_.is_visible(commit); }
  const Counters& counters() const override { return internal_.counters; }
  const std::vector<Erasure>& erasures() const override { return erasures_; }

  Result<std::optional<EntityId>> find(const EntityKey& key) const override;
  Result<EntityId> resolve(std::string_view text) const override;
  Result<EntityKey> key_of(EntityId id) const override;
  Result<std::optional<Entity>> entity(EntityId id) const override;
  Status for_each_entity(
      EntityKind kind, const std::function<Status(EntityId, const Entity&)>& visit) const override;
  Status for_each_entity_told(
      EntityKind kind, const SeesCommit& tells,
      const std::function<Status(EntityId, const Entity&)>& visit) const override;
  Status for_each_entity_key(
      EntityKind kind,
      const std::function<Status(EntityId, const EntityKey&)>& visit) const override;
  Result<std::vector<CommitSeq>> entity_commits(EntityId id) const override;
  Result<std::uint64_t> count_entities(EntityKind kind) const override;

  Result<std::optional<Transaction>> transaction(TransactionId id) const override;
  Result<std::optional<Relation>> relation(RelationId id) const override;
  Result<std::optional<VictimFlow>> victim_flow(VictimFlowId id) const override;
  Result<std::optional<Assertion>> assertion(AssertionId id) const override;
  Status for_each_transaction(
      const std::function<Status(TransactionId, const Transaction&)>& visit) const override;
  Status for_each_relation(
      const std::function<Status(RelationId, const Relation&)>& visit) const override;
  Status for_each_victim_flow(
      const std::function<Status(VictimFlowId, const VictimFlow&)>& visit) const override;
  Status for_each_statistic(
      const std::function<Status(StatisticId, const Statistic&)>& visit) const override;
  Status for_each_assertion(
      const std::function<Status(AssertionId, const Assertion&)>& visit) const override;
  Status for_each_rate(const std::function<Status(RateId, const Rate&)>& visit) const override;
  Status for_each_opening(const std::function<Status(const OpeningBalance&)>& visit) const override;
  Status for_each_quarantined(
      const std::function<Status(const QuarantinedRow&)>& visit) const override;

  Status for_each_relation_of(
      const RelationLookup& lookup,
      const std::function<Status(RelationId, const Relation&)>& visit) const override;
  Status for_each_assertion_about(
      const AssertionLookup& lookup,
      const std::function<Status(AssertionId, const Assertion&)>& visit) const override;
  Status for_each_victim_flow_of(
      const VictimFlowLookup& lookup,
      const std::function<Status(VictimFlowId, const VictimFlow&)>& visit) const override;

  Result<std::string> name_of(TransactionId id) const override;
  std::string name_of(std::string_view record_type, const Origin& origin) const override;
  Result<TransactionId> resolve_transaction(std::string_view text) const override;
  Result<AssertionId> resolve_assertion(std::string_view text) const override;
  Result<RelationId> resolve_relation(std::string_view text) const override;
  Result<VictimFlowId> resolve_victim_flow(std::string_view text) const override;

  const Internal& internal() const override { return internal_; }

  // To the newest commit, also one that is not durable yet: of the writer that stages the next, who
  // has a view without clearance and without a victim key. O(1) a new commit, unless it withdraws
  // others.
  void advance(const Store::Internal& state);

  bool knows_scheme(std::string_view scheme) const;
  // Victims' relations too: for flags that name nobody.
  Status for_each_relation_unfiltered(
      const std::function<Status(RelationId, const Relation&)>& visit) const;
  // Visible assertions with what the view withholds of them, to match names; never shown. Those
  // whose subject is hidden are absent here too.
  Status for_each_stored_assertion(
      const std::function<Status(AssertionId, const Assertion&)>& visit) const;
  Result<std::optional<Assertion>> stored_assertion(AssertionId id) const;
  // The name that the view shows of an assertion as it is stored.
  std::string shown_name(AssertionId id, Assertion stored) const;
  // The transaction whatever its commit's visibility; nothing beyond the counters.
  Result<std::optional<Transaction>> stored_transaction(TransactionId id) const;
  // The commit that a transaction number belongs to, by the manifests; 0 beyond the counters.
  CommitSeq commit_of(TransactionId id) const;
  CommitSeq commit_of(const RecordKeyEntry& entry) const;
  // The source's own id, without reading the ledger; empty where there is none.
  Result<std::string> source_id_of(TransactionId id) const;
  // Marked as retracted by a commit in force, or by one that `sees` accepts.
  Result<bool> is_marked(TransactionId id) const;
  Result<bool> is_marked(TransactionId id, const SeesCommit& sees) const;
  // The rates that stand when the commits that `sees` accepts are all there are.
  Status for_each_rate(const SeesCommit& sees,
                       const std::function<Status(RateId, const Rate&)>& visit) const;
  // What cursors of the view share, read when the first one asks. Thread-safe.
  Result<std::shared_ptr<const std::vector<std::uint64_t>>> hidden() const;
  Result<std::shared_ptr<const TailEdges>> tail(const ExecutionContext& context) const;
  // Where a relation, victim flow or assertion came from, when the commits that `sees` accepts are
  // all there are; nothing where they withdraw it. Victims' records too.
  Result<std::optional<Origin>> origin_of(Family family, std::uint64_t number,
                                          const SeesCommit& sees) const;

 private:
  void take(const MetaRecord& meta);
  void apply_clearance();
  Status scan_victim_flows_of(
      const VictimFlowLookup& lookup,
      const std::function<Status(VictimFlowId, const VictimFlow&)>& visit) const;
  bool hides(const Relation& relation) const;
  bool hides(const Assertion& assertion) const;
  bool hides(const VictimFlow&) const { return false; }
  void strip(std::uint64_t number, VictimFlow& flow) const;
  void strip(std::uint64_t, Relation&) const {}
  void strip(std::uint64_t number, Assertion& assertion) const;
  bool is_restricted(const Origin& origin) const;
  bool hides_kind(EntityKind kind) const { return kind == EntityKind::kVictim && !sees_victims_; }

  // What is sealed of records and entities, as far as this view opens it.
  template <typename Record>
  Result<std::optional<Record>> read_version(Family family, std::string_view key,
                                             std::string_view value) const;
  void note_plain(VictimFlow& flow) const;
  void note_plain(Relation&) const {}
  void note_plain(Assertion&) const {}
  Status read_sealed(std::string_view key, ByteReader& reader, VictimFlow& flow) const;
  Status read_sealed(std::string_view key, ByteReader& reader, Relation& relation) const;
  Status read_sealed(std::string_view key, ByteReader& reader, Assertion& assertion) const;
  template <typename Record>
  Status open_secrets(std::uint64_t slot, const SealedPlace& place, const SealedPart& part,
                      Record& record) const;
  Result<EntityContribution> read_contribution(std::string_view key, std::string_view value) const;

  template <typename Record>
  Result<std::optional<Record>> newest_version(Family family, std::uint64_t number,
                                               const SeesCommit& sees) const;
  template <typename Record>
  Result<std::optional<Origin>> origin_of_newest(Family family, std::uint64_t number,
                                                 const SeesCommit& sees) const;
  template <typename Record>
  Result<std::optional<Record>> read_record(Family family, std::uint64_t number) const;
  template <typename Record>
  Status scan_records(Family family, std::uint64_t end,
                      const std::function<Status(std::uint64_t, const Record&)>& visit,
                      bool unfiltered = false) const;
  Status scan_entities(EntityKind kind, bool with_attributes, const SeesCommit& tells,
                       const std::function<Status(EntityId, const Entity&)>& visit) const;
  Result<SegmentCache::Found> segment_of(TransactionId id) const;
  Result<std::uint32_t> ordinal_within_row(TransactionId id, const Transaction& row) const;
  const Manifest* find_manifest(CommitSeq commit) const;
  Result<std::vector<std::uint64_t>> find_by_source_id(std::string_view scheme,
                                                       std::string_view source_id) const;
  struct SourceRow;
  Result<SourceRow> parse_source_row(std::string_view text, std::string_view type) const;
  template <typename Id, typename Record>
  Result<Id> resolve_record(std::string_view text, std::string_view type, Family family,
                            std::uint64_t end) const;

  std::unique_ptr<rocksdb::ManagedSnapshot> pinned_;
  mutable std::mutex shared_mutex_;  // guards the two below
  mutable std::shared_ptr<const std::vector<std::uint64_t>> hidden_;
  mutable std::shared_ptr<const TailEdges> tail_;
  mutable SegmentCache segments_;
  Internal internal_;
  bool sees_victims_ = false;
  bool shows_tags_ = false;
  std::optional<Clearance> clearance_;
  std::unique_ptr<const VictimCipher> cipher_;  // null: without the victim key
  std::unique_ptr<const DataKeys> data_keys_;
  std::uint64_t token_seed_ = 0;
  std::vector<Asset> assets_;
  std::vector<std::string> schemes_;
  ManifestList manifests_;
  std::vector<Erasure> erasures_;  // of all manifests, later ones too
};

}  // namespace internal
}  // namespace headwater::graph
