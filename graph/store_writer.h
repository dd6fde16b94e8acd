// CommitWriter: one commit of any size, staged in bounded memory and published atomically.
//
//   HEADWATER_ASSIGN_OR_RETURN(auto writer, CommitWriter::begin(*store, manifest, context));
//   HEADWATER_ASSIGN_OR_RETURN(EntityId a, writer->entity({EntityKind::kAccount, "bank", "1"}));
//   writer->add(transaction); ...
//   HEADWATER_ASSIGN_OR_RETURN(CommitSeq commit, writer->publish());
//
// Until `publish` returns success nothing is visible; a writer that is destroyed, or a process that
// dies, leaves nothing. A published commit is durable. Calls are made from one thread, in row
// order: that order fixes entity and transaction numbers. Memory: at most 64 bytes an entity met
// plus a fixed buffer; larger streams spill to sorted runs in the store's scratch folder. After
// `bind_victim_key` some 60 bytes an entity and 100 a victim of this commit come on top.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/execution_context.h"
#include "graph/key_hash.h"
#include "graph/records.h"
#include "graph/status.h"
#include "graph/store.h"

namespace headwater::graph {

enum class KeyOutcome : std::uint8_t {
  kNew,        // nothing stands under the id
  kGone,       // nothing stands: what did has gone with commits that were withdrawn as a whole
  kDuplicate,  // a record with equal content stands
  kConflict,   // only records with other content stand
};

class CommitWriter {
 public:
  // `manifest` gives format, namespace, precision, labels and sources; counters are filled here.
  // Errors: kIo, kLocked (not opened for writing).
  static Result<std::unique_ptr<CommitWriter>> begin(Store& store, Manifest manifest,
                                                     const ExecutionContext& context);
  virtual ~CommitWriter() = default;

  // The entity with this key, created bare if new; first-seen order fixes its number. Mentioning an
  // entity makes it visible with this commit. O(1) amortised plus one disk look-up a key and
  // commit.
  virtual Result<EntityId> entity(const EntityKey& key) = 0;
  // The same, by a hash that `key_hasher` made of the key: for those who make hashes beforehand, in
  // other threads.
  virtual Result<EntityId> entity(const EntityKeyView& key, const KeyHash& hash) = 0;
  virtual KeyHasher key_hasher() const = 0;
  // `entity` will be asked for this key before long: what it needs may be fetched meanwhile.
  // Changes nothing, and may be left out.
  virtual void expect(const KeyHash&) {}
  // Adds attributes of an entity of this commit (a set: equal pairs count once).
  virtual Status add_attributes(EntityId id, std::span<const Attribute> attributes) = 0;
  // The asset, entered into the table if new. kConflict when it stands there with another exponent.
  virtual Result<AssetId> asset(const Asset& asset) = 0;

  // What the source's own id has met before, by (type of record, namespace, source id). Compares
  // with what stands after the retractions made so far, and with what this commit added or noted.
  // Ask about all records of a row before the first `add` of it: the records of one row may share
  // an id. The content is everything but the Origin. O(1) expected; one disk look-up.
  virtual Result<KeyOutcome> check_source_id(const Transaction& transaction) = 0;
  virtual Result<KeyOutcome> check_source_id(const Relation& relation) = 0;
  virtual Result<KeyOutcome> check_source_id(const VictimFlow& flow) = 0;
  virtual Result<KeyOutcome> check_source_id(const Assertion& assertion) = 0;
  // The published records that stand under the same id, ascending: what must be retracted before
  // the id means something else. None when this commit itself has said something under the id.
  virtual Result<std::vector<TransactionId>> published_under_id(const Transaction& transaction) = 0;
  virtual Result<std::vector<RelationId>> published_under_id(const Relation& relation) = 0;
  virtual Result<std::vector<VictimFlowId>> published_under_id(const VictimFlow& flow) = 0;
  virtual Result<std::vector<AssertionId>> published_under_id(const Assertion& assertion) = 0;
  // This commit states a record that is published too: it does not replace it by another one.
  virtual Status note_duplicate(const Transaction& transaction) = 0;
  virtual Status note_duplicate(const Relation& relation) = 0;
  virtual Status note_duplicate(const VictimFlow& flow) = 0;
  virtual Status note_duplicate(const Assertion& assertion) = 0;
  // What this commit will find of a rate's base, quote, date and source: nothing, the same rate, or
  // another. O(log n) after one scan of the store's rates.
  virtual Result<KeyOutcome> check_rate(const Rate& rate) = 0;
  // Whether what stands of them is published: adding this rate replaces it, as of this commit.
  virtual Result<bool> replaces_published(const Rate& rate) = 0;
  // For sources without ids and `--dedupe rows`: the n-th occurrence of a normalised row.
  virtual Result<KeyOutcome> check_row_occurrence(std::string_view normalised_row) = 0;

  // A record with a source's id withdraws, as of this commit, all that earlier commits published
  // under it, seen or hidden: of an id there are never two versions, whatever is retracted later.
  virtual Result<TransactionId> add(const Transaction& transaction) = 0;
  virtual Result<RelationId> add(const Relation& relation) = 0;
  virtual Result<VictimFlowId> add(const VictimFlow& flow) = 0;
  virtual Result<StatisticId> add(const Statistic& statistic) = 0;
  virtual Result<AssertionId> add(const Assertion& assertion) = 0;
  virtual Result<RateId> add(const Rate& rate) = 0;
  virtual Status add(const OpeningBalance& opening) = 0;
  virtual Status add(const QuarantinedRow& row) = 0;

  // Retractions take effect with this commit.
  virtual Status retract(TransactionId id) = 0;
  virtual Status retract(RelationId id) = 0;
  virtual Status retract(VictimFlowId id) = 0;
  virtual Status retract(AssertionId id) = 0;
  virtual Status retract(CommitSeq commit) = 0;

  // What follows speaks of victims: binds the store to the key's fingerprint, and seals what is
  // said about them (graph/FORMAT.md). Before the entities of such a source are entered. Without it
  // a store that has no key takes what is said in plain text, and one that has refuses it
  // (kQuestion). kConflict for another key.
  virtual Status bind_victim_key(const VictimKey& key) = 0;

  // The manifest under construction; source row counts are the loader's to fill before publishing.
  virtual Manifest& manifest() = 0;

  // Number of records staged so far, by the counters of the manifest.
  virtual const Counters& staged() const = 0;

  // Makes everything visible in one atomic step and durable. Errors: kIo (disk full: nothing is
  // published, the store stays as it was), kCancelled.
  virtual Result<CommitSeq> publish() = 0;
};

}  // namespace headwater::graph
