#include "ingest/internal/xml_row_source.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "ingest/internal/xml_rows.h"

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;

namespace {

constexpr std::size_t kChunkBytes = std::size_t{2} << 10;  // bounds the rows of one step
constexpr std::size_t kXmlDepth = 64;
constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

std::string_view view_of(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// libxml2 leaves every ampersand of an attribute as a reference, for a later pass.
std::string attribute_text(const xmlChar* begin, const xmlChar* end) {
  constexpr std::string_view kAmpersand = "&#38;";
  std::string_view rest(reinterpret_cast<const char*>(begin),
                        static_cast<std::size_t>(end - begin));
  std::string text;
  for (std::size_t at = rest.find(kAmpersand); at != std::string_view::npos;
       at = rest.find(kAmpersand)) {
    text.append(rest.substr(0, at)) += '&';
    rest.remove_prefix(at + kAmpersand.size());
  }
  return text.append(rest);
}

bool is_utf8_name(std::string_view encoding) {
  std::string lower(encoding);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower.empty() || lower == "utf-8" || lower == "utf8" || lower == "us-ascii";
}

// Whether the first bytes are of a text that can be UTF-8, and not of a wider encoding.
bool begins_like_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return !bytes.empty() && std::string_view("< \t\r\n").find(bytes[0]) != std::string_view::npos &&
         bytes.substr(0, 2).find('\0') == std::string_view::npos;
}

}  // namespace

// The parser's state; libxml2's callbacks find it behind their first argument.
struct XmlRowSource::Parser {
  Parser(ByteSource source_to_read, const XmlRowSpec& row_spec, std::size_t block,
         std::size_t row_limit)
      : source(std::move(source_to_read)),
        spec(row_spec),
        block_bytes(block),
        builder(row_spec, row_limit) {}
  ~Parser() {
    if (context == nullptr) return;
    xmlFreeParserCtxt(context);
  }

  Status open();
  Status feed();
  void refuse(std::string found);
  std::uint64_t position() const;
  std::uint64_t begin_of_tag() const;
  void start(XmlElement element, std::string_view name_space);

  static void on_start(void* self, const xmlChar* name, const xmlChar* prefix,
                       const xmlChar* name_space, int namespace_count, const xmlChar** namespaces,
                       int attribute_count, int defaulted_count, const xmlChar** attributes);
  static void on_end(void* self, const xmlChar* name, const xmlChar* prefix,
                     const xmlChar* name_space);
  static void on_text(void* self, const xmlChar* text, int length);
  static void on_doctype(void* self, const xmlChar* name, const xmlChar* external_id,
                         const xmlChar* system_id);
  static void ignore_error(void*, xmlErrorPtr) {}

  ByteSource source;
  const XmlRowSpec& spec;
  std::size_t block_bytes;
  XmlRowBuilder builder;
  xmlParserCtxtPtr context = nullptr;
  RawRows* out = nullptr;
  std::string chunk;
  std::optional<std::string> first_found;  // namespace of the first root
  bool looks_only = false;                 // for that namespace
  bool at_end = false, has_root = false;
  std::size_t depth = 0;
  std::optional<std::string> failure;
  std::uint64_t next_row = 1;
  UnreadNames outside;
};

Status XmlRowSource::Parser::open() {
  static std::once_flag initialised;
  std::call_once(initialised, xmlInitParser);
  xmlSAXHandler handler{};
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = on_start;
  handler.endElementNs = on_end;
  handler.characters = on_text;
  handler.ignorableWhitespace = on_text;
  handler.cdataBlock = on_text;
  handler.internalSubset = on_doctype;
  handler.serror = ignore_error;
  context = xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr);
  if (context == nullptr) {
    return Status(graph::StatusCode::kIo,
                  {"read XML", source.path(), "the parser has no memory", "close other programs"});
  }
  xmlCtxtUseOptions(context, XML_PARSE_NONET);
  return {};
}

void XmlRowSource::Parser::refuse(std::string found) {
  if (!failure) failure = std::move(found);
  xmlStopParser(context);
}

std::uint64_t XmlRowSource::Parser::position() const {
  return static_cast<std::uint64_t>(std::max(0L, xmlByteConsumed(context)));
}

// The parser stands behind the attributes; none of them holds this character as it is.
std::uint64_t XmlRowSource::Parser::begin_of_tag() const {
  const xmlChar* at = context->input->cur;
  while (at > context->input->base && *at != '<') --at;
  return position() - static_cast<std::uint64_t>(context->input->cur - at);
}

void XmlRowSource::Parser::start(XmlElement element, std::string_view name_space) {
  if (builder.is_open()) {
    builder.start(std::move(element), begin_of_tag(), *out);
    if (builder.is_overfull()) refuse("more than 256 KiB stands before one of its rows");
    return;
  }
  if (element.name != spec.root) {
    if (depth == 2) outside.add(element.name);
    return;
  }
  if (!first_found) first_found = name_space;
  if (looks_only) {
    xmlStopParser(context);
  } else if (!spec.accepts(name_space)) {
    refuse("its element `" + spec.root + "` is of a namespace that the format does not read");
  } else {
    has_root = true;
    builder.start(std::move(element), begin_of_tag(), *out);
  }
}

void XmlRowSource::Parser::on_start(void* self, const xmlChar* name, const xmlChar*,
                                    const xmlChar* name_space, int, const xmlChar**,
                                    int attribute_count, int, const xmlChar** attributes) {
  Parser& parser = *static_cast<Parser*>(self);
  if (parser.failure) return;
  if (++parser.depth > kXmlDepth) return parser.refuse("elements nest more than 64 levels deep");
  if (!is_utf8_name(view_of(parser.context->encoding)) ||
      !is_utf8_name(view_of(parser.context->input->encoding))) {
    return parser.refuse("its encoding is not UTF-8");
  }
  XmlElement element;
  element.name = parser.spec.name_of(view_of(name));
  for (int i = 0; i < attribute_count; ++i) {
    const xmlChar** attribute = attributes + 5 * i;  // name, prefix, namespace, begin, end
    if (view_of(attribute[2]) == kSchemaInstance) continue;
    element.attributes.emplace_back(view_of(attribute[0]),
                                    attribute_text(attribute[3], attribute[4]));
  }
  parser.start(std::move(element), view_of(name_space));
}

void XmlRowSource::Parser::on_end(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
  Parser& parser = *static_cast<Parser*>(self);
  if (parser.failure) return;
  --parser.depth;
  if (parser.builder.is_open()) parser.builder.end(parser.position(), *parser.out);
  if (parser.builder.is_overfull())
    parser.refuse("more than 256 KiB stands before one of its rows");
}

void XmlRowSource::Parser::on_text(void* self, const xmlChar* text, int length) {
  Parser& parser = *static_cast<Parser*>(self);
  if (parser.failure || !parser.builder.is_open()) return;
  parser.builder.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
}

void XmlRowSource::Parser::on_doctype(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
  static_cast<Parser*>(self)->refuse("it declares a document type");
}

Status XmlRowSource::Parser::feed() {
  const bool is_first = context == nullptr;
  if (is_first) HEADWATER_RETURN_IF_ERROR(open());
  chunk.clear();
  HEADWATER_ASSIGN_OR_RETURN(const std::size_t count, source.append(chunk, kChunkBytes));
  at_end = count == 0;
  if (is_first && !begins_like_utf8(chunk)) refuse("it does not begin as XML in UTF-8");
  if (!failure) {
    xmlParseChunk(context, chunk.data(), static_cast<int>(chunk.size()), at_end ? 1 : 0);
  }
  const bool is_broken = context->wellFormed == 0 || context->nsWellFormed == 0;
  if (is_broken && !failure && !(looks_only && first_found)) {
    failure = "it is not well-formed XML at line " +
              std::to_string(context->input == nullptr ? 0 : context->input->line);
  }
  if (at_end && !failure && !has_root && !looks_only) {
    failure = "it has no element `" + spec.root + "`";
  }
  if (!failure) return {};
  return graph::input_error("read XML", source.path(), *failure,
                            "check that the file is whole, and of a kind that the format reads");
}

XmlRowSource::XmlRowSource(ByteSource source, const XmlRowSpec& spec, std::size_t block_bytes,
                           std::size_t row_limit)
    : parser_(std::make_unique<Parser>(std::move(source), spec, block_bytes, row_limit)) {}

XmlRowSource::~XmlRowSource() = default;

const ByteSource& XmlRowSource::source() const { return parser_->source; }

const UnreadNames& XmlRowSource::passed_over() const { return parser_->outside; }

Result<bool> XmlRowSource::next(RawRows& out) {
  out.clear();
  out.first_row = parser_->next_row;
  parser_->out = &out;
  while (!parser_->at_end && (out.rows.empty() || out.bytes.size() < parser_->block_bytes)) {
    HEADWATER_RETURN_IF_ERROR(parser_->feed());
  }
  if (parser_->at_end) {
    parser_->outside.add(parser_->builder.passed_over());
    parser_->builder.passed_over().clear();
  }
  parser_->next_row += out.rows.size();
  out.read_to = parser_->position();
  return !out.rows.empty();
}

Result<std::optional<std::string>> XmlRowSource::first_namespace(const std::string& path,
                                                                 const XmlRowSpec& spec) {
  HEADWATER_ASSIGN_OR_RETURN(ByteSource source, ByteSource::open(path));
  Parser parser(std::move(source), spec, 1, kRowLimitBytes);
  parser.looks_only = true;
  while (!parser.at_end && !parser.first_found) {
    const Status status = parser.feed();
    if (status.code() == graph::StatusCode::kIo) return status;
    if (!status.ok()) break;
  }
  return parser.first_found;
}

}  // namespace headwater::ingest::internal
