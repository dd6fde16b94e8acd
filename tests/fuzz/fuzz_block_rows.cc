// Any bytes as rows of titled blocks, with values that are read as times, dates and numbers, and
// with references to transactions.
#include "tests/fuzz/structured_rows.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const headwater::ingest::Format format = headwater::tests::mapping_of(R"json({
    "headwater_mapping": 1, "name": "m", "unmatched": "skip",
    "csv": {"header": false, "columns": ["id", "when", "day", "number", "to"],
            "blocks": {"begin": "B", "end": "E"}},
    "records": [
      {"record": "entity", "entity": {"kind": "case", "id": {"column": "id", "until": " #"},
        "attributes": {"block": {"column": "block"}, "title": {"column": "title"},
          "note": {"column": "note"}, "time": {"column": "when", "as": "time"},
          "day": {"column": "day", "as": {"type": "date", "format": "%Y%m%d"}},
          "number": {"column": "number", "as": "decimal"}}}},
      {"record": "reference", "when": {"column": "to", "is": "present"}, "attribute": "transaction",
        "entity": {"kind": "case", "id": {"column": "id"}},
        "transaction": {"from": {"kind": "account", "id": {"column": "id"}},
          "to": {"kind": "account", "id": {"column": "to"}}, "time": {"column": "when"},
          "amount": {"column": "number"}}}]})json");
  return headwater::fuzz::read_structured(format, data, size);
}
