// Victims are pseudonymous from the first byte: a marker stands in every victim column, in good and
// bad rows, and is found nowhere afterwards.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "ingest/loader.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater {
namespace {

using graph::StatusCode;
using tests::mapping_of;
using tests::RecordingWriter;
using tests::stage_text;

constexpr const char* kMarker = "MARKER7731";

constexpr const char* kInterviews = R"({
  "headwater_mapping": 1, "name": "interviews", "precision": "day", TOP
  "records": [
    {"record": "victim-flow", "victim": {"column": "victim"}, "kind": "exploitation",
     "id": {"column": "victim"}, "exploitation": {"column": "where"},
     "start": {"column": "from"}, "form": {"column": "form"}, "sector": {"column": "sector"},
     "means": {"column": "means", "split": ";"}, "case": {"column": "case"},
     "roles": [{"role": "exploited",
                "entity": {"kind": "person", "scheme": "police", "id": {"column": "by"}}}]},
    {"record": "relation", "kind": "uses-medium", "when": {"column": "phone", "is": "present"},
     "from": {"kind": "victim", "id": {"column": "victim"},
              "attributes": {"story": {"column": "story"}}},
     "to": {"kind": "medium", "scheme": "phone", "id": {"column": "phone"}},
     "attributes": {"note": {"column": "story"}}}]})";

constexpr const char* kRows =
    "victim,where,from,form,sector,means,case,by,phone,story\n"
    "MARKER7731-1,ESP,2024-01-05,sexual-exploitation,I,debt; "
    "threats,case:police/17,p1,600,MARKER7731 told\n"
    "MARKER7731-2,Spain,2024-01-05,forced-labour,A,,17,,,MARKER7731\n"
    "MARKER7731-3,ESP,05/01/2024,MARKER7731,A,,17,,,MARKER7731\n"
    "MARKER7731-4,ESP\n"
    "MARKER7731-5,\xFF,MARKER7731,,,,,,,\n"
    "MARKER7731-6,ESP,2024-01-05,forced-labour,AA,,17,,,\n"
    ",ESP,2024-01-05,MARKER7731,A,,17,,,MARKER7731\n"
    "MARKER7731-8,ESP,2024-01-05,MARKER7731 quarry,A,,17,,,\n"
    "\"MARKER7731-7,ESP,2024-01-05,x,A,,17,,,\n";

std::string interviews(const std::string& top = "") {
  std::string json = kInterviews;
  return json.replace(json.find("TOP"), 3, top);
}

graph::VictimKey make_key(const std::string& path) {
  EXPECT_TRUE(graph::VictimKey::generate_file(path).ok());
  return graph::VictimKey::load(path).value();
}

// Everything that a writer was given, as text.
std::string everything(const RecordingWriter& writer) {
  std::ostringstream out;
  out << writer.transcript();
  for (const auto& flow : writer.victim_flows) {
    out << writer.name(flow.victim) << flow.origin.source_id << flow.form << flow.sector;
    for (const auto& means : flow.means) out << means;
  }
  for (const auto& relation : writer.relations) {
    for (const auto& attribute : relation.attributes) out << attribute.name << attribute.value;
    out << relation.evidence << relation.origin.source_id;
  }
  for (const auto& row : writer.quarantined) {
    out << row.text << row.reason;
    for (const auto& column : row.columns) out << column;
  }
  return out.str();
}

TEST(Victims, IdsBecomePseudonymsAndTextIsDropped) {
  const tests::TemporaryDirectory directory;
  RecordingWriter writer;
  tests::StagingOptions options;
  options.victim_key = make_key(directory / "victims.key");
  const auto counts = stage_text(mapping_of(interviews()), kRows, writer, options);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->rows_read, 9u);
  EXPECT_EQ(counts->accepted, 1u);
  EXPECT_EQ(counts->quarantined, 8u);
  EXPECT_EQ(everything(writer).find(kMarker), std::string::npos);
  ASSERT_EQ(writer.victim_flows.size(), 1u);
  const auto& flow = writer.victim_flows[0];
  const std::string pseudonym = options.victim_key->pseudonym("interviews", "MARKER7731-1");
  EXPECT_EQ(writer.name(flow.victim), "victim:interviews/" + pseudonym);
  EXPECT_EQ(flow.origin.source_id, pseudonym);
  EXPECT_EQ(flow.means, (std::vector<std::string>{"debt", "threats"}));
  EXPECT_EQ(writer.name(flow.case_id), "case:police/17");
  ASSERT_EQ(flow.roles.size(), 1u);
  EXPECT_EQ(writer.name(flow.roles[0].entity), "person:police/p1");
  EXPECT_EQ(writer.relations[0].from, flow.victim);
}

TEST(Victims, QuarantineKeepsPlaceReasonAndColumnNamesOnly) {
  const tests::TemporaryDirectory directory;
  RecordingWriter writer;
  tests::StagingOptions options;
  options.victim_key = make_key(directory / "victims.key");
  ASSERT_TRUE(stage_text(mapping_of(interviews()), kRows, writer, options).has_value());
  std::vector<std::string> reasons;
  for (const auto& row : writer.quarantined) {
    EXPECT_TRUE(row.text.empty());
    EXPECT_GT(row.byte_end, row.byte_begin);
    reasons.push_back(row.reason);
  }
  EXPECT_EQ(reasons, (std::vector<std::string>{"bad-territory", "bad-time", "column-count",
                                               "not-utf8", "bad-sector", "missing-id", "bad-form",
                                               "unterminated-quote"}));
  EXPECT_EQ(writer.quarantined[0].columns, std::vector<std::string>{"where"});
  EXPECT_EQ(writer.quarantined[6].columns, std::vector<std::string>{"form"});
}

TEST(Victims, AFormIsAListedTermOrIsMappedToOne) {
  std::string mapping = interviews(R"("publisher_pseudonymised": true,)");
  const std::string plain = R"("form": {"column": "form"})";
  mapping.replace(mapping.find(plain), plain.size(),
                  R"("form": {"column": "form", "slug": true,
                              "map": {"brothel": "sexual-exploitation", "*": "QQ"}})");
  std::string rows = "victim,where,from,form,sector,means,case,by,phone,story\n";
  int victim = 0;
  for (const char* form : {"Brothel", "", "Forced labour"}) {
    rows += "v" + std::to_string(++victim) + ",ESP,2024-01-05," + form + ",A,,17,,,\n";
  }
  RecordingWriter writer;
  ASSERT_TRUE(stage_text(mapping_of(mapping), rows, writer).has_value());
  ASSERT_EQ(writer.victim_flows.size(), 2u);
  EXPECT_EQ(writer.victim_flows[0].form, "sexual-exploitation");
  EXPECT_EQ(writer.victim_flows[1].form, "");
  ASSERT_EQ(writer.quarantined.size(), 1u) << "what the mapping makes of it is no term either";
  EXPECT_EQ(writer.quarantined[0].reason, "bad-form");
}

TEST(Victims, TextIsKeptOnlyWhenTheMappingAsks) {
  const tests::TemporaryDirectory directory;
  RecordingWriter writer;
  tests::StagingOptions options;
  options.victim_key = make_key(directory / "victims.key");
  const auto format = mapping_of(interviews(R"("keep_victim_text": true,)"));
  ASSERT_TRUE(stage_text(format, kRows, writer, options).has_value());
  EXPECT_EQ(writer.relations[0].attributes[0].value, "MARKER7731 told");
}

TEST(Victims, PublishersPseudonymsAreKeptAndNeedNoKey) {
  RecordingWriter writer;
  const auto format = mapping_of(interviews(R"("publisher_pseudonymised": true,)"));
  ASSERT_TRUE(stage_text(format, kRows, writer).has_value());
  EXPECT_EQ(writer.name(writer.victim_flows[0].victim), "victim:interviews/MARKER7731-1");
  for (const auto& row : writer.quarantined) EXPECT_TRUE(row.text.empty());
}

TEST(Victims, UndeclaredVictimsAreConcealedAndRefused) {
  RecordingWriter writer;
  const auto format = mapping_of(R"({"headwater_mapping": 1, "name": "m", "records": [
      {"record": "relation", "kind": "same-as", "from": {"name": {"column": "a"}},
       "to": {"name": {"column": "b"}}}]})");
  const auto counts = stage_text(
      format, "a,b\nperson:x/1,victim:interviews/MARKER7731\nperson:x/1,person:y/2\n", writer);
  ASSERT_TRUE(counts.has_value());
  EXPECT_EQ(counts->accepted, 1u);
  ASSERT_EQ(writer.quarantined.size(), 1u);
  EXPECT_EQ(writer.quarantined[0].reason, "victim-not-declared");
  EXPECT_EQ(everything(writer).find(kMarker), std::string::npos);
}

class VictimStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    tests::write_file(directory_ / "interviews.csv", kRows);
    tests::write_file(directory_ / "interviews.json", interviews());
    auto store = graph::Store::open(directory_ / "store", {.mode = graph::OpenMode::kCreate});
    ASSERT_TRUE(store.has_value()) << store.error().message();
    store_ = std::move(store).value();
  }

  ingest::LoadRequest request() const {
    return {.paths = {directory_ / "interviews.csv"},
            .format = "csv",
            .mapping_path = directory_ / "interviews.json"};
  }

  tests::TemporaryDirectory directory_;
  graph::ExecutionContext context_{{.threads = 2}};
  std::unique_ptr<graph::Store> store_;
};

TEST_F(VictimStoreTest, WithoutAKeyTheSourceIsRefusedAndNothingStored) {
  const auto report = ingest::load(*store_, request(), context_);
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code(), StatusCode::kQuestion);
  EXPECT_EQ(report.error().message().find(kMarker), std::string::npos);
  EXPECT_EQ(store_->latest_commit().value, 0u);
}

TEST_F(VictimStoreTest, AnotherKeyIsRefused) {
  auto with_key = request();
  with_key.victim_key = make_key(directory_ / "one.key");
  ASSERT_TRUE(ingest::load(*store_, with_key, context_).has_value());
  tests::write_file(directory_ / "interviews.csv", std::string(kRows) + "\n");
  with_key.append = true;
  with_key.victim_key = make_key(directory_ / "two.key");
  const auto report = ingest::load(*store_, with_key, context_);
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code(), StatusCode::kQuestion);
}

TEST_F(VictimStoreTest, StrictErrorsNameColumnsNotValues) {
  auto with_key = request();
  with_key.victim_key = make_key(directory_ / "one.key");
  with_key.strict = true;
  const auto report = ingest::load(*store_, with_key, context_);
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code(), StatusCode::kInput);
  EXPECT_EQ(report.error().message().find(kMarker), std::string::npos);
  EXPECT_NE(report.error().message().find("column where"), std::string::npos);
}

TEST_F(VictimStoreTest, NoFileOfTheStoreHoldsAMarker) {
  auto with_key = request();
  with_key.victim_key = make_key(directory_ / "one.key");
  const auto report = ingest::load(*store_, with_key, context_);
  ASSERT_TRUE(report.has_value()) << report.error().message();
  EXPECT_EQ(report->added.victim_flows, 1u);
  EXPECT_TRUE(report->sources[0].restricted);
  EXPECT_EQ(report->notes.size(), 1u);
  store_.reset();
  std::size_t files = 0;
  namespace fs = std::filesystem;
  for (const auto& entry : fs::recursive_directory_iterator(directory_.path() / "store")) {
    if (!entry.is_regular_file()) continue;
    ++files;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find(kMarker), std::string::npos) << entry.path().filename();
  }
  EXPECT_GT(files, 0u);
}

}  // namespace
}  // namespace headwater
