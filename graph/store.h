// Store: the persistent truth, a directory on disk with RocksDB inside.
//
//   HEADWATER_ASSIGN_OR_RETURN(auto store, Store::open("case.hw", {.mode = OpenMode::kRead}));
//   HEADWATER_ASSIGN_OR_RETURN(auto view, store->view({}));     // pins the newest commit
//   auto entity = view->entity(*view->find({EntityKind::kAccount, "iban", "DE89..."}));
//
// One process writes (OpenMode::kWrite, locked); any number read meanwhile, each at one published
// commit. Nothing here computes: see graph/snapshot.h for what algorithms run on, and
// graph/store_writer.h for loading. Every byte is specified in graph/FORMAT.md.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/clearance.h"
#include "graph/execution_context.h"
#include "graph/manifest_list.h"
#include "graph/record_lookup.h"
#include "graph/records.h"
#include "graph/status.h"
#include "graph/victim_key.h"

namespace headwater::graph {

enum class OpenMode : std::uint8_t {
  kRead,    // a published commit of an existing store; never blocks a writer, never writes to it
  kWrite,   // the one writer; an existing store
  kCreate,  // the one writer; makes the store if the directory is missing or empty
};

struct OpenOptions {
  OpenMode mode = OpenMode::kRead;
  int background_threads = 2;
  bool any_format = false;  // of `migrate` alone (graph/migrate.h); with kWrite
};

struct ViewOptions {
  CommitSeq as_of = kLatestCommit;
  // The right to see victims, and what opens what is sealed about them. Without it victims, their
  // flows' victim side, and every relation with a victim end are absent from everything the view
  // returns; counts remain. Of assertions from restricted sources and about victim flows figures,
  // claim, form, territory and standard remain; author, evidence, role, grades and the indicator's
  // id are absent, and the name is assertion:#N.
  std::optional<VictimKey> victim_key;
  // Without one, every source. With one, what the others say is absent from everything the view
  // returns, and so are their manifests' texts; what they withdrew stays withdrawn, for it is known
  // to be wrong. Counters are of all numbers used up.
  std::optional<Clearance> clearance;
};

class StoreView;

class Store {
 public:
  // Errors: kInput (no store there, or not a directory), kUnsupported (format version or required
  // feature), kLocked (another writer), kCorrupt, kIo.
  static Result<std::unique_ptr<Store>> open(const std::string& path, const OpenOptions& options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  const std::string& path() const;
  CommitSeq latest_commit() const;
  // Fingerprint (64 hex digits) of the victim key in use; empty when no victims were loaded.
  std::string victim_key_fingerprint() const;

  // Pins a commit. Errors: kNotFound for a commit that is not published, kQuestion for a victim key
  // with another fingerprint. Thread-safe. The view must not outlive the store.
  Result<std::unique_ptr<StoreView>> view(const ViewOptions& options) const;

  // Implementation handle for graph/internal; not part of the public interface.
  struct Internal;
  Internal& internal() const { return *internal_; }

 private:
  Store();
  std::unique_ptr<Internal> internal_;
};

// Everything visible at one commit. All const functions are thread-safe; lookups are O(log n) disk
// reads (cached). Scans visit records in ascending number and stop at the first failed Status that
// the visitor returns; a scan of n records takes O(n) time and O(1) extra memory.
class StoreView {
 public:
  virtual ~StoreView() = default;

  virtual CommitSeq as_of() const = 0;
  virtual bool sees_victims() const = 0;
  virtual const std::optional<Clearance>& clearance() const = 0;
  virtual const std::vector<Asset>& assets() const = 0;  // indexed by AssetId
  virtual std::optional<AssetId> find_asset(std::string_view code) const = 0;
  // Visible or not, by commit; those outside the clearance with numbers alone.
  virtual const ManifestList& manifests() const = 0;
  // Published, not retracted, and within the clearance.
  virtual bool is_commit_visible(CommitSeq commit) const = 0;
  virtual const Counters& counters() const = 0;  // of as_of(): numbers used up
  // What was erased from the store so far: it is missing at every commit, also at earlier ones.
  virtual const std::vector<Erasure>& erasures() const = 0;

  // Entities. `find` needs the full key; `resolve` also takes the short form and "#..." numbers and
  // is what user input goes through. Errors: kNotFound; kQuestion with the candidates.
  virtual Result<std::optional<EntityId>> find(const EntityKey& key) const = 0;
  virtual Result<EntityId> resolve(std::string_view text) const = 0;
  virtual Result<EntityKey> key_of(EntityId id) const = 0;
  virtual Result<std::optional<Entity>> entity(EntityId id) const = 0;  // nothing: not visible
  virtual Status for_each_entity(
      EntityKind kind, const std::function<Status(EntityId, const Entity&)>& visit) const = 0;
  // As far as the commits that `tells` accepts tell, in a scan: nobody whom none of them mentions,
  // no attribute that none of them gave. Commits that are not visible tell nothing.
  virtual Status for_each_entity_told(
      EntityKind kind, const std::function<bool(CommitSeq)>& tells,
      const std::function<Status(EntityId, const Entity&)>& visit) const = 0;
  // Only the keys, e.g. to print a result over all vertices. Faster than for_each_entity.
  virtual Status for_each_entity_key(
      EntityKind kind, const std::function<Status(EntityId, const EntityKey&)>& visit) const = 0;

  // The visible commits that mention the entity, ascending. Nothing for a hidden one.
  virtual Result<std::vector<CommitSeq>> entity_commits(EntityId id) const = 0;
  // Visible entities of a kind. Victims are counted without the key too: a count names nobody.
  virtual Result<std::uint64_t> count_entities(EntityKind kind) const = 0;

  // Records. Nothing: unknown, retracted, or hidden without the victim key.
  virtual Result<std::optional<Transaction>> transaction(TransactionId id) const = 0;
  virtual Result<std::optional<Relation>> relation(RelationId id) const = 0;
  virtual Result<std::optional<VictimFlow>> victim_flow(VictimFlowId id) const = 0;
  virtual Result<std::optional<Assertion>> assertion(AssertionId id) const = 0;
  virtual Status for_each_transaction(
      const std::function<Status(TransactionId, const Transaction&)>& visit) const = 0;
  virtual Status for_each_relation(
      const std::function<Status(RelationId, const Relation&)>& visit) const = 0;
  // Without the victim key `victim`, bands, means and roles come back empty.
  virtual Status for_each_victim_flow(
      const std::function<Status(VictimFlowId, const VictimFlow&)>& visit) const = 0;
  virtual Status for_each_statistic(
      const std::function<Status(StatisticId, const Statistic&)>& visit) const = 0;
  virtual Status for_each_assertion(
      const std::function<Status(AssertionId, const Assertion&)>& visit) const = 0;
  // Of several rates of one base, quote, date and source only the latest commit's: it replaced the
  // others.
  virtual Status for_each_rate(const std::function<Status(RateId, const Rate&)>& visit) const = 0;
  virtual Status for_each_opening(
      const std::function<Status(const OpeningBalance&)>& visit) const = 0;
  virtual Status for_each_quarantined(
      const std::function<Status(const QuarantinedRow&)>& visit) const = 0;

  // Records that name an entity or a transaction (record_lookup.h), newest first: those of the
  // scans above, seen as they are there; nothing for a hidden entity. Without a snapshot: a look-up
  // for each kind and role that the entity occurs in, then O(log n) a record, withdrawn and hidden
  // ones too; memory for one iterator a kind and role. Errors: kCorrupt also where a link names a
  // record that does not say so.
  virtual Status for_each_relation_of(
      const RelationLookup& lookup,
      const std::function<Status(RelationId, const Relation&)>& visit) const = 0;
  virtual Status for_each_assertion_about(
      const AssertionLookup& lookup,
      const std::function<Status(AssertionId, const Assertion&)>& visit) const = 0;
  // Who had a role in a sealed flow is in no index: with the victim key, in a store with sealed
  // flows, kRole and kAny read and open every victim flow (some microseconds each) and keep 16
  // bytes a flow that is meant; ask for another end where roles do not matter. Without the key
  // roles and victims lead to nothing.
  virtual Status for_each_victim_flow_of(
      const VictimFlowLookup& lookup,
      const std::function<Status(VictimFlowId, const VictimFlow&)>& visit) const = 0;

  // Names of records: `transaction:NAMESPACE/SOURCE-ID`, else `transaction:SHA12:ROW`.
  virtual Result<std::string> name_of(TransactionId id) const = 0;
  virtual std::string name_of(std::string_view record_type, const Origin& origin) const = 0;
  // Also takes "#N". Errors: kNotFound; kQuestion with the numbers when several visible records
  // share the name.
  virtual Result<TransactionId> resolve_transaction(std::string_view text) const = 0;
  virtual Result<AssertionId> resolve_assertion(std::string_view text) const = 0;
  virtual Result<RelationId> resolve_relation(std::string_view text) const = 0;
  virtual Result<VictimFlowId> resolve_victim_flow(std::string_view text) const = 0;

  // Implementation handle for graph/internal (snapshot building, verification).
  struct Internal;
  virtual const Internal& internal() const = 0;
};

struct VerifyReport {
  std::vector<std::string> problems;  // one line each, most serious first; empty: all is well
  std::string content_digest;         // SHA-256 over the visible records in canonical order
  bool ok() const { return problems.empty(); }
};
// Checks numbering, counters, references and every file's and value's checksum; `deep` also each
// block's of each file: wrong before its file's was taken. The digest is of the records visible at
// `as_of`; the checks are of everything. O(records) time; extra memory O(records / 64) for external
// sorting. With the victim key also what is sealed is opened and compared with its tags; the digest
// is the same with and without. Errors: kNotFound for a commit that is not published, kQuestion for
// another victim key, kLocked while small writes go on through this Store, kIo, kCancelled.
Result<VerifyReport> verify(const Store& store, bool deep, const ExecutionContext& context,
                            CommitSeq as_of = kLatestCommit,
                            const std::optional<VictimKey>& victim_key = {});

// Bytes on disk by family, for `stats --sizes`.
Result<std::map<std::string, std::uint64_t>> sizes_by_family(const Store& store);

}  // namespace headwater::graph
