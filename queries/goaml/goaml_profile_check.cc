// One pass over the file by libxml2's SAX parser, which tells an element's line exactly (the text
// reader runs ahead). Each open element knows its rules; a text is looked at when its element ends.
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string_view>

#include "queries/goaml/goaml_profile.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;

struct FreeParserState {
  void operator()(xmlParserCtxtPtr parser) const { xmlFreeParserCtxt(parser); }
};

// "report/transaction/t_from" ends with "transaction/t_from", not with "from".
bool path_ends_with(std::string_view path, std::string_view name) {
  if (!path.ends_with(name)) return false;
  return path.size() == name.size() || path[path.size() - name.size() - 1] == '/';
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::uint64_t characters_of(std::string_view text) {
  return static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Letters Y, M, D, h, m and s stand for one digit each, everything else for itself.
bool has_date_form(std::string_view text, std::string_view form) {
  constexpr std::string_view kDigitLetters = "YMDhms";
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [&](char c, char wanted) {
    const bool is_digit = c >= '0' && c <= '9';
    return kDigitLetters.find(wanted) == std::string_view::npos ? c == wanted : is_digit;
  });
}

bool is_within(std::uint64_t value, const GoamlBounds& bounds) {
  return value >= bounds.least && (!bounds.most || value <= *bounds.most);
}

std::string bounds_text(const GoamlBounds& bounds) {
  return std::to_string(bounds.least) + " to " +
         (bounds.most ? std::to_string(*bounds.most) : std::string("any number"));
}

class ProfileCheck {
 public:
  explicit ProfileCheck(const GoamlProfile& profile) : profile_(profile) {}

  void begin(const std::string& name, std::uint64_t line) {
    if (!path_.empty()) path_ += '/';
    path_ += name;
    if (!open_.empty()) open_.back().has_children = true;
    Element element;
    element.line = line;
    element.path_size = path_.size();
    for (const auto& [where, names] : profile_.mandatory) {
      if (!path_ends_with(path_, where)) continue;
      for (const std::string& one : names) element.missing.push_back(&one);
    }
    for (const auto& [where, bounds] : profile_.counts) {
      if (path_ends_with(path_, where)) ++counts_[where];
    }
    open_.push_back(std::move(element));
  }
  void text(std::string_view text) {
    if (!open_.empty()) open_.back().text += text;
  }
  void end() {
    Element element = std::move(open_.back());
    open_.pop_back();
    for (const std::string* one : element.missing) {
      add(element.line, "lacks " + *one + ", or it is empty");
    }
    if (!element.has_children) check_text(element);
    if (element.has_children || !is_blank(element.text)) note_presence();
    path_.resize(open_.empty() ? 0 : open_.back().path_size);
  }
  void end_of_file(std::uint64_t bytes) {
    for (const auto& [where, bounds] : profile_.counts) {
      const std::uint64_t count = counts_[where];
      if (is_within(count, bounds)) continue;
      verdict_.add(
          {0, where, "stands " + std::to_string(count) + " times; it may " + bounds_text(bounds)});
    }
    if (profile_.file_bytes && bytes > *profile_.file_bytes) {
      verdict_.add({0, "",
                    "the file has " + std::to_string(bytes) + " bytes; it may have " +
                        std::to_string(*profile_.file_bytes)});
    }
  }
  void malformed(std::uint64_t line) { verdict_.add({line, "", "no well-formed XML"}); }
  const GoamlVerdict& verdict() const { return verdict_; }

 private:
  struct Element {
    std::uint64_t line = 0;
    std::size_t path_size = 0;
    bool has_children = false;
    std::string text;
    std::vector<const std::string*> missing;  // of its mandatory ones, not met yet
  };

  void add(std::uint64_t line, std::string found) { verdict_.add({line, path_, std::move(found)}); }

  void check_text(const Element& element) {
    const std::string& text = element.text;
    for (const auto& [where, codes] : profile_.lookups) {
      if (!path_ends_with(path_, where) || codes.contains(text)) continue;
      add(element.line, "a text of " + std::to_string(characters_of(text)) +
                            " characters that the unit's list does not have");
    }
    for (const auto& [where, texts] : profile_.forbidden) {
      if (path_ends_with(path_, where) && texts.contains(text)) {
        add(element.line, "a text that the unit does not take");
      }
    }
    for (const auto& [where, bounds] : profile_.sizes) {
      const std::uint64_t size = characters_of(text);
      if (!path_ends_with(path_, where) || is_within(size, bounds)) continue;
      add(element.line,
          "has " + std::to_string(size) + " characters; it may have " + bounds_text(bounds));
    }
    for (const auto& [where, form] : profile_.dates) {
      if (path_ends_with(path_, where) && !has_date_form(text, form)) {
        add(element.line, "is not written as " + form);
      }
    }
  }

  // The element that ends is there for all elements around it that demand it.
  void note_presence() {
    for (Element& around : open_) {
      if (around.missing.empty()) continue;
      const std::string_view below = std::string_view(path_).substr(around.path_size + 1);
      std::erase_if(around.missing,
                    [&](const std::string* wanted) { return is_one_of(below, *wanted); });
    }
  }
  static bool is_one_of(std::string_view below, std::string_view wanted) {
    while (true) {
      const std::size_t bar = wanted.find('|');
      if (wanted.substr(0, bar) == below) return true;
      if (bar == std::string_view::npos) return false;
      wanted.remove_prefix(bar + 1);
    }
  }

  const GoamlProfile& profile_;
  std::string path_;
  std::vector<Element> open_;
  std::map<std::string, std::uint64_t> counts_;
  GoamlVerdict verdict_;
};

// What libxml2's callbacks find behind their first argument.
struct ParsedFile {
  ProfileCheck check;
  xmlParserCtxtPtr parser = nullptr;
  std::uint64_t line() const {
    return static_cast<std::uint64_t>(std::max(xmlSAX2GetLineNumber(parser), 0));
  }
};

void take_begin(void* self, const xmlChar* name, const xmlChar*, const xmlChar*, int,
                const xmlChar**, int, int, const xmlChar**) {
  auto* file = static_cast<ParsedFile*>(self);
  file->check.begin(reinterpret_cast<const char*>(name), file->line());
}

void take_end(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
  static_cast<ParsedFile*>(self)->check.end();
}

void take_text(void* self, const xmlChar* text, int length) {
  static_cast<ParsedFile*>(self)->check.text(
      {reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
}

void be_silent(void*, xmlErrorPtr) {}

}  // namespace

Result<GoamlVerdict> check_goaml_profile(const std::string& xml_path, const GoamlProfile& profile) {
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(xml_path, error);
  const std::unique_ptr<xmlParserCtxt, FreeParserState> parser(
      error ? nullptr : xmlCreateURLParserCtxt(xml_path.c_str(), XML_PARSE_NONET));
  if (parser == nullptr) {
    return graph::input_error("check a report against a profile", xml_path,
                              "the report cannot be opened", "check the path");
  }
  ParsedFile file{ProfileCheck(profile), parser.get()};
  xmlSAXHandler sax = {};
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElementNs = take_begin;
  sax.endElementNs = take_end;
  sax.characters = sax.ignorableWhitespace = sax.cdataBlock = take_text;
  sax.serror = be_silent;
  *parser->sax = sax;
  parser->userData = &file;
  if (xmlParseDocument(parser.get()) != 0 || parser->wellFormed == 0) {
    file.check.malformed(file.line());
  }
  file.check.end_of_file(bytes);
  return file.check.verdict();
}

}  // namespace headwater::queries
