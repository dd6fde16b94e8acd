// XmlRowSource: the row elements of an XML file as rows of JSON (internal/xml_rows.h).
//
// libxml2's push parser, without a tree: nothing of the document is kept but the row being read.
// A document type declaration is refused where it begins, so there are no entities but the five
// that XML has, nothing external, and nothing that could grow. Refused are also encodings other
// than UTF-8, elements more than 64 levels deep, and a document that is not well-formed: XML says
// nothing of what its rows would be.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ingest/internal/row_source.h"
#include "ingest/internal/xml_row_spec.h"

namespace headwater::ingest::internal {

class XmlRowSource : public RowSource {
 public:
  // `spec` must outlive it.
  XmlRowSource(ByteSource source, const XmlRowSpec& spec, std::size_t block_bytes = kBlockBytes,
               std::size_t row_limit = kRowLimitBytes);
  XmlRowSource(const XmlRowSource&) = delete;
  XmlRowSource& operator=(const XmlRowSource&) = delete;
  ~XmlRowSource() override;

  // Errors: kInput where the document is none, has no root element of the name, or one of another
  // namespace.
  graph::Result<bool> next(RawRows& out) override;
  const ByteSource& source() const override;
  const UnreadNames& passed_over() const override;

  // The namespace of the first root element; nothing where the file has none, or is no XML.
  // Errors: kIo.
  static graph::Result<std::optional<std::string>> first_namespace(const std::string& path,
                                                                   const XmlRowSpec& spec);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace headwater::ingest::internal
