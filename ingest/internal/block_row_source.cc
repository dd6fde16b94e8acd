#include "ingest/internal/block_row_source.h"

#include <utility>

#include "ingest/internal/cells.h"

namespace headwater::ingest::internal {

using graph::Result;

namespace {

constexpr std::size_t kTitleBytes = std::size_t{1} << 10;
constexpr std::size_t kFirstBlockBytes = std::size_t{4} << 10;

void append_quoted(std::string& text, std::string_view cell, const CsvDialect& dialect) {
  text += dialect.quote;
  for (const char c : cell) {
    if (c == dialect.quote) text += c;
    text += c;
  }
  text += dialect.quote;
  text += dialect.delimiter;
}

std::string_view title_in(std::string_view text) { return trimmed(text.substr(0, text.find(':'))); }

}  // namespace

BlockRowSource::BlockRowSource(ByteSource source, const CsvDialect& dialect, const BlockSpec& spec,
                               std::size_t block_bytes, std::size_t row_limit)
    : lines_(std::move(source), dialect, false, block_bytes, row_limit),
      dialect_(dialect),
      spec_(spec),
      block_bytes_(block_bytes),
      row_limit_(row_limit) {}

// Titles make rows longer than their lines, so that lines which were cut together may fill several
// blocks.
Result<bool> BlockRowSource::next(RawRows& out) {
  out.clear();
  out.first_row = next_row_;
  while (out.bytes.size() < block_bytes_) {
    if (at_ < pending_.rows.size()) {
      take(pending_.rows[at_++], out);
      continue;
    }
    if (at_end_) break;
    HEADWATER_ASSIGN_OR_RETURN(const bool more, lines_.next(pending_));
    at_ = 0;
    if (!more) {
      pending_.clear();
      at_end_ = true;
      end_file(out);
    }
  }
  out.read_to = pending_.read_to;
  next_row_ += out.rows.size();
  return !out.rows.empty();
}

void BlockRowSource::take(const RowSpan& line, RawRows& out) {
  const std::string_view text = pending_.text(line);
  if (line.fault != RowFault::kNone) return add(text, line, line.fault, out);
  if (text.starts_with(spec_.begin)) return open(text, line, out);
  if (text.starts_with(spec_.end)) return close(text, line, out);
  add(text, line, is_open_ ? RowFault::kNone : RowFault::kMalformed, out);
}

void BlockRowSource::open(std::string_view text, const RowSpan& line, RawRows& out) {
  if (is_open_) add(opening_, opened_at_, RowFault::kMalformed, out);
  is_open_ = text.size() <= kTitleBytes;
  ++number_;
  if (!is_open_) return add(text, line, RowFault::kMalformed, out);
  opening_ = text;
  opened_at_ = line;
  const std::string_view whole = text.substr(spec_.begin.size());
  const std::size_t colon = whole.find(':');
  const bool has_note = colon != std::string_view::npos;
  title_ = title_in(whole);
  prefix_ = std::to_string(number_) + dialect_.delimiter;
  append_quoted(prefix_, title_, dialect_);
  append_quoted(prefix_, has_note ? trimmed(whole.substr(colon + 1)) : "", dialect_);
}

void BlockRowSource::close(std::string_view text, const RowSpan& line, RawRows& out) {
  const bool is_its_end = is_open_ && title_in(text.substr(spec_.end.size())) == title_;
  if (!is_its_end) add(text, line, RowFault::kMalformed, out);
  is_open_ = false;
}

void BlockRowSource::add(std::string_view text, const RowSpan& line, RowFault fault, RawRows& out) {
  if (fault != RowFault::kNone) {
    return out.add(text, line.file_begin, line.file_end, fault, row_limit_);
  }
  std::string row = prefix_;
  row += text;
  out.add(row, line.file_begin, line.file_end, fault, row_limit_);
}

void BlockRowSource::end_file(RawRows& out) {
  if (is_open_) add(opening_, opened_at_, RowFault::kMalformed, out);
  is_open_ = false;
}

Result<bool> BlockRowSource::begins_block(const std::string& path, const CsvDialect& dialect,
                                          const BlockSpec& spec) {
  HEADWATER_ASSIGN_OR_RETURN(ByteSource source, ByteSource::open(path));
  RowSplitter lines(std::move(source), dialect, false, kFirstBlockBytes, kFirstBlockBytes);
  RawRows rows;
  HEADWATER_ASSIGN_OR_RETURN(const bool any, lines.next(rows));
  return any && rows.text(rows.rows.front()).starts_with(spec.begin);
}

}  // namespace headwater::ingest::internal
