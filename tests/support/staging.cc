#include "tests/support/staging.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.h"

namespace headwater::tests {

using graph::Result;
using ingest::Format;
using ingest::internal::RowCounts;

Result<RowCounts> stage_file(const Format& format, const std::string& path, RecordingWriter& writer,
                             const StagingOptions& options) {
  namespace in = ingest::internal;
  in::Binding binding;
  binding.mapping = &format.mapping();
  binding.part = &format.mapping().parts.at(options.part);
  binding.namespace_name =
      options.namespace_name.empty() ? format.default_namespace() : options.namespace_name;
  binding.file_print = "0123456789ab";
  if (options.victim_key) binding.victim_key = &*options.victim_key;
  for (const auto& [code, exponent] : format.mapping().exponents) {
    binding.assets.emplace(code, graph::Asset{code, graph::AssetKind::kOther, exponent});
  }
  HEADWATER_RETURN_IF_ERROR(in::bind_file(binding, path));
  in::ReadRequest request{path, path, std::nullopt};
  request.block_bytes = options.block_bytes;
  request.row_limit = options.row_limit;
  in::StageOptions stage;
  stage.supersede = options.supersede;
  stage.view = options.view;
  const graph::ExecutionContext context({.threads = options.threads});
  return in::stage_source(binding, request, stage, writer, context);
}

Result<RowCounts> stage_text(const Format& format, const std::string& text, RecordingWriter& writer,
                             const StagingOptions& options) {
  const TemporaryDirectory directory;
  const std::string path = directory / "input.csv";
  write_file(path, text);
  return stage_file(format, path, writer, options);
}

Format mapping_of(const std::string& json) {
  Result<Format> format = Format::from_text(json, "test mapping");
  if (!format.has_value()) {
    ADD_FAILURE() << format.error().message();
    return built_in("edgelist");
  }
  return std::move(format).value();
}

Format built_in(const std::string& name) { return Format::built_in(name).value(); }

void load_rows(const std::string& json, const std::string& text, Outcome& outcome) {
  const auto counts = stage_text(mapping_of(json), text, outcome.writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  outcome.counts = *counts;
}

std::string reason_of(const std::string& json, const std::string& text) {
  Outcome outcome;
  load_rows(json, text, outcome);
  if (outcome.writer.quarantined.empty()) return "";
  EXPECT_EQ(outcome.writer.quarantined.size(), 1u);
  EXPECT_TRUE(outcome.writer.keys.empty()) << "a rejected row made an entity";
  EXPECT_TRUE(outcome.writer.transactions.empty() && outcome.writer.relations.empty());
  std::string result = outcome.writer.quarantined[0].reason;
  for (const auto& column : outcome.writer.quarantined[0].columns) result += " " + column;
  return result;
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace headwater::tests
