#include "graph/migrate.h"

#include <utility>
#include <vector>

#include "graph/internal/link_builder.h"
#include "graph/internal/sst_output.h"
#include "graph/internal/store_state.h"
#include "graph/store.h"

namespace headwater::graph {
namespace {

using internal::Family;

// Format 1 has the families `tail`, which begins empty, and `link`.
Status to_format_1(Store::Internal& state, const ExecutionContext& context,
                   MigrationReport& report) {
  HEADWATER_ASSIGN_OR_RETURN(internal::LinkRepair links,
                             internal::stage_link_repair(state, context));
  report.links = links.written;
  internal::SstOutput row(*state.database, Family::kMeta, state.scratch());
  HEADWATER_RETURN_IF_ERROR(row.put(internal::kMetaKey, internal::encode_meta(state.meta)));
  HEADWATER_ASSIGN_OR_RETURN(internal::TableFiles meta, row.finish());
  std::vector<Family> families = {Family::kMeta};
  std::vector<internal::TableFiles> files = {std::move(meta)};
  if (!links.files.empty()) {
    families.push_back(Family::kLink);
    files.push_back(std::move(links.files));
  }
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled("migrate the store"));
  return state.database->ingest(families, files);
}

}  // namespace

Result<MigrationReport> migrate(const std::string& path, const ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const auto store,
                             Store::open(path, {.mode = OpenMode::kWrite, .any_format = true}));
  Store::Internal& state = store->internal();
  MigrationReport report{state.format, internal::kFormatVersion, state.meta.commit, 0};
  if (state.format == 0) {
    HEADWATER_RETURN_IF_ERROR(to_format_1(state, context, report));
    state.format = 1;
  }
  return report;
}

}  // namespace headwater::graph
