// RowReader: reads the rows of one batch into draft records, by a bound mapping.
//
// One reader a batch, one thread a reader. A row that fails in any record leaves nothing but its
// problem. Reasons are the quarantine's words; problems name columns, never values.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/internal/binding.h"
#include "ingest/internal/draft_batch.h"
#include "ingest/internal/json_tree.h"

namespace headwater::ingest::internal {

inline constexpr std::size_t kIdLimitBytes = 1024;
// A row whose `each` asks for more records, made or not, is refused: lists multiply.
inline constexpr std::size_t kRecordsARow = std::size_t{1} << 16;

class RowReader {
 public:
  RowReader(const Binding& binding, DraftBatch& batch);
  void read_all();

 private:
  // row_reader.cc
  void read_row(const RowSpan& span, DraftRow& row);
  bool read_cells(const RowSpan& span);
  bool read_records(DraftRow& row);
  bool read_record(const RecordSpec& spec, bool& any);
  bool read_description();
  bool read_note();
  bool read_statement(DraftRow& row);
  bool is_superseded();
  bool replaced_ids(std::vector<std::string_view>& out);
  enum class Applies { kNo, kYes, kUnclear };
  Applies applies_to(const Conditions& conditions);
  struct Asked {
    std::string_view text, doubt;
    bool is_empty = true;
  };
  Asked ask(const Condition& condition);
  bool holds(const Condition& condition, const Asked& asked) const;
  bool is_described_as(std::string_view id, const std::vector<std::string>& kinds) const;
  std::string_view normalised_row();
  graph::Origin origin(std::string_view source_id);

  bool fail(std::string_view reason);
  bool fail(std::string_view reason, const Value& value);
  bool fail_concealed(std::string_view reason, const Value& value);
  void name_columns(const Value& value);

  // row_structure.cc: rows that are JSON objects
  struct CellValues {
    std::vector<std::string_view> texts;  // none is empty
    bool holds_object = false;
    bool is_single() const { return texts.size() <= 1 && !holds_object; }
  };
  bool read_structure(std::string_view row);
  void gather(std::uint32_t element, std::uint32_t node);
  void gather_object(std::uint32_t element, std::uint32_t node);
  void forget_columns(std::uint32_t node);
  void find_elements(std::uint32_t element, const PathSegments& path, std::size_t at,
                     std::vector<std::uint32_t>& out) const;
  bool read_each(const RecordSpec& spec, std::size_t level, bool& any);
  // Why a column is no single text; empty when it is.
  std::string_view doubt_about(ColumnRef column) const;

  // row_texts.cc
  std::string_view cell(ColumnRef column) const;       // of several values, the first
  bool cell(ColumnRef column, std::string_view& out);  // fails for several values
  bool text(const Value& value, std::string_view& out);
  bool unmodified(const Value& value, std::string_view& out);
  bool only_text(const Value& value, std::string_view& out);  // of several, or what these become
  bool country(const Value& value, std::string_view& out);
  bool finish_text(const Value& value, std::string_view& out);  // modifiers and default
  using UseText = std::function<bool(std::string_view)>;        // false: the row fails
  // Every value of a column that may have several, and every part of one that is split, modified;
  // `use` is not called for empty ones.
  bool each_text(const Value& value, const UseText& use);
  bool each_part(const Value& value, std::string_view rest, const UseText& use);
  bool each_alternative(const Value& value, const UseText& use);
  bool fill_template(const Value& value, std::string_view& out);
  bool modify(const Value& value, std::string_view& out);
  bool look_up(const Value& value, std::string_view& out);  // "map"
  bool read_as(const Value& value, std::string_view& out);  // "as"
  bool text(const Value& value, std::string& out);
  bool list(const std::vector<Value>& values, std::vector<std::string>& out);

  // row_values.cc
  bool time(const TimeSpec& spec, graph::Timestamp& out);
  bool asset(const Value& value, graph::AssetId& out);
  bool amount(const AmountSpec& spec, graph::AssetId asset, graph::MinorUnits& out);
  bool share(const ShareSpec& spec, graph::BasisPoints& out);
  bool record_id(const Value& value, std::string_view& out);  // the source's own; empty: none
  bool flag(const Value& value, bool& out);
  bool count(const Value& value, std::uint32_t& out);
  // The smallest scale at which a decimal text is an integer. O(18 * length).
  bool scaled_integer(const Value& value, std::string_view digits, graph::NumberFormat number,
                      std::int64_t& out, std::uint8_t& scale);
  template <typename Enum, typename Parse>
  bool word(const Value& value, Parse parse, Enum& out);

  // row_entities.cc
  bool entity(const EntitySpec& spec, graph::EntityId& out);           // empty id: missing-id
  bool optional_entity(const EntitySpec& spec, graph::EntityId& out);  // empty id: none
  bool keyed(const EntitySpec& spec, graph::EntityId& out);
  bool first_entity(const EntitySpec& spec, graph::EntityId& out);
  bool described(const EntitySpec& spec, graph::EntityId& out);
  bool named(const EntitySpec& spec, graph::EntityId& out);
  bool pooled(const EntitySpec& spec, graph::EntityId& out);
  bool boundary(const EntitySpec& spec, graph::EntityId& out);
  bool entity_of(graph::EntityKind kind, std::string_view scheme, std::string_view id,
                 const Value& value, graph::EntityId& out);
  bool attach(const std::vector<AttributeSpec>& attributes, graph::EntityId entity);
  void add_attribute(graph::EntityId entity, std::string_view name, std::string_view value);
  bool territory(const Value& value, graph::EntityId& out);  // empty: none
  bool collect(const std::vector<AttributeSpec>& specs, std::vector<graph::Attribute>& out);
  void mention(DraftKind kind, std::size_t index);

  // row_transactions.cc, row_facts.cc, row_claims.cc
  bool read(const EntityRecord& spec);
  bool read(const TransactionRecord& spec);
  bool read_transaction(const TransactionRecord& spec, graph::Transaction& record);
  bool read(const ReferenceRecord& spec);
  bool read_money(const TransactionRecord& spec, graph::Transaction& record);
  bool read_flags(const TransactionRecord& spec, graph::Transaction& record);
  bool read(const OpeningRecord& spec);
  bool read(const RateRecord& spec);
  bool read(const RelationRecord& spec);
  bool read_shares(const RelationRecord& spec, graph::Relation& record);
  bool period(const TimeSpec& from_spec, graph::Timestamp& from, const TimeSpec& to_spec,
              graph::Timestamp& to);
  bool read(const VictimFlowRecord& spec);
  bool read_victim(const VictimFlowRecord& spec, graph::VictimFlow& record);
  bool read_roles(const VictimFlowRecord& spec, graph::VictimFlow& record);
  bool read(const StatisticRecord& spec);
  bool read_cell_value(const StatisticRecord& spec, graph::Statistic& record);
  bool read(const AssertionRecord& spec);
  bool read_subject(const AssertionRecord& spec, DraftAssertion& draft);
  bool read_grounds(const AssertionRecord& spec, graph::Assertion& record);
  bool sector(const Value& value, std::string& out);
  bool listed_form(const Value& value, std::string& out);  // of a victim flow

  const Binding& binding_;
  DraftBatch& batch_;
  bool batch_is_utf8_, batch_has_nul_;
  std::vector<std::string_view> cells_;
  JsonTree tree_;                      // of a structured row
  std::vector<CellValues> values_;     // by ColumnRef
  std::vector<std::uint32_t> chosen_;  // elements that `each` has come to, by level
  std::size_t records_tried_ = 0;
  bool counts_unread_ = false;
  std::unordered_map<std::string_view, graph::AssetId> asset_cache_;
  // By local entity: fingerprint of the attribute that it was given last, under the current epoch;
  // a new epoch forgets them all, when a failed row's attributes were undone.
  std::vector<std::uint64_t> last_attribute_;
  std::uint64_t attribute_epoch_ = 1;
  std::uint64_t row_number_ = 0;
  std::uint32_t ordinals_[kDraftKinds] = {};  // by DraftKind: records of this row so far
  RowProblem problem_;
};

// Why a text is no share; empty when it is one, which is then in `out`.
std::string_view share_problem(const ShareSpec& spec, std::string_view found,
                               graph::BasisPoints& out);

// Hash of a statistic's cell: its territory and graph::cell_texts.
std::uint64_t statistic_cell(std::string_view territory_scheme, std::string_view territory_id,
                             const graph::Statistic& statistic);

template <typename Enum, typename Parse>
bool RowReader::word(const Value& value, Parse parse, Enum& out) {
  std::string_view found;
  if (!text(value, found)) return false;
  if (found.empty()) return true;
  const auto parsed = parse(found);
  if (!parsed) return fail("unmapped-value", value);
  out = *parsed;
  return true;
}

}  // namespace headwater::ingest::internal
