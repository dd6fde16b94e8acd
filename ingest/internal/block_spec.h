// How delimited text is parted into titled blocks: `blocks` of a mapping.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace headwater::ingest::internal {

struct BlockSpec {
  std::string begin, end;  // what the lines that open and close a block begin with

  // Columns that stand before those of the file: number, title, what stands behind its colon.
  static constexpr std::array<std::string_view, 3> kColumns = {"block", "title", "note"};
};

}  // namespace headwater::ingest::internal
