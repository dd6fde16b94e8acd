// GoamlSource: the rows of a goAML report as flat JSON (internal/goaml_report.h).
//
// The whole file is read before its first row is given: who is a victim may stand behind the rows
// that name her. So a file of more than 256 MiB of rows is refused; units take far smaller ones.
// Everything else is as of XmlRowSource: no document type, no entities, 64 levels. Serial.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "ingest/internal/goaml_report.h"
#include "ingest/internal/row_source.h"
#include "ingest/internal/xml_row_source.h"

namespace headwater::ingest::internal {

// The elements of a report that are rows.
const XmlRowSpec& goaml_rows();

class GoamlSource : public RowSource {
 public:
  explicit GoamlSource(ByteSource source, std::size_t block_bytes = kBlockBytes,
                       std::size_t row_limit = kRowLimitBytes);
  // Errors: as XmlRowSource; kInput for a file that is too large.
  graph::Result<bool> next(RawRows& out) override;
  const ByteSource& source() const override { return rows_.source(); }
  const UnreadNames& passed_over() const override { return passed_over_; }

 private:
  graph::Status read_all();

  std::size_t block_bytes_, row_limit_;
  XmlRowSource rows_;
  std::vector<RawRows> blocks_;
  std::size_t block_ = 0, row_ = 0;  // the next one
  bool is_read_ = false;
  GoamlReport report_;
  TextArena texts_;
  JsonTree tree_;
  UnreadNames passed_over_;
};

}  // namespace headwater::ingest::internal
