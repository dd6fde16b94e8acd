// What the fuzz targets of structured rows share: any bytes under a format, with two block sizes:
// no crash, one answer, no row lost. The first byte chooses the smaller block.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater::fuzz {

inline std::string staged(const ingest::Format& format, const std::string& path,
                          std::size_t block_bytes) {
  tests::RecordingWriter writer;
  const auto counts = stage_file(format, path, writer,
                                 {.block_bytes = block_bytes, .row_limit = 4096, .threads = 1});
  if (!counts.has_value()) return "refused";
  if (counts->rows_read !=
      counts->accepted + counts->duplicates + counts->quarantined + counts->skipped) {
    std::abort();
  }
  std::string answer = writer.transcript();
  for (const auto& one : counts->unread.names()) {
    answer += one.name + "=" + std::to_string(one.count) + "\n";
  }
  return answer + std::to_string(counts->unread.others());
}

inline int read_structured(const ingest::Format& format, const std::uint8_t* data,
                           std::size_t size) {
  if (size < 2) return 0;
  static const tests::TemporaryDirectory directory;
  const std::string path = directory / "input";
  tests::write_file(path, {reinterpret_cast<const char*>(data) + 1, size - 1});
  if (staged(format, path, 1U + data[0]) != staged(format, path, 65'536)) std::abort();
  return 0;
}

}  // namespace headwater::fuzz
