// case.json: the list of a case's files, as `load_case` (case_loader.h) reads it.
//
//   std::string text = case_manifest({{"preset", "\"trafficking\""}}, sources);
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ingest/generate/case_loader.h"

namespace headwater::ingest {

// `head`: further members, name and JSON text, that stand before the sources. Paths are written as
// they stand in `sources`: relative to the folder. Pure and deterministic.
std::string case_manifest(const std::vector<std::pair<std::string, std::string>>& head,
                          const std::vector<CaseSource>& sources);

}  // namespace headwater::ingest
