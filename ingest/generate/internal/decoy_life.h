// What decoys do beside an ordinary life: the very things that the ring is found by, honestly.
#pragma once

#include "ingest/generate/internal/casting.h"
#include "ingest/generate/internal/payment.h"

namespace headwater::ingest::internal {

// Payments of the whole window, in no order.
Payments live_as_decoys(const World& world, const Cast& cast);

}  // namespace headwater::ingest::internal
