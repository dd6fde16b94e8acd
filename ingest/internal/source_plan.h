// What a load is going to read: paths expanded to files, each with its hash, header and part.
#pragma once

#include <string>
#include <vector>

#include "ingest/internal/binding.h"
#include "ingest/internal/byte_source.h"
#include "ingest/loader.h"

namespace headwater::ingest::internal {

struct PlannedSource {
  std::string path;           // to open
  std::string shown;          // in errors and progress: as given
  std::string name;           // in reports and manifests: its own, without the folders above
  std::string recognised_as;  // the format's name of it, else its own
  const Part* part = nullptr;
  HashedFile file;
  Binding binding;
};

struct SourcePlan {
  std::vector<PlannedSource> sources;  // in load order
  std::vector<std::string> ignored;
};

// Errors: kInput for anything missing, empty, or with a header that no part of the mapping reads;
// for a folder in which the format knows no file.
graph::Result<SourcePlan> plan_sources(const LoadRequest& request, const Mapping& mapping,
                                       const graph::ExecutionContext& context);

}  // namespace headwater::ingest::internal
