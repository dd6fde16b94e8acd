// Any bytes as a mapping file: refused or compiled, never a crash.
#include <cstdint>
#include <string_view>

#include "ingest/mapping.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto format = headwater::ingest::Format::from_text(
      std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
  return format.has_value() && format->name().empty() ? 1 : 0;
}
