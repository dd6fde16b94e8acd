// Any bytes as a goAML report, without a victim key.
#include "tests/fuzz/structured_rows.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const headwater::ingest::Format format = headwater::tests::built_in("goaml");
  return headwater::fuzz::read_structured(format, data, size);
}
