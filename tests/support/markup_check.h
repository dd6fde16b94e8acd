// A strict reader of markup, for tests: is a document well-formed XML?
#pragma once

#include <string>
#include <string_view>

namespace headwater::tests {

// Empty when well formed; else what is wrong and at which byte. Knows tags, quoted attributes (each
// once), the five references and decimal ones, and a leading DOCTYPE.
std::string markup_fault(std::string_view text);

}  // namespace headwater::tests
