// Text of any origin as XML 1.0 text or attribute value.
//
//   std::string out;
//   replaced += append_xml_text(out, name, XmlText::kExact);
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace headwater::queries::internal {

enum class XmlText : std::uint8_t {
  // For programs: a parser reads back every character, line ends and tabs in attributes too.
  kExact,
  // For people: C1 control characters and marks that reorder text in the reader's eye are replaced
  // as well, carriage returns too; line ends and tabs stand as they are.
  kForEyes,
};

// & < > " ' become references. What no XML document may hold (control characters, U+FFFE, U+FFFF,
// broken UTF-8) becomes U+FFFD, one a character or broken byte. Returns how many were replaced.
// O(length); pure.
std::uint64_t append_xml_text(std::string& out, std::string_view text, XmlText use);

}  // namespace headwater::queries::internal
