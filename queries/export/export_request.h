// What an export is asked for: a format, for whom, and which part of a store.
//
//   HEADWATER_ASSIGN_OR_RETURN(ExportRequest request, parse_export({{"format", "graphml"}}));
//
// A plain value; see queries/export/export_store.h for what it does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/projection.h"
#include "graph/store.h"
#include "queries/parameters.h"

namespace headwater::queries {

enum class ExportFormat : std::uint8_t { kCsv, kGraphml, kGexf, kFtm };
std::string_view to_text(ExportFormat format);  // "csv", "graphml", "gexf", "ftm"

enum class ExportAudience : std::uint8_t {
  kPublication,  // nothing from sources about victims, whoever asks
  kInternal,     // with the victim key: everything, stamped so
};
std::string_view to_text(ExportAudience audience);

struct ExportRequest {
  ExportFormat format = ExportFormat::kCsv;
  ExportAudience audience = ExportAudience::kPublication;
  graph::TimeWindow window;          // unbounded: everything, undated records too
  std::vector<graph::Layer> layers;  // none: all
  graph::CommitSeq as_of = graph::kLatestCommit;
  std::optional<graph::VictimKey> victim_key;  // used for the internal audience only
  std::optional<graph::Clearance> clearance;   // only what it permits; no content digest then
  std::string engine_version;                  // "Headwater 0.1.0": stands in the export
  std::string scratch_folder;  // for sorting names: exists, the caller's alone, left as it was
};

// format, audience, from, to, layers.
const std::vector<ParameterSpec>& export_parameters();

// What the parameters say; the rest of the request is the caller's. Errors: kQuestion, also for a
// format that comes in a later version, which is said then.
graph::Result<ExportRequest> parse_export(const ParameterMap& given);

}  // namespace headwater::queries
