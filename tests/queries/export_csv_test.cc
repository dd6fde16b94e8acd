// What a csv export holds is what the store holds: it is loaded again and compared, record by
// record through the content digest, which reads no code of the export.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "graph/sha256.h"
#include "ingest/generate/case_loader.h"
#include "tests/support/every_record.h"
#include "tests/support/export_folder.h"
#include "tests/support/generated_case.h"
#include "tests/support/shared_data.h"

namespace headwater::tests {
namespace {

using queries::ExportRequest;

std::string digest_of_copy(const ExportFiles& files, const std::optional<graph::VictimKey>& key) {
  const TemporaryDirectory folder;
  return digest_when_loaded(files, folder.path(), key);
}

TEST(ExportCsv, EveryRecordIsLoadedAgain) {
  QueryStore store;
  load_every_record(store);
  queries::Answer answer;
  const ExportFiles files = export_files(store.path(), everything(store.victim_key()), 2, &answer);
  // The dispute by number names its claim by another word afterwards; all else is equal.
  const auto disputes = table_records(files, "disputes");
  ASSERT_EQ(disputes.size(), 3u);
  std::set<std::string> named;
  for (const CsvRecord& dispute : disputes) named.insert(dispute.at("disputes"));
  const std::string sha = graph::sha256_hex(files.at("assertions.csv")).substr(0, 12);
  EXPECT_EQ(named, (std::set<std::string>{"C1", "police/C3", "assertion:" + sha + ":2"}));
  const TemporaryDirectory folder;
  digest_when_loaded(files, folder.path(), store.victim_key());
  const ExportFiles again = export_files(folder / "loaded", everything(store.victim_key()));
  for (const auto& [name, text] : files) {
    // A claim about a victim flow stands with the restricted now, and so do whom it names.
    if (name == "restricted/restricted_entities.csv") {
      EXPECT_GT(again.at(name).size(), text.size());
      continue;
    }
    if (name == "manifest.json" || name == "sources.csv") continue;
    EXPECT_TRUE(again.at(name) == text) << name;
  }
}

// Without a name by number the digest itself is equal.
TEST(ExportCsv, TheContentDigestComesBackSlow) {
  QueryStore open;
  load_open_records(open);
  EXPECT_EQ(digest_of_copy(export_files(open.path(), ExportRequest{}), {}),
            content_digest_of(open.path()));
  for (const std::uint64_t seed : {4u}) {
    const GeneratedCase made({.seed = seed, .threads = 2, .scale = 0.02});
    QueryStore store;
    {
      const auto opened =
          value_of(graph::Store::open(store.path(), {.mode = graph::OpenMode::kCreate}));
      value_of(ingest::load_case(*opened, made.directory(), store.victim_key(), store.context()));
    }
    const ExportFiles files = export_files(store.path(), everything(store.victim_key()));
    EXPECT_EQ(digest_of_copy(files, store.victim_key()), content_digest_of(store.path()));
    EXPECT_NE(digest_of_copy(export_files(store.path(), ExportRequest{}), {}),
              content_digest_of(store.path()))
        << "a publication leaves something out: the check can fail";
  }
}

TEST(ExportCsv, PublishedDataComesBack) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/fincen_files");
  QueryStore store;
  store.load_path(folder.string(), "fincen-files");
  EXPECT_EQ(digest_of_copy(export_files(store.path(), ExportRequest{}), {}),
            content_digest_of(store.path()));
}

// Groups keep who belongs together; their numbers are made of the names that they have in a file.
TEST(ExportCsv, LegsOfOneEventStayTogether) {
  QueryStore store;
  store.load_text("legs.csv",
                  R"({"headwater_mapping": 1, "name": "legs", "records": [
    {"record": "transaction", "from": {"kind": "account", "id": {"column": "from"}},
     "to": {"kind": "account", "id": {"column": "to"}}, "time": {"column": "time"},
     "amount": {"column": "amount"}, "group": {"column": "event"}}]})",
                  "from,to,time,amount,event\na,b,2024-01-01,1,x\nc,b,2024-01-01,2,x\n"
                  "a,d,2024-01-01,3,y\na,b,2024-01-01,4,\n");
  const ExportFiles files = export_files(store.path(), ExportRequest{});
  const TemporaryDirectory folder;
  digest_when_loaded(files, folder.path(), {});
  const auto opened =
      value_of(graph::Store::open(folder / "loaded", {.mode = graph::OpenMode::kRead}));
  const auto view = value_of(opened->view({}));
  std::vector<std::uint64_t> groups;
  ASSERT_TRUE(view->for_each_transaction([&](auto, const graph::Transaction& leg) {
                    groups.push_back(leg.group);
                    return graph::Status();
                  })
                  .ok());
  ASSERT_EQ(groups.size(), 4u);
  EXPECT_EQ(groups[0], groups[1]);
  EXPECT_NE(groups[0], groups[2]);
  EXPECT_NE(groups[2], 0u);
  EXPECT_EQ(groups[3], 0u);
}

TEST(ExportCsv, WindowsAndLayersNarrowIt) {
  QueryStore store;
  load_open_records(store);
  ExportRequest request;
  request.window = {*graph::parse_iso8601("2024-01-06"), *graph::parse_iso8601("2024-03-02")};
  queries::Answer answer;
  const ExportFiles part = export_files(store.path(), request, 2, &answer);
  // By hand: A2, A4, A5 and two of the payments without an id; A1, one and the sum lie outside, A/3
  // has no date.
  EXPECT_EQ(table_records(part, "transactions").size(), 5u);
  EXPECT_EQ(scalar(answer, "left_out", "transactions_outside_window_or_layers"), "4");
  const auto ties = table_records(part, "relations");
  EXPECT_EQ(ties.size(), 13u) << "R1 ends as the window begins and touches it";
  EXPECT_TRUE(table_records(part, "openings").empty());
  request = {};
  request.layers = {graph::Layer::kRelations};
  const ExportFiles ties_only = export_files(store.path(), request);
  EXPECT_FALSE(ties_only.contains("transactions.csv"));
  EXPECT_FALSE(ties_only.contains("rates.csv"));
  EXPECT_TRUE(ties_only.contains("relations.csv"));
  EXPECT_TRUE(ties_only.contains("entities.csv"));
}

TEST(ExportCsv, AnEarlierCommitIsExportedAsItWas) {
  QueryStore store;
  store.load_text("one.csv", R"({"headwater_mapping": 1, "name": "one", "records": [
    {"record": "entity", "entity": {"kind": "person", "id": {"column": "id"}}}]})",
                  "id\n1\n");
  const ExportFiles before = export_files(store.path(), ExportRequest{});
  load_open_records(store);
  ExportRequest request;
  request.as_of = graph::CommitSeq{1};
  EXPECT_EQ(first_difference(export_files(store.path(), request), before), "");
  EXPECT_NE(first_difference(export_files(store.path(), ExportRequest{}), before), "");
}

TEST(Export, BytesAreEqualForAnyNumberOfThreadsAndAgain) {
  QueryStore store;
  load_every_record(store);
  for (const auto format : {queries::ExportFormat::kCsv, queries::ExportFormat::kGraphml,
                            queries::ExportFormat::kGexf, queries::ExportFormat::kFtm}) {
    ExportRequest request = everything(store.victim_key());
    request.format = format;
    const ExportFiles first = export_files(store.path(), request, 1);
    for (const int threads : {1, 2, 4}) {
      EXPECT_EQ(first_difference(export_files(store.path(), request, threads), first), "");
    }
  }
}

TEST(Export, TheManifestSaysWhatItIs) {
  QueryStore store;
  load_every_record(store);
  const ExportFiles files = export_files(store.path(), ExportRequest{});
  const boost::json::value manifest = boost::json::parse(files.at("manifest.json"));
  EXPECT_EQ(manifest.at("audience").as_string(), "publication");
  EXPECT_EQ(manifest.at("commit").to_number<int>(), 11);
  EXPECT_EQ(std::string(manifest.at("content_digest").as_string()),
            content_digest_of(store.path()));
  EXPECT_EQ(manifest.at("engine").as_string(), "Headwater test");
  const auto& rows = manifest.at("files").at("rows").as_array();
  EXPECT_EQ(rows.size() + 1, files.size());  // itself
  for (const auto& row : rows) {
    const std::string& text = files.at(std::string(row.at(0).as_string()));
    EXPECT_EQ(row.at(2).to_number<std::size_t>(), text.size());
    EXPECT_EQ(std::string(row.at(3).as_string()), graph::sha256_hex(text));
  }
}

TEST(Export, FormatsThatComeLaterOrAreOfACaseSaySo) {
  const std::pair<const char*, const char*> kFormats[] = {{"parquet", "later"},
                                                          {"goaml", "of a case"}};
  for (const auto& [format, words] : kFormats) {
    const auto refused = queries::parse_export({{"format", format}});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), graph::StatusCode::kQuestion);
    EXPECT_NE(refused.error().message().find(words), std::string::npos);
  }
  EXPECT_FALSE(queries::parse_export({{"format", "xlsx"}}).has_value());
  EXPECT_FALSE(queries::parse_export({}).has_value());
  EXPECT_FALSE(queries::parse_export({{"format", "csv"}, {"layers", "gold"}}).has_value());
  EXPECT_TRUE(queries::parse_export({{"format", "ftm"}}).has_value());
}

}  // namespace
}  // namespace headwater::tests
