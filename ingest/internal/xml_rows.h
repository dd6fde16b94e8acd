// XmlRowBuilder: turns the elements of an XML document, one after another, into rows of JSON.
//
//   <Stmt><Id>7</Id><Ntry><Amt Ccy="EUR">1</Amt></Ntry></Stmt>     row element: Stmt.Ntry
//   {"Stmt":{"Id":"7","Ntry":{"Amt":{"@Ccy":"EUR","#":"1"}}}}
//
// A row is the path from the root with what stood in the ancestors before their first row, and the
// row element in its place. Attributes are `@name`, text beside attributes or children is `#`,
// repeated elements are lists. Where row elements nest the inner ones are the rows, with `#rows`
// `one` or `several`: how many the outer one holds; an outer one without any is a row itself. A
// head element also makes a row of its own, of what stands in it before its first row.
//
// What stands in an ancestor behind its first row is passed over, and counted. Memory: a row of at
// most `row_limit` bytes, at most 256 KiB of what its ancestors say, and one finished row, which
// waits until it is known whether it is the only one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/internal/row_source.h"
#include "ingest/internal/xml_row_spec.h"

namespace headwater::ingest::internal {

struct XmlElement {
  std::string name, text;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<XmlElement> children;
};

class XmlRowBuilder {
 public:
  // `spec` must outlive the builder.
  XmlRowBuilder(const XmlRowSpec& spec, std::size_t row_limit)
      : spec_(spec), row_limit_(row_limit) {}

  void start(XmlElement element, std::uint64_t file_begin, RawRows& out);
  void text(std::string_view characters);
  void end(std::uint64_t file_end, RawRows& out);

  bool is_open() const { return !open_.empty(); }
  // More stands before a row than may be repeated in each: nothing can be read of the file.
  bool is_overfull() const { return is_overfull_; }
  UnreadNames& passed_over() { return passed_over_; }

 private:
  struct Open {
    XmlElement element;
    std::uint32_t path = PathTree::kNone;  // node of the spec's paths; none: within a row, or aside
    std::uint64_t file_begin = 0;
    std::size_t bytes = 0;  // kept in it
    std::uint64_t rows_inside = 0;
    bool has_row = false, is_head_written = false, is_too_long = false;
  };
  // A finished row of an outer one, but for its last brackets.
  struct Waiting {
    std::string text;
    std::size_t open_brackets = 0;
    std::uint64_t file_begin = 0, file_end = 0;
    bool is_too_long = false;
  };

  bool is_row(const Open& open) const { return spec_.rows.contains(open.path); }
  bool is_head(const Open& open) const { return spec_.heads.contains(open.path); }
  Open* innermost_row();
  Open* outer_row(std::size_t depth);
  void keep_bytes(std::size_t bytes);
  void write_head(Open& head, std::uint64_t file_end, RawRows& out);
  void finish_row(std::uint64_t file_end, RawRows& out);
  void finish_child();
  void flush_waiting(bool is_only, RawRows& out);
  std::string path_text(std::size_t depth) const;

  const XmlRowSpec& spec_;
  std::size_t row_limit_;
  std::vector<Open> open_;
  std::optional<Waiting> waiting_;
  bool is_overfull_ = false;
  UnreadNames passed_over_;
};

}  // namespace headwater::ingest::internal
