// Exports in memory, for tests: made without the command, read without its code.
//
//   const ExportFiles files = export_files(store.path(), {.format = ExportFormat::kGexf});
//   const auto rows = csv_records(files.at("entities.csv"));
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "graph/victim_key.h"
#include "queries/answer.h"
#include "queries/export/export_store.h"

namespace headwater::tests {

using ExportFiles = std::map<std::string, std::string>;  // name -> bytes

// The export, by a context with so many threads. Fails the test when there is none.
ExportFiles export_files(const std::string& store_path, queries::ExportRequest request,
                         int threads = 2, queries::Answer* answer = nullptr);
// Everything, for the internal audience with the key.
queries::ExportRequest everything(const graph::VictimKey& key);

// "" when both are equal, else the first file and line that differ. (A comparison by the test
// library would take more memory than a machine has to show the difference of two large texts.)
std::string first_difference(const ExportFiles& left, const ExportFiles& right);

// Column name -> cell, of every row. Quoted cells may hold anything; cells stand as written.
using CsvRecord = std::map<std::string, std::string>;
std::vector<CsvRecord> csv_records(const std::string& text);
// The rows of a table, over its files ("relations.csv", "relations-2.csv", and the restricted
// ones).
std::vector<CsvRecord> table_records(const ExportFiles& files, const std::string& table);

// Loads a csv export into a new store in `folder`, without one quarantined row, and returns the
// content digest.
std::string digest_when_loaded(const ExportFiles& files, const std::string& folder,
                               const std::optional<graph::VictimKey>& key);
std::string content_digest_of(const std::string& store_path);

}  // namespace headwater::tests
