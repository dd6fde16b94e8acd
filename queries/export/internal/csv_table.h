// One table of a csv export: a file for each namespace, because ids are local to it, and apart for
// restricted sources; one mapping beside them that reads them back.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ingest/generate/case_loader.h"
#include "queries/export/internal/export_run.h"

namespace headwater::queries::internal {

// Where a record without an id of its source stands: what names it in the store that loads it.
struct ExportedRow {
  std::uint32_t file = 0;  // of the table
  std::uint64_t row = 0;   // from 1
};

class CsvTable {
 public:
  // `name`: "transactions"; `mapping`: the text of the mapping, of restricted files or of open
  // ones.
  CsvTable(ExportRun& run, std::string name, std::string header,
           std::function<std::string(bool restricted)> mapping)
      : run_(run),
        name_(std::move(name)),
        header_(std::move(header)),
        mapping_(std::move(mapping)) {}

  // The file for a record of this origin; it may come empty. `row` is written to it and ended.
  // What speaks of a victim stands with the restricted, whoever said it.
  graph::Result<ExportedRow> write(const graph::Origin& origin,
                                   const std::function<void(CsvRow&)>& row,
                                   bool speaks_of_victim = false);
  // For records without an origin of their own: entities.
  graph::Result<ExportedRow> write(bool restricted, const std::string& namespace_name,
                                   const std::function<void(CsvRow&)>& row);
  // Closes the files, writes the mappings and appends the lines for case.json, open files first.
  graph::Status close(std::vector<ingest::CaseSource>& sources);

  // "SHA12:ROW", once the table is closed.
  std::string place_of(const ExportedRow& row) const;

 private:
  struct File {
    std::unique_ptr<ExportFile> file;
    std::string namespace_name;
    bool restricted = false;
    std::string sha256;
  };
  graph::Result<std::uint32_t> file_for(bool restricted, const std::string& namespace_name);
  graph::Status write_mapping(bool restricted);
  std::string mapping_path(bool restricted) const;

  ExportRun& run_;
  std::string name_, header_;
  std::function<std::string(bool)> mapping_;
  std::vector<File> files_;  // in the order of their first row
  std::map<std::pair<bool, std::string>, std::uint32_t> by_namespace_;
};

}  // namespace headwater::queries::internal
