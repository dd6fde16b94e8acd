// A generated case in a temporary directory, removed with the object; and small readers for tests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "ingest/generate/generate.h"
#include "tests/support/temporary_directory.h"

namespace headwater::tests {

// Relative path -> content, of every file below.
std::map<std::string, std::string> read_folder(const std::filesystem::path& folder);

using CsvRow = std::map<std::string, std::string>;
// Column name -> cell. Understands quoted cells without line breaks.
std::vector<CsvRow> read_csv(const std::filesystem::path& path);

struct CaseOptions {
  std::uint64_t seed = 1;
  int threads = 2;
  double scale = 0.05;
};

class GeneratedCase {
 public:
  explicit GeneratedCase(CaseOptions options);

  std::filesystem::path directory() const { return root_ / "case"; }
  std::filesystem::path truth_directory() const { return root_ / "case-truth"; }
  const std::filesystem::path& root() const { return root_.path(); }
  const ingest::GenerateReport& report() const { return report_; }

 private:
  TemporaryDirectory root_;
  ingest::GenerateReport report_;
};

}  // namespace headwater::tests
