// A month of an ordinary life: what people and companies pay, whatever else they are.
//
// Each draw depends on (seed, person or company, month) alone, so months and people can be made in
// any order and by any number of threads.
#pragma once

#include "ingest/generate/internal/payment.h"
#include "ingest/generate/internal/random_stream.h"

namespace headwater::ingest::internal {

void live_month(const World& world, Index person, int month, Payments& payments);
void trade_month(const World& world, Index company, int month, Payments& payments);

// A time on a day of the month, in the opening hours [first, last) given in seconds of the day.
Seconds time_in_month(RandomStream& stream, int month, std::int64_t first, std::int64_t last);
inline constexpr std::int64_t kHour = 3'600;

}  // namespace headwater::ingest::internal
