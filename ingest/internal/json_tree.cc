// Boost.JSON's event parser checks the grammar and hands over each number with its text; what is
// built here is the tree.
#include "ingest/internal/json_tree.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <boost/json/basic_parser_impl.hpp>

namespace headwater::ingest::internal {
namespace {

namespace json = boost::json;

// The handler that basic_parser calls. Strings arrive in parts where they hold escapes.
class TreeBuilder {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  using Error = json::error_code;
  using Kind = JsonTree::Kind;

  std::vector<JsonTree::Node>* nodes = nullptr;
  TextArena* arena = nullptr;
  std::string_view input;
  JsonFault fault = JsonFault::kNone;

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_array_begin(Error&) { return open(Kind::kArray); }
  bool on_array_end(std::size_t, Error&) { return close(); }
  bool on_object_begin(Error&) { return open(Kind::kObject); }
  bool on_object_end(std::size_t, Error& error) {
    const std::uint32_t object = open_.back();
    close();
    if (!has_duplicate(object)) return true;
    fault = JsonFault::kDuplicateKey;
    error = json::error::incomplete;
    return false;
  }
  bool on_string_part(json::string_view part, std::size_t, Error&) { return gather(part); }
  bool on_string(json::string_view rest, std::size_t, Error& error) {
    return keep(rest, add(Kind::kText).text, error);
  }
  bool on_key_part(json::string_view part, std::size_t, Error&) { return gather(part); }
  bool on_key(json::string_view rest, std::size_t, Error& error) { return keep(rest, key_, error); }
  bool on_number_part(json::string_view part, Error&) { return gather(part); }
  bool on_int64(std::int64_t, json::string_view rest, Error& error) { return number(rest, error); }
  bool on_uint64(std::uint64_t, json::string_view rest, Error& error) {
    return number(rest, error);
  }
  bool on_double(double, json::string_view rest, Error& error) { return number(rest, error); }
  bool on_bool(bool value, Error&) {
    add(Kind::kWord).text = value ? "true" : "false";
    return true;
  }
  bool on_null(Error&) {
    add(Kind::kNull);
    return true;
  }
  bool on_comment_part(json::string_view, Error&) { return true; }
  bool on_comment(json::string_view, Error&) { return true; }

 private:
  JsonTree::Node& add(Kind kind) {
    JsonTree::Node& node = nodes->emplace_back();
    node.kind = kind;
    node.key = std::exchange(key_, {});
    node.end = static_cast<std::uint32_t>(nodes->size());
    return node;
  }
  bool open(Kind kind) {
    open_.push_back(static_cast<std::uint32_t>(nodes->size()));
    add(kind);
    return true;
  }
  bool close() {
    (*nodes)[open_.back()].end = static_cast<std::uint32_t>(nodes->size());
    open_.pop_back();
    return true;
  }
  bool gather(json::string_view part) {
    parts_.append(part.data(), part.size());
    return true;
  }
  bool keep(json::string_view rest, std::string_view& out, Error& error) {
    const std::string_view text(rest.data(), rest.size());
    const std::less<const char*> before;
    const bool is_in_input = !before(text.data(), input.data()) &&
                             !before(input.data() + input.size(), text.data() + text.size());
    if (parts_.empty() && is_in_input) {
      out = text;
    } else {
      out = arena->copy(parts_.append(text));
      parts_.clear();
    }
    if (out.find('\0') == std::string_view::npos) return true;
    fault = JsonFault::kNulByte;
    error = json::error::incomplete;
    return false;
  }
  bool number(json::string_view rest, Error& error) {
    return keep(rest, add(Kind::kNumber).text, error);
  }
  bool has_duplicate(std::uint32_t object) {
    keys_.clear();
    const std::uint32_t end = (*nodes)[object].end;
    for (std::uint32_t i = object + 1; i < end; i = (*nodes)[i].end) {
      keys_.push_back((*nodes)[i].key);
    }
    std::sort(keys_.begin(), keys_.end());
    return std::adjacent_find(keys_.begin(), keys_.end()) != keys_.end();
  }

  std::string_view key_;
  std::string parts_;
  std::vector<std::uint32_t> open_;
  std::vector<std::string_view> keys_;
};

std::uint32_t hexadecimal(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A' + 10);
  return 16;
}

constexpr char kNotAscii = '\x80';

// The character that "\uXXXX" at `digits` stands for, if it is ASCII.
char unicode_escape(std::string_view digits) {
  if (digits.size() < 4) return kNotAscii;
  std::uint32_t code = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint32_t digit = hexadecimal(digits[i]);
    if (digit > 15) return kNotAscii;
    code = code * 16 + digit;
  }
  return code < 0x80 ? static_cast<char>(code) : kNotAscii;
}

}  // namespace

JsonFault JsonTree::parse(std::string_view text, TextArena& arena) {
  nodes_.clear();
  json::parse_options options;
  options.max_depth = kJsonDepth;
  json::basic_parser<TreeBuilder> parser(options);
  parser.handler().nodes = &nodes_;
  parser.handler().arena = &arena;
  parser.handler().input = text;
  json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (parser.handler().fault != JsonFault::kNone) return parser.handler().fault;
  if (error || !parser.done()) return JsonFault::kMalformed;
  const bool is_all = text.find_first_not_of(" \t\r\n", read) == std::string_view::npos;
  return is_all ? JsonFault::kNone : JsonFault::kMalformed;
}

void append_json_string(std::string_view text, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void JsonTree::append_canonical(std::uint32_t at, std::string& out) const {
  const Node& node = nodes_[at];
  if (node.kind != Kind::kArray && node.kind != Kind::kObject) {
    if (node.kind == Kind::kText) {
      append_json_string(node.text, out);
    } else {
      out += node.kind == Kind::kNull ? std::string_view("null") : node.text;
    }
    return;
  }
  const bool is_object = node.kind == Kind::kObject;
  std::vector<std::uint32_t> children;
  for (std::uint32_t i = at + 1; i < node.end; i = nodes_[i].end) children.push_back(i);
  if (is_object) {
    std::sort(children.begin(), children.end(), [this](std::uint32_t one, std::uint32_t other) {
      return nodes_[one].key < nodes_[other].key;
    });
  }
  out += is_object ? '{' : '[';
  bool is_first = true;
  for (const std::uint32_t child : children) {
    if (!std::exchange(is_first, false)) out += ',';
    if (is_object) {
      append_json_string(nodes_[child].key, out);
      out += ':';
    }
    append_canonical(child, out);
  }
  out += is_object ? '}' : ']';
}

std::string without_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char escaped = text[++i];
    if (escaped == 'u') {
      const std::string_view digits = text.substr(i + 1, 4);
      out += unicode_escape(digits);
      i += digits.size();
    } else if (escaped == 'b' || escaped == 'f' || escaped == 'n' || escaped == 'r' ||
               escaped == 't') {
      out += ' ';
    } else {
      out += escaped;
    }
  }
  return out;
}

}  // namespace headwater::ingest::internal
