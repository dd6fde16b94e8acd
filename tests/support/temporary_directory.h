// A directory that goes with the object.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace headwater::tests {

class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(
      const std::filesystem::path& above = std::filesystem::temp_directory_path()) {
    std::string pattern = (above / "headwater-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace headwater::tests
