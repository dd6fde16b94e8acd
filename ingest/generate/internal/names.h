// Names made of invented syllables: of people, companies, banks and places. No real ones are meant.
#pragma once

#include <string>

#include "ingest/generate/internal/random_stream.h"

namespace headwater::ingest::internal {

std::string make_word(RandomStream& stream, int syllables);  // "Thelmavor"
std::string make_given_name(RandomStream& stream);
std::string make_family_name(RandomStream& stream);
std::string make_company_name(RandomStream& stream, const std::string& trade);

}  // namespace headwater::ingest::internal
