// The format that a request names: a built-in one, or one's own mapping.
#include "ingest/loader.h"

namespace headwater::ingest {

using graph::Result;

namespace {

// Formats that are what a mapping makes of them.
bool is_ones_own(const std::string& format) {
  return format == "csv" || format == "json" || format == "xml";
}

}  // namespace

Result<Format> choose_format(const LoadRequest& request) {
  if (is_ones_own(request.format)) {
    if (!request.mapping_path.empty()) return Format::from_file(request.mapping_path);
    return graph::question_error("choose a format", "--format " + request.format,
                                 "no mapping is given",
                                 "give --mapping FILE; docs/mapping.md describes one");
  }
  if (!request.mapping_path.empty()) {
    return graph::question_error("choose a format", "--mapping",
                                 "a built-in format has its own mapping",
                                 "use --format csv, json or xml with a mapping");
  }
  return Format::built_in(request.format);
}

}  // namespace headwater::ingest
