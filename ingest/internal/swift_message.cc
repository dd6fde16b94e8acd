#include "ingest/internal/swift_message.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "ingest/internal/json_tree.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::size_t kTerminalBytes = 12;  // a BIC of 11 with the terminal's letter in it

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// "AAAADEFFAXXX": the ninth letter names the terminal.
std::optional<std::string> bic_of_terminal(std::string_view terminal) {
  const auto is_allowed = [](char c) { return is_capital(c) || is_digit(c); };
  if (terminal.size() != kTerminalBytes ||
      !std::all_of(terminal.begin(), terminal.end(), is_allowed)) {
    return std::nullopt;
  }
  return std::string(terminal.substr(0, 8)) + std::string(terminal.substr(9));
}

// What is written so far of one object: `add` takes the text of a JSON value.
class Members {
 public:
  void add(std::string name, std::string value) {
    values_[name].push_back(std::move(value));
    if (values_[name].size() == 1) order_.push_back(std::move(name));
  }
  void add_text(std::string name, std::string_view text) {
    if (text.empty()) return;
    std::string quoted;
    append_json_string(text, quoted);
    add(std::move(name), std::move(quoted));
  }
  std::string json() const {
    std::string out = "{";
    for (const std::string& name : order_) {
      if (out.size() > 1) out += ',';
      append_json_string(name, out);
      const std::vector<std::string>& values = values_.at(name);
      out += values.size() > 1 ? ":[" : ":";
      for (const std::string& value : values) {
        if (&value != &values.front()) out += ',';
        out += value;
      }
      if (values.size() > 1) out += ']';
    }
    return out + "}";
  }

 private:
  std::vector<std::string> order_;
  std::map<std::string, std::vector<std::string>> values_;
};

// "221020GBP2450," or "GBP2450,": what follows the currency is the amount, without a bare comma.
std::optional<std::string> money_json(std::string_view text, bool has_date) {
  Members members;
  if (has_date) {
    if (text.size() < 6 || !std::all_of(text.begin(), text.begin() + 6, is_digit)) {
      return std::nullopt;
    }
    members.add_text("date", text.substr(0, 6));
    text.remove_prefix(6);
  }
  if (text.size() < 4 || !std::all_of(text.begin(), text.begin() + 3, is_capital)) {
    return std::nullopt;
  }
  members.add_text("currency", text.substr(0, 3));
  text.remove_prefix(3);
  if (text.ends_with(',')) text.remove_suffix(1);
  members.add_text("amount", text);
  return members.json();
}

// Numbered lines of option F ("1/NAME", "2/STREET"): the text of those with a number.
std::string numbered(const Lines& lines, char number) {
  std::string text;
  for (const std::string_view line : lines) {
    if (line.size() < 3 || line[0] != number || line[1] != '/') continue;
    text.append(text.empty() ? "" : " ").append(line.substr(2));
  }
  return text;
}

// A party or bank: an account line, then a BIC (option A), numbered lines (F), or a name.
std::string party_json(char option, std::string_view text) {
  Lines lines = lines_of(text);
  Members members;
  if (!lines.empty() && lines[0].starts_with('/')) {
    const std::string_view account = lines[0].substr(1);
    members.add_text(is_iban(account) ? "iban" : "account", account);
    lines.erase(lines.begin());
  } else if (option == 'F' && !lines.empty()) {
    members.add_text("identifier", lines[0]);
    lines.erase(lines.begin());
  }
  if (option == 'A' && !lines.empty()) {
    members.add_text("bic", lines[0]);
    lines.erase(lines.begin());
  } else if (option == 'F') {
    members.add_text("name", numbered(lines, '1'));
  } else if (!lines.empty()) {
    members.add_text("name", lines[0]);
    lines.erase(lines.begin());
  }
  for (const std::string_view line : lines) members.add_text("lines", line);
  return members.json();
}

bool is_party(std::string_view tag) {
  return (tag.size() == 2 || tag.size() == 3) && tag[0] == '5' && tag[1] >= '0' && tag[1] <= '9';
}

// The code of a message that gives a payment back: it moves the other way, or not at all.
std::string_view return_code(std::string_view text) {
  for (const std::string_view line : lines_of(text)) {
    if (line.starts_with("/RETN/") || line.starts_with("/REJT/")) return line.substr(1, 4);
  }
  return {};
}

bool add_field(std::string_view tag, std::string_view text, Members& members) {
  if (tag == "32A" || tag == "33B" || tag == "71F" || tag == "71G") {
    auto money = money_json(text, tag == "32A");
    if (!money) return false;
    members.add(std::string(tag), std::move(*money));
  } else if (is_party(tag)) {
    members.add(std::string(tag.substr(0, 2)), party_json(tag.size() == 3 ? tag[2] : ' ', text));
  } else {
    members.add_text(std::string(tag), text);
    if (tag == "72") members.add_text("returned", return_code(text));
  }
  return true;
}

// ":32A:..." gives the tag; nothing for a line that goes on.
std::string_view tag_of(std::string_view line) {
  if (!line.starts_with(':')) return {};
  const std::size_t end = line.find(':', 1);
  if (end < 3 || end > 4) return {};
  const std::string_view tag = line.substr(1, end - 1);
  const bool is_tag =
      is_digit(tag[0]) && is_digit(tag[1]) && (tag.size() < 3 || is_capital(tag[2]));
  return is_tag ? tag : std::string_view();
}

bool add_fields(std::string_view text, Members& members) {
  std::string_view tag;
  std::string value;
  for (const std::string_view line : lines_of(text)) {
    const std::string_view next = tag_of(line);
    if (!next.empty()) {
      if (!tag.empty() && !add_field(tag, value, members)) return false;
      tag = next;
      value = line.substr(next.size() + 2);
    } else if (tag.empty()) {
      if (!line.empty()) return false;
    } else {
      value.append("\n").append(line);
    }
  }
  return !tag.empty() && add_field(tag, value, members);
}

// The content of "{4:...}" and of others by their number; nothing where the blocks do not fit.
std::optional<std::map<char, std::string_view>> blocks_of(std::string_view message) {
  std::map<char, std::string_view> blocks;
  while (!message.empty()) {
    if (message.size() < 4 || message[0] != '{' || message[2] != ':') return std::nullopt;
    const char number = message[1];
    std::size_t end = 0;
    if (number == '4') {
      end = message.find("\n-}");
      if (end == std::string_view::npos) return std::nullopt;
      end += 2;
    } else {
      std::size_t depth = 0;
      while (end < message.size()) {
        if (message[end] == '{') ++depth;
        if (message[end] == '}' && --depth == 0) break;
        ++end;
      }
      if (end == message.size()) return std::nullopt;
    }
    if (!blocks.emplace(number, message.substr(3, end - 3)).second) return std::nullopt;
    message.remove_prefix(end + 1);
    while (message.starts_with('\r') || message.starts_with('\n')) message.remove_prefix(1);
  }
  return blocks;
}

bool add_header(std::string_view basic, std::string_view application, Members& members) {
  const bool is_output = application.starts_with('O');
  if (basic.size() < 15 || application.size() < 16 || (!is_output && application[0] != 'I')) {
    return false;
  }
  const auto own = bic_of_terminal(basic.substr(3, kTerminalBytes));
  const std::size_t at = is_output ? 14 : 4;  // an output message repeats its sender's reference
  const auto other = application.size() < at + kTerminalBytes
                         ? std::nullopt
                         : bic_of_terminal(application.substr(at, kTerminalBytes));
  if (!own || !other) return false;
  members.add_text("type", application.substr(1, 3));
  members.add_text("sender", is_output ? *other : *own);
  members.add_text("receiver", is_output ? *own : *other);
  return true;
}

}  // namespace

bool is_iban(std::string_view text) {
  if (text.size() < 15 || text.size() > 34 || !is_capital(text[0]) || !is_capital(text[1]) ||
      !is_digit(text[2]) || !is_digit(text[3])) {
    return false;
  }
  unsigned remainder = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[(i + 4) % text.size()];
    if (is_digit(c)) {
      remainder = (remainder * 10 + static_cast<unsigned>(c - '0')) % 97;
    } else if (is_capital(c)) {
      remainder = (remainder * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
    } else {
      return false;
    }
  }
  return remainder == 1;
}

std::optional<std::string> swift_message_as_json(std::string_view message) {
  const auto blocks = blocks_of(message);
  if (!blocks || !blocks->contains('1') || !blocks->contains('2') || !blocks->contains('4')) {
    return std::nullopt;
  }
  Members members;
  if (!add_header(blocks->at('1'), blocks->at('2'), members)) return std::nullopt;
  if (const auto user = blocks->find('3'); user != blocks->end()) {
    constexpr std::string_view kReference = "{121:";
    const std::size_t at = user->second.find(kReference);
    if (at != std::string_view::npos) {
      const std::size_t begin = at + kReference.size();
      members.add_text("uetr", user->second.substr(begin, user->second.find('}', begin) - begin));
    }
  }
  std::string_view text = blocks->at('4');
  if (text.ends_with("\n-")) text.remove_suffix(1);
  if (!add_fields(text, members)) return std::nullopt;
  return members.json();
}

}  // namespace headwater::ingest::internal
