#include "ingest/internal/goaml_source.h"

#include <utility>

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;

namespace {

constexpr std::size_t kReportBytes = std::size_t{256} << 20;

XmlRowSpec make_goaml_rows() {
  XmlRowSpec spec;
  spec.root = "report";
  spec.namespaces = {""};
  for (const char* row : {"transaction", "activity", "report_indicators"}) {
    spec.rows.insert(spec.paths.insert({row}));
  }
  // What is said of the reporting unit's own clients is named by elements of their own.
  spec.renamed = {{"t_from_my_client", "t_from"},   {"t_to_my_client", "t_to"},
                  {"person_my_client", "person"},   {"entity_my_client", "entity"},
                  {"account_my_client", "account"}, {"report_date", "submission_date"}};
  return spec;
}

}  // namespace

const XmlRowSpec& goaml_rows() {
  static const XmlRowSpec spec = make_goaml_rows();
  return spec;
}

GoamlSource::GoamlSource(ByteSource source, std::size_t block_bytes, std::size_t row_limit)
    : block_bytes_(block_bytes),
      row_limit_(row_limit),
      rows_(std::move(source), goaml_rows(), block_bytes, row_limit) {}

Status GoamlSource::read_all() {
  std::size_t bytes = 0;
  for (;;) {
    RawRows block;
    HEADWATER_ASSIGN_OR_RETURN(const bool more, rows_.next(block));
    if (!more) break;
    bytes += block.bytes.size();
    if (bytes > kReportBytes) {
      return graph::input_error("read a goAML report", source().path(),
                                "its rows take more than 256 MiB", "split the report");
    }
    for (const RowSpan& span : block.rows) {
      texts_.clear();
      if (span.fault != RowFault::kNone) continue;
      if (tree_.parse(block.text(span), texts_) == JsonFault::kNone)
        report_.look_for_victims(tree_);
    }
    blocks_.push_back(std::move(block));
  }
  is_read_ = true;
  return {};
}

Result<bool> GoamlSource::next(RawRows& out) {
  if (!is_read_) HEADWATER_RETURN_IF_ERROR(read_all());
  out.clear();
  if (block_ < blocks_.size()) out.first_row = blocks_[block_].first_row + row_;
  while (block_ < blocks_.size() && (out.rows.empty() || out.bytes.size() < block_bytes_)) {
    RawRows& block = blocks_[block_];
    const RowSpan& span = block.rows[row_];
    texts_.clear();
    const bool is_good =
        span.fault == RowFault::kNone && tree_.parse(block.text(span), texts_) == JsonFault::kNone;
    const std::string row = is_good ? report_.row(tree_) : std::string();
    const RowFault fault = is_good                         ? RowFault::kNone
                           : span.fault == RowFault::kNone ? RowFault::kMalformed
                                                           : span.fault;
    out.add(row, span.file_begin, span.file_end, fault, row_limit_);
    out.read_to = span.file_end;
    if (++row_ < block.rows.size()) continue;
    RawRows().bytes.swap(block.bytes);
    ++block_;
    row_ = 0;
  }
  if (!out.rows.empty()) return true;
  passed_over_.clear();
  passed_over_.add(report_.unread());
  passed_over_.add(rows_.passed_over());
  return false;
}

}  // namespace headwater::ingest::internal
