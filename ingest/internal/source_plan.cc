#include "ingest/internal/source_plan.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "ingest/internal/row_splitter.h"

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;
namespace fs = std::filesystem;

namespace {

bool names(const Part& part, const std::string& file) {
  return std::find(part.files.begin(), part.files.end(), file) != part.files.end();
}

// The part that reads a file: by its name where the format has one for it, else the first whose
// columns the header holds.
Result<const Part*> choose_part(const Mapping& mapping, const std::string& path,
                                const std::string& name) {
  for (const Part& part : mapping.parts) {
    if (names(part, name)) return &part;
  }
  for (const Part& part : mapping.parts) {
    if (part.named_only) continue;
    if (part.is_structured()) {
      HEADWATER_ASSIGN_OR_RETURN(const bool fits, begins_as(path, part));
      if (fits) return &part;
      continue;
    }
    const auto header = read_header(path, part.dialect);
    if (header.has_value() && fits_header(part, *header)) return &part;
    const bool unreadable =
        !header.has_value() && header.error().code() != graph::StatusCode::kInput;
    if (unreadable) return header.error();
  }
  if (mapping.parts.front().rows == RowKind::kXml) {
    return graph::input_error(
        "choose how to read a file", path,
        "it is not XML of a namespace that the format " + mapping.name + " reads",
        "check what kind of message it is; docs/formats.md lists them");
  }
  if (!mapping.parts.front().named_only) return &mapping.parts.front();  // binding says what lacks
  return graph::input_error(
      "choose how to read a file", path,
      "the format " + mapping.name + " knows files by their names, and not this",
      "give the folder, or the file under its own name; docs/formats.md "
      "lists them");
}

Status check_readable(const std::string& path) {
  const auto source = ByteSource::open(path);
  return source.has_value() ? Status() : source.error();
}

Result<PlannedSource> plan_file(const Mapping& mapping, std::string path, std::string shown,
                                const graph::ExecutionContext& context) {
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled("look at " + shown));
  PlannedSource source;
  const std::string name = fs::path(path).filename().string();
  HEADWATER_RETURN_IF_ERROR(check_readable(path));
  HEADWATER_ASSIGN_OR_RETURN(source.part, choose_part(mapping, path, name));
  const bool is_named = names(*source.part, name) || source.part->files.empty();
  source.recognised_as = is_named ? name : source.part->files.front();
  source.binding.mapping = &mapping;
  source.binding.part = source.part;
  HEADWATER_RETURN_IF_ERROR(bind_file(source.binding, path));
  HEADWATER_ASSIGN_OR_RETURN(source.file, hash_file(path, context));
  source.name = name;
  source.path = std::move(path);
  source.shown = std::move(shown);
  return source;
}

Status plan_folder(const Mapping& mapping, const std::string& folder,
                   const graph::ExecutionContext& context, SourcePlan& plan) {
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    found.push_back(entry.path().filename().string());
  }
  if (error) {
    return graph::input_error("read a folder", folder, error.message(), "check the permissions");
  }
  std::sort(found.begin(), found.end());
  const std::size_t before = plan.sources.size();
  for (const Part& part : mapping.parts) {
    for (const std::string& file : part.files) {
      const auto hit = std::find(found.begin(), found.end(), file);
      if (hit == found.end()) continue;
      found.erase(hit);
      HEADWATER_ASSIGN_OR_RETURN(
          PlannedSource source,
          plan_file(mapping, (fs::path(folder) / file).string(), file, context));
      plan.sources.push_back(std::move(source));
    }
  }
  if (plan.sources.size() == before) {
    return graph::input_error("read a folder", folder,
                              "the format " + mapping.name + " knows no file in it",
                              "name the files themselves, or another format");
  }
  plan.ignored.insert(plan.ignored.end(), found.begin(), found.end());
  return {};
}

}  // namespace

Result<SourcePlan> plan_sources(const LoadRequest& request, const Mapping& mapping,
                                const graph::ExecutionContext& context) {
  SourcePlan plan;
  if (request.paths.empty()) {
    return graph::question_error("load files", "", "no path is given", "name a file or a folder");
  }
  for (const std::string& path : request.paths) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
      HEADWATER_RETURN_IF_ERROR(plan_folder(mapping, path, context, plan));
      continue;
    }
    HEADWATER_ASSIGN_OR_RETURN(PlannedSource source, plan_file(mapping, path, path, context));
    plan.sources.push_back(std::move(source));
  }
  return plan;
}

}  // namespace headwater::ingest::internal
