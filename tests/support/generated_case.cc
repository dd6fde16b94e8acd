#include "tests/support/generated_case.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace headwater::tests {

namespace fs = std::filesystem;

std::map<std::string, std::string> read_folder(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files[fs::relative(entry.path(), folder).string()] =
        std::string(std::istreambuf_iterator<char>(stream), {});
  }
  return files;
}

namespace {

std::vector<std::string> split_line(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

}  // namespace

std::vector<CsvRow> read_csv(const fs::path& path) {
  std::ifstream stream(path);
  EXPECT_TRUE(stream.good()) << path;
  std::string line;
  std::getline(stream, line);
  const std::vector<std::string> header = split_line(line);
  std::vector<CsvRow> rows;
  while (std::getline(stream, line)) {
    const std::vector<std::string> cells = split_line(line);
    EXPECT_EQ(cells.size(), header.size()) << path << ": " << rows.size();
    CsvRow row;
    for (std::size_t i = 0; i < std::min(cells.size(), header.size()); ++i) {
      row[header[i]] = cells[i];
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

GeneratedCase::GeneratedCase(CaseOptions options) {
  graph::ExecutionContext context({.threads = options.threads});
  const auto report = ingest::generate_case(
      {.directory = directory(), .scale = options.scale, .seed = options.seed}, context);
  EXPECT_TRUE(report.has_value()) << (report.has_value() ? "" : report.error().message());
  if (report.has_value()) report_ = *report;
}

}  // namespace headwater::tests
