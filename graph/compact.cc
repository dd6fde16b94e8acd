#include "graph/compact.h"

#include "graph/internal/store_state.h"

namespace headwater::graph {
namespace {

Result<std::uint64_t> bytes_of(const Store& store) {
  HEADWATER_ASSIGN_OR_RETURN(const auto sizes, sizes_by_family(store));
  std::uint64_t bytes = 0;
  for (const auto& [family, size] : sizes) bytes += size;
  return bytes;
}

}  // namespace

Result<CompactReport> compact(Store& store, const ExecutionContext& context) {
  Store::Internal& state = store.internal();
  HEADWATER_RETURN_IF_ERROR(state.check_may_write("compact the store"));
  CompactReport report;
  HEADWATER_ASSIGN_OR_RETURN(report.bytes_before, bytes_of(store));
  for (int i = 0; i < internal::kFamilyCount; ++i) {
    HEADWATER_RETURN_IF_ERROR(context.check_cancelled("compact the store"));
    context.report(
        {"compacting", static_cast<std::uint64_t>(i), internal::kFamilyCount, "families"});
    HEADWATER_RETURN_IF_ERROR(state.database->compact(static_cast<internal::Family>(i)));
  }
  HEADWATER_RETURN_IF_ERROR(state.database->remove_replaced_files_now());
  HEADWATER_ASSIGN_OR_RETURN(report.bytes_after, bytes_of(store));
  return report;
}

}  // namespace headwater::graph
