// Relations, victim flows and statistics.
#include <algorithm>
#include <set>

#include "queries/export/internal/csv_mappings.h"
#include "queries/export/internal/csv_writers.h"

namespace headwater::queries::internal {
namespace {

using graph::Status;

constexpr char kRelationsHeader[] =
    "id,from,to,kind,valid_from,valid_to,share_low_bp,share_high_bp,probability,evidence";
constexpr char kFlowsHeader[] =
    "id,victim,count,kind,recruitment,transit,exploitation,start,end,form,sector,means,sex,"
    "age_band,citizenship,case";
constexpr char kStatisticsHeader[] =
    "indicator,territory,territory_name,period,dimension,category,sex,age_band,unit,value,source,"
    "method";
constexpr char kUnitSeparator = '\x1F';

void write_row(const graph::Relation& record, const NameBook& names,
               const std::vector<std::string>& attributes, CsvRow& row) {
  row.cell(record.origin.source_id)
      .cell(names.of(record.from))
      .cell(names.of(record.to))
      .cell(graph::to_string(record.kind))
      .cell(graph::format_iso8601(record.valid_from))
      .cell(graph::format_iso8601(record.valid_to))
      .cell(record.share ? std::to_string(record.share->low.value) : "")
      .cell(record.share ? std::to_string(record.share->high.value) : "")
      .cell(fraction_text(record.probability))
      .cell(record.evidence);
  for (const std::string& name : attributes) row.cell(attribute_value(record.attributes, name));
}

bool is_victim(graph::EntityId id) { return id.kind() == graph::EntityKind::kVictim; }

// Columns that the flows need.
struct FlowLayout {
  std::vector<RoleColumn> roles;
  char separator = ';';  // of means; one that none of them holds
};

graph::Result<FlowLayout> flow_layout(ExportRun& run) {
  std::set<RoleColumn> roles;
  FlowLayout layout;
  HEADWATER_RETURN_IF_ERROR(walk_victim_flows(
      run, [&](std::uint64_t, const graph::VictimFlow& flow, const NameBook&) -> Status {
        for (std::size_t i = 0; i < flow.roles.size(); ++i) {
          roles.insert({i + 1, flow.roles[i].kind});
        }
        for (const std::string& means : flow.means) {
          if (means.find(';') != std::string::npos) layout.separator = kUnitSeparator;
        }
        return {};
      }));
  layout.roles.assign(roles.begin(), roles.end());
  return layout;
}

std::string joined(const std::vector<std::string>& parts, char separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

void write_row(const graph::VictimFlow& record, const NameBook& names, const FlowLayout& layout,
               CsvRow& row) {
  row.cell(record.origin.source_id)
      .cell(names.of(record.victim))
      .cell(record.victim.is_none() ? std::to_string(record.count) : "")
      .cell(graph::to_string(record.kind))
      .cell(names.of(record.recruitment_territory))
      .cell(names.of(record.transit_territory))
      .cell(names.of(record.exploitation_territory))
      .cell(graph::format_iso8601(record.start))
      .cell(graph::format_iso8601(record.end))
      .cell(record.form)
      .cell(record.sector)
      .cell(joined(record.means, layout.separator))
      .cell(record.sex)
      .cell(record.age_band)
      .cell(record.citizenship)
      .cell(names.of(record.case_id));
  for (const RoleColumn& column : layout.roles) {
    const bool is_there =
        column.place <= record.roles.size() && record.roles[column.place - 1].kind == column.kind;
    row.cell(is_there ? names.of(record.roles[column.place - 1].entity) : std::string());
  }
}

// "<5" for 1 to 4, else the number. Other intervals have no form in the mapping language.
std::string value_text(const graph::Statistic& record) {
  if (record.low == record.high) return graph::format_major_units(record.low, record.scale);
  return "<" + std::to_string(record.high + 1);
}

bool has_form(const graph::Statistic& record) {
  return record.low == record.high || (record.low == 1 && record.scale == 0);
}

void write_row(const graph::Statistic& record, const NameBook& names, CsvRow& row) {
  const std::string& territory = names.of(record.territory);
  // A place that its source named in words only is told from one with a code.
  const bool in_words = (record.flags & graph::kNoIsoTerritory) != 0;
  row.cell(record.indicator)
      .cell(in_words ? "" : territory)
      .cell(in_words ? territory.substr(territory.find('/') + 1) : "")
      .cell(record.period)
      .cell(record.dimension)
      .cell(record.category)
      .cell(record.sex)
      .cell(record.age_band)
      .cell(record.unit)
      .cell(value_text(record))
      .cell(record.source)
      .cell(record.method);
}

}  // namespace

std::string fraction_text(graph::BasisPoints share) {
  return graph::format_major_units(share.value, 4);
}

Status write_relations(CsvExport& csv) {
  ExportRun& run = csv.run;
  const std::vector<std::string>& attributes = csv.attributes.of_relations;
  CsvTable table(run, "relations", header_with_attributes(kRelationsHeader, attributes),
                 [&](bool restricted) { return relations_mapping({restricted}, attributes); });
  HEADWATER_RETURN_IF_ERROR(walk_relations(
      run, [&](std::uint64_t, const graph::Relation& record, const NameBook& names) -> Status {
        const auto written = table.write(
            record.origin, [&](CsvRow& row) { write_row(record, names, attributes, row); },
            is_victim(record.from) || is_victim(record.to));
        ++run.records["relations"];
        return written.has_value() ? Status() : written.error();
      }));
  return table.close(csv.sources);
}

Status write_victim_flows(CsvExport& csv) {
  ExportRun& run = csv.run;
  if (!run.scope.shows_restricted()) return {};
  HEADWATER_ASSIGN_OR_RETURN(const FlowLayout layout, flow_layout(run));
  std::string header = kFlowsHeader;
  for (const RoleColumn& role : layout.roles) header += "," + column_name(role);
  CsvTable table(run, "victim_flows", header, [&](bool restricted) {
    return victim_flows_mapping({restricted}, layout.roles, layout.separator);
  });
  std::map<std::uint64_t, ExportedRow> claimed;
  HEADWATER_RETURN_IF_ERROR(walk_victim_flows(
      run,
      [&](std::uint64_t number, const graph::VictimFlow& record, const NameBook& names) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(const ExportedRow place,
                                   table.write(record.origin, [&](CsvRow& row) {
                                     write_row(record, names, layout, row);
                                   }));
        if (csv.flow_names.contains(number)) claimed.emplace(number, place);
        ++run.records["victim_flows"];
        return {};
      }));
  HEADWATER_RETURN_IF_ERROR(table.close(csv.sources));
  for (const auto& [number, place] : claimed) {
    csv.flow_names[number] = "victim-flow:" + table.place_of(place);
  }
  return {};
}

Status write_statistics(CsvExport& csv) {
  ExportRun& run = csv.run;
  CsvTable table(run, "statistics", kStatisticsHeader,
                 [](bool restricted) { return statistics_mapping({restricted}); });
  HEADWATER_RETURN_IF_ERROR(walk_statistics(
      run, [&](std::uint64_t, const graph::Statistic& record, const NameBook& names) -> Status {
        if (!has_form(record)) {
          ++run.left_out["statistics_with_an_interval_that_csv_cannot_state"];
          return {};
        }
        const auto written =
            table.write(record.origin, [&](CsvRow& row) { write_row(record, names, row); });
        ++run.records["statistics"];
        return written.has_value() ? Status() : written.error();
      }));
  return table.close(csv.sources);
}

}  // namespace headwater::queries::internal
