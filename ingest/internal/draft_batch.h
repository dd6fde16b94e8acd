// DraftBatch: the records of one block of rows, read in parallel, with entities and assets as
// batch-local numbers. The resolver gives them the store's numbers, in row order, one batch after
// another, so that numbering does not depend on threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/key_hash.h"
#include "graph/records.h"
#include "ingest/internal/described_kinds.h"
#include "ingest/internal/key_table.h"
#include "ingest/internal/row_source.h"
#include "ingest/internal/statement_history.h"
#include "ingest/internal/text_arena.h"
#include "ingest/internal/unread_names.h"

namespace headwater::ingest::internal {

enum class DraftKind : std::uint8_t {
  kEntity,  // index: a local entity that the row mentions
  kAttribute,
  kTransaction,
  kRelation,
  kVictimFlow,
  kStatistic,
  kAssertion,
  kOpening,
  kRate,
  kReference,
};
inline constexpr std::size_t kDraftKinds = 10;

struct DraftItem {
  DraftKind kind = DraftKind::kEntity;
  std::uint32_t index = 0;
};

// In the records below an EntityId holds its kind and the local number, an AssetId the local asset.
struct DraftAttribute {
  graph::EntityId entity;
  std::string_view name;    // lives as long as the mapping
  std::string_view value;   // lives in the batch
  std::uint64_t print = 0;  // hash of the entity's key, name and value
};

struct DraftRelation {
  graph::Relation record;
  bool once = false;  // one of its (from, to, kind) a commit
};

struct DraftStatistic {
  graph::Statistic record;
  std::uint64_t cell = 0;  // hash of its key: rows with an equal one repeat a cell
};

struct DraftAssertion {
  graph::Assertion record;
  std::string subject;      // name of the transaction, or of an entity; empty: record.entity
  std::string victim_flow;  // name
};

// What a row says of the records that it takes the place of.
struct DraftStatement {
  std::string_view revision;
  std::vector<std::string_view> replaces;
};

struct DraftReference {
  graph::EntityId entity;
  std::string_view attribute;      // lives as long as the mapping
  graph::Transaction transaction;  // what is said of it
  std::string name = {};           // of the transaction that is meant; the resolver's
};

struct RowProblem {
  std::string_view reason;           // static text; empty: none
  std::vector<std::string> columns;  // names of the faulty columns
  bool concealed = false;            // no text may be kept
};

struct DraftRow {
  std::uint32_t first_item = 0, item_end = 0;
  std::int32_t problem = -1;         // index into problems
  std::int32_t statement = -1;       // index into statements
  bool skipped = false;              // made no record, and the mapping says to skip such rows
  std::string_view normalised = {};  // for `--dedupe rows`
};

struct DraftBatch {
  RawRows raw;
  TextArena text;
  KeyTable keys;
  std::vector<graph::KeyHash> key_hashes;  // of all keys, or empty: the resolver makes them
  std::vector<graph::Asset> assets;
  std::vector<DraftRow> rows;  // one for each of raw.rows
  std::vector<DraftItem> items;
  std::vector<DraftAttribute> attributes;
  std::vector<graph::Transaction> transactions;
  std::vector<DraftRelation> relations;
  std::vector<graph::VictimFlow> victim_flows;
  std::vector<DraftStatistic> statistics;
  std::vector<DraftAssertion> assertions;
  std::vector<graph::OpeningBalance> openings;
  std::vector<graph::Rate> rates;
  std::vector<DraftReference> references;
  std::vector<RowProblem> problems;
  std::vector<DraftStatement> statements;
  std::vector<DescribedKind> described;  // by the first reading, as the next
  std::vector<StatementNote> notes;
  // Of its rows; the file's bound is kept where they meet.
  UnreadNames unread{~std::size_t{0}}, skipped_by{~std::size_t{0}};

  void clear_drafts();
  void hash_keys(const graph::KeyHasher& hasher);
};

// Sizes of a batch before a row, to undo the row when it fails.
struct DraftMark {
  explicit DraftMark(const DraftBatch& batch);
  void undo(DraftBatch& batch) const;
  std::size_t keys, items, attributes, transactions, relations, victim_flows, statistics,
      assertions, openings, rates, references;
};

}  // namespace headwater::ingest::internal
