#include "tests/support/goaml_written.h"

#include <utility>

namespace headwater::tests {

namespace {

class OneFile : public queries::ExportSink {
 public:
  graph::Status append(std::string_view name, std::string_view more) override {
    EXPECT_EQ(name, queries::kGoamlFile);
    bytes += more;
    return {};
  }
  std::string bytes;
};

}  // namespace

WrittenReport write_report(const QueryStore& store, const queries::GoamlRequest& request,
                           int threads, std::string* refusal) {
  const graph::ExecutionContext context({.threads = threads});
  const auto opened = value_of(graph::Store::open(store.path(), {.mode = graph::OpenMode::kRead}));
  OneFile sink;
  auto made = queries::export_goaml(*opened, request, sink, context);
  if (refusal != nullptr) {
    *refusal = made.has_value() ? "" : made.error().message();
    if (!made.has_value()) return {};
  }
  return {value_of(std::move(made)), sink.bytes};
}

queries::GoamlRequest report_request(const std::string& case_name) {
  queries::GoamlRequest request;
  request.case_name = case_name;
  request.header.rentity_id = "3177";
  request.header.entity_reference = "REF-7";
  request.header.submission_date = "2026-06-02T12:00:00";
  request.header.currency_code_local = "EUR";
  request.header.indicators = {"DPMSJ"};
  return request;
}

std::vector<std::string> elements(const std::string& xml, const std::string& name) {
  std::vector<std::string> found;
  const std::string begin = "<" + name + ">", end = "</" + name + ">";
  for (std::size_t at = xml.find(begin); at != xml.npos; at = xml.find(begin, at)) {
    at += begin.size();
    found.push_back(xml.substr(at, xml.find(end, at) - at));
  }
  return found;
}

std::string text_in(const std::string& xml, const std::string& name) {
  const auto all = elements(xml, name);
  std::string text = all.empty() ? "" : all.front();
  const std::pair<const char*, const char*> kReferences[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}};
  for (const auto& [reference, character] : kReferences) {
    for (std::size_t at = text.find(reference); at != text.npos;
         at = text.find(reference, at + 1)) {
      text.replace(at, std::string(reference).size(), character);
    }
  }
  return text;
}

}  // namespace headwater::tests
