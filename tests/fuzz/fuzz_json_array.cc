// Any bytes as a JSON object with an array of rows.
#include "tests/fuzz/structured_rows.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const headwater::ingest::Format format =
      headwater::tests::mapping_of(R"({"headwater_mapping": 1, "name": "a", "unmatched": "skip",
    "json": {"rows": "array", "at": "rows"}, "records": [{"record": "entity", "each": "ids",
    "entity": {"kind": "person", "id": {"column": "ids"},
    "attributes": {"name": {"column": "names.full"}}}}]})");
  return headwater::fuzz::read_structured(format, data, size);
}
