// GoamlXml: a report on its way to the sink, element by element, by libxml2's writer.
//
//   GoamlXml xml(file);
//   xml.begin("report"); xml.text("rentity_id", "7"); xml.end();
//   HEADWATER_RETURN_IF_ERROR(xml.finish());
//
// Nothing of the document is kept. What fails makes all later calls do nothing, and is told by
// `status`. What no XML document may hold (control characters, broken UTF-8) becomes U+FFFD and is
// counted.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "queries/export/internal/export_files.h"

namespace headwater::queries::internal {

class GoamlXml {
 public:
  // `file` must outlive it, and nothing else may write to it meanwhile.
  explicit GoamlXml(ExportFile& file);
  ~GoamlXml();
  GoamlXml(const GoamlXml&) = delete;
  GoamlXml& operator=(const GoamlXml&) = delete;

  void begin(const char* name);
  void end();
  // An element that holds a text alone.
  void text(const char* name, std::string_view value);
  // Errors: those of the sink; kInternal when the writer refuses.
  const graph::Status& status() const;
  // Hands on what the writer still holds. Once, when every element is ended.
  graph::Status finish();
  std::uint64_t characters_replaced() const { return characters_replaced_; }

 private:
  struct Writer;
  std::unique_ptr<Writer> writer_;
  std::string clean_;
  std::uint64_t characters_replaced_ = 0;
};

// Well-formed UTF-8 of XML's characters; returns how many were replaced. O(length).
std::uint64_t clean_xml_text(std::string_view text, std::string& clean);

}  // namespace headwater::queries::internal
