// Binding: one part of a mapping tied to one file's header, one namespace and one store.
//
// Immutable while a file is read; shared by all threads.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "graph/money.h"
#include "graph/status.h"
#include "graph/victim_key.h"
#include "ingest/internal/described_kinds.h"
#include "ingest/internal/mapping_spec.h"
#include "ingest/internal/statement_history.h"

namespace headwater::ingest::internal {

// Assets whose storage exponent is settled, by code: the store's, and what the mapping declares.
using SettledAssets = std::map<std::string, graph::Asset, std::less<>>;

struct Binding {
  static constexpr std::uint32_t kMissingColumn = ~std::uint32_t{0};

  const Mapping* mapping = nullptr;
  const Part* part = nullptr;
  std::string namespace_name;
  std::string file_print;                        // the first 12 hex digits of the file's SHA-256
  const graph::VictimKey* victim_key = nullptr;  // null: none
  SettledAssets assets;
  std::vector<std::string> header;     // the file's columns; of structured rows, the mapping's
  std::vector<std::uint32_t> cell_of;  // by ColumnRef: index into the row's cells
  // By index into the row's cells, however the mapping spells the column: holds ids of victims, or
  // may; is read as something else.
  std::vector<bool> victim_cells, plain_cells;
  std::size_t required_cells = 0;  // a row with fewer is refused; more than the header: too
  const DescribedKinds* described = nullptr;  // of a part that describes kinds
  const StatementHistory* history = nullptr;  // of a part whose rows are statements
  bool reads_descriptions_only = false;       // the first of two readings
  bool keeps_row_text = false;                // `--dedupe rows` needs the normalised row
  bool rows_are_final = false;  // a row that was read well cannot be turned down later

  bool makes_pseudonyms() const { return !mapping->publisher_pseudonymised; }
  bool reads_any(const Value& value, const std::vector<bool>& cells) const;
};

// Finds every column of the part in the header: by exact name, or "Name#2" for the second of a
// repeated name. Errors: kInput naming the columns that are missing or ambiguous, or one that holds
// victims' ids and is read as something else too, under the same spelling or another.
graph::Status bind_columns(Binding& binding, const std::string& path);

// Reads the header of a delimited file and binds its columns; structured rows have none, and every
// path is a column. Errors: as `read_header` and `bind_columns`.
graph::Status bind_file(Binding& binding, const std::string& path);

// Whether a part's required columns are all in the header.
bool fits_header(const Part& part, const std::vector<std::string>& header);

}  // namespace headwater::ingest::internal
