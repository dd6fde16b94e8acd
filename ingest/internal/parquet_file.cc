#include "ingest/internal/parquet_file.h"

#include <algorithm>
#include <string_view>

#include "ingest/internal/byte_source.h"

namespace headwater::ingest::internal {

namespace {

// A Parquet file begins with PAR1, or PARE where its footer is encrypted, and then with a structure
// in Thrift's compact protocol, whose first byte is no character of text (or a length, when
// encrypted).
bool is_parquet(std::string_view bytes) {
  if (bytes.size() < 5 || (!bytes.starts_with("PAR1") && !bytes.starts_with("PARE"))) return false;
  return std::any_of(bytes.begin() + 4, bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n';
  });
}

}  // namespace

graph::Status refuse_parquet(const std::string& path, const std::string& shown) {
  constexpr std::size_t kFirstBytes = 256;
  HEADWATER_ASSIGN_OR_RETURN(ByteSource source, ByteSource::open(path));
  std::string bytes;
  HEADWATER_ASSIGN_OR_RETURN(const std::size_t count, source.append(bytes, kFirstBytes));
  static_cast<void>(count);
  if (!is_parquet(bytes)) return {};
  return graph::input_error("choose how to read a file", shown,
                            "it is a Parquet file, and only text is read",
                            "write it as CSV or JSON lines first, with DuckDB for one: COPY (FROM "
                            "'x.parquet') TO 'x.csv'");
}

}  // namespace headwater::ingest::internal
