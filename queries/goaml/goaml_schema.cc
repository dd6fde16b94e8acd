// libxml2's messages hold values of the file: what is told is made of the element's name and the
// kind of the fault.
#include "queries/goaml/goaml_schema.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <memory>
#include <string_view>

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;

constexpr char kCheckSchema[] = "check a report against a schema";

struct FreeDocument {
  void operator()(xmlDocPtr document) const { xmlFreeDoc(document); }
};
struct FreeParser {
  void operator()(xmlSchemaParserCtxtPtr parser) const { xmlSchemaFreeParserCtxt(parser); }
};
struct FreeSchema {
  void operator()(xmlSchemaPtr schema) const { xmlSchemaFree(schema); }
};
struct FreeValidation {
  void operator()(xmlSchemaValidCtxtPtr validation) const { xmlSchemaFreeValidCtxt(validation); }
};
using SchemaDocument = std::unique_ptr<xmlDoc, FreeDocument>;
using Schema = std::unique_ptr<xmlSchema, FreeSchema>;

Status refused_schema(const std::string& path, std::string found) {
  return graph::input_error(kCheckSchema, path, std::move(found),
                            "give the schema of the unit as one file, as it gives it out");
}

bool is_element_named(const xmlNode* node, std::string_view name) {
  return node->type == XML_ELEMENT_NODE && node->name != nullptr &&
         name == reinterpret_cast<const char*>(node->name);
}

// Whatever would make libxml2 open another file.
bool needs_other_files(const xmlDoc* document) {
  const xmlNode* root = document->children;
  while (root != nullptr && root->type != XML_ELEMENT_NODE) root = root->next;
  if (document->intSubset != nullptr || root == nullptr) return true;
  for (const xmlNode* child = root->children; child != nullptr; child = child->next) {
    for (const char* name : {"import", "include", "redefine"}) {
      if (is_element_named(child, name)) return true;
    }
  }
  return false;
}

void stay_silent(void*, xmlErrorPtr) {}

Result<SchemaDocument> read_schema_document(const std::string& path) {
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  SchemaDocument document(xmlReadFile(path.c_str(), nullptr, kOptions));
  if (document == nullptr) {
    return refused_schema(path, "no file there that is well-formed XML");
  }
  if (needs_other_files(document.get())) {
    return refused_schema(path, "a schema that needs other files, or has a document type");
  }
  return document;
}

// A pattern, a length, a list of codes: libxml2 names the facet in brackets before the value.
std::string facet_of(std::string_view message) {
  const std::size_t begin = message.find("[facet '");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = message.find(']', begin);
  return end == std::string_view::npos ? std::string()
                                       : std::string(message.substr(begin + 1, end - begin - 1));
}

std::string element_of(std::string_view message) {
  constexpr std::string_view kElement = "Element '";
  if (!message.starts_with(kElement)) return {};
  message.remove_prefix(kElement.size());
  return std::string(message.substr(0, message.find('\'')));
}

// Messages about what stands where name elements alone.
std::string fault_of(const xmlError& error, std::string_view message) {
  if (error.code == XML_SCHEMAV_ELEMENT_CONTENT) {
    const std::size_t colon = message.find("': ");
    std::string text(colon == std::string_view::npos ? message : message.substr(colon + 3));
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
  }
  const std::string facet = facet_of(message);
  if (!facet.empty()) return "the value breaks the " + facet;
  switch (error.code) {
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1:
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2:
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3:
      return "the value is none of its type";
    case XML_SCHEMAV_CVC_ELT_5_2_2_2_1:
    case XML_SCHEMAV_CVC_ELT_5_2_2_2_2:
      return "the value is not the one that the schema fixes";
    case XML_SCHEMAV_CVC_ELT_1:
      return "the element is no document of this schema";
    default:
      return "fault " + std::to_string(error.code) + " of libxml2's list of schema faults";
  }
}

struct Findings {
  GoamlVerdict verdict;
};

void take_violation(void* self, xmlErrorPtr error) {
  if (error == nullptr) return;
  const std::string_view message = error->message == nullptr ? "" : error->message;
  static_cast<Findings*>(self)->verdict.add(
      {static_cast<std::uint64_t>(error->line < 0 ? 0 : error->line), element_of(message),
       fault_of(*error, message)});
}

void take_syntax_fault(void* self, xmlErrorPtr error) {
  if (error == nullptr || error->level < XML_ERR_ERROR) return;
  static_cast<Findings*>(self)->verdict.add(
      {static_cast<std::uint64_t>(error->line < 0 ? 0 : error->line), "", "no well-formed XML"});
}

}  // namespace

Result<GoamlVerdict> check_goaml_schema(const std::string& xml_path, const std::string& xsd_path) {
  HEADWATER_ASSIGN_OR_RETURN(const SchemaDocument document, read_schema_document(xsd_path));
  const std::unique_ptr<xmlSchemaParserCtxt, FreeParser> parser(
      xmlSchemaNewDocParserCtxt(document.get()));
  if (parser == nullptr) return refused_schema(xsd_path, "libxml2 could not begin to read it");
  xmlSchemaSetParserStructuredErrors(parser.get(), stay_silent, nullptr);
  const Schema schema(xmlSchemaParse(parser.get()));
  if (schema == nullptr) return refused_schema(xsd_path, "no XSD 1.0 schema that libxml2 takes");
  const std::unique_ptr<xmlSchemaValidCtxt, FreeValidation> validation(
      xmlSchemaNewValidCtxt(schema.get()));
  if (validation == nullptr) return refused_schema(xsd_path, "libxml2 could not begin to use it");
  Findings findings;
  xmlSchemaSetValidStructuredErrors(validation.get(), take_violation, &findings);
  // Freed by the call below.
  xmlParserInputBufferPtr input =
      xmlParserInputBufferCreateFilename(xml_path.c_str(), XML_CHAR_ENCODING_NONE);
  if (input == nullptr) {
    return graph::input_error(kCheckSchema, xml_path, "the report cannot be opened",
                              "check the path");
  }
  xmlSAXHandler sax = {};
  sax.initialized = XML_SAX2_MAGIC;
  sax.serror = take_syntax_fault;
  const int answer =
      xmlSchemaValidateStream(validation.get(), input, XML_CHAR_ENCODING_NONE, &sax, &findings);
  if (answer != 0 && findings.verdict.is_kept_to()) {
    findings.verdict.add({0, "", "no well-formed XML, or nothing that libxml2 could read on"});
  }
  return findings.verdict;
}

}  // namespace headwater::queries
