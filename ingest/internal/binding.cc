#include "ingest/internal/binding.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "ingest/internal/row_splitter.h"

namespace headwater::ingest::internal {

using graph::Status;

namespace {

// "Account#2" -> the second column named Account.
std::optional<std::uint32_t> find_numbered(const std::vector<std::string>& header,
                                           const std::string& name) {
  const std::size_t mark = name.rfind('#');
  if (mark == std::string::npos) return std::nullopt;
  std::uint32_t wanted = 0;
  const char* end = name.data() + name.size();
  const auto parsed = std::from_chars(name.data() + mark + 1, end, wanted);
  if (parsed.ec != std::errc() || parsed.ptr != end || wanted == 0) return std::nullopt;
  for (std::uint32_t i = 0; i < header.size(); ++i) {
    if (name.compare(0, mark, header[i]) == 0 && --wanted == 0) return i;
  }
  return std::nullopt;
}

struct Found {
  std::optional<std::uint32_t> index;
  bool repeated = false;
};

Found find_column(const std::vector<std::string>& header, const std::string& name) {
  const auto first = std::find(header.begin(), header.end(), name);
  if (first == header.end()) return {find_numbered(header, name), false};
  const bool repeated = std::find(first + 1, header.end(), name) != header.end();
  return {static_cast<std::uint32_t>(first - header.begin()), repeated};
}

// Source ids and names of records are looked up when a row's turn comes, and may turn it down.
bool is_looked_up(const RecordSpec& spec) {
  if (std::holds_alternative<AssertionRecord>(spec.body)) return true;
  if (std::holds_alternative<ReferenceRecord>(spec.body)) return true;
  const auto* transaction = std::get_if<TransactionRecord>(&spec.body);
  return transaction != nullptr && transaction->id.is_given();
}

// Of structured rows a path that holds another is the same cell.
void mark_overlapping(const Part& part, std::vector<bool>& cells) {
  const std::vector<bool> marked = cells;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (std::size_t k = 0; k < cells.size() && !cells[i]; ++k) {
      cells[i] = marked[k] && paths_overlap(part.columns[i].path, part.columns[k].path);
    }
  }
}

std::vector<bool> cells_of(const Binding& binding, const std::set<ColumnRef>& columns) {
  std::vector<bool> cells(binding.header.size(), false);
  for (const ColumnRef ref : columns) {
    const std::uint32_t cell = binding.cell_of[ref];
    if (cell != Binding::kMissingColumn) cells[cell] = true;
  }
  if (binding.part->is_structured()) mark_overlapping(*binding.part, cells);
  return cells;
}

// The header decides which spellings are one column: `victim` and `victim#1` are.
Status check_victim_cells(Binding& binding, const std::string& path) {
  const Part& part = *binding.part;
  binding.plain_cells = cells_of(binding, part.plain_columns);
  binding.victim_cells = cells_of(binding, part.open_columns);
  for (const ColumnRef ref : part.victim_columns) {
    const std::uint32_t cell = binding.cell_of[ref];
    if (cell == Binding::kMissingColumn) continue;
    if (binding.plain_cells[cell] || binding.victim_cells[cell]) {
      return graph::input_error("read the header", path,
                                "the column `" + part.columns[ref].name +
                                    "` holds victims' ids and is read as something else too",
                                "read it as a victim only, however it is spelled");
    }
  }
  const std::vector<bool> victims = cells_of(binding, part.victim_columns);
  for (std::size_t cell = 0; cell < victims.size(); ++cell) {
    if (victims[cell]) binding.victim_cells[cell] = true;
  }
  return {};
}

void bind_paths(Binding& binding) {
  binding.header.clear();
  for (const ColumnName& column : binding.part->columns) {
    binding.cell_of.push_back(static_cast<std::uint32_t>(binding.header.size()));
    binding.header.push_back(column.name);
  }
}

}  // namespace

bool Binding::reads_any(const Value& value, const std::vector<bool>& cells) const {
  const auto reads = [&](ColumnRef ref) {
    return cell_of[ref] != kMissingColumn && cells[cell_of[ref]];
  };
  if (value.form == ValueForm::kColumn) return reads(value.column);
  for (const TemplatePiece& piece : value.pieces) {
    if (piece.column && reads(*piece.column)) return true;
  }
  return std::any_of(value.alternatives.begin(), value.alternatives.end(),
                     [&](const Value& inner) { return reads_any(inner, cells); });
}

bool fits_header(const Part& part, const std::vector<std::string>& header) {
  return std::all_of(part.columns.begin(), part.columns.end(), [&](const ColumnName& column) {
    const Found found = find_column(header, column.name);
    return column.optional || (found.index && !found.repeated);
  });
}

Status bind_columns(Binding& binding, const std::string& path) {
  binding.cell_of.clear();
  const auto& records = binding.part->records;
  binding.rows_are_final =
      !binding.keeps_row_text && std::none_of(records.begin(), records.end(), is_looked_up);
  if (binding.part->is_structured()) {
    bind_paths(binding);
    return check_victim_cells(binding, path);
  }
  std::string missing;
  for (const ColumnName& column : binding.part->columns) {
    const Found found = find_column(binding.header, column.name);
    if (found.repeated) {
      return graph::input_error("read the header", path,
                                "the column `" + column.name + "` occurs more than once",
                                "write `" + column.name + "#1` or `#2` in the mapping");
    }
    if (!found.index && !column.optional) {
      missing += (missing.empty() ? "`" : ", `") + column.name + "`";
    }
    binding.cell_of.push_back(found.index.value_or(Binding::kMissingColumn));
  }
  if (!missing.empty()) {
    return graph::input_error("read the header", path, "it lacks the column " + missing,
                              "check that it is the expected file, its delimiter and its header");
  }
  HEADWATER_RETURN_IF_ERROR(check_victim_cells(binding, path));
  const CsvDialect& dialect = binding.part->dialect;
  binding.required_cells = dialect.required_columns != 0
                               ? std::min(dialect.required_columns, binding.header.size())
                               : binding.header.size();
  return {};
}

Status bind_file(Binding& binding, const std::string& path) {
  if (!binding.part->is_structured()) {
    HEADWATER_ASSIGN_OR_RETURN(binding.header, read_header(path, binding.part->dialect));
  }
  return bind_columns(binding, path);
}

}  // namespace headwater::ingest::internal
