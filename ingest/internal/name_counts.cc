#include "ingest/internal/name_counts.h"

namespace headwater::ingest::internal {

NameCounts name_counts(const UnreadNames& names, bool is_restricted) {
  NameCounts result;
  result.others = names.others();
  for (const UnreadNames::Counted& one : names.names()) {
    if (is_restricted) {
      result.others += one.count;
    } else {
      result.names.push_back({one.name, one.count});
    }
  }
  return result;
}

}  // namespace headwater::ingest::internal
