// What the writers of all formats share while one export runs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "graph/execution_context.h"
#include "graph/store.h"
#include "queries/export/export_request.h"
#include "queries/export/internal/export_files.h"
#include "queries/export/internal/export_scope.h"

namespace headwater::queries::internal {

struct ExportRun {
  const graph::StoreView& view;
  const ExportScope& scope;
  const ExportRequest& request;
  ExportSink& sink;
  const graph::ExecutionContext& context;
  std::vector<FileStamp> files = {};
  std::map<std::string, std::uint64_t> records = {};   // written, by type
  std::map<std::string, std::uint64_t> left_out = {};  // by reason; never of victims
  std::uint64_t characters_replaced = 0;
  // By code, those that exported records name: others may come from sources left out.
  std::map<std::string, graph::Asset> assets = {};

  graph::Status close(ExportFile& file);
  // A file of one piece.
  graph::Status write_whole(const std::string& name, std::string_view text);
};

// The content digest of a store without a fault. Errors: kCorrupt for one that has some, and those
// of `graph::verify`.
graph::Result<std::string> digest_of_sound_store(const graph::Store& store, graph::CommitSeq as_of,
                                                 const graph::ExecutionContext& context);

// One writer a format. Errors: those of the view and the sink, kCancelled.
graph::Status write_csv_export(ExportRun& run);
graph::Status write_graphml_export(ExportRun& run);
graph::Status write_gexf_export(ExportRun& run);
graph::Status write_ftm_export(ExportRun& run);

}  // namespace headwater::queries::internal
