// Sources as people name them, as the engine takes them.
#pragma once

#include <string>
#include <vector>

#include "engine/flow/trace.h"
#include "graph/store.h"
#include "queries/flow/trace_question.h"

namespace headwater::queries::internal {

struct SourceSet {
  std::vector<engine::LabelledSource> sources;
  std::vector<std::string> labels;  // by label number, ascending
  std::uint64_t left_out = 0;       // sources that the policies do not run
  Document parameters = Document::object();
};

// Errors: kNotFound and kQuestion about a transaction; kQuestion for an amount that is none, not
// above zero, or more than the transaction credits. Values stand in no error.
graph::Result<SourceSet> asked_sources(const graph::StoreView& view,
                                       const graph::Snapshot& snapshot,
                                       const TraceQuestion& question,
                                       const engine::TraceRequest& policy);

}  // namespace headwater::queries::internal
