// Fragments of a mapping: what `define` names, each `{"use": NAME}` stands for.
#pragma once

#include <string>

#include <boost/json.hpp>

#include "graph/status.h"

namespace headwater::ingest::internal {

// The mapping with every use replaced and without `define`. A fragment may use those above it.
// Errors: kInput for an unknown name, and for more than a million values in all.
graph::Result<boost::json::value> with_fragments(const boost::json::value& root,
                                                 const std::string& place);

}  // namespace headwater::ingest::internal
