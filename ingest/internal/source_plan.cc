#include "ingest/internal/source_plan.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "ingest/internal/parquet_file.h"
#include "ingest/internal/row_splitter.h"

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;
namespace fs = std::filesystem;

namespace {

bool is_pattern(const std::string& listed) { return listed.starts_with('*'); }

bool is_listed_as(const std::string& listed, const std::string& file) {
  if (!is_pattern(listed)) return listed == file;
  return file.size() >= listed.size() && file.ends_with(std::string_view(listed).substr(1));
}

// How a part lists a file; null where it does not.
const std::string* listed_name(const Part& part, const std::string& file) {
  const auto found = std::find_if(part.files.begin(), part.files.end(),
                                  [&](const auto& listed) { return is_listed_as(listed, file); });
  return found == part.files.end() ? nullptr : &*found;
}

// What tells two files of one kind in a namespace: how its part lists it, else the first name that
// a renamed file may have had, else its own.
std::string recognised_name(const Part& part, const std::string& file) {
  if (const std::string* listed = listed_name(part, file)) return *listed;
  const bool has_own = part.files.empty() || is_pattern(part.files.front());
  return has_own ? file : part.files.front();
}

// The part that reads a file: by its name where the format has one for it, else the first whose
// columns the header holds.
Result<const Part*> choose_part(const Mapping& mapping, const std::string& path,
                                const std::string& name) {
  for (const Part& part : mapping.parts) {
    if (listed_name(part, name) != nullptr) return &part;
  }
  for (const Part& part : mapping.parts) {
    if (part.named_only) continue;
    if (part.is_structured() || part.blocks) {
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
  HEADWATER_RETURN_IF_ERROR(refuse_parquet(path, shown));
  HEADWATER_ASSIGN_OR_RETURN(source.part, choose_part(mapping, path, name));
  source.recognised_as = recognised_name(*source.part, name);
  source.binding.mapping = &mapping;
  source.binding.part = source.part;
  HEADWATER_RETURN_IF_ERROR(bind_file(source.binding, path));
  HEADWATER_ASSIGN_OR_RETURN(source.file, hash_file(path, context));
  source.name = name;
  source.path = std::move(path);
  source.shown = std::move(shown);
  return source;
}

// Removes from `found` what is listed, in order of names.
std::vector<std::string> take_listed(const std::string& listed, std::vector<std::string>& found) {
  std::vector<std::string> taken;
  std::vector<std::string> rest;
  for (std::string& file : found) {
    (is_listed_as(listed, file) ? taken : rest).push_back(std::move(file));
  }
  found = std::move(rest);
  return taken;
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
    for (const std::string& listed : part.files) {
      for (const std::string& file : take_listed(listed, found)) {
        HEADWATER_ASSIGN_OR_RETURN(
            PlannedSource source,
            plan_file(mapping, (fs::path(folder) / file).string(), file, context));
        plan.sources.push_back(std::move(source));
      }
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
