#include "ingest/generate/case_manifest.h"

#include <boost/json.hpp>

namespace headwater::ingest {

namespace json = boost::json;

std::string case_manifest(const std::vector<std::pair<std::string, std::string>>& head,
                          const std::vector<CaseSource>& sources) {
  std::string text = "{\n  \"headwater_case\": 1";
  for (const auto& [name, value] : head) text += ",\n  \"" + name + "\": " + value;
  text += ",\n  \"sources\": [";
  bool first = true;
  for (const CaseSource& source : sources) {
    json::object line;
    line["path"] = source.path;
    line["format"] = source.format;
    if (!source.mapping_path.empty()) line["mapping"] = source.mapping_path;
    line["namespace"] = source.namespace_name;
    line["restricted"] = source.restricted;
    text += first ? "\n    " : ",\n    ";
    text += json::serialize(line);
    first = false;
  }
  return text + "\n  ]\n}\n";
}

}  // namespace headwater::ingest
