// Structured files in a real store: known by their bytes, rows by their content, victims never in
// clear, and what was not read in the report.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include <gtest/gtest.h>

#include "graph/store.h"
#include "ingest/loader.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater {
namespace {

using ingest::LoadReport;
using ingest::LoadRequest;

class StructuredLoad : public ::testing::Test {
 protected:
  StructuredLoad()
      : store_(graph::Store::open(folder_ / "store", {.mode = graph::OpenMode::kCreate}).value()) {}

  graph::Result<LoadReport> load(const std::string& text, LoadRequest request,
                                 const std::string& name = "file") {
    tests::write_file(folder_ / name, text);
    request.paths = {folder_ / name};
    return ingest::load(*store_, request, graph::ExecutionContext({.threads = 2}));
  }
  LoadRequest mapped(const std::string& json) {
    tests::write_file(folder_ / "mapping.json", json);
    return {.format = "json", .mapping_path = folder_ / "mapping.json"};
  }

  tests::TemporaryDirectory folder_;
  std::unique_ptr<graph::Store> store_;
};

constexpr const char* kPersons = R"({"id":"p1","schema":"Person","properties":{"name":["A"]}}
{"id":"p2","schema":"Person","properties":{"name":["B"],"height":["180"]}}
{"id":"d","schema":"Document","properties":{}}
)";

TEST_F(StructuredLoad, TheSameBytesAddNothingAndTheReportNamesWhatWasNotRead) {
  const auto first = load(kPersons, {.format = "ftm"});
  ASSERT_TRUE(first.has_value()) << first.error().message();
  EXPECT_EQ(first->accepted, 2u);
  EXPECT_EQ(first->skipped, 1u);
  ASSERT_EQ(first->sources[0].unread.names.size(), 1u);
  EXPECT_EQ(first->sources[0].unread.names[0].name, "properties.height");
  ASSERT_EQ(first->sources[0].skipped_by.names.size(), 1u);
  EXPECT_EQ(first->sources[0].skipped_by.names[0].name, "Document");
  const auto again = load(kPersons, {.format = "ftm"});
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->accepted, 0u);
  EXPECT_EQ(again->duplicates, 3u);
}

TEST_F(StructuredLoad, KindsAreFoundInWhatWasLoadedBefore) {
  ASSERT_TRUE(load(kPersons, {.format = "ftm"}).has_value());
  const auto edges = load(
      R"({"id":"f","schema":"Family","properties":{"person":["p1"],"relative":["p2"]}}
{"id":"g","schema":"Family","properties":{"person":["p1"],"relative":["p9"]}}
)",
      {.format = "ftm"}, "edges");
  ASSERT_TRUE(edges.has_value()) << edges.error().message();
  EXPECT_EQ(edges->accepted, 1u);
  EXPECT_EQ(edges->quarantined, 1u);
}

TEST_F(StructuredLoad, AStrictLoadNamesTheRowAndTheColumn) {
  const auto refused =
      load("{\"id\":\"x\",\"schema\":\"Payment\",\"properties\":{\"payer\":[\"MARKER\",\"b\"]}}\n",
           {.format = "ftm", .strict = true});
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message().find(":1"), std::string::npos);
  EXPECT_NE(refused.error().message().find("several-values"), std::string::npos);
  EXPECT_EQ(refused.error().message().find("MARKER"), std::string::npos);
}

TEST_F(StructuredLoad, EqualRowsOfOverlappingFilesAreOneWhateverTheirBlanks) {
  const std::string mapping = R"({"headwater_mapping": 1, "name": "js", "json": {"rows": "array"},
      "records": [{"record": "transaction", "from": {"kind": "account", "id": {"column": "f"}},
      "to": {"kind": "account", "id": {"column": "t"}}, "amount": {"column": "a"}}]})";
  LoadRequest request = mapped(mapping);
  request.dedupe_rows = true;
  const auto first = load(R"([{"f":1,"t":2,"a":5},{"f":1,"t":2,"a":5}])", request, "one");
  ASSERT_TRUE(first.has_value()) << first.error().message();
  EXPECT_EQ(first->accepted, 2u);
  const auto second =
      load(R"([ {"a": 5, "t": 2, "f": 1}, {"f":1,"t":2,"a":5.0} ])", request, "two");
  ASSERT_TRUE(second.has_value()) << second.error().message();
  EXPECT_EQ(second->duplicates, 1u);
  EXPECT_EQ(second->accepted, 1u);
}

TEST_F(StructuredLoad, VictimsIdsReachTheStoreAsPseudonymsOnly) {
  const std::string mapping = R"({"headwater_mapping": 1, "name": "ngo", "json": {"rows": "lines"},
      "unmatched": "skip", "skipped_by": {"column": "type"},
      "records": [{"record": "victim-flow", "each": "people",
      "when": {"column": "people.id", "is": "present"},
      "victim": {"column": "people.id"}, "kind": "exploitation",
      "start": {"column": "people.since"}}]})";
  LoadRequest request = mapped(mapping);
  const std::string text = R"({"type":"c","people":[{"id":"MARKERone"},{"id":"MARKERtwo"}]}
{"type":"MARKERtype"}
{"type":"c","people":[{"id":"MARKERbad","since":"MARKERdate","MARKERkey":1}]}
)";
  EXPECT_FALSE(load(text, request).has_value()) << "no key is given";
  ASSERT_TRUE(graph::VictimKey::generate_file(folder_ / "key").ok());
  request.victim_key = graph::VictimKey::load(folder_ / "key").value();
  const auto report = load(text, request);
  ASSERT_TRUE(report.has_value()) << report.error().message();
  EXPECT_EQ(report->accepted, 1u);
  EXPECT_EQ(report->skipped, 1u);
  EXPECT_EQ(report->quarantined, 1u);
  EXPECT_TRUE(report->sources[0].skipped_by.names.empty()) << "types of a restricted file";
  EXPECT_TRUE(report->sources[0].unread.names.empty()) << "ids may stand in the place of names";
  EXPECT_EQ(report->sources[0].unread.others, 1u);
  store_.reset();
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder_ / "store")) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find("MARKER"), std::string::npos) << file.path();
  }
}

TEST_F(StructuredLoad, XmlThatBreaksOffLeavesNothing) {
  const auto refused = load(
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt>"
      "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct><Ntry><Amt Ccy=\"EUR\">1</Amt>"
      "<CdtDbtInd>CRDT</CdtDbtInd></Ntry>",
      {.format = "iso20022"});
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message().find("not well-formed"), std::string::npos);
  const auto view = store_->view({});
  EXPECT_EQ((*view)->counters().transactions, 0u);
  EXPECT_FALSE(load("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.056.001.08\"/>",
                    {.format = "iso20022"})
                   .has_value());
}

}  // namespace
}  // namespace headwater
