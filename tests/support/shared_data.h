// Where tests find the real data sets that are not part of the repository.
//
//   HEADWATER_SHARED_OR_SKIP(folder, "data/fincen_files");
//
// Looks at the environment variable HEADWATER_SHARED, then at a folder `shared` beside the source
// tree. A test that needs it and does not find it skips, and says so.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include <gtest/gtest.h>

namespace headwater::tests {

std::optional<std::filesystem::path> shared_data(std::string_view relative);

}  // namespace headwater::tests

#define HEADWATER_SHARED_OR_SKIP(variable, relative)                            \
  const auto variable##_or_nothing = ::headwater::tests::shared_data(relative); \
  if (!variable##_or_nothing) {                                                 \
    GTEST_SKIP() << "NOT TESTED: " << (relative)                                \
                 << " is not beside the source tree (or in $HEADWATER_SHARED)"; \
  }                                                                             \
  const std::filesystem::path variable = *variable##_or_nothing
