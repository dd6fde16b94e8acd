// What the reasons in quarantine mean, in words for people.
//
//   explain_reason("precision");   // "a number has more places than are kept of it; ..."
#pragma once

#include <string>
#include <string_view>

namespace headwater::ingest {

// One sentence without a full stop, with no value of the row; empty for an unknown reason.
std::string_view explain_reason(std::string_view reason);

// "precision (a number has more places than ...)"; the reason alone when it is unknown.
std::string reason_in_words(std::string_view reason);

}  // namespace headwater::ingest
