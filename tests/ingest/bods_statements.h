// What tests of beneficial ownership statements share: staging a text, and what came of it as
// lines.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/staging.h"

namespace headwater::tests {

using Interests = std::vector<std::string>;

// "from kind to low-high from..to", sorted.
inline Interests interests_of(const RecordingWriter& writer) {
  Interests found;
  for (const graph::Relation& record : writer.relations) {
    std::string line = writer.name(record.from) + " " + std::string(to_string(record.kind)) + " " +
                       writer.name(record.to);
    if (record.share) {
      line += " " + std::to_string(record.share->low.value) + "-" +
              std::to_string(record.share->high.value);
    }
    if (record.valid_from.is_known()) line += " from " + graph::format_iso8601(record.valid_from);
    if (record.valid_to.is_known()) line += " to " + graph::format_iso8601(record.valid_to);
    found.push_back(line);
  }
  std::sort(found.begin(), found.end());
  return found;
}

inline std::string told_of(const graph::Relation& record, const std::string& name) {
  for (const graph::Attribute& one : record.attributes) {
    if (one.name == name) return one.value;
  }
  return "";
}

// A statement is a line, however it is written here.
inline std::string statement_line(std::string text) {
  std::erase(text, '\n');
  return text + "\n";
}

struct StagedStatements {
  RecordingWriter writer;
  ingest::internal::RowCounts counts;
  std::map<std::string, std::string> reasons;  // by row
};

inline void stage_statements(const std::string& text, StagedStatements& staged,
                             StagingOptions options = {}) {
  options.part = text.starts_with("[") ? 1 : 0;
  const auto counts = stage_text(built_in("bods"), text, staged.writer, options);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  staged.counts = *counts;
  for (const auto& row : staged.writer.quarantined) {
    staged.reasons[std::to_string(row.row)] = row.reason;
  }
}

inline std::uint64_t superseded_statements(const StagedStatements& staged) {
  for (const auto& one : staged.counts.skipped_by.names()) {
    if (one.name == "superseded") return one.count;
  }
  return 0;
}

}  // namespace headwater::tests
