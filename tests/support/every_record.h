// A store in which every kind of record stands in every form that exports must carry: with ids and
// without, undated, in two assets, aggregated, with text that hurts careless writers, about
// victims.
//
//   QueryStore store;
//   load_every_record(store);
#pragma once

#include "tests/support/query_store.h"

namespace headwater::tests {

// Characters that XML forbids, in one value of one payment: U+0001 and U+FFFE.
inline constexpr int kForbiddenCharacters = 2;

// Open sources, then restricted ones, then claims.
void load_open_records(QueryStore& store);
void load_every_record(QueryStore& store);

}  // namespace headwater::tests
