// The csv export: a folder of tables, the mappings that read them, and case.json, which names them
// in load order: entities first, claims last, as claims name records that are there already.
#include "ingest/generate/case_manifest.h"
#include "queries/export/internal/csv_writers.h"

namespace headwater::queries::internal {

graph::Status write_csv_export(ExportRun& run) {
  CsvExport csv{run};
  HEADWATER_ASSIGN_OR_RETURN(csv.attributes, attribute_names(run));
  HEADWATER_RETURN_IF_ERROR(find_claimed_rows(csv));
  for (const auto& write :
       {write_entities, write_transactions, write_openings, write_rates, write_relations,
        write_victim_flows, write_statistics, write_assertions, write_sources}) {
    HEADWATER_RETURN_IF_ERROR(write(csv));
  }
  const bool has_victims = run.scope.shows_restricted();
  return run.write_whole(
      "case.json",
      ingest::case_manifest({{"export", "true"}, {"victims", has_victims ? "true" : "false"}},
                            csv.sources));
}

}  // namespace headwater::queries::internal
