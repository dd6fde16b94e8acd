// The steps of build_world and settle_world.
#pragma once

#include "ingest/generate/internal/random_stream.h"
#include "ingest/generate/internal/world.h"

namespace headwater::ingest::internal {

void add_companies(World& world, std::uint64_t scale_thousandths);
// One more company of a sector in a city, with its account and address.
Index add_company(World& world, Sector sector, std::uint8_t city);
void add_people(World& world, std::uint64_t scale_thousandths);
// Somebody abroad with a dollar account there.
Index add_person_abroad(World& world, const std::string& family_name);
// Directors and owners of every company.
void add_officers(World& world);
void fill_directory(World& world);
void set_opening(World& world, Index account);

// round(base * scale / divisor), at least `least`, with the scale in 1/1,000.
std::uint32_t scaled(std::uint64_t base, std::uint64_t scale_thousandths, std::uint32_t least,
                     std::uint64_t divisor = 1);

}  // namespace headwater::ingest::internal
