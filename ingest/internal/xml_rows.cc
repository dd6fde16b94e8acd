#include "ingest/internal/xml_rows.h"

#include <map>

#include "ingest/internal/cells.h"
#include "ingest/internal/json_tree.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::size_t kContextBytes = std::size_t{256} << 10;
constexpr std::size_t kElementBytes = 128;  // that an element costs beside its texts

void append_member(std::string_view name, std::string_view text, std::string& out) {
  if (out.back() != '{') out += ',';
  append_json_string(name, out);
  out += ':';
  append_json_string(text, out);
}

void append_element(const XmlElement& element, std::string& out);

// Attributes, children by name in order of their first occurrence, and the text; no brackets. None
// of the name `except`, which another one is going to have.
void append_members(const XmlElement& element, std::string_view except, std::string& out) {
  for (const auto& [name, text] : element.attributes) append_member("@" + name, text, out);
  std::map<std::string_view, std::vector<const XmlElement*>> by_name;
  for (const XmlElement& child : element.children) by_name[child.name].push_back(&child);
  for (const XmlElement& child : element.children) {
    const std::vector<const XmlElement*>& same = by_name[child.name];
    if (same.front() != &child || child.name == except) continue;
    if (out.back() != '{') out += ',';
    append_json_string(child.name, out);
    out += ':';
    if (same.size() > 1) out += '[';
    for (const XmlElement* one : same) {
      if (one != same.front()) out += ',';
      append_element(*one, out);
    }
    if (same.size() > 1) out += ']';
  }
  const std::string_view own = trimmed(element.text);
  if (!own.empty()) append_member("#", own, out);
}

void append_element(const XmlElement& element, std::string& out) {
  if (element.attributes.empty() && element.children.empty()) {
    append_json_string(trimmed(element.text), out);
    return;
  }
  out += '{';
  append_members(element, {}, out);
  out += '}';
}

std::size_t cost_of(const XmlElement& element) {
  std::size_t bytes = kElementBytes + element.name.size();
  for (const auto& [name, text] : element.attributes) {
    bytes += kElementBytes + name.size() + text.size();
  }
  return bytes;
}

}  // namespace

XmlRowBuilder::Open* XmlRowBuilder::innermost_row() {
  for (std::size_t i = open_.size(); i > 0; --i) {
    if (is_row(open_[i - 1])) return &open_[i - 1];
  }
  return nullptr;
}

// The row element around the one at `depth`.
XmlRowBuilder::Open* XmlRowBuilder::outer_row(std::size_t depth) {
  for (std::size_t i = depth; i > 0; --i) {
    if (is_row(open_[i - 1])) return &open_[i - 1];
  }
  return nullptr;
}

void XmlRowBuilder::keep_bytes(std::size_t bytes) {
  open_.back().bytes += bytes;
  Open* const row = innermost_row();
  if (row == nullptr) {
    is_overfull_ = is_overfull_ || open_.back().bytes > kContextBytes;
    return;
  }
  std::size_t kept = 0;
  for (const Open* open = row; open <= &open_.back(); ++open) kept += open->bytes;
  row->is_too_long = row->is_too_long || kept > row_limit_;
}

void XmlRowBuilder::start(XmlElement element, std::uint64_t file_begin, RawRows& out) {
  Open open;
  open.element = std::move(element);
  open.file_begin = file_begin;
  if (open_.empty()) {
    open.path = PathTree::kRoot;
  } else if (open_.back().path != PathTree::kNone) {
    open.path = spec_.paths.child(open_.back().path, open.element.name);
  }
  if (!open_.empty() && open.path != PathTree::kNone && is_head(open_.back())) {
    write_head(open_.back(), file_begin, out);
  }
  const std::size_t cost = cost_of(open.element);
  open_.push_back(std::move(open));
  keep_bytes(cost);
}

void XmlRowBuilder::text(std::string_view characters) {
  std::string& kept = open_.back().element.text;
  if (kept.empty()) {
    const std::size_t begin = characters.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return;
    characters.remove_prefix(begin);
  }
  const Open* const row = innermost_row();
  if (row != nullptr && row->is_too_long) return;
  kept += characters;
  keep_bytes(characters.size());
}

// The path down to `depth`, with what is kept in each element; the brackets stay open.
std::string XmlRowBuilder::path_text(std::size_t depth) const {
  std::string text;
  for (std::size_t i = 0; i <= depth; ++i) {
    if (i > 0) {
      if (text.back() != '{') text += ',';
      append_json_string(open_[i].element.name, text);
      text += ':';
    }
    text += '{';
    const bool is_last = i == depth;
    append_members(open_[i].element, is_last ? std::string_view() : open_[i + 1].element.name,
                   text);
  }
  return text;
}

void XmlRowBuilder::flush_waiting(bool is_only, RawRows& out) {
  if (!waiting_) return;
  std::string& text = waiting_->text;
  append_member("#rows", is_only ? "one" : "several", text);
  text.append(waiting_->open_brackets, '}');
  out.add(text, waiting_->file_begin, waiting_->file_end,
          waiting_->is_too_long ? RowFault::kTooLong : RowFault::kNone, row_limit_);
  waiting_.reset();
}

void XmlRowBuilder::write_head(Open& head, std::uint64_t file_end, RawRows& out) {
  if (head.is_head_written) return;
  head.is_head_written = true;
  const auto depth = static_cast<std::size_t>(&head - open_.data());
  std::string text = path_text(depth);
  text.append(depth + 1, '}');
  out.add(text, head.file_begin, file_end, RowFault::kNone, row_limit_);
  for (std::size_t i = 0; i <= depth; ++i) open_[i].has_row = true;
}

void XmlRowBuilder::finish_row(std::uint64_t file_end, RawRows& out) {
  const std::size_t depth = open_.size() - 1;
  Waiting row;
  row.is_too_long = open_[depth].is_too_long;
  row.file_begin = open_[depth].file_begin;
  row.file_end = file_end;
  row.open_brackets = depth + 1;
  std::size_t context = 0;
  for (std::size_t i = 0; i < depth; ++i) context += open_[i].bytes;
  is_overfull_ = is_overfull_ || context > kContextBytes;
  row.text = path_text(depth);
  for (Open& open : open_) open.has_row = true;
  Open* const outer = outer_row(depth);
  if (outer == nullptr) {
    row.text.append(row.open_brackets, '}');
    out.add(row.text, row.file_begin, file_end,
            row.is_too_long ? RowFault::kTooLong : RowFault::kNone, row_limit_);
    return;
  }
  flush_waiting(false, out);
  ++outer->rows_inside;
  waiting_ = std::move(row);
}

// An element that holds no row: part of what holds it, unless that was written already, or no row
// can hold an element of the paths.
void XmlRowBuilder::finish_child() {
  Open child = std::move(open_.back());
  open_.pop_back();
  if (open_.empty()) return;
  Open& parent = open_.back();
  const Open* const row = innermost_row();
  if (parent.has_row || (child.path != PathTree::kNone && row == nullptr)) {
    std::string name;
    for (std::size_t i = 1; i < open_.size(); ++i) name += open_[i].element.name + ".";
    passed_over_.add(name + child.element.name);
  } else if (row == nullptr || !row->is_too_long) {
    parent.element.children.push_back(std::move(child.element));
    keep_bytes(child.bytes);
  }
}

void XmlRowBuilder::end(std::uint64_t file_end, RawRows& out) {
  Open& open = open_.back();
  if (is_head(open)) write_head(open, file_end, out);
  if (!open.has_row && !is_row(open)) {
    finish_child();
    return;
  }
  if (is_row(open) && !open.has_row) {
    finish_row(file_end, out);
  } else if (is_row(open)) {
    flush_waiting(open.rows_inside == 1, out);
  }
  open_.pop_back();
}

}  // namespace headwater::ingest::internal
