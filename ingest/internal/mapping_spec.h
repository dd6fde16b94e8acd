// The compiled form of a mapping file (docs/mapping.md): plain data, every name checked, columns
// interned as small numbers that a header is bound to later.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "graph/ids.h"
#include "graph/money.h"
#include "graph/records.h"
#include "graph/timestamp.h"
#include "ingest/csv_dialect.h"
#include "ingest/internal/block_spec.h"
#include "ingest/internal/column_paths.h"
#include "ingest/internal/xml_row_spec.h"

namespace headwater::ingest::internal {

// Index into Part::columns.
using ColumnRef = std::uint32_t;

enum class ValueForm : std::uint8_t {
  kAbsent,
  kConstant,
  kColumn,
  kTemplate,
  kFirstOf,
  kAnyOf,      // of `alternatives` all that are not empty; has `several`
  kRowOfFile,  // the name that a row has in every store: its file's hash and its number
};

// Which texts pass as a country, whose alpha-3 code they become.
enum class CountryRule : std::uint8_t { kNone, kCode, kCodeOrEmpty };

struct TemplatePiece {
  std::string literal;  // stands before the column
  std::optional<ColumnRef> column;
};

// What a text is checked to be, and written as in one way: "as".
enum class Reading : std::uint8_t { kText, kTime, kDate, kDecimal };

struct Value {
  ValueForm form = ValueForm::kAbsent;
  std::string constant;
  ColumnRef column = 0;
  std::vector<TemplatePiece> pieces;
  std::vector<Value> alternatives;
  std::string until;  // what the rest of the text begins with that is left out
  bool strip_leading_zeros = false, lower = false, slug = false, has_map = false;
  std::vector<std::string> unknown_words;  // "unknown": say that nothing is known
  bool record_of = false;                  // the record that the statement of this id is about
  std::map<std::string, std::string, std::less<>> map;
  std::optional<std::string> map_others;        // the entry "*"
  Reading reading = Reading::kText;             // "as"
  std::vector<graph::TimeFormat> time_formats;  // of kTime and kDate: the first that fits
  std::string fallback;                         // "default"
  std::string separator;                        // "split"
  std::string final_mark;  // "strip_end": taken off the whole text, before all else
  bool has_marks = false;  // "between": only what stands between these two
  std::string begin_mark, end_mark;
  std::optional<std::string> several;  // of one text: what several that differ become
  CountryRule country = CountryRule::kNone;

  bool is_given() const { return form != ValueForm::kAbsent; }
  bool is_plain() const {
    return until.empty() && !has_marks && !strip_leading_zeros && !lower && !slug && !has_map &&
           unknown_words.empty() && country == CountryRule::kNone && !record_of &&
           reading == Reading::kText;
  }
  bool is_fixed() const { return form == ValueForm::kConstant && is_plain(); }
};

struct Condition {
  enum class Test : std::uint8_t {
    kEmpty,
    kPresent,
    kNegative,
    kPositive,
    kZero,
    kIn,
    kNotIn,
    kDescribed,  // the cell is an id that the source describes as one of these kinds
    kNotDescribed,
  };
  Value value;
  Test test = Test::kPresent;
  std::vector<std::string> texts;
};
using Conditions = std::vector<Condition>;

struct AttributeSpec {
  std::string name;
  Value value;
};

struct EntitySpec {
  enum class Form : std::uint8_t {
    kAbsent,
    kKeyed,      // kind, scheme, id
    kDescribed,  // a local id, of the kind that the source says in another row
    kNamed,      // one text, kind:scheme/external-id; with fixed_kind also a bare local id
    kPooled,     // the pooled account of party[0]
    kBoundary,   // scheme "cash" or "external", id a territory
    kFirstOf,    // the first of `party` whose id is not empty, else the last
  };
  Form form = Form::kAbsent;
  Value kind;  // of kKeyed; fixed_kind where it is a constant
  std::optional<graph::EntityKind> fixed_kind;
  Value scheme;  // absent: the source's namespace
  Value id;
  std::vector<EntitySpec> party;
  std::vector<AttributeSpec> attributes;

  bool is_given() const { return form != Form::kAbsent; }
};

struct TimeSpec {
  // What "2019" and "2019-05" mean: nothing, the first day of it or the last.
  enum class Partial : std::uint8_t { kRefused, kFirst, kLast };
  Value value;
  graph::TimeFormat format;
  Partial partial = Partial::kRefused;
};

struct AmountSpec {
  Value value;
  graph::NumberFormat number;
  bool absolute = false;
  bool allows_negative = false;
};

struct ShareSpec {
  enum class Unit : std::uint8_t { kBasisPoints, kPercent, kFraction };
  Value value;
  // What more places than a share keeps become.
  enum class Rounding : std::uint8_t { kRefused, kDown, kUp };
  Unit unit = Unit::kBasisPoints;
  bool is_free_text = false;  // what is no share is unknown
  Rounding rounding = Rounding::kRefused;
};

struct EntityRecord {
  EntitySpec entity;
};

struct TransactionRecord {
  EntitySpec from, to;
  TimeSpec time, period_end;
  AmountSpec amount, received_amount;
  Value asset, received_asset, kind, channel, count, id, labelled_illicit, group;
  std::vector<Value> same_party;  // none, or two
  bool aggregate = false, may_lack_id = false;
  std::vector<AttributeSpec> attributes;
};

struct RelationRecord {
  EntitySpec from, to;
  Value kind;
  TimeSpec valid_from, valid_to;
  ShareSpec share, share_low, share_high, probability;
  Value evidence, id;
  bool once = false;
  std::vector<AttributeSpec> attributes;
};

struct RoleSpec {
  graph::RoleKind kind = graph::RoleKind::kExploited;
  EntitySpec entity;
};

struct VictimFlowRecord {
  EntitySpec victim;  // absent: a group of `count`
  Value count, kind, form, sector, sex, age_band, citizenship, id;
  Value recruitment, transit, exploitation;
  TimeSpec start, end;
  std::vector<Value> means;
  EntitySpec case_entity;
  std::vector<RoleSpec> roles;
};

struct StatisticRecord {
  Value indicator, territory, territory_name, period, dimension, category, sex, age_band, unit,
      source, method;
  AmountSpec value;
};

struct AssertionRecord {
  Value subject;              // the name of a record or an entity
  EntitySpec subject_entity;  // or an entity
  Value claim, role, victim_flow, form, sector, territory, asset, author, evidence, source_grade,
      information_grade, standard, basis, disputes, id;
  EntitySpec case_entity;
  AmountSpec amount;
  ShareSpec share, confidence;
  TimeSpec made_at;
};

struct OpeningRecord {
  EntitySpec account;
  AmountSpec amount;
  Value asset;
  TimeSpec time;
};

struct RateRecord {
  Value base, quote, rate, source;
  TimeSpec date;
};

// A transaction of the store: the entity gets its name as an attribute.
struct ReferenceRecord {
  EntitySpec entity;
  std::string attribute;
  TransactionRecord transaction;  // ends, time, money, kind, channel and label
};

// A record is made once for every element at a path of the row: columns below it then mean that
// element.
struct EachSpec {
  std::uint32_t node = PathTree::kRoot;  // of Part::paths
  std::uint32_t within = kWholeRow;      // index of an earlier one whose element holds these
  PathSegments below;                    // from there
  static constexpr std::uint32_t kWholeRow = ~std::uint32_t{0};
};

struct RecordSpec {
  Conditions when;
  std::vector<EachSpec> each;
  std::variant<EntityRecord, TransactionRecord, RelationRecord, VictimFlowRecord, StatisticRecord,
               AssertionRecord, OpeningRecord, RateRecord, ReferenceRecord>
      body;
};

struct ColumnName {
  std::string name;        // as the mapping writes it; "Account#2" is the second of that name
  bool optional = false;   // may be absent from the header, then empty
  PathSegments path = {};  // of structured rows
};

// Rows that state records again: later ones take the place of earlier ones.
struct StatementsSpec {
  Value id;                     // of the statement
  Value record, revision;       // the newest revision of a record counts
  std::vector<Value> replaces;  // ids of statements and records

  bool is_given() const { return id.is_given(); }
};

enum class RowKind : std::uint8_t { kCsv, kJsonLines, kJsonArray, kXml, kSwift, kGoaml };

// One kind of file that a format reads.
struct Part {
  std::vector<std::string> files;  // recognised names; none: any
  bool named_only = false;         // reads no file of another name, whatever its header
  RowKind rows = RowKind::kCsv;
  CsvDialect dialect;                   // of kCsv; how the lines of kJsonLines are cut
  std::optional<BlockSpec> blocks;      // of kCsv: rows stand in titled blocks
  std::vector<std::string> array_path;  // of kJsonArray; empty: the text is the array
  XmlRowSpec xml;                       // of kXml
  std::vector<ColumnName> columns;
  PathTree paths;  // of structured rows: where the columns are
  // What columns are read for: ids of victims; names of entities whose kind the row says; all else
  // that is stored.
  std::set<ColumnRef> victim_columns, open_columns, plain_columns;
  std::vector<RecordSpec> records;
  // What a row describes: its id and the kind of entity; absent where kinds are not looked up.
  Value described_id, described_kind;
  StatementsSpec statements;
  bool skips_unmatched = false;
  Value skipped_by;         // what names the rows that are passed over, in the report
  bool restricted = false;  // says something about victims
  bool has_statistics = false;
  bool has_references = false;
  bool has_victim_attributes = false;  // stored only with Mapping::keeps_victim_text

  // Rows are JSON objects, and columns are paths in them.
  bool describes_kinds() const { return described_id.is_given(); }
  bool is_structured() const { return rows != RowKind::kCsv; }
};

struct Mapping {
  std::string name;
  std::string namespace_name;
  graph::TimePrecision precision = graph::TimePrecision::kSecond;
  bool publisher_pseudonymised = false;
  bool keeps_victim_text = false;
  std::map<std::string, std::uint8_t, std::less<>> exponents;  // "assets"
  std::vector<Part> parts;
  std::string sha256;  // of its canonical text
};

}  // namespace headwater::ingest::internal
