// Entities, their attributes, and the sources.
#include <set>

#include "queries/export/internal/csv_mappings.h"
#include "queries/export/internal/csv_writers.h"

namespace headwater::queries::internal {
namespace {

constexpr char kEntitiesHeader[] = "entity";
constexpr char kAttributesHeader[] = "entity,attribute,value";
constexpr char kSourcesHeader[] =
    "commit,format,namespace,path,sha256,recognised_as,rows_read,accepted,duplicates,quarantined,"
    "restricted,precision,handling_code,compartment,purpose,review_by";

// Full names need no namespace; a source has one.
constexpr char kNamespaceOfNames[] = "export";

}  // namespace

graph::Status write_entities(CsvExport& csv) {
  ExportRun& run = csv.run;
  std::set<std::string> names[2];  // of attributes: open, restricted
  CsvTable entities(run, "entities", kEntitiesHeader,
                    [](bool restricted) { return entities_mapping({restricted}); });
  CsvTable attributes(run, "attributes", kAttributesHeader, [&](bool restricted) {
    const auto& found = names[restricted ? 1 : 0];
    return attributes_mapping({restricted}, {found.begin(), found.end()});
  });
  const auto write_told = [&](bool restricted) {
    return walk_entities(
        run, restricted ? ToldBy::kRestricted : ToldBy::kOpen,
        [&](const std::string& name, const graph::Entity& entity) -> graph::Status {
          HEADWATER_ASSIGN_OR_RETURN(
              [[maybe_unused]] const ExportedRow place,
              entities.write(restricted, kNamespaceOfNames, [&](CsvRow& row) { row.cell(name); }));
          ++run.records["entities"];
          for (const graph::Attribute& attribute : entity.attributes) {
            names[restricted ? 1 : 0].insert(attribute.name);
            const auto written = attributes.write(restricted, kNamespaceOfNames, [&](CsvRow& row) {
              row.cell(name).cell(attribute.name).cell(attribute.value);
            });
            if (!written.has_value()) return written.error();
            ++run.records["attributes"];
          }
          return {};
        });
  };
  HEADWATER_RETURN_IF_ERROR(write_told(false));
  if (run.scope.shows_restricted()) HEADWATER_RETURN_IF_ERROR(write_told(true));
  HEADWATER_RETURN_IF_ERROR(entities.close(csv.sources));
  return attributes.close(csv.sources);
}

graph::Status write_sources(CsvExport& csv) {
  ExportRun& run = csv.run;
  ExportFile file(run.sink, "sources.csv");
  HEADWATER_RETURN_IF_ERROR(file.write(std::string(kSourcesHeader) + "\n"));
  for (const graph::Manifest& manifest : run.view.manifests()) {
    const bool is_hidden =
        run.scope.is_restricted(manifest.commit) && !run.scope.shows_restricted();
    if (is_hidden || !run.view.is_commit_visible(manifest.commit)) continue;
    for (const graph::SourceFile& source : manifest.sources) {
      CsvRow row(file.buffer());
      row.cell(std::to_string(manifest.commit.value))
          .cell(manifest.format)
          .cell(manifest.namespace_name)
          .cell(source.path)
          .cell(source.sha256)
          .cell(source.recognised_as)
          .cell(std::to_string(source.rows_read))
          .cell(std::to_string(source.accepted))
          .cell(std::to_string(source.duplicates))
          .cell(std::to_string(source.quarantined))
          .cell(source.restricted ? "1" : "")
          .cell(graph::to_string(manifest.precision))
          .cell(manifest.handling_code)
          .cell(manifest.compartment)
          .cell(manifest.purpose)
          .cell(graph::format_iso8601(manifest.review_by))
          .end();
      HEADWATER_RETURN_IF_ERROR(file.end_row());
      ++run.records["sources"];
    }
  }
  return run.close(file);
}

}  // namespace headwater::queries::internal
