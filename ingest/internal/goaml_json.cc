#include "ingest/internal/goaml_json.h"

#include "ingest/internal/json_tree.h"

namespace headwater::ingest::internal {

void append_goaml_object(const GoamlFields& fields, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < fields.size(); ++i) {
    // Several values of one name make a list, where the first of them stands.
    bool is_repeated = false;
    for (std::size_t before = 0; before < i; ++before) {
      is_repeated = is_repeated || fields[before].first == fields[i].first;
    }
    if (is_repeated) continue;
    if (out.back() != '{') out += ',';
    append_json_string(fields[i].first, out);
    out += ":[";
    for (std::size_t j = i; j < fields.size(); ++j) {
      if (fields[j].first != fields[i].first) continue;
      if (out.back() != '[') out += ',';
      append_json_string(fields[j].second, out);
    }
    out += ']';
  }
  out += '}';
}

void append_goaml_objects(std::string_view name, const std::vector<GoamlFields>& objects,
                          std::string& out) {
  if (objects.empty()) return;
  out += ',';
  append_json_string(name, out);
  out += ":[";
  for (const GoamlFields& one : objects) {
    if (out.back() != '[') out += ',';
    append_goaml_object(one, out);
  }
  out += ']';
}

void append_goaml_texts(std::string_view name, const std::vector<std::string>& texts,
                        std::string& out) {
  out += ",\"" + std::string(name) + "\":[";
  for (const std::string& text : texts) {
    if (out.back() != '[') out += ',';
    append_json_string(text, out);
  }
  out += ']';
}

}  // namespace headwater::ingest::internal
