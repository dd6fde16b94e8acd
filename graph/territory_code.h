// Territory codes: the countries of ISO 3166-1, and the form of the sub-regions of ISO 3166-2.
//
//   is_country_code("ESP");        // true
//   is_country_code("BOB");        // false: three letters are not yet a country
//   is_subdivision_code("ES-MD");  // true; whether Spain has such a part is not looked up
//
// A publication prints these and no other place, so the list is closed: whoever writes a code of
// their own must not find it there.
#pragma once

#include <string_view>

namespace headwater::graph {

// An alpha-3 code in capitals: the 249 that ISO 3166-1 assigns, XKX (Kosovo, as data sources write
// it), and XAV, XBO and XCO, the three countries of the generator (docs/generator.md). Withdrawn
// and other user-assigned codes are none. O(log codes).
bool is_country_code(std::string_view code);

// The alpha-2 code of one of those countries, "-", and one to three capitals or digits.
bool is_subdivision_code(std::string_view code);

// The country of a sub-region: "ESP" of "ES-MD"; empty when the code is none.
std::string_view country_of_subdivision(std::string_view code);

// The alpha-3 code of one of those countries named by its alpha-2 or alpha-3 code, in capitals or
// small letters: "ESP" of "es"; empty when the text names none. O(codes).
std::string_view country_of_code(std::string_view code);

// The alpha-2 code of a country named by its alpha-3 code in capitals: "ES" of "ESP"; empty when
// the code is none. O(log codes).
std::string_view alpha2_of_country(std::string_view code);

}  // namespace headwater::graph
