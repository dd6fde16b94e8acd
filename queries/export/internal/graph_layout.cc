#include "queries/export/internal/graph_layout.h"

#include <set>

#include "graph/sha256.h"
#include "queries/export/internal/csv_mappings.h"
#include "queries/export/internal/csv_writers.h"
#include "queries/export/internal/record_walk.h"

namespace headwater::queries::internal {
namespace {

using graph::Status;

constexpr std::size_t kIdDigits = 32;
constexpr std::string_view kBetweenValues = "; ";  // an attribute with several values

const std::vector<GraphColumn> kNodeColumns = {{"entity"}, {"kind"}, {"scheme"}, {"external_id"}};
const std::vector<GraphColumn> kEdgeColumns = {{"layer"},
                                               {"kind"},
                                               {"record"},
                                               {"time"},
                                               {"period_end"},
                                               {"amount"},
                                               {"amount_minor", GraphColumnType::kLong},
                                               {"asset"},
                                               {"received_amount"},
                                               {"received_amount_minor", GraphColumnType::kLong},
                                               {"received_asset"},
                                               {"channel"},
                                               {"count", GraphColumnType::kLong},
                                               {"flags"},
                                               {"valid_from"},
                                               {"valid_to"},
                                               {"share_low_bp", GraphColumnType::kLong},
                                               {"share_high_bp", GraphColumnType::kLong},
                                               {"probability"},
                                               {"evidence"}};

void add_attribute_columns(const std::set<std::string>& names, std::vector<GraphColumn>& columns) {
  for (const std::string& name : names) columns.push_back({attribute_column(name)});
}

graph::Result<std::set<std::string>> entity_attribute_names(ExportRun& run) {
  std::set<std::string> names;
  for (const graph::EntityKind kind : graph::kAllEntityKinds) {
    HEADWATER_RETURN_IF_ERROR(run.view.for_each_entity_told(
        kind,
        [&](graph::CommitSeq commit) {
          return run.scope.shows_restricted() || !run.scope.is_restricted(commit);
        },
        [&](graph::EntityId, const graph::Entity& entity) -> Status {
          for (const graph::Attribute& attribute : entity.attributes) names.insert(attribute.name);
          return {};
        }));
  }
  return names;
}

std::string all_values(const graph::Entity& entity, std::string_view name) {
  std::string text;
  for (const graph::Attribute& attribute : entity.attributes) {
    if (attribute.name != name) continue;
    if (!text.empty()) text += kBetweenValues;
    text += attribute.value;
  }
  return text;
}

std::string joined_flags(std::uint16_t flags) {
  std::string text;
  for (const std::string& flag : graph::transaction_flag_names(flags)) {
    text += (text.empty() ? "" : " ") + flag;
  }
  return text;
}

class GraphWriter {
 public:
  GraphWriter(ExportRun& run, GraphSpelling& spelling) : run_(run), spelling_(spelling) {}

  Status write() {
    HEADWATER_ASSIGN_OR_RETURN(of_nodes_, entity_attribute_names(run_));
    HEADWATER_ASSIGN_OR_RETURN(const AttributeNames names, attribute_names(run_));
    of_edges_.insert(names.of_transactions.begin(), names.of_transactions.end());
    of_edges_.insert(names.of_relations.begin(), names.of_relations.end());
    std::vector<GraphColumn> node_columns = kNodeColumns;
    std::vector<GraphColumn> edge_columns = kEdgeColumns;
    add_attribute_columns(of_nodes_, node_columns);
    add_attribute_columns(of_edges_, edge_columns);
    HEADWATER_RETURN_IF_ERROR(spelling_.begin(node_columns, edge_columns));
    HEADWATER_RETURN_IF_ERROR(walk_entities(
        run_, ToldBy::kAll,
        [&](const std::string& name, const graph::Entity& entity) { return node(name, entity); }));
    HEADWATER_RETURN_IF_ERROR(spelling_.begin_edges());
    HEADWATER_RETURN_IF_ERROR(
        walk_transactions(run_, [&](std::uint64_t, const graph::Transaction& record,
                                    const NameBook& book) { return edge(record, book); }));
    HEADWATER_RETURN_IF_ERROR(
        walk_relations(run_, [&](std::uint64_t, const graph::Relation& record,
                                 const NameBook& book) { return edge(record, book); }));
    return spelling_.end();
  }

 private:
  Status node(const std::string& name, const graph::Entity& entity) {
    std::string label = all_values(entity, "name");
    if (label.empty()) label = name;
    GraphNode node{node_id(name), label, {}};
    node.values = {name, std::string(graph::to_string(entity.key.kind)), entity.key.scheme,
                   entity.key.external_id};
    for (const std::string& attribute : of_nodes_) {
      node.values.push_back(all_values(entity, attribute));
    }
    ++run_.records["entities"];
    return spelling_.node(node);
  }

  Status edge(const graph::Transaction& record, const NameBook& book) {
    GraphEdge edge;
    edge.id = "t" + std::to_string(++run_.records["transactions"]);
    edge.source = node_id(book.of(record.from));
    edge.target = node_id(book.of(record.to));
    edge.label = graph::to_string(record.kind);
    edge.start = record.time;
    const bool is_period = record.period_end.is_known() && record.period_end >= record.time;
    edge.end = is_period ? record.period_end : record.time;
    edge.values = {"money",
                   std::string(edge.label),
                   run_.view.name_of("transaction", record.origin),
                   graph::format_iso8601(record.time),
                   graph::format_iso8601(record.period_end),
                   decimal_amount(run_, record.amount, record.asset),
                   std::to_string(record.amount.value),
                   asset_code(run_, record.asset),
                   decimal_amount(run_, record.received_amount, record.received_asset),
                   std::to_string(record.received_amount.value),
                   asset_code(run_, record.received_asset),
                   std::string(graph::to_string(record.channel)),
                   record.count == 0 ? "" : std::to_string(record.count),
                   joined_flags(record.flags),
                   "",
                   "",
                   "",
                   "",
                   "",
                   ""};
    return finish(edge, record.attributes);
  }

  Status edge(const graph::Relation& record, const NameBook& book) {
    GraphEdge edge;
    edge.id = "r" + std::to_string(++run_.records["relations"]);
    edge.source = node_id(book.of(record.from));
    edge.target = node_id(book.of(record.to));
    edge.label = graph::to_string(record.kind);
    edge.start = record.valid_from;
    edge.end = record.valid_to;
    edge.values.assign(kEdgeColumns.size(), "");
    edge.values[0] = "relations";
    edge.values[1] = edge.label;
    edge.values[2] = run_.view.name_of("relation", record.origin);
    edge.values[14] = graph::format_iso8601(record.valid_from);
    edge.values[15] = graph::format_iso8601(record.valid_to);
    if (record.share) {
      edge.values[16] = std::to_string(record.share->low.value);
      edge.values[17] = std::to_string(record.share->high.value);
    }
    edge.values[18] = fraction_text(record.probability);
    edge.values[19] = record.evidence;
    return finish(edge, record.attributes);
  }

  Status finish(GraphEdge& edge, const std::vector<graph::Attribute>& attributes) {
    for (const std::string& name : of_edges_) {
      edge.values.emplace_back(attribute_value(attributes, name));
    }
    return spelling_.edge(edge);
  }

  ExportRun& run_;
  GraphSpelling& spelling_;
  std::set<std::string> of_nodes_, of_edges_;  // names of attributes
};

}  // namespace

std::string node_id(std::string_view printed_name) {
  return "n" + graph::sha256_hex(printed_name).substr(0, kIdDigits);
}

Status write_graph(ExportRun& run, GraphSpelling& spelling) {
  return GraphWriter(run, spelling).write();
}

}  // namespace headwater::queries::internal
