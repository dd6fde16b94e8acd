// Parquet files are refused under every format, with what to do, before a store is made.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "graph/store.h"
#include "ingest/loader.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater {
namespace {

// How published files begin: the magic, then a page header or (no rows) the footer; at the end its
// length and the magic again.
const std::string& small_parquet() {
  constexpr char kBytes[] =
      "PAR1\x15\x04\x15\x10\x15\x14\x4c\x15\x02\x15\x00\x12\x00\x00 schema \x1c\x00\x00\x00PAR1";
  static const std::string bytes(kBytes, sizeof(kBytes) - 1);  // with the zeros in it
  return bytes;
}

class ParquetFile : public ::testing::Test {
 protected:
  graph::Result<ingest::LoadReport> load(const std::string& format, const std::string& name) {
    ingest::LoadRequest request{.paths = {folder_ / name}, .format = format};
    if (format == "csv" || format == "json" || format == "xml") {
      request.mapping_path = folder_ / (format + ".mapping");
    }
    const auto open_store = [this]() -> graph::Result<graph::Store*> {
      HEADWATER_ASSIGN_OR_RETURN(
          store_, graph::Store::open(folder_ / "store", {.mode = graph::OpenMode::kCreate}));
      return store_.get();
    };
    return ingest::load(open_store, request, graph::ExecutionContext({.threads = 1}));
  }

  tests::TemporaryDirectory folder_;
  std::unique_ptr<graph::Store> store_;
};

constexpr const char* kOneName =
    R"("records": [{"record": "entity", "entity": {"kind": "person", "id": {"column": "PAR1"}}}]})";

TEST_F(ParquetFile, IsRefusedUnderEveryFormatAndNoStoreIsMade) {
  const std::string head = R"({"headwater_mapping": 1, "name": "m", )";
  tests::write_file(folder_ / "csv.mapping", head + kOneName);
  tests::write_file(folder_ / "json.mapping", head + R"("json": {"rows": "lines"}, )" + kOneName);
  tests::write_file(
      folder_ / "xml.mapping",
      head + R"("xml": {"root": "R", "namespaces": [""], "rows": ["r"]}, )" + kOneName);
  std::vector<std::string> formats = {"csv", "json", "xml"};
  for (const std::string_view name : ingest::built_in_format_names()) formats.emplace_back(name);
  const std::string encrypted = "PARE" + small_parquet().substr(4);
  for (const std::string& bytes : {small_parquet(), encrypted}) {
    for (const char* name : {"rows.parquet", "rows.csv", "nodes.csv"}) {
      tests::write_file(folder_ / name, bytes);
      for (const std::string& format : formats) {
        const auto report = load(format, name);
        ASSERT_FALSE(report.has_value()) << format;
        EXPECT_EQ(report.error().code(), graph::StatusCode::kInput) << format;
        const auto& said = report.error().explanation();
        EXPECT_FALSE(said.tried.empty()) << format;
        EXPECT_NE(said.place.find(name), std::string::npos) << format;
        EXPECT_NE(said.found.find("Parquet"), std::string::npos) << format;
        EXPECT_NE(said.remedy.find("CSV or JSON lines"), std::string::npos) << format;
        EXPECT_FALSE(std::filesystem::exists(folder_ / "store"));
      }
    }
  }
}

TEST_F(ParquetFile, TextThatBeginsWithTheSameLettersIsRead) {
  const std::string head = R"({"headwater_mapping": 1, "name": "m", )";
  tests::write_file(folder_ / "csv.mapping", head + kOneName);
  tests::write_file(folder_ / "rows.csv", "PAR1\nx\n");
  const auto report = load("csv", "rows.csv");
  ASSERT_TRUE(report.has_value()) << report.error().message();
  EXPECT_EQ(report->accepted, 1u);
}

}  // namespace
}  // namespace headwater
