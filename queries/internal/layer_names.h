// Names of layers, as people write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/projection.h"
#include "graph/status.h"
#include "queries/document.h"

namespace headwater::queries::internal {

std::string_view to_text(graph::Layer layer);  // "money", "relations", "victims"
Document layers_document(const std::vector<graph::Layer>& layers);
// Ascending, each once. Errors: kQuestion for an unknown name, or none at all.
graph::Result<std::vector<graph::Layer>> parse_layers(std::string_view about,
                                                      const std::vector<std::string>& names);

}  // namespace headwater::queries::internal
