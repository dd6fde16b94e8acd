#include "ingest/internal/row_reader.h"

#include <algorithm>
#include <cstring>
#include <variant>

#include "ingest/internal/cells.h"
#include "ingest/internal/utf8.h"

namespace headwater::ingest::internal {
namespace {

enum class Sign { kNone, kZero, kPositive, kNegative };

// The sign of a number however it is written; kNone for text that starts no number.
Sign sign_of(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  bool digit_seen = false;
  for (const char c : text) {
    if (c == 'e' || c == 'E') break;
    if (c >= '1' && c <= '9') return negative ? Sign::kNegative : Sign::kPositive;
    digit_seen = digit_seen || c == '0';
  }
  return digit_seen ? Sign::kZero : Sign::kNone;
}

bool asks_sign(Condition::Test test) {
  return test == Condition::Test::kNegative || test == Condition::Test::kPositive ||
         test == Condition::Test::kZero;
}

bool has_no_number(std::string_view text) { return !text.empty() && sign_of(text) == Sign::kNone; }

}  // namespace

RowReader::RowReader(const Binding& binding, DraftBatch& batch)
    : binding_(binding),
      batch_(batch),
      batch_is_utf8_(is_valid_utf8(batch.raw.bytes)),
      batch_has_nul_(batch.raw.bytes.find('\0') != std::string::npos) {}

void RowReader::read_all() {
  batch_.clear_drafts();
  batch_.rows.reserve(batch_.raw.rows.size());
  row_number_ = batch_.raw.first_row;
  for (const RowSpan& span : batch_.raw.rows) {
    read_row(span, batch_.rows.emplace_back());
    ++row_number_;
  }
}

void RowReader::read_row(const RowSpan& span, DraftRow& row) {
  const DraftMark mark(batch_);
  row.first_item = static_cast<std::uint32_t>(batch_.items.size());
  if (!read_cells(span) || !read_records(row)) {
    mark.undo(batch_);
    ++attribute_epoch_;
    row.problem = static_cast<std::int32_t>(batch_.problems.size());
    auto& columns = problem_.columns;
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    batch_.problems.push_back(std::move(problem_));
    problem_ = {};
  } else if (binding_.keeps_row_text) {
    row.normalised = normalised_row();
  }
  row.item_end = static_cast<std::uint32_t>(batch_.items.size());
}

bool RowReader::read_cells(const RowSpan& span) {
  const std::string_view text = batch_.raw.text(span);
  if (span.fault == RowFault::kTooLong) return fail("row-too-long");
  if (!batch_is_utf8_ && !is_valid_utf8(text)) return fail("not-utf8");
  if (batch_has_nul_ && text.find('\0') != std::string_view::npos) return fail("nul-byte");
  if (span.fault == RowFault::kUnterminatedQuote) return fail("unterminated-quote");
  if (span.fault == RowFault::kMalformed) {
    if (binding_.part->blocks) return fail("bad-block");
    return fail(binding_.part->rows == RowKind::kSwift ? "bad-message" : "bad-json");
  }
  if (binding_.part->is_structured()) return read_structure(text);
  if (!split_cells(text, binding_.part->dialect, batch_.text, cells_)) return fail("bad-quote");
  if (cells_.size() < binding_.required_cells || cells_.size() > binding_.header.size()) {
    return fail("column-count");
  }
  cells_.resize(binding_.header.size());
  return true;
}

bool RowReader::read_record(const RecordSpec& spec, bool& any) {
  if (++records_tried_ > kRecordsARow) return fail("too-many-records");
  const Applies applies = applies_to(spec.when);
  if (applies == Applies::kNo) return true;
  if (applies == Applies::kUnclear) return false;
  any = true;
  return std::visit([this](const auto& body) { return read(body); }, spec.body);
}

bool RowReader::read_records(DraftRow& row) {
  if (binding_.reads_descriptions_only) return read_description() && read_note();
  if (is_superseded()) {
    row.skipped = true;
    if (!binding_.part->restricted) batch_.skipped_by.add("superseded");
    return true;
  }
  std::fill(std::begin(ordinals_), std::end(ordinals_), 0U);
  records_tried_ = 0;
  bool any = false;
  for (const RecordSpec& spec : binding_.part->records) {
    if (!(spec.each.empty() ? read_record(spec, any) : read_each(spec, 0, any))) return false;
  }
  if (any) return read_statement(row);
  if (!binding_.part->skips_unmatched) return fail("no-record");
  row.skipped = true;
  std::string_view name;
  if (!binding_.part->restricted && text(binding_.part->skipped_by, name) && !name.empty()) {
    batch_.skipped_by.add(name);
  }
  problem_ = {};
  return true;
}

// What cannot be told now is told in the second reading, where the row fails or is passed over.
bool RowReader::read_description() {
  std::string_view id;
  std::string_view word;
  if (!text(binding_.part->described_id, id) || !text(binding_.part->described_kind, word)) {
    return false;
  }
  const auto kind = graph::parse_entity_kind(word);
  if (kind && !id.empty()) batch_.described.push_back({hash_text(id, 0), *kind});
  return true;
}

bool RowReader::replaced_ids(std::vector<std::string_view>& out) {
  for (const Value& value : binding_.part->statements.replaces) {
    const auto keep = [&](std::string_view id) {
      out.push_back(id);
      return true;
    };
    if (!each_text(value, keep)) return false;
  }
  return true;
}

bool RowReader::read_note() {
  const StatementsSpec& spec = binding_.part->statements;
  if (!spec.is_given()) return true;
  StatementNote note;
  note.row = row_number_;
  if (!text(spec.id, note.id) || !text(spec.record, note.record) ||
      !text(spec.revision, note.revision) || !replaced_ids(note.replaces)) {
    return false;
  }
  batch_.notes.push_back(std::move(note));
  return true;
}

// A statement whose id cannot be read is not passed over: it fails where its records are read.
bool RowReader::is_superseded() {
  const StatementsSpec& spec = binding_.part->statements;
  if (!spec.is_given() || binding_.history == nullptr) return false;
  std::string_view id;
  const bool is_read = text(spec.id, id);
  problem_ = {};
  return is_read && binding_.history->is_superseded(row_number_, id);
}

bool RowReader::read_statement(DraftRow& row) {
  const StatementsSpec& spec = binding_.part->statements;
  if (!spec.is_given()) return true;
  DraftStatement statement;
  if (!text(spec.revision, statement.revision) || !replaced_ids(statement.replaces)) return false;
  row.statement = static_cast<std::int32_t>(batch_.statements.size());
  batch_.statements.push_back(std::move(statement));
  return true;
}

// What a condition asks, and why it cannot be judged, if so. What fails here does not fail the row:
// another condition may say that the record does not apply.
RowReader::Asked RowReader::ask(const Condition& condition) {
  using Test = Condition::Test;
  const bool asks_presence = condition.test == Test::kEmpty || condition.test == Test::kPresent;
  Asked asked;
  if (condition.value.form == ValueForm::kColumn && asks_presence) {
    asked.text = cell(condition.value.column);
    asked.is_empty = asked.text.empty() && doubt_about(condition.value.column).empty();
    return asked;
  }
  const std::size_t columns = problem_.columns.size();
  if (!text(condition.value, asked.text)) {
    asked.doubt = problem_.reason;
    problem_.columns.resize(columns);
  }
  asked.is_empty = asked.text.empty();
  if (asked.doubt.empty() && asks_sign(condition.test) && has_no_number(asked.text)) {
    asked.doubt = "not-a-number";
  }
  return asked;
}

// A sign that is asked of text without a number is no "no": the row would be passed over, or be
// said to fit no record, although its amount is what is wrong. Unless another condition fails.
RowReader::Applies RowReader::applies_to(const Conditions& conditions) {
  const Condition* unclear = nullptr;
  std::string_view doubt;
  for (const Condition& condition : conditions) {
    const Asked asked = ask(condition);
    if (!asked.doubt.empty()) {
      unclear = &condition;
      doubt = asked.doubt;
    } else if (!holds(condition, asked)) {
      return Applies::kNo;
    }
  }
  if (unclear == nullptr) return Applies::kYes;
  fail(doubt, unclear->value);
  return Applies::kUnclear;
}

bool RowReader::is_described_as(std::string_view id, const std::vector<std::string>& kinds) const {
  const auto kind = binding_.described->find(binding_.namespace_name, id);
  return kind && std::find(kinds.begin(), kinds.end(), graph::to_string(*kind)) != kinds.end();
}

bool RowReader::holds(const Condition& condition, const Asked& asked) const {
  const std::string_view found = asked.text;
  const auto is_listed = [&] {
    return std::find(condition.texts.begin(), condition.texts.end(), found) !=
           condition.texts.end();
  };
  switch (condition.test) {
    case Condition::Test::kEmpty:
      return asked.is_empty;
    case Condition::Test::kPresent:
      return !asked.is_empty;
    case Condition::Test::kNegative:
      return sign_of(found) == Sign::kNegative;
    case Condition::Test::kPositive:
      return sign_of(found) == Sign::kPositive;
    case Condition::Test::kZero:
      return sign_of(found) == Sign::kZero;
    case Condition::Test::kIn:
      return is_listed();
    case Condition::Test::kNotIn:
      return !is_listed();
    case Condition::Test::kDescribed:
      return is_described_as(found, condition.texts);
    case Condition::Test::kNotDescribed:
      return !is_described_as(found, condition.texts);
  }
  return false;
}

// The cells, trimmed, parted by the unit separator: equal for rows that differ in quoting only.
std::string_view RowReader::normalised_row() {
  if (binding_.part->is_structured()) {
    std::string canonical_row;
    tree_.append_canonical(0, canonical_row);
    return batch_.text.copy(canonical_row);
  }
  std::size_t size = 0;
  for (const std::string_view each : cells_) size += each.size() + 1;
  char* const place = batch_.text.allocate(size);
  char* out = place;
  for (const std::string_view each : cells_) {
    if (!each.empty()) std::memcpy(out, each.data(), each.size());
    out += each.size();
    *out++ = '\x1f';
  }
  return {place, size};
}

graph::Origin RowReader::origin(std::string_view source_id) {
  graph::Origin result;
  result.row = row_number_;
  result.source_id = source_id;
  return result;
}

bool RowReader::fail(std::string_view reason) {
  problem_.reason = reason;
  return false;
}

bool RowReader::fail(std::string_view reason, const Value& value) {
  name_columns(value);
  return fail(reason);
}

bool RowReader::fail_concealed(std::string_view reason, const Value& value) {
  problem_.concealed = true;
  return fail(reason, value);
}

void RowReader::name_columns(const Value& value) {
  const auto& columns = binding_.part->columns;
  if (value.form == ValueForm::kColumn) problem_.columns.push_back(columns[value.column].name);
  for (const TemplatePiece& piece : value.pieces) {
    if (piece.column) problem_.columns.push_back(columns[*piece.column].name);
  }
  for (const Value& alternative : value.alternatives) name_columns(alternative);
}

}  // namespace headwater::ingest::internal
