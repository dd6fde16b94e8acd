#include "queries/goaml/internal/goaml_xml.h"

#include <libxml/xmlwriter.h>

#include "queries/internal/utf8_text.h"

namespace headwater::queries::internal {
namespace {

using graph::Status;

bool may_stand_in_xml(std::uint32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  return point != 0xFFFE && point != 0xFFFF;
}

const xmlChar* as_xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

}  // namespace

std::uint64_t clean_xml_text(std::string_view text, std::string& clean) {
  clean.clear();
  std::uint64_t replaced = 0;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const bool stays = length != 0 && may_stand_in_xml(utf8_code_point(text, length));
    clean += stays ? text.substr(0, length) : kReplacement;
    replaced += stays ? 0 : 1;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return replaced;
}

// libxml2 calls back with what it has written; a failed sink makes it stop.
struct GoamlXml::Writer {
  explicit Writer(ExportFile& sink) : file(sink) {
    xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(take, nullptr, this, nullptr);
    if (buffer == nullptr) return;
    writer = xmlNewTextWriter(buffer);
    if (writer == nullptr) xmlOutputBufferClose(buffer);
  }
  ~Writer() {
    if (writer != nullptr) xmlFreeTextWriter(writer);  // closes the buffer too
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  static int take(void* self, const char* bytes, int length) {
    auto* writer = static_cast<Writer*>(self);
    if (writer->status.ok()) {
      writer->status =
          writer->file.write(std::string_view(bytes, static_cast<std::size_t>(length)));
    }
    return writer->status.ok() ? length : -1;
  }
  // Runs one call of libxml2 unless something failed before.
  template <typename Call>
  void attempt(const Call& call) {
    if (!status.ok()) return;
    if (writer != nullptr && call() >= 0) return;
    if (!status.ok()) return;  // the sink's own error says more
    status = Status(graph::StatusCode::kInternal,
                    {"write a goAML report", file.name(), "the XML writer refused a call",
                     "report this as a defect"});
  }

  ExportFile& file;
  xmlTextWriterPtr writer = nullptr;
  Status status;
};

GoamlXml::GoamlXml(ExportFile& file) : writer_(std::make_unique<Writer>(file)) {
  writer_->attempt([&] { return xmlTextWriterSetIndent(writer_->writer, 1); });
  writer_->attempt(
      [&] { return xmlTextWriterStartDocument(writer_->writer, "1.0", "UTF-8", nullptr); });
}

GoamlXml::~GoamlXml() = default;

void GoamlXml::begin(const char* name) {
  writer_->attempt([&] { return xmlTextWriterStartElement(writer_->writer, as_xml(name)); });
}

void GoamlXml::end() {
  writer_->attempt([&] { return xmlTextWriterEndElement(writer_->writer); });
}

void GoamlXml::text(const char* name, std::string_view value) {
  characters_replaced_ += clean_xml_text(value, clean_);
  writer_->attempt([&] {
    return xmlTextWriterWriteElement(writer_->writer, as_xml(name), as_xml(clean_.c_str()));
  });
}

const graph::Status& GoamlXml::status() const { return writer_->status; }

graph::Status GoamlXml::finish() {
  writer_->attempt([&] { return xmlTextWriterEndDocument(writer_->writer); });
  writer_->attempt([&] { return xmlTextWriterFlush(writer_->writer); });
  return writer_->status;
}

}  // namespace headwater::queries::internal
