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

namespace headwater::ingest::internal {

// Index into Part::columns.
using ColumnRef = std::uint32_t;

enum class ValueForm : std::uint8_t { kAbsent, kConstant, kColumn, kTemplate, kFirstOf };

struct TemplatePiece {
  std::string literal;  // stands before the column
  std::optional<ColumnRef> column;
};

struct Value {
  ValueForm form = ValueForm::kAbsent;
  std::string constant;
  ColumnRef column = 0;
  std::vector<TemplatePiece> pieces;
  std::vector<Value> alternatives;
  bool strip_leading_zeros = false, lower = false, slug = false, has_map = false;
  std::map<std::string, std::string, std::less<>> map;
  std::optional<std::string> map_others;  // the entry "*"
  std::string fallback;                   // "default"
  std::string separator;                  // "split"

  bool is_given() const { return form != ValueForm::kAbsent; }
  bool is_plain() const { return !strip_leading_zeros && !lower && !slug && !has_map; }
  bool is_fixed() const { return form == ValueForm::kConstant && is_plain(); }
};

struct Condition {
  enum class Test : std::uint8_t { kEmpty, kPresent, kNegative, kPositive, kZero, kIn, kNotIn };
  ColumnRef column = 0;
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
    kKeyed,     // kind, scheme, id
    kNamed,     // one text, kind:scheme/external-id; with fixed_kind also a bare local id
    kPooled,    // the pooled account of party[0]
    kBoundary,  // scheme "cash" or "external", id a territory
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
  Value value;
  graph::TimeFormat format;
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
  Unit unit = Unit::kBasisPoints;
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
  bool aggregate = false;
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

struct RecordSpec {
  Conditions when;
  std::variant<EntityRecord, TransactionRecord, RelationRecord, VictimFlowRecord, StatisticRecord,
               AssertionRecord, OpeningRecord, RateRecord>
      body;
};

struct ColumnName {
  std::string name;       // as the mapping writes it; "Account#2" is the second of that name
  bool optional = false;  // may be absent from the header, then empty
};

// One kind of file that a format reads.
struct Part {
  std::vector<std::string> files;  // recognised names; none: any
  CsvDialect dialect;
  std::vector<ColumnName> columns;
  // What columns are read for: ids of victims; names of entities whose kind the row says; all else
  // that is stored.
  std::set<ColumnRef> victim_columns, open_columns, plain_columns;
  std::vector<RecordSpec> records;
  bool skips_unmatched = false;
  bool restricted = false;  // says something about victims
  bool has_statistics = false;
  bool has_victim_attributes = false;  // stored only with Mapping::keeps_victim_text
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
