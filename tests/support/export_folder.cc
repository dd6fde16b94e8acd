#include "tests/support/export_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "ingest/generate/case_loader.h"
#include "tests/support/query_store.h"
#include "tests/support/temporary_directory.h"

namespace headwater::tests {

namespace {

namespace fs = std::filesystem;

class MemorySink : public queries::ExportSink {
 public:
  graph::Status append(std::string_view name, std::string_view bytes) override {
    files[std::string(name)] += bytes;
    return {};
  }
  ExportFiles files;
};

// RFC 4180, character by character.
std::vector<std::vector<std::string>> cells_of(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      rows.back().emplace_back();
    } else if (!quoted && c == '\n') {
      rows.push_back({""});
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();  // behind the last line end
  return rows;
}

}  // namespace

ExportFiles export_files(const std::string& store_path, queries::ExportRequest request, int threads,
                         queries::Answer* answer) {
  const TemporaryDirectory scratch;
  const graph::ExecutionContext context({.threads = threads});
  const auto store = value_of(graph::Store::open(store_path, {.mode = graph::OpenMode::kRead}));
  request.scratch_folder = scratch.path();
  request.engine_version = "Headwater test";
  MemorySink sink;
  queries::Answer found = value_of(queries::export_store(*store, request, sink, context));
  EXPECT_TRUE(fs::is_empty(scratch.path())) << "the scratch folder is left as it was";
  if (answer != nullptr) *answer = std::move(found);
  return std::move(sink.files);
}

queries::ExportRequest everything(const graph::VictimKey& key) {
  queries::ExportRequest request;
  request.audience = queries::ExportAudience::kInternal;
  request.victim_key = key;
  return request;
}

std::string first_difference(const ExportFiles& left, const ExportFiles& right) {
  for (const auto& [name, text] : left) {
    const auto other = right.find(name);
    if (other == right.end()) return name + ": in the first only";
    if (other->second == text) continue;
    std::istringstream lines(text), other_lines(other->second);
    std::string line, other_line;
    for (std::size_t number = 1;; ++number) {
      const bool ended = !std::getline(lines, line);
      if (ended) line.clear();
      if (!std::getline(other_lines, other_line)) other_line.clear();
      if (line != other_line || ended) {
        return name + ":" + std::to_string(number) + ": " + line.substr(0, 300) + " | " +
               other_line.substr(0, 300);
      }
    }
  }
  for (const auto& [name, text] : right) {
    if (!left.contains(name)) return name + ": in the second only";
  }
  return "";
}

std::vector<CsvRecord> csv_records(const std::string& text) {
  const auto rows = cells_of(text);
  std::vector<CsvRecord> records;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].size(), rows[0].size()) << "row " << i;
    CsvRecord& record = records.emplace_back();
    for (std::size_t k = 0; k < rows[0].size(); ++k) record[rows[0][k]] = rows[i].at(k);
  }
  return records;
}

std::vector<CsvRecord> table_records(const ExportFiles& files, const std::string& table) {
  std::vector<CsvRecord> all;
  for (const auto& [name, text] : files) {
    std::string plain = name.substr(name.rfind('/') == name.npos ? 0 : name.rfind('/') + 1);
    if (plain.starts_with("restricted_")) plain = plain.substr(11);
    if (!plain.ends_with(".csv")) continue;
    plain = plain.substr(0, plain.find_first_of(".-"));
    if (plain != table) continue;
    for (CsvRecord& record : csv_records(text)) all.push_back(std::move(record));
  }
  return all;
}

std::string digest_when_loaded(const ExportFiles& files, const std::string& folder,
                               const std::optional<graph::VictimKey>& key) {
  const fs::path export_folder = fs::path(folder) / "export";
  for (const auto& [name, text] : files) {
    fs::create_directories((export_folder / name).parent_path());
    std::ofstream(export_folder / name, std::ios::binary) << text;
  }
  const std::string path = (fs::path(folder) / "loaded").string();
  {
    const graph::ExecutionContext context({.threads = 2});
    const auto store = value_of(graph::Store::open(path, {.mode = graph::OpenMode::kCreate}));
    const ingest::CaseLoad load = value_of(ingest::load_case(*store, export_folder, key, context));
    EXPECT_EQ(load.quarantined, 0u);
    EXPECT_EQ(load.duplicates, 0u);
    EXPECT_EQ(load.ignored, (std::vector<std::string>{"manifest.json", "sources.csv"}));
  }
  return content_digest_of(path);
}

std::string content_digest_of(const std::string& store_path) {
  const graph::ExecutionContext context({.threads = 2});
  const auto store = value_of(graph::Store::open(store_path, {.mode = graph::OpenMode::kRead}));
  const graph::VerifyReport report = value_of(graph::verify(*store, false, context));
  EXPECT_TRUE(report.ok());
  return report.content_digest;
}

}  // namespace headwater::tests
