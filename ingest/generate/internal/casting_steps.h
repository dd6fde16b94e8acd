// The steps of cast_parts.
#pragma once

#include <functional>
#include <vector>

#include "ingest/generate/internal/casting.h"

namespace headwater::ingest::internal {

struct Casting {
  explicit Casting(World& made_world);

  World& world;
  RandomStream stream;
  std::vector<Index> order;  // people in the order they are asked
  std::vector<bool> taken;   // has a part, or is better left alone

  // Marks and returns the first free person that fits; kNobody if none does.
  Index find_person(const std::function<bool(Index, const Person&)>& fits);
  Index find_person_or_any(const std::function<bool(Index, const Person&)>& fits);
  Index open_account(Index person, std::int32_t day);
};

void cast_people_of_the_ring(Casting& casting, Cast& cast);
void cast_companies_of_the_ring(Casting& casting, Cast& cast);
void cast_decoys(Casting& casting, Cast& cast);
void cast_victims(Casting& casting, Cast& cast);

}  // namespace headwater::ingest::internal
