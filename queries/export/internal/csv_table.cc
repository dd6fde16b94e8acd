#include "queries/export/internal/csv_table.h"

#include <algorithm>

namespace headwater::queries::internal {
namespace {

constexpr std::size_t kNameDigits = 12;  // of a file's hash, in the names of its rows

// Within a namespace a file name means one file, whatever folder it lies in.
std::string path_of(bool restricted, const std::string& table) {
  return restricted ? "restricted/restricted_" + table : table;
}

}  // namespace

graph::Result<std::uint32_t> CsvTable::file_for(bool restricted,
                                                const std::string& namespace_name) {
  const auto known = by_namespace_.find({restricted, namespace_name});
  if (known != by_namespace_.end()) return known->second;
  const auto earlier = std::count_if(files_.begin(), files_.end(), [&](const File& file) {
    return file.restricted == restricted;
  });
  std::string path = path_of(restricted, name_);
  if (earlier > 0) path += "-" + std::to_string(earlier + 1);
  const auto index = static_cast<std::uint32_t>(files_.size());
  files_.push_back(
      {std::make_unique<ExportFile>(run_.sink, path + ".csv"), namespace_name, restricted, ""});
  HEADWATER_RETURN_IF_ERROR(files_.back().file->write(header_ + "\n"));
  by_namespace_.emplace(std::pair{restricted, namespace_name}, index);
  return index;
}

graph::Result<ExportedRow> CsvTable::write(const graph::Origin& origin,
                                           const std::function<void(CsvRow&)>& row,
                                           bool speaks_of_victim) {
  static const std::string kNone;
  const auto& manifests = run_.view.manifests();
  const bool is_known = origin.commit.value > 0 && origin.commit.value <= manifests.size();
  const std::string& name = is_known ? manifests[origin.commit.value - 1].namespace_name : kNone;
  return write(speaks_of_victim || run_.scope.is_restricted(origin.commit), name, row);
}

graph::Result<ExportedRow> CsvTable::write(bool restricted, const std::string& namespace_name,
                                           const std::function<void(CsvRow&)>& row) {
  HEADWATER_ASSIGN_OR_RETURN(const std::uint32_t index, file_for(restricted, namespace_name));
  ExportFile& file = *files_[index].file;
  CsvRow cells(file.buffer());
  row(cells);
  cells.end();
  HEADWATER_RETURN_IF_ERROR(file.end_row());
  return ExportedRow{index, file.rows()};
}

std::string CsvTable::mapping_path(bool restricted) const {
  return path_of(restricted, name_) + ".mapping.json";
}

graph::Status CsvTable::write_mapping(bool restricted) {
  const bool is_needed = std::any_of(files_.begin(), files_.end(), [&](const File& file) {
    return file.restricted == restricted;
  });
  if (!is_needed) return {};
  return run_.write_whole(mapping_path(restricted), mapping_(restricted));
}

graph::Status CsvTable::close(std::vector<ingest::CaseSource>& sources) {
  for (const bool restricted : {false, true}) {
    for (File& file : files_) {
      if (file.restricted != restricted) continue;
      HEADWATER_RETURN_IF_ERROR(run_.close(*file.file));
      file.sha256 = run_.files.back().sha256;
      sources.push_back(
          {file.file->name(), "csv", mapping_path(restricted), file.namespace_name, restricted});
    }
    HEADWATER_RETURN_IF_ERROR(write_mapping(restricted));
  }
  return {};
}

std::string CsvTable::place_of(const ExportedRow& row) const {
  return files_[row.file].sha256.substr(0, kNameDigits) + ":" + std::to_string(row.row);
}

}  // namespace headwater::queries::internal
