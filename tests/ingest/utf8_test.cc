#include "ingest/internal/utf8.h"

#include <vector>

#include <gtest/gtest.h>

namespace headwater::ingest::internal {
namespace {

// The bytes of a code point by the plain rule, surrogates and too large ones included.
std::vector<unsigned> encode(unsigned code) {
  if (code < 0x80) return {code};
  if (code < 0x800) return {0xC0U | (code >> 6), 0x80U | (code & 63U)};
  if (code < 0x10000) {
    return {0xE0U | (code >> 12), 0x80U | ((code >> 6) & 63U), 0x80U | (code & 63U)};
  }
  return {0xF0U | (code >> 18), 0x80U | ((code >> 12) & 63U), 0x80U | ((code >> 6) & 63U),
          0x80U | (code & 63U)};
}

TEST(Utf8, TakesEveryScalarValueAndNothingElse) {
  for (unsigned code = 0; code <= 0x110000; code += code < 0x3000 ? 1 : 37) {
    std::string framed(8, 'x');
    for (const unsigned byte : encode(code)) framed.push_back(static_cast<char>(byte));
    framed.push_back('y');
    const bool is_scalar = code < 0x110000 && !(code >= 0xD800 && code <= 0xDFFF);
    EXPECT_EQ(is_valid_utf8(framed), is_scalar) << code;
  }
}

TEST(Utf8, RefusesOverlongTruncatedAndStrayBytes) {
  for (const char* text : {"\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\x80",
                           "\xE2\x82", "\xF5\x80\x80\x80", "abcdefgh\xFF", "\xE2\x28\xA1"}) {
    EXPECT_FALSE(is_valid_utf8(text)) << text;
  }
}

TEST(Utf8, PrintablePrefixCutsBetweenCharactersAndReplacesBadBytes) {
  EXPECT_EQ(printable_prefix("a\xE2\x82\xAC"
                             "b",
                             3),
            "a");
  EXPECT_EQ(printable_prefix("a\xE2\x82\xAC"
                             "b",
                             4),
            "a\xE2\x82\xAC");
  EXPECT_EQ(printable_prefix("a\xFFz", 10), "a\xEF\xBF\xBDz");
}

}  // namespace
}  // namespace headwater::ingest::internal
