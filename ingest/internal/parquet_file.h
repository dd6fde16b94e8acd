// Parquet files are known by their first bytes and refused: nothing here reads them yet
// (row_source.h says where such a reader would come in).
#pragma once

#include <string>

#include "graph/status.h"

namespace headwater::ingest::internal {

// Ok for whatever is no Parquet file; text that begins with the same letters is none. `shown`: how
// an error names it. Errors: kInput for a Parquet file, encrypted or not; those of ByteSource.
graph::Status refuse_parquet(const std::string& path, const std::string& shown);

}  // namespace headwater::ingest::internal
