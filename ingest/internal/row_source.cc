#include "ingest/internal/row_source.h"

#include <optional>
#include <utility>

#include "ingest/internal/block_row_source.h"
#include "ingest/internal/goaml_source.h"
#include "ingest/internal/json_array_splitter.h"
#include "ingest/internal/mapping_spec.h"
#include "ingest/internal/row_splitter.h"
#include "ingest/internal/swift_message_source.h"
#include "ingest/internal/xml_row_source.h"

namespace headwater::ingest::internal {

using graph::Result;

namespace {

constexpr std::size_t kFirstBytes = std::size_t{4} << 10;

// The first character that is neither blank nor a byte order mark; '\0' where none is near.
Result<char> first_character(const std::string& path) {
  HEADWATER_ASSIGN_OR_RETURN(ByteSource source, ByteSource::open(path));
  std::string bytes;
  HEADWATER_ASSIGN_OR_RETURN(const std::size_t count, source.append(bytes, kFirstBytes));
  static_cast<void>(count);
  const std::size_t begin = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t first = bytes.find_first_not_of(" \t\r\n", begin);
  return first == std::string::npos ? '\0' : bytes[first];
}

}  // namespace

void RawRows::clear() {
  bytes.clear();
  rows.clear();
}

void RawRows::add(std::string_view text, std::uint64_t file_begin, std::uint64_t file_end,
                  RowFault fault, std::size_t row_limit) {
  if (text.size() > row_limit) fault = RowFault::kTooLong;
  if (fault == RowFault::kTooLong) text = text.substr(0, kQuarantineTextBytes);
  const std::size_t begin = bytes.size();
  bytes.append(text);
  rows.push_back({begin, bytes.size(), file_begin, file_end, fault});
  bytes += '\n';  // no row completes a character of the one before it
}

const UnreadNames& RowSource::passed_over() const {
  static const UnreadNames nothing;
  return nothing;
}

std::unique_ptr<RowSource> open_rows(ByteSource source, const Part& part, std::size_t block_bytes,
                                     std::size_t row_limit) {
  if (part.rows == RowKind::kJsonArray) {
    return std::make_unique<JsonArraySplitter>(std::move(source), part.array_path, block_bytes,
                                               row_limit);
  }
  if (part.rows == RowKind::kSwift) {
    return std::make_unique<SwiftMessageSource>(std::move(source), block_bytes, row_limit);
  }
  if (part.rows == RowKind::kGoaml) {
    return std::make_unique<GoamlSource>(std::move(source), block_bytes, row_limit);
  }
  if (part.rows == RowKind::kXml) {
    return std::make_unique<XmlRowSource>(std::move(source), part.xml, block_bytes, row_limit);
  }
  if (part.blocks) {
    return std::make_unique<BlockRowSource>(std::move(source), part.dialect, *part.blocks,
                                            block_bytes, row_limit);
  }
  return std::make_unique<RowSplitter>(std::move(source), part.dialect, false, block_bytes,
                                       row_limit);
}

Result<bool> begins_as(const std::string& path, const Part& part) {
  if (part.rows == RowKind::kXml || part.rows == RowKind::kGoaml) {
    const XmlRowSpec& spec = part.rows == RowKind::kXml ? part.xml : goaml_rows();
    HEADWATER_ASSIGN_OR_RETURN(const std::optional<std::string> found,
                               XmlRowSource::first_namespace(path, spec));
    return found && spec.accepts(*found);
  }
  if (part.blocks) return BlockRowSource::begins_block(path, part.dialect, *part.blocks);
  HEADWATER_ASSIGN_OR_RETURN(const char first, first_character(path));
  const bool is_array = part.rows == RowKind::kJsonArray && part.array_path.empty();
  return first == (is_array ? '[' : '{');
}

}  // namespace headwater::ingest::internal
