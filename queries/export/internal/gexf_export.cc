// GEXF 1.3 (https://gexf.net): a dynamic graph, edges with the interval in which they hold. An edge
// whose time nobody knows has none, and holds always.
#include "queries/export/internal/graph_layout.h"
#include "queries/internal/xml_text.h"

namespace headwater::queries::internal {
namespace {

using graph::Status;

class GexfSpelling : public GraphSpelling {
 public:
  explicit GexfSpelling(ExportRun& run) : run_(run), file_(run.sink, "graph.gexf") {}

  Status begin(const std::vector<GraphColumn>& of_nodes,
               const std::vector<GraphColumn>& of_edges) override {
    std::string& out = file_.buffer();
    out +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<gexf xmlns=\"http://gexf.net/1.3\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" "
        "version=\"1.3\">\n<meta><creator>";
    text(run_.request.engine_version);
    out += "</creator><description>";
    text("audience: " + std::string(to_text(run_.request.audience)));
    out +=
        "</description></meta>\n"
        "<graph mode=\"dynamic\" defaultedgetype=\"directed\" idtype=\"string\" "
        "timeformat=\"dateTime\" timerepresentation=\"interval\">\n";
    columns("node", of_nodes);
    columns("edge", of_edges);
    return file_.write("<nodes>\n");
  }
  Status node(const GraphNode& node) override {
    std::string& out = file_.buffer();
    out += "<node id=\"" + node.id + "\" label=\"";
    text(node.label);
    out += "\">";
    values(node.values);
    out += "</node>\n";
    return file_.end_row();
  }
  Status begin_edges() override { return file_.write("</nodes>\n<edges>\n"); }
  Status edge(const GraphEdge& edge) override {
    std::string& out = file_.buffer();
    out += "<edge id=\"" + edge.id + "\" source=\"" + edge.source + "\" target=\"" + edge.target +
           "\" label=\"";
    text(edge.label);
    out += '"';
    time(" start=\"", edge.start);
    time(" end=\"", edge.end);
    out += '>';
    values(edge.values);
    out += "</edge>\n";
    return file_.end_row();
  }
  Status end() override {
    HEADWATER_RETURN_IF_ERROR(file_.write("</edges>\n</graph>\n</gexf>\n"));
    return run_.close(file_);
  }

 private:
  void text(std::string_view value) {
    run_.characters_replaced += append_xml_text(file_.buffer(), value, XmlText::kExact);
  }
  void time(const char* attribute, graph::Timestamp value) {
    if (value.is_known()) file_.buffer() += attribute + graph::format_iso8601(value) + '"';
  }
  void columns(const std::string& of, const std::vector<GraphColumn>& columns) {
    std::string& out = file_.buffer();
    out += "<attributes class=\"" + of + "\" mode=\"static\">\n";
    for (std::size_t i = 0; i < columns.size(); ++i) {
      out += "<attribute id=\"" + std::to_string(i) + "\" title=\"";
      text(columns[i].title);
      out += columns[i].type == GraphColumnType::kLong ? "\" type=\"long\"/>\n"
                                                       : "\" type=\"string\"/>\n";
    }
    out += "</attributes>\n";
  }
  void values(const std::vector<std::string>& values) {
    std::string& out = file_.buffer();
    out += "<attvalues>";
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].empty()) continue;
      out += "<attvalue for=\"" + std::to_string(i) + "\" value=\"";
      text(values[i]);
      out += "\"/>";
    }
    out += "</attvalues>";
  }

  ExportRun& run_;
  ExportFile file_;
};

}  // namespace

Status write_gexf_export(ExportRun& run) {
  GexfSpelling spelling(run);
  return write_graph(run, spelling);
}

}  // namespace headwater::queries::internal
