// Resolver: the serial end of a load. Takes draft batches in file order, decides about each row as
// a whole (accepted, duplicate, quarantined) and hands its records to the CommitWriter.
//
// Entities are entered only for rows that are otherwise good, in row order; so numbering is the
// same for any number of threads. Not thread-safe. Memory: 8 bytes a distinct `once` relation, a
// fixed 8 MiB against repeated attributes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "graph/store.h"
#include "graph/store_writer.h"
#include "ingest/internal/binding.h"
#include "ingest/internal/draft_batch.h"
#include "ingest/internal/referred_transactions.h"

namespace headwater::ingest::internal {

// How often each statistic's cell occurs: in the store and in the file being read.
struct StatisticCells {
  struct Count {
    std::uint32_t total = 0, seen = 0;
  };
  std::unordered_map<std::uint64_t, Count> counts;
};

struct StageOptions {
  std::uint32_t source = 0;  // index into the manifest's sources
  bool supersede = false;
  bool dedupe_rows = false;
  bool is_known = false;  // an earlier load took these bytes: its rows are known, but for
  const std::set<std::uint64_t>* retried_rows = nullptr;  // those that stood in conflict, and
  bool takes_gone = false;  // those that were duplicates of what has gone with its commit
  const graph::StoreView* view = nullptr;    // what was published before; null: nothing
  ReferredTransactions* referred = nullptr;  // of a file with references
};

struct FirstProblem {
  std::uint64_t row = 0;
  std::string reason;
  std::vector<std::string> columns;
};

struct RowCounts {
  std::uint64_t rows_read = 0, accepted = 0, duplicates = 0, quarantined = 0, skipped = 0;
  std::optional<FirstProblem> first_problem;
  UnreadNames unread;      // what no column reads
  UnreadNames skipped_by;  // rows that were passed over, by the name that the mapping gives them
};

class Resolver {
 public:
  // All references must outlive the resolver; `cells` may be null when there are no statistics.
  Resolver(graph::CommitWriter& writer, const Binding& binding, StageOptions options,
           StatisticCells* cells);

  // Errors: whatever the writer reports; the commit must then be dropped.
  graph::Status stage(DraftBatch& batch);
  const RowCounts& counts() const { return counts_; }

 private:
  enum class Verdict { kAccept, kDuplicate, kQuarantine, kSuperseded };
  // What the id of one record of the row has met.
  struct Judged {
    std::uint32_t item = 0;  // index into the batch's items
    DraftKind kind = DraftKind::kTransaction;
    std::string_view source_id;
    graph::KeyOutcome outcome = graph::KeyOutcome::kNew;
  };
  template <typename T>
  using Result = graph::Result<T>;
  using Status = graph::Status;

  Status stage_row(std::size_t index);
  Result<Verdict> judge(const DraftRow& row);
  Result<Verdict> judge_known(const DraftRow& row);
  void leave_out_all_but(const std::vector<std::uint32_t>& wanted, const DraftRow& row);
  Result<Verdict> judge_ids(const DraftRow& row);
  Result<std::optional<Judged>> judge_item(std::uint32_t index);
  template <typename Draft>
  Result<std::optional<Judged>> judge_record(std::uint32_t index, Draft& draft, bool always);
  Result<std::optional<Judged>> judge_rate(std::uint32_t index, graph::Rate& record);
  bool is_of_this_file(graph::CommitSeq commit) const;
  graph::CommitSeq commit_of(std::uint64_t number, std::uint64_t graph::Counters::*count) const;
  graph::CommitSeq commit_of(graph::TransactionId id) const {
    return commit_of(id.value, &graph::Counters::transactions);
  }
  graph::CommitSeq commit_of(graph::RelationId id) const {
    return commit_of(id.value, &graph::Counters::relations);
  }
  graph::CommitSeq commit_of(graph::VictimFlowId id) const {
    return commit_of(id.value, &graph::Counters::victim_flows);
  }
  graph::CommitSeq commit_of(graph::AssertionId id) const {
    return commit_of(id.value, &graph::Counters::assertions);
  }
  Result<bool> stands_by_this_file(const graph::Rate& rate) const;
  Status note_duplicates();
  bool is_replaced(const Judged& judged) const;
  // Relations of the row that stand under their own ids count as stated where `once` asks for it.
  void note_standing_relations();
  // Whether the file has not stated this relation before.
  bool is_first_statement(const graph::Relation& record);
  template <typename Id>
  Status withdraw(Id id) {
    return writer_.retract(id);
  }
  Status withdraw(graph::RelationId id);  // and it may be stated again
  Result<bool> supersede();
  // resolver_statements.cc: what stands in the store is an older statement, or a newer one.
  Result<Verdict> judge_revision(const DraftRow& row);
  Result<std::vector<graph::RelationId>> standing_under(std::string_view source_id);
  Result<std::string> revision_of(graph::RelationId id) const;
  Status withdraw_replaced(const DraftRow& row);
  Status find_published(const DraftItem& item, std::vector<std::function<Status()>>& withdrawals);
  bool is_known_row(std::uint64_t row) const;
  Result<bool> resolve_subjects(const DraftRow& row);
  Result<bool> resolve_names(DraftAssertion& draft);
  Result<bool> resolve_references(const DraftRow& row);
  Status quarantine(std::size_t index, const RowProblem& problem);

  Result<graph::EntityId> global(graph::EntityId local);
  void expect_keys(std::size_t end);
  Status globalise(graph::EntityId& id);
  Status globalise(graph::AssetId& id);
  // Gives a record the store's numbers, once: when its id is judged, else when it is added.
  Status globalise_ends(graph::Transaction& record);
  Status globalise_ends(DraftRelation& draft);
  Status globalise_ends(graph::VictimFlow& record);
  Status globalise_ends(DraftAssertion& draft);
  Status globalise_assets(graph::Rate& record);
  template <typename Draft>
  Status globalise_unless_judged(Draft& draft) {
    return record_of(draft).origin.source_id.empty() ? globalise_ends(draft) : Status();
  }
  static graph::Transaction& record_of(graph::Transaction& record) { return record; }
  static graph::VictimFlow& record_of(graph::VictimFlow& record) { return record; }
  static graph::Relation& record_of(DraftRelation& draft) { return draft.record; }
  static graph::Assertion& record_of(DraftAssertion& draft) { return draft.record; }
  void place(graph::Origin& origin) const { origin.source = options_.source; }

  Status add(const DraftItem& item);
  Status add_attribute(std::uint32_t index);
  std::uint64_t& recent_attribute(std::uint64_t print);
  Status add_relation(DraftRelation& draft);
  Status add_victim_flow(graph::VictimFlow& record);
  Status add_statistic(DraftStatistic& draft);
  Status add_assertion(DraftAssertion& draft);
  Status add_opening(graph::OpeningBalance& record);
  Status add_rate(graph::Rate& record);
  Status add_reference(const DraftReference& draft);

  graph::CommitWriter& writer_;
  const Binding& binding_;
  StageOptions options_;
  StatisticCells* cells_;
  RowCounts counts_;
  DraftBatch* batch_ = nullptr;
  RowProblem problem_;                    // of the row being judged
  bool is_newer_ = false;                 // the row is a later statement of its record
  std::vector<Judged> judged_;            // its records with ids, and its transactions
  std::vector<std::uint32_t> met_items_;  // its items that are not to be added again
  std::vector<graph::EntityId> globals_;  // by local number of the batch; none: not yet
  std::vector<std::optional<graph::AssetId>> batch_assets_;
  std::map<std::string, graph::AssetId> assets_;
  // Relations stated so far, by kind and ends: added by this file, or met under their own ids.
  std::unordered_set<std::uint64_t> once_, standing_;
  std::size_t expected_ = 0;  // keys below were announced to the writer
  std::vector<std::uint64_t> recent_attributes_;
};

}  // namespace headwater::ingest::internal
