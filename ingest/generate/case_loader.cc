#include "ingest/generate/case_loader.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include <boost/json.hpp>

#include "ingest/internal/loose_disputes.h"

namespace headwater::ingest {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

graph::Status manifest_error(std::string found) {
  return graph::input_error(
      "read a case", "case.json", std::move(found),
      "name a folder that `generate` or `export` wrote, or load its files one by one");
}

graph::Result<std::string> text_of(const json::object& object, const char* key, bool required) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr && !required) return std::string();
  if (value == nullptr || !value->is_string()) {
    return manifest_error(std::string("a source without the text `") + key + "`");
  }
  return std::string(value->get_string());
}

// The path below `directory`; a manifest may not reach outside its folder.
graph::Result<std::string> inside(const fs::path& directory, const std::string& relative) {
  if (relative.empty()) return std::string();
  const fs::path path = fs::path(relative).lexically_normal();
  if (path.is_absolute() || (!path.empty() && *path.begin() == "..")) {
    return manifest_error("a source's path leaves the folder");
  }
  return (directory / path).string();
}

graph::Result<CaseSource> source_of(const fs::path& directory, const json::value& line) {
  if (!line.is_object()) return manifest_error("a source that is no object");
  const json::object& object = line.get_object();
  CaseSource source;
  HEADWATER_ASSIGN_OR_RETURN(const std::string path, text_of(object, "path", true));
  HEADWATER_ASSIGN_OR_RETURN(source.path, inside(directory, path));
  HEADWATER_ASSIGN_OR_RETURN(source.format, text_of(object, "format", true));
  HEADWATER_ASSIGN_OR_RETURN(const std::string mapping, text_of(object, "mapping", false));
  HEADWATER_ASSIGN_OR_RETURN(source.mapping_path, inside(directory, mapping));
  HEADWATER_ASSIGN_OR_RETURN(source.namespace_name, text_of(object, "namespace", true));
  const json::value* restricted = object.if_contains("restricted");
  source.restricted = restricted != nullptr && restricted->is_bool() && restricted->get_bool();
  return source;
}

// Before the first source is stored: a case without its victims is another case.
graph::Status check_victim_key(const std::vector<CaseSource>& sources, bool has_key) {
  for (const CaseSource& source : sources) {
    if (!source.restricted || has_key) continue;
    return graph::question_error("load a case with a file about victims", source.path,
                                 "no victim key is given",
                                 "give --victim-key FILE (`headwater key new FILE` makes one)");
  }
  return {};
}

std::vector<std::string> files_not_named(const fs::path& directory,
                                         const std::vector<CaseSource>& sources) {
  std::set<std::string> named = {(directory / "case.json").string()};
  for (const CaseSource& source : sources) {
    named.insert(source.path);
    named.insert(source.mapping_path);
  }
  std::vector<std::string> others;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
    if (!entry.is_directory() && !named.contains(entry.path().string())) {
      others.push_back(entry.path().lexically_relative(directory).string());
    }
  }
  std::sort(others.begin(), others.end());
  return others;
}

// What a source disputes may stand in a later one.
graph::Status settle_disputes(const StoreOpener& open_store, CaseLoad& load) {
  std::uint64_t added = 0;
  bool is_loose = false;
  for (const LoadReport& report : load.sources) {
    added += report.added.assertions;
    is_loose = is_loose || report.disputes.of_nothing + report.disputes.ambiguous > 0;
  }
  if (!is_loose) return {};
  HEADWATER_ASSIGN_OR_RETURN(const graph::Store* store, open_store());
  HEADWATER_ASSIGN_OR_RETURN(const auto view, store->view({}));
  HEADWATER_ASSIGN_OR_RETURN(load.disputes, internal::loose_disputes(*view, added));
  return {};
}

}  // namespace

graph::Result<std::vector<CaseSource>> read_case_sources(const fs::path& directory) {
  std::ifstream stream(directory / "case.json", std::ios::binary);
  if (!stream) return manifest_error("no such file");
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  json::error_code error;
  const json::value document = json::parse(text, error);
  if (error || !document.is_object()) return manifest_error("no JSON object");
  const json::value* lines = document.get_object().if_contains("sources");
  if (lines == nullptr || !lines->is_array()) return manifest_error("no list `sources`");
  std::vector<CaseSource> sources;
  for (const json::value& line : lines->get_array()) {
    HEADWATER_ASSIGN_OR_RETURN(CaseSource source, source_of(directory, line));
    sources.push_back(std::move(source));
  }
  return sources;
}

graph::Result<CaseLoad> load_case(const StoreOpener& open_store, const fs::path& directory,
                                  const LoadRequest& common,
                                  const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<CaseSource> sources, read_case_sources(directory));
  HEADWATER_RETURN_IF_ERROR(check_victim_key(sources, common.victim_key.has_value()));
  CaseLoad result;
  for (const CaseSource& source : sources) {
    LoadRequest request = common;
    request.paths = {source.path};
    request.format = source.format;
    request.mapping_path = source.mapping_path;
    request.namespace_name = source.namespace_name;
    if (!source.restricted) request.victim_key.reset();
    HEADWATER_ASSIGN_OR_RETURN(LoadReport report, load(open_store, request, context));
    result.rows_read += report.rows_read;
    result.accepted += report.accepted;
    result.duplicates += report.duplicates;
    result.quarantined += report.quarantined;
    result.sources.push_back(std::move(report));
  }
  HEADWATER_RETURN_IF_ERROR(settle_disputes(open_store, result));
  result.ignored = files_not_named(directory, sources);
  return result;
}

graph::Result<CaseLoad> load_case(graph::Store& store, const fs::path& directory,
                                  const std::optional<graph::VictimKey>& victim_key,
                                  const graph::ExecutionContext& context) {
  LoadRequest common;
  common.victim_key = victim_key;
  return load_case([&store]() -> graph::Result<graph::Store*> { return &store; }, directory, common,
                   context);
}

}  // namespace headwater::ingest
