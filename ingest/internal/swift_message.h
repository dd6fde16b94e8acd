// SWIFT FIN messages as text of JSON objects, one a message, by the tags of their fields.
//
//   {1:F01AAAADEFFXXXX0000000000}{2:O1030925221020BBBBGB2LXXXX00000000002210200925N}{4:
//   :20:REF
//   :32A:221020GBP2450,
//   -}
//   {"type":"103","sender":"BBBBGB2LXXX","receiver":"AAAADEFFXXX","20":"REF",
//    "32A":{"date":"221020","currency":"GBP","amount":"2450"}}
//
// Fields 32A, 33B, 71F and 71G are taken apart; so are parties and banks (50 to 59), under their
// number without the option letter: `account` or `iban` (whose check digits are right), `bic`,
// `name`, `lines`. Every other field is its text; one that occurs again makes a list. The blocks
// are those of the SWIFT user handbook; block 3 gives `uetr` (121),
// and field 72 `returned`: RETN or REJT.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headwater::ingest::internal {

// Nothing where the blocks 1, 2 and 4 are not there or have another form. O(length).
std::optional<std::string> swift_message_as_json(std::string_view message);

// Whether a text is an IBAN: its form, and the remainder of 97 that ISO 7064 asks for.
bool is_iban(std::string_view text);

}  // namespace headwater::ingest::internal
