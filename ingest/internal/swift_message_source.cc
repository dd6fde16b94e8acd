#include "ingest/internal/swift_message_source.h"

#include <utility>

#include "ingest/internal/cells.h"
#include "ingest/internal/swift_message.h"

namespace headwater::ingest::internal {

using graph::Result;

namespace {

constexpr std::string_view kMessageStart = "{1:";

}  // namespace

SwiftMessageSource::SwiftMessageSource(ByteSource source, std::size_t block_bytes,
                                       std::size_t row_limit)
    : source_(std::move(source)), block_bytes_(block_bytes), row_limit_(row_limit) {}

// The open message ends before `position_`.
void SwiftMessageSource::finish(RawRows& out) {
  const std::string_view text = trimmed(message_);
  const bool is_too_long = size_ > row_limit_;
  if (!text.empty() || is_too_long) {
    const auto lead = static_cast<std::uint64_t>(text.data() - message_.data());
    const auto json = is_too_long ? std::nullopt : swift_message_as_json(text);
    const RowFault fault = is_too_long ? RowFault::kTooLong
                           : json      ? RowFault::kNone
                                       : RowFault::kMalformed;
    const std::uint64_t end = is_too_long ? begin_ + size_ : begin_ + lead + text.size();
    const std::string_view shown = text.substr(0, kQuarantineTextBytes);
    out.add(json ? std::string_view(*json) : shown, begin_ + lead, end, fault, row_limit_);
    ++next_row_;
  }
  message_.clear();
  tail_.clear();
  size_ = 0;
}

// Neither a brace nor a dollar sign belongs to the characters of a field.
void SwiftMessageSource::take(char c, RawRows& out) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (position_ < kByteOrderMark.size() && c == kByteOrderMark[position_]) return;
  if (c == '$') {
    finish(out);
    return;
  }
  if (size_ == 0) begin_ = position_;
  if (++size_ <= row_limit_) message_ += c;
  if (tail_.size() == kMessageStart.size()) tail_.erase(0, 1);
  tail_ += c;
  if (tail_ != kMessageStart || size_ == kMessageStart.size()) return;
  if (size_ <= row_limit_) message_.resize(message_.size() - kMessageStart.size());
  size_ -= kMessageStart.size();
  finish(out);
  message_ = kMessageStart;
  size_ = kMessageStart.size();
  begin_ = position_ + 1 - kMessageStart.size();
}

Result<bool> SwiftMessageSource::next(RawRows& out) {
  out.clear();
  out.first_row = next_row_;
  while (!at_end_ && out.rows.empty()) {
    block_.clear();
    HEADWATER_ASSIGN_OR_RETURN(const std::size_t count, source_.append(block_, block_bytes_));
    for (const char c : block_) {
      take(c, out);
      ++position_;
    }
    if (count > 0) continue;
    at_end_ = true;
    finish(out);
  }
  out.read_to = position_;
  return !out.rows.empty();
}

}  // namespace headwater::ingest::internal
