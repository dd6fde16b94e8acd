#include "queries/report/internal/report_sources.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "ingest/mapping.h"
#include "queries/internal/text_table.h"

namespace headwater::queries::internal {
namespace {

std::string count_text(std::uint64_t value) { return grouped(static_cast<std::int64_t>(value)); }

// Where a file lay does not matter to what it says.
std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

template <typename Visit>
void for_each_source(const graph::StoreView& view, const Visit& visit) {
  for (const graph::Manifest& manifest : view.manifests()) {
    if (manifest.commit > view.as_of() || !view.is_commit_visible(manifest.commit)) continue;
    for (const graph::SourceFile& source : manifest.sources) visit(manifest, source);
  }
}

ReportTable files(const graph::StoreView& view) {
  ReportTable table;
  table.title = "Files loaded";
  table.columns = {{"File"},
                   {"Format"},
                   {"Namespace"},
                   {"Rows accepted", true},
                   {"Quarantined", true},
                   {"Commit", true},
                   {"SHA-256, first 12"}};
  std::uint64_t hidden = 0;
  for_each_source(view, [&](const graph::Manifest& manifest, const graph::SourceFile& source) {
    if (source.restricted && !view.sees_victims()) {
      ++hidden;
      return;
    }
    table.rows.push_back({{file_name(source.path) + (source.restricted ? " (restricted)" : "")},
                          {manifest.format},
                          {manifest.namespace_name},
                          {count_text(source.accepted)},
                          {count_text(source.quarantined)},
                          {std::to_string(manifest.commit.value)},
                          {source.sha256.substr(0, 12)}});
  });
  table.caption = hidden > 0 ? "Restricted sources are named with the victim key only."
                             : "Each file is one commit; its digest says which bytes were read.";
  return table;
}

// Built-in formats have names that say nothing about a case; a mapping has the name that its author
// gave it.
std::string public_format(const std::string& format) {
  const std::vector<std::string_view> built_in = ingest::built_in_format_names();
  const bool is_built_in = std::find(built_in.begin(), built_in.end(), format) != built_in.end();
  return is_built_in ? format : "a mapping of its own";
}

// Of people it may be: a small number is not told.
ReportCell rows_cell(std::uint64_t count) {
  constexpr std::uint64_t kSmallest = 10;
  if (count > 0 && count < kSmallest) return {"", CellMark::kSuppressed};
  return {count_text(count)};
}

// By format: the name of a file, of a namespace or of a mapping may say whom it is about.
ReportTable formats(const graph::StoreView& view) {
  struct Sum {
    std::uint64_t files = 0, accepted = 0, quarantined = 0;
  };
  std::map<std::string, Sum> sums;
  for_each_source(view, [&](const graph::Manifest& manifest, const graph::SourceFile& source) {
    if (source.restricted) return;
    Sum& sum = sums[public_format(manifest.format)];
    ++sum.files;
    sum.accepted += source.accepted;
    sum.quarantined += source.quarantined;
  });
  ReportTable table;
  table.title = "What was loaded";
  table.caption =
      "By format. Files have no names here, and what interviews and other restricted sources said "
      "is not counted.";
  table.columns = {{"Format"}, {"Files", true}, {"Rows accepted", true}, {"Quarantined", true}};
  for (const auto& [format, sum] : sums) {
    table.rows.push_back(
        {{format}, {count_text(sum.files)}, rows_cell(sum.accepted), rows_cell(sum.quarantined)});
  }
  return table;
}

}  // namespace

ReportTable report_sources(const graph::StoreView& view, ReportAudience audience) {
  return audience == ReportAudience::kInternal ? files(view) : formats(view);
}

}  // namespace headwater::queries::internal
