#include "tests/support/shared_data.h"

#include <cstdlib>

namespace headwater::tests {

std::optional<std::filesystem::path> shared_data(std::string_view relative) {
  const char* from_environment = std::getenv("HEADWATER_SHARED");
  const std::filesystem::path root =
      from_environment != nullptr ? std::filesystem::path(from_environment)
                                  : std::filesystem::path(HEADWATER_SOURCE_DIR) / ".." / "shared";
  std::error_code ignored;
  const std::filesystem::path path = root / relative;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  return path;
}

}  // namespace headwater::tests
