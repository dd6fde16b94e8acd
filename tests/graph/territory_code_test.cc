#include "graph/territory_code.h"

#include <string>

#include <gtest/gtest.h>

namespace headwater::graph {
namespace {

TEST(TerritoryCode, AreTheAssignedCountriesAndNoOtherThreeLetters) {
  for (const char* code : {"ABW", "ESP", "GBR", "ZWE", "XKX", "XAV", "XBO", "XCO"}) {
    EXPECT_TRUE(is_country_code(code)) << code;
  }
  // Own words, user-assigned, withdrawn, in other letters, too short and too long.
  for (const char* code : {"BOB", "ANA", "ZZZ", "AAA", "XXX", "YUG", "esp", "ES", "ESPA", ""}) {
    EXPECT_FALSE(is_country_code(code)) << code;
  }
  int codes = 0;
  std::string text(3, 'A');
  for (int i = 0; i < 26 * 26 * 26; ++i) {
    text = {static_cast<char>('A' + i / 676), static_cast<char>('A' + i / 26 % 26),
            static_cast<char>('A' + i % 26)};
    codes += is_country_code(text) ? 1 : 0;
  }
  EXPECT_EQ(codes, 249 + 4);
}

TEST(TerritoryCode, ASubdivisionIsPartOfACountry) {
  for (const char* code : {"ES-MD", "GB-LND", "FR-75", "XK-01", "XA-01", "DE-B"}) {
    EXPECT_TRUE(is_subdivision_code(code)) << code;
  }
  for (const char* code : {"XX-BOB", "ES-", "ES-MADR", "ES-M D", "ES-md", "es-MD", "ESMD", "ESP-M",
                           "BOB SMITH", "BOB", ""}) {
    EXPECT_FALSE(is_subdivision_code(code)) << code;
  }
  EXPECT_EQ(country_of_subdivision("ES-MD"), "ESP");
  EXPECT_EQ(country_of_subdivision("ZZ-1"), "");
}

TEST(TerritoryCode, ACountryIsFoundByEitherCodeInAnyCase) {
  for (const char* code : {"ES", "es", "Es", "ESP", "esp"}) {
    EXPECT_EQ(country_of_code(code), "ESP") << code;
  }
  EXPECT_EQ(country_of_code("XK"), "XKX");
  for (const char* code : {"", "E", "ESPA", "ES-MD", "AN", "ZR", "E\xC3\xB1"}) {
    EXPECT_EQ(country_of_code(code), "") << code;
  }
}

}  // namespace
}  // namespace headwater::graph
