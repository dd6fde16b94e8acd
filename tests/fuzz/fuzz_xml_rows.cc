// Any bytes as XML with nested rows and heads.
#include "tests/fuzz/structured_rows.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const headwater::ingest::Format format =
      headwater::tests::mapping_of(R"({"headwater_mapping": 1, "name": "x",
    "xml": {"root": "D", "namespaces": ["*"], "rows": ["S.N", "S.N.T"], "heads": ["S"]},
    "records": [{"record": "entity", "entity": {"kind": "person", "id": {"column": "S.N.T.#"},
    "attributes": {"a": {"column": "S.N.@a"}}}}]})");
  return headwater::fuzz::read_structured(format, data, size);
}
