// Structured rows: the values of columns that are paths, and records that are made for each
// element.
//
// The row's tree and the tree of the mapping's paths are walked together, once; what the latter
// lacks is counted by name. Columns below a path of `each` are gathered again for every element.
#include <algorithm>

#include "ingest/internal/cells.h"
#include "ingest/internal/row_reader.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::string_view kRowsInside = "#rows";  // the row source's own word
constexpr std::string_view kOwnText = "#";         // of an element that has attributes beside it

bool is_scalar(JsonTree::Kind kind) {
  return kind != JsonTree::Kind::kArray && kind != JsonTree::Kind::kObject;
}

}  // namespace

bool RowReader::read_structure(std::string_view row) {
  const JsonFault fault = tree_.parse(row, batch_.text);
  if (fault == JsonFault::kDuplicateKey) return fail("duplicate-key");
  if (fault == JsonFault::kNulByte) return fail("nul-byte");
  if (fault != JsonFault::kNone || tree_.at(0).kind != JsonTree::Kind::kObject) {
    return fail("bad-json");
  }
  values_.resize(binding_.part->columns.size());
  forget_columns(PathTree::kRoot);
  counts_unread_ = true;
  gather(0, PathTree::kRoot);
  counts_unread_ = false;
  return true;
}

void RowReader::forget_columns(std::uint32_t node) {
  const PathTree::Node& here = binding_.part->paths.at(node);
  for (const ColumnRef column : here.columns) {
    values_[column].texts.clear();
    values_[column].holds_object = false;
  }
  for (const std::uint32_t child : here.children) forget_columns(child);
}

// An XML element is an object only where it has attributes or children: its text counts as the
// element's own value either way.
void RowReader::gather_object(std::uint32_t element, std::uint32_t node) {
  const PathTree& paths = binding_.part->paths;
  const bool is_read = !paths.at(node).columns.empty();
  bool has_text = false;
  for (std::uint32_t i = element + 1; i < tree_.at(element).end; i = tree_.at(i).end) {
    const JsonTree::Node& member = tree_.at(i);
    const std::uint32_t next = paths.child(node, member.key);
    if (next != PathTree::kNone) gather(i, next);
    if (is_read && member.key == kOwnText && is_scalar(member.kind)) {
      has_text = true;
      const std::string_view own = trimmed(member.text);
      for (const ColumnRef column : paths.at(node).columns) {
        if (!own.empty()) values_[column].texts.push_back(own);
      }
    } else if (next == PathTree::kNone && counts_unread_ && member.key != kRowsInside) {
      batch_.unread.add(paths.name_of(node, member.key));
    }
  }
  if (!is_read || has_text) return;
  for (const ColumnRef column : paths.at(node).columns) values_[column].holds_object = true;
}

void RowReader::gather(std::uint32_t element, std::uint32_t node) {
  const JsonTree::Node& found = tree_.at(element);
  const PathTree& paths = binding_.part->paths;
  if (found.kind == JsonTree::Kind::kArray) {
    for (std::uint32_t i = element + 1; i < found.end; i = tree_.at(i).end) gather(i, node);
    return;
  }
  if (found.kind == JsonTree::Kind::kObject) {
    gather_object(element, node);
    return;
  }
  const std::string_view value = trimmed(found.text);
  if (value.empty()) return;
  for (const ColumnRef column : paths.at(node).columns) values_[column].texts.push_back(value);
  const std::uint32_t own = paths.child(node, kOwnText);
  if (own != PathTree::kNone) {
    for (const ColumnRef column : paths.at(own).columns) values_[column].texts.push_back(value);
  } else if (counts_unread_ && paths.at(node).columns.empty() && !paths.at(node).children.empty()) {
    batch_.unread.add(paths.name_of(paths.at(node).parent, paths.at(node).segment));
  }
}

void RowReader::find_elements(std::uint32_t element, const PathSegments& path, std::size_t at,
                              std::vector<std::uint32_t>& out) const {
  const JsonTree::Node& found = tree_.at(element);
  if (found.kind == JsonTree::Kind::kArray) {
    for (std::uint32_t i = element + 1; i < found.end; i = tree_.at(i).end) {
      find_elements(i, path, at, out);
    }
    return;
  }
  if (at == path.size()) {
    if (found.kind != JsonTree::Kind::kNull) out.push_back(element);
    return;
  }
  if (found.kind != JsonTree::Kind::kObject) return;
  for (std::uint32_t i = element + 1; i < found.end; i = tree_.at(i).end) {
    if (tree_.at(i).key == path[at]) find_elements(i, path, at + 1, out);
  }
}

// Without an element the record is made once, and what is read below the path is empty: a payment
// without a payee is refused for what it lacks and not passed over.
bool RowReader::read_each(const RecordSpec& spec, std::size_t level, bool& any) {
  if (level == spec.each.size()) return read_record(spec, any);
  const EachSpec& each = spec.each[level];
  chosen_.resize(spec.each.size());
  std::vector<std::uint32_t> elements;
  const std::uint32_t from = each.within == EachSpec::kWholeRow ? 0 : chosen_[each.within];
  if (from != PathTree::kNone) find_elements(from, each.below, 0, elements);
  if (elements.empty()) elements.push_back(PathTree::kNone);
  bool is_good = true;
  for (const std::uint32_t element : elements) {
    chosen_[level] = element;
    forget_columns(each.node);
    if (element != PathTree::kNone) gather(element, each.node);
    is_good = read_each(spec, level + 1, any);
    if (!is_good) break;
  }
  if (level == 0 && is_good) {
    forget_columns(PathTree::kRoot);
    gather(0, PathTree::kRoot);
  }
  return is_good;
}

std::string_view RowReader::doubt_about(ColumnRef column) const {
  if (!binding_.part->is_structured() || values_[column].is_single()) return {};
  return values_[column].texts.empty() ? "not-a-value" : "several-values";
}

}  // namespace headwater::ingest::internal
