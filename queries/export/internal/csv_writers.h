// The tables of a csv export, one function a table; each closes its files.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ingest/generate/case_loader.h"
#include "queries/export/internal/csv_table.h"
#include "queries/export/internal/export_run.h"
#include "queries/export/internal/record_walk.h"

namespace headwater::queries::internal {

// What the tables of one export tell each other.
struct CsvExport {
  ExportRun& run;
  std::vector<ingest::CaseSource> sources = {};  // lines of case.json, in load order
  AttributeNames attributes = {};
  // Transactions and victim flows that a claim names and that have no id of their source, and the
  // name of each in the store that loads the export ("transaction:SHA12:ROW").
  std::map<std::uint64_t, std::string> transaction_names = {}, flow_names = {};
  // Assertions that disputes name: how the export names them; empty until, and unless, they are
  // written.
  std::map<std::uint64_t, std::string> disputed_names = {};
};

graph::Status write_entities(CsvExport& csv);
graph::Status write_transactions(CsvExport& csv);
graph::Status write_openings(CsvExport& csv);
graph::Status write_rates(CsvExport& csv);
graph::Status write_relations(CsvExport& csv);
graph::Status write_victim_flows(CsvExport& csv);
graph::Status write_statistics(CsvExport& csv);
// Fills the keys of the maps above; before the tables that fill in the names.
graph::Status find_claimed_rows(CsvExport& csv);
graph::Status write_assertions(CsvExport& csv);
graph::Status write_sources(CsvExport& csv);

// Where an asset's amount stands in major units.
std::string decimal_amount(const ExportRun& run, graph::MinorUnits amount, graph::AssetId asset);
// Notes the asset as one that the export names.
const std::string& asset_code(ExportRun& run, graph::AssetId asset);
// The assets named so far, by code.
std::vector<graph::Asset> named_assets(const ExportRun& run);
std::string fraction_text(graph::BasisPoints share);  // "0.9750"

}  // namespace headwater::queries::internal
