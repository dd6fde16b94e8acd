// Any bytes as JSON lines, as FollowTheMoney entities and as beneficial ownership statements.
#include "tests/fuzz/structured_rows.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const headwater::ingest::Format entities = headwater::tests::built_in("ftm");
  static const headwater::ingest::Format statements = headwater::tests::built_in("bods");
  headwater::fuzz::read_structured(entities, data, size);
  return headwater::fuzz::read_structured(statements, data, size);
}
