// One pass over the file by libxml2's text reader. Each open element knows its rules; a text is
// looked at when its element ends.
#include <libxml/xmlreader.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string_view>

#include "queries/goaml/goaml_profile.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;

struct FreeReader {
  void operator()(xmlTextReaderPtr reader) const { xmlFreeTextReader(reader); }
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

void be_silent(void*, xmlErrorPtr) {}

std::string name_at(xmlTextReaderPtr reader) {
  return reinterpret_cast<const char*>(xmlTextReaderConstLocalName(reader));
}

void take_node(xmlTextReaderPtr reader, ProfileCheck& check) {
  switch (xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT:
      check.begin(name_at(reader),
                  static_cast<std::uint64_t>(xmlTextReaderGetParserLineNumber(reader)));
      if (xmlTextReaderIsEmptyElement(reader) == 1) check.end();
      break;
    case XML_READER_TYPE_END_ELEMENT:
      check.end();
      break;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
      check.text(reinterpret_cast<const char*>(xmlTextReaderConstValue(reader)));
      break;
    default:
      break;
  }
}

}  // namespace

Result<GoamlVerdict> check_goaml_profile(const std::string& xml_path, const GoamlProfile& profile) {
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(xml_path, error);
  const std::unique_ptr<xmlTextReader, FreeReader> reader(
      error ? nullptr : xmlReaderForFile(xml_path.c_str(), nullptr, XML_PARSE_NONET));
  if (reader == nullptr) {
    return graph::input_error("check a report against a profile", xml_path,
                              "the report cannot be opened", "check the path");
  }
  xmlTextReaderSetStructuredErrorHandler(reader.get(), be_silent, nullptr);
  ProfileCheck check(profile);
  int answer = 1;
  while ((answer = xmlTextReaderRead(reader.get())) == 1) take_node(reader.get(), check);
  if (answer < 0) {
    check.malformed(static_cast<std::uint64_t>(xmlTextReaderGetParserLineNumber(reader.get())));
  }
  check.end_of_file(bytes);
  return check.verdict();
}

}  // namespace headwater::queries
