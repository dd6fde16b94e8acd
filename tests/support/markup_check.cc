#include "tests/support/markup_check.h"

#include <cctype>
#include <set>
#include <vector>

namespace headwater::tests {
namespace {

class MarkupReader {
 public:
  explicit MarkupReader(std::string_view text) : text_(text) {}

  std::string fault() {
    if (text_.starts_with("<!DOCTYPE html>")) at_ = 15;
    while (fault_.empty() && at_ < text_.size()) {
      if (text_[at_] == '<') {
        read_tag();
      } else {
        read_character();
      }
    }
    if (fault_.empty() && !open_.empty()) fail("not closed: " + open_.back());
    return fault_;
  }

 private:
  void fail(const std::string& what) {
    if (fault_.empty()) fault_ = what + " at byte " + std::to_string(at_);
  }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // One character of text or of an attribute's value.
  void read_character() {
    const char c = text_[at_];
    if (c == '<' || c == '>') return fail("bare angle bracket");
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') return fail("control");
    if (c != '&') {
      ++at_;
      return;
    }
    const std::size_t end = text_.find(';', at_);
    const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
    static const std::set<std::string_view> kKnown = {"amp", "lt", "gt", "quot", "apos", "#39"};
    if (end == std::string_view::npos || !kKnown.contains(name)) return fail("bad reference");
    at_ = end + 1;
  }

  std::string read_name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  text_[at_] == '-' || text_[at_] == ':')) {
      ++at_;
    }
    if (begin == at_) fail("no name");
    return std::string(text_.substr(begin, at_ - begin));
  }

  void read_attributes() {
    std::set<std::string> seen;
    while (fault_.empty() && take(' ')) {
      if (!seen.insert(read_name()).second) return fail("attribute twice");
      if (!take('=') || !take('"')) return fail("attribute without quotes");
      while (fault_.empty() && at_ < text_.size() && text_[at_] != '"') read_character();
      if (!take('"')) return fail("open quote");
    }
  }

  void read_tag() {
    ++at_;
    if (take('/')) {
      const std::string name = read_name();
      if (open_.empty() || open_.back() != name) return fail("closes what is not open: " + name);
      open_.pop_back();
      if (!take('>')) fail("no end of tag");
      return;
    }
    const std::string name = read_name();
    read_attributes();
    if (take('/')) {
      if (!take('>')) fail("no end of tag");
      return;
    }
    if (!take('>')) return fail("no end of tag");
    open_.push_back(name);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  std::string fault_;
};

}  // namespace

std::string markup_fault(std::string_view text) { return MarkupReader(text).fault(); }

}  // namespace headwater::tests
