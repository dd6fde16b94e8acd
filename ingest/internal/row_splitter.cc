#include "ingest/internal/row_splitter.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t find_byte(std::string_view text, char byte, std::size_t from, std::size_t to) {
  const void* hit = std::memchr(text.data() + from, static_cast<unsigned char>(byte), to - from);
  return hit == nullptr ? to
                        : static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
}

}  // namespace

RowSplitter::RowSplitter(ByteSource source, const CsvDialect& dialect, bool keep_header,
                         std::size_t block_bytes, std::size_t row_limit)
    : source_(std::move(source)),
      dialect_(dialect),
      block_bytes_(block_bytes),
      row_limit_(row_limit),
      header_pending_(dialect.header && !keep_header),
      lines_to_skip_(dialect.skip_lines) {
  start_row();
}

Result<bool> RowSplitter::append_block(std::string& bytes) {
  const std::size_t before = bytes.size();
  HEADWATER_ASSIGN_OR_RETURN(const std::size_t count, source_.append(bytes, block_bytes_));
  bytes_read_ += count;
  return bytes.size() > before;
}

void RowSplitter::start_row() {
  mode_ = lines_to_skip_ > 0 ? Mode::kComment : Mode::kRowStart;
  previous_ = dialect_.delimiter;
  scanned_ = 0;
}

// Outside quotes: to the line end, or into a quoted cell. A quote opens one only at its start.
std::size_t RowSplitter::scan_plain(std::string_view chunk, std::size_t& position) {
  const std::size_t line_end = find_byte(chunk, '\n', position, chunk.size());
  const std::size_t quote =
      dialect_.quote == '\0' ? line_end : find_byte(chunk, dialect_.quote, position, line_end);
  if (quote == line_end) {
    position = line_end;
    if (line_end < chunk.size()) return line_end;
    if (!chunk.empty()) previous_ = chunk.back();
    return kNoEnd;
  }
  const char before = quote > 0 ? chunk[quote - 1] : previous_;
  if (before == dialect_.delimiter) mode_ = Mode::kQuoted;
  previous_ = dialect_.quote;
  position = quote + 1;
  return kNoEnd;
}

std::size_t RowSplitter::scan(std::string_view chunk) {
  std::size_t position = 0;
  while (position < chunk.size()) {
    switch (mode_) {
      case Mode::kRowStart:
        mode_ = dialect_.comment.find(chunk[position]) == std::string::npos ? Mode::kPlain
                                                                            : Mode::kComment;
        break;
      case Mode::kComment:
        position = find_byte(chunk, '\n', position, chunk.size());
        if (position < chunk.size()) return position;
        break;
      case Mode::kQuoted:
        position = find_byte(chunk, dialect_.quote, position, chunk.size());
        if (position < chunk.size()) {
          mode_ = Mode::kQuoteSeen;
          ++position;
        }
        break;
      case Mode::kQuoteSeen:  // a second quote is an escaped one; anything else follows the cell
        if (chunk[position] == dialect_.quote) {
          mode_ = Mode::kQuoted;
          ++position;
        } else {
          mode_ = Mode::kPlain;
          previous_ = dialect_.quote;
        }
        break;
      case Mode::kPlain: {
        const std::size_t end = scan_plain(chunk, position);
        if (end != kNoEnd) return end;
        break;
      }
    }
  }
  return kNoEnd;
}

bool RowSplitter::is_blank(std::string_view row) const {
  if (row.empty()) return true;
  return dialect_.is_whitespace_separated() && row.find_first_not_of(" \t\r") == std::string::npos;
}

void RowSplitter::finish_row(RawRows& out, std::size_t begin, std::size_t end, RowFault fault) {
  if (mode_ == Mode::kComment) {
    if (lines_to_skip_ > 0) --lines_to_skip_;
    return;
  }
  const std::uint64_t file_end = offset_ + end;
  if (end - begin > row_limit_) fault = RowFault::kTooLong;
  if (end > begin && out.bytes[end - 1] == '\r') --end;
  if (fault == RowFault::kNone && is_blank(std::string_view(out.bytes).substr(begin, end - begin)))
    return;
  if (header_pending_) {
    header_pending_ = false;
    return;
  }
  out.rows.push_back({begin, end, offset_ + begin, file_end, fault});
  ++next_row_;
}

std::size_t RowSplitter::take_complete_rows(RawRows& out, std::size_t begin) {
  for (;;) {
    const std::size_t from = begin + scanned_;
    const std::size_t end = scan(std::string_view(out.bytes).substr(from));
    if (end == kNoEnd) {
      scanned_ = out.bytes.size() - begin;
      return begin;
    }
    finish_row(out, begin, from + end, RowFault::kNone);
    begin = from + end + 1;
    start_row();
  }
}

void RowSplitter::take_last_row(RawRows& out, std::size_t begin) {
  at_end_ = true;
  if (begin == out.bytes.size()) return;
  const bool open = mode_ == Mode::kQuoted;
  finish_row(out, begin, out.bytes.size(), open ? RowFault::kUnterminatedQuote : RowFault::kNone);
}

// Keeps the start of an over-long row for the quarantine and reads on to its end.
Status RowSplitter::skip_long_row(RawRows& out, std::size_t begin) {
  std::uint64_t file_end = offset_ + out.bytes.size();
  out.bytes.resize(begin + kQuarantineTextBytes);
  for (;;) {
    carry_.clear();
    HEADWATER_ASSIGN_OR_RETURN(const bool more, append_block(carry_));
    const std::size_t end = more ? scan(carry_) : 0;
    if (more && end == kNoEnd) {
      file_end += carry_.size();
      continue;
    }
    at_end_ = !more;
    file_end += end;
    carry_.erase(0, more ? end + 1 : 0);
    break;
  }
  finish_row(out, begin, out.bytes.size(), RowFault::kTooLong);
  if (!out.rows.empty()) out.rows.back().file_end = file_end;
  start_row();
  return {};
}

Result<bool> RowSplitter::next(RawRows& out) {
  HEADWATER_ASSIGN_OR_RETURN(const bool found, fill(out));
  out.read_to = bytes_read_ - carry_.size();
  return found;
}

Result<bool> RowSplitter::fill(RawRows& out) {
  out.clear();
  out.bytes.swap(carry_);
  offset_ = bytes_read_ - out.bytes.size();
  out.first_row = next_row_;
  std::size_t begin = 0;
  while (!at_end_) {
    HEADWATER_ASSIGN_OR_RETURN(bool more, append_block(out.bytes));
    while (at_start_ && more && out.bytes.size() < kByteOrderMark.size()) {
      HEADWATER_ASSIGN_OR_RETURN(more, append_block(out.bytes));
    }
    if (at_start_ && out.bytes.starts_with(kByteOrderMark)) begin = kByteOrderMark.size();
    at_start_ = false;
    begin = take_complete_rows(out, begin);
    if (!more) {
      take_last_row(out, begin);
      break;
    }
    if (out.bytes.size() - begin > row_limit_) {
      HEADWATER_RETURN_IF_ERROR(skip_long_row(out, begin));
      if (out.rows.empty()) {  // a comment, or the header
        out.bytes.swap(carry_);
        carry_.clear();
        offset_ = bytes_read_ - out.bytes.size();
        begin = 0;
        continue;
      }
      return true;
    }
    if (!out.rows.empty()) {
      carry_.assign(out.bytes, begin);
      out.bytes.resize(begin);
      return true;
    }
    out.bytes.erase(0, begin);
    offset_ += begin;
    begin = 0;
  }
  return !out.rows.empty();
}

}  // namespace headwater::ingest::internal
