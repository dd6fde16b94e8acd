// Any bytes as a CSV, as an edge list and as a statement, with two block sizes: no crash, one
// answer, no row lost. The first byte chooses the format and the block size.
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>

#include "ingest/statement_file.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace {

using headwater::ingest::Format;
using headwater::tests::RecordingWriter;

std::string staged(const Format& format, const std::string& path, std::size_t block_bytes) {
  RecordingWriter writer;
  const auto counts = stage_file(format, path, writer,
                                 {.block_bytes = block_bytes, .row_limit = 4096, .threads = 1});
  if (!counts.has_value()) return "refused";
  if (counts->rows_read !=
      counts->accepted + counts->duplicates + counts->quarantined + counts->skipped) {
    std::abort();
  }
  return writer.transcript();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  static const headwater::tests::TemporaryDirectory directory;
  static const Format formats[] = {
      headwater::tests::built_in("edgelist"), headwater::tests::built_in("workload"),
      headwater::tests::built_in("glotip"),   headwater::tests::built_in("assertions"),
      headwater::tests::built_in("ofac"),     headwater::tests::built_in("gsi"),
      headwater::tests::built_in("ctdc")};
  const std::string path = directory / "input";
  headwater::tests::write_file(path, {reinterpret_cast<const char*>(data) + 1, size - 1});
  const Format& format = formats[data[0] % std::size(formats)];
  if (staged(format, path, 1U + data[0] / 4U) != staged(format, path, 65'536)) std::abort();
  const headwater::graph::ExecutionContext context({.threads = 1});
  static_cast<void>(headwater::ingest::read_statement_file(path, context));
  return 0;
}
