// Names that were counted, as a report gives them.
#pragma once

#include "ingest/internal/unread_names.h"
#include "ingest/loader.h"

namespace headwater::ingest::internal {

// Of a restricted source all names count as others: a file that uses victims' ids as names would
// show them.
NameCounts name_counts(const UnreadNames& names, bool is_restricted);

}  // namespace headwater::ingest::internal
