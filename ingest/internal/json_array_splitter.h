// JsonArraySplitter: cuts the elements of one JSON array into rows, without parsing them.
//
//   [ELEMENT, ELEMENT]                             the array is the whole text
//   {"meta": .., "data": {"items": [ELEMENT]}}     the array at the path `data.items`
//
// Brackets are counted outside strings; whether an element is JSON is found out where it is read.
// An element whose brackets never close takes the rest of the file with it, as one malformed row.
// Serial. Memory: one block, and one row of at most `row_limit` bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/internal/row_source.h"

namespace headwater::ingest::internal {

class JsonArraySplitter : public RowSource {
 public:
  // `path` must outlive the splitter; empty: the text is the array.
  JsonArraySplitter(ByteSource source, const std::vector<std::string>& path,
                    std::size_t block_bytes = kBlockBytes, std::size_t row_limit = kRowLimitBytes);

  // Errors: also kInput where the text holds no array at the path, or two.
  graph::Result<bool> next(RawRows& out) override;
  const ByteSource& source() const override { return source_; }
  const UnreadNames& passed_over() const override { return passed_over_; }

 private:
  enum class Place : std::uint8_t {
    kStart,       // before the text's first character
    kMember,      // in an object on the path, before a name or its end
    kName,        // within a member's name
    kColon,       // after a name
    kValue,       // before a member's value
    kOtherValue,  // within a value that is passed over
    kElement,     // before or within an element
    kAfter,       // behind all that was opened
    kBroken,      // what stands there is not the format: the rest is one row
  };

  graph::Status take(char c, RawRows& out);
  graph::Status take_start(char c);
  graph::Status take_member(char c);
  graph::Status take_value(char c);
  graph::Status take_other_value(char c);
  void take_name(char c);
  void take_element(char c, RawRows& out);
  graph::Status finish(RawRows& out);
  graph::Status open_array();
  void close_array();
  graph::Status break_off(char c);
  void keep(char c);
  void finish_row(RawRows& out, RowFault fault);
  bool is_inside(char c);  // whether `c` stands within brackets or a string of the value
  graph::Status failure(std::string found) const;

  ByteSource source_;
  const std::vector<std::string>& path_;
  std::size_t block_bytes_, row_limit_;
  Place place_ = Place::kStart;
  std::size_t level_ = 0;  // objects of the path that are open
  std::string name_;       // of the member that is being read
  bool in_string_ = false, is_escaped_ = false;
  std::uint64_t depth_ = 0;  // open brackets of the value
  bool has_array_ = false, is_first_ = true;
  std::string row_;                            // the open element
  std::uint64_t row_begin_ = 0, row_end_ = 0;  // in the file; no element is open: equal
  std::string block_;
  std::uint64_t position_ = 0;  // of the character being taken
  std::uint64_t next_row_ = 1;
  bool at_end_ = false;
  UnreadNames passed_over_;
};

}  // namespace headwater::ingest::internal
