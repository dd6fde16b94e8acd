// GraphML: Brandes, Eiglsperger, Lerner, Pich, "Graph Markup Language" (2013), and its primer at
// http://graphml.graphdrawing.org. Attributes are declared once as keys and stand as data elements.
#include "queries/export/internal/graph_layout.h"
#include "queries/internal/xml_text.h"

namespace headwater::queries::internal {
namespace {

using graph::Status;

constexpr char kHead[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
    "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";

class GraphmlSpelling : public GraphSpelling {
 public:
  explicit GraphmlSpelling(ExportRun& run) : run_(run), file_(run.sink, "graph.graphml") {}

  Status begin(const std::vector<GraphColumn>& of_nodes,
               const std::vector<GraphColumn>& of_edges) override {
    HEADWATER_RETURN_IF_ERROR(file_.write(kHead));
    HEADWATER_RETURN_IF_ERROR(key("kl", "node", {"label"}));
    HEADWATER_RETURN_IF_ERROR(keys("kn", "node", of_nodes));
    HEADWATER_RETURN_IF_ERROR(keys("ke", "edge", of_edges));
    return file_.write("<graph id=\"store\" edgedefault=\"directed\">\n");
  }
  Status node(const GraphNode& node) override {
    std::string& out = file_.buffer();
    out += "<node id=\"" + node.id + "\">";
    data("kl", node.label);
    values("kn", node.values);
    out += "</node>\n";
    return file_.end_row();
  }
  Status begin_edges() override { return {}; }
  Status edge(const GraphEdge& edge) override {
    std::string& out = file_.buffer();
    out += "<edge id=\"" + edge.id + "\" source=\"" + edge.source + "\" target=\"" + edge.target +
           "\">";
    values("ke", edge.values);
    out += "</edge>\n";
    return file_.end_row();
  }
  Status end() override {
    HEADWATER_RETURN_IF_ERROR(file_.write("</graph>\n</graphml>\n"));
    return run_.close(file_);
  }

 private:
  Status key(const std::string& id, std::string_view of, const GraphColumn& column) {
    std::string& out = file_.buffer();
    out += "<key id=\"" + id + "\" for=\"" + std::string(of) + "\" attr.name=\"";
    run_.characters_replaced += append_xml_text(out, column.title, XmlText::kExact);
    out += column.type == GraphColumnType::kLong ? "\" attr.type=\"long\"/>\n"
                                                 : "\" attr.type=\"string\"/>\n";
    return file_.write("");
  }
  Status keys(const std::string& prefix, std::string_view of,
              const std::vector<GraphColumn>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      HEADWATER_RETURN_IF_ERROR(key(prefix + std::to_string(i), of, columns[i]));
    }
    return {};
  }
  void data(const std::string& key, std::string_view value) {
    std::string& out = file_.buffer();
    out += "<data key=\"" + key + "\">";
    run_.characters_replaced += append_xml_text(out, value, XmlText::kExact);
    out += "</data>";
  }
  void values(const std::string& prefix, const std::vector<std::string>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i].empty()) data(prefix + std::to_string(i), values[i]);
    }
  }

  ExportRun& run_;
  ExportFile file_;
};

}  // namespace

Status write_graphml_export(ExportRun& run) {
  GraphmlSpelling spelling(run);
  return write_graph(run, spelling);
}

}  // namespace headwater::queries::internal
