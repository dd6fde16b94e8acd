// Loading text or files into a RecordingWriter, without a store.
#pragma once

#include <optional>
#include <string>

#include "graph/execution_context.h"
#include "graph/victim_key.h"
#include "ingest/internal/pipeline.h"
#include "ingest/mapping.h"
#include "tests/support/recording_writer.h"

namespace headwater::tests {

struct StagingOptions {
  std::string namespace_name;  // empty: the mapping's
  std::optional<graph::VictimKey> victim_key;
  std::size_t block_bytes = ingest::internal::kBlockBytes;
  std::size_t row_limit = ingest::internal::kRowLimitBytes;
  std::size_t part = 0;
  int threads = 2;
  bool supersede = false;
  const graph::StoreView* view = nullptr;
};

// Reads a file by one part of a format into `writer`.
graph::Result<ingest::internal::RowCounts> stage_file(const ingest::Format& format,
                                                      const std::string& path,
                                                      RecordingWriter& writer,
                                                      const StagingOptions& options = {});

// The same for text, through a temporary file.
graph::Result<ingest::internal::RowCounts> stage_text(const ingest::Format& format,
                                                      const std::string& text,
                                                      RecordingWriter& writer,
                                                      const StagingOptions& options = {});

// A mapping from text; fails the test when it is refused.
ingest::Format mapping_of(const std::string& json);
ingest::Format built_in(const std::string& name);

struct Outcome {
  RecordingWriter writer;
  ingest::internal::RowCounts counts;
};

// Stages `text` under the mapping `json`; fails the test when the file as a whole is refused.
void load_rows(const std::string& json, const std::string& text, Outcome& outcome);

// The reason why the only row of `text` is quarantined, and its faulty columns; "" when it is not.
// Also expects that the row left nothing behind.
std::string reason_of(const std::string& json, const std::string& text);

void write_file(const std::string& path, const std::string& text);

}  // namespace headwater::tests
