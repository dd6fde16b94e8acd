// Writes HTML and inline SVG that is always well formed: tags are balanced, attributes are quoted,
// and every text is escaped on its way in.
//
//   MarkupWriter page;
//   page.open("p", {{"class", "note"}}).text(name).close();
//
// The output obeys the rules of XML too, so a test can read it with a strict parser.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headwater::queries::internal {

// For text and attribute values: & < > " ' become references. What no XML document may hold
// (control characters, broken UTF-8) and marks that reorder text in the reader's eye become U+FFFD.
std::string escape_markup(std::string_view text);

// Two decimals at most, no exponent, no locale, no "-0": for coordinates.
std::string coordinate(double value);

class MarkupWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

  MarkupWriter& open(std::string_view tag, Attributes attributes = {});
  MarkupWriter& close();  // the innermost open tag
  MarkupWriter& empty(std::string_view tag, Attributes attributes = {});
  MarkupWriter& element(std::string_view tag, Attributes attributes, std::string_view text);
  MarkupWriter& text(std::string_view text);
  // Markup made by another MarkupWriter, or a constant of ours; never anything from a model.
  MarkupWriter& trusted(std::string_view markup);
  // The text so far; every tag must be closed.
  std::string take();

 private:
  void write_tag(std::string_view tag, Attributes attributes, std::string_view end);

  std::string out_;
  std::vector<std::string> open_tags_;
};

}  // namespace headwater::queries::internal
