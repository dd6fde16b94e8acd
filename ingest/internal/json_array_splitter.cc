#include "ingest/internal/json_array_splitter.h"

#include <utility>

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;

namespace {

constexpr std::size_t kMemberNameBytes = 1024;

bool is_json_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_mark_byte(char c, std::uint64_t position) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return position < kMark.size() && c == kMark[position];
}

}  // namespace

JsonArraySplitter::JsonArraySplitter(ByteSource source, const std::vector<std::string>& path,
                                     std::size_t block_bytes, std::size_t row_limit)
    : source_(std::move(source)), path_(path), block_bytes_(block_bytes), row_limit_(row_limit) {}

Status JsonArraySplitter::failure(std::string found) const {
  return graph::input_error("read a JSON array", source_.path(), std::move(found),
                            "check that it is the expected file, and the path in the mapping");
}

// What is no element of an array is no row that could be passed by: it is kept, to the end.
Status JsonArraySplitter::break_off(char c) {
  if (!has_array_) return failure("its beginning is not the JSON that is expected");
  place_ = Place::kBroken;
  keep(c);
  return {};
}

Status JsonArraySplitter::take_start(char c) {
  if (is_json_blank(c) || is_mark_byte(c, position_)) return {};
  if (path_.empty() && c == '[') return open_array();
  if (path_.empty() || c != '{') return break_off(c);
  level_ = 1;
  place_ = Place::kMember;
  return {};
}

Status JsonArraySplitter::take_member(char c) {
  if (is_json_blank(c) || c == ',') return {};
  if (c == '"') {
    name_.clear();
    place_ = Place::kName;
    return {};
  }
  if (c != '}') return break_off(c);
  place_ = --level_ == 0 ? Place::kAfter : Place::kMember;
  return {};
}

void JsonArraySplitter::take_name(char c) {
  if (c == '"' && !is_escaped_) {
    place_ = Place::kColon;
    return;
  }
  is_escaped_ = c == '\\' && !is_escaped_;
  if (name_.size() <= kMemberNameBytes) name_ += c;
}

Status JsonArraySplitter::take_value(char c) {
  if (is_json_blank(c)) return {};
  const bool is_on_path = name_ == path_[level_ - 1];
  if (is_on_path && level_ == path_.size() && c == '[') {
    return has_array_ ? failure("it holds the array twice") : open_array();
  }
  if (is_on_path && level_ < path_.size() && c == '{') {
    ++level_;
    place_ = Place::kMember;
    return {};
  }
  std::string name;
  for (std::size_t i = 0; i + 1 < level_; ++i) name += path_[i] + ".";
  passed_over_.add(name + name_);
  place_ = Place::kOtherValue;
  return take_other_value(c);
}

Status JsonArraySplitter::take_other_value(char c) {
  if (is_inside(c) || (c != ',' && c != '}' && c != ']')) return {};
  place_ = Place::kMember;
  return take_member(c);
}

bool JsonArraySplitter::is_inside(char c) {
  if (in_string_) {
    in_string_ = c != '"' || is_escaped_;
    is_escaped_ = c == '\\' && !is_escaped_;
    return true;
  }
  if (c == '"') {
    in_string_ = true;
  } else if (c == '[' || c == '{') {
    ++depth_;
  } else if ((c == ']' || c == '}') && depth_ > 0) {
    --depth_;
    return true;
  }
  return in_string_ || depth_ > 0;
}

Status JsonArraySplitter::open_array() {
  has_array_ = true;
  place_ = Place::kElement;
  return {};
}

void JsonArraySplitter::close_array() { place_ = level_ == 0 ? Place::kAfter : Place::kMember; }

void JsonArraySplitter::keep(char c) {
  if (row_.empty()) row_begin_ = position_;
  row_end_ = position_ + 1;
  if (row_end_ - row_begin_ <= row_limit_) {
    row_ += c;
  } else if (row_.size() > kQuarantineTextBytes) {
    row_.resize(kQuarantineTextBytes);
  }
}

void JsonArraySplitter::finish_row(RawRows& out, RowFault fault) {
  if (row_.empty()) row_begin_ = row_end_ = position_;
  const std::size_t end = row_.find_last_not_of(" \t\r\n") + 1;
  if (row_end_ - row_begin_ > row_limit_) {
    fault = RowFault::kTooLong;
  } else {
    row_end_ -= row_.size() - end;
    row_.resize(end);
  }
  out.add(row_, row_begin_, row_end_, fault, row_limit_);
  row_.clear();
  row_begin_ = row_end_ = 0;
  in_string_ = is_escaped_ = false;
  depth_ = 0;
  ++next_row_;
}

void JsonArraySplitter::take_element(char c, RawRows& out) {
  if (row_.empty() && is_json_blank(c)) return;
  const bool is_part = is_inside(c);
  if (is_part || (c != ',' && c != ']')) {
    keep(c);
    return;
  }
  const bool is_empty_array = c == ']' && is_first_ && row_.empty();
  if (!is_empty_array) finish_row(out, RowFault::kNone);
  is_first_ = false;
  if (c == ']') close_array();
}

Status JsonArraySplitter::take(char c, RawRows& out) {
  switch (place_) {
    case Place::kStart:
      return take_start(c);
    case Place::kMember:
      return take_member(c);
    case Place::kName:
      take_name(c);
      return {};
    case Place::kColon:
      if (is_json_blank(c)) return {};
      if (c != ':') return break_off(c);
      place_ = Place::kValue;
      return {};
    case Place::kValue:
      return take_value(c);
    case Place::kOtherValue:
      return take_other_value(c);
    case Place::kElement:
      take_element(c, out);
      return {};
    case Place::kAfter:
      return is_json_blank(c) ? Status() : break_off(c);
    case Place::kBroken:
      keep(c);
      return {};
  }
  return {};
}

// A text that breaks off says so with a row of its own: nobody can tell what is missing.
Status JsonArraySplitter::finish(RawRows& out) {
  at_end_ = true;
  if (!has_array_) return failure("it ends before the array that is expected");
  if (place_ != Place::kAfter) finish_row(out, RowFault::kMalformed);
  return {};
}

Result<bool> JsonArraySplitter::next(RawRows& out) {
  out.clear();
  out.first_row = next_row_;
  while (!at_end_ && out.rows.empty()) {
    block_.clear();
    HEADWATER_ASSIGN_OR_RETURN(const std::size_t count, source_.append(block_, block_bytes_));
    for (const char c : block_) {
      HEADWATER_RETURN_IF_ERROR(take(c, out));
      ++position_;
    }
    if (count == 0) HEADWATER_RETURN_IF_ERROR(finish(out));
  }
  out.read_to = position_;
  return !out.rows.empty();
}

}  // namespace headwater::ingest::internal
