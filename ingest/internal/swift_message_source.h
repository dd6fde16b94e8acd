// SwiftMessageSource: the messages of a file of SWIFT FIN text as rows of JSON (swift_message.h).
//
// Messages begin with block 1, or are parted by `$` (RJE). What is no message is a malformed row
// with its text, up to where the next one begins. Serial. Memory: one block, and one message of at
// most `row_limit` bytes.
#pragma once

#include <string>

#include "ingest/internal/row_source.h"

namespace headwater::ingest::internal {

class SwiftMessageSource : public RowSource {
 public:
  explicit SwiftMessageSource(ByteSource source, std::size_t block_bytes = kBlockBytes,
                              std::size_t row_limit = kRowLimitBytes);
  graph::Result<bool> next(RawRows& out) override;
  const ByteSource& source() const override { return source_; }

 private:
  void take(char c, RawRows& out);
  void finish(RawRows& out);

  ByteSource source_;
  std::size_t block_bytes_, row_limit_;
  std::string message_, block_;
  std::string tail_;  // the last characters: where a message begins
  std::uint64_t begin_ = 0, size_ = 0, position_ = 0, next_row_ = 1;
  bool at_end_ = false;
};

}  // namespace headwater::ingest::internal
