// Loading into a real store: idempotence, namespaces, conflicts, supersession, atomicity.
#include "ingest/loader.h"

#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/shared_data.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater::ingest {
namespace {

using graph::StatusCode;
using tests::TemporaryDirectory;
using tests::write_file;

// A store and a folder for input files, both temporary.
class LoaderTest : public ::testing::Test {
 protected:
  void SetUp() override { open(); }

  void open() {
    store_.reset();
    auto store = graph::Store::open(directory_ / "store", {.mode = graph::OpenMode::kCreate});
    ASSERT_TRUE(store.has_value()) << store.error().message();
    store_ = std::move(store).value();
  }

  std::string file(const std::string& name, const std::string& text) {
    const std::string path = directory_ / name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    write_file(path, text);
    return path;
  }

  graph::Result<LoadReport> try_load(const LoadRequest& request) {
    return load(*store_, request, context_);
  }

  LoadReport load_well(const LoadRequest& request) {
    auto report = try_load(request);
    if (report.has_value()) return *report;
    ADD_FAILURE() << report.error().message();
    return {};
  }

  StatusCode failure(const LoadRequest& request) {
    const auto report = try_load(request);
    if (!report.has_value()) last_message_ = report.error().message();
    return report.has_value() ? StatusCode::kOk : report.error().code();
  }

  // Transactions visible now.
  std::vector<graph::Transaction> transactions() {
    std::vector<graph::Transaction> result;
    const auto view = store_->view({}).value();
    const auto status =
        view->for_each_transaction([&](graph::TransactionId, const graph::Transaction& record) {
          result.push_back(record);
          return graph::Status();
        });
    EXPECT_TRUE(status.ok()) << status.message();
    return result;
  }

  std::size_t quarantined() {
    std::size_t count = 0;
    const auto view = store_->view({}).value();
    EXPECT_TRUE(view->for_each_quarantined([&](const graph::QuarantinedRow&) {
                      ++count;
                      return graph::Status();
                    })
                    .ok());
    return count;
  }

  void expect_sound() {
    const auto report = graph::verify(*store_, true, context_);
    ASSERT_TRUE(report.has_value()) << report.error().message();
    EXPECT_TRUE(report->ok()) << report->problems.front();
  }

  TemporaryDirectory directory_;
  graph::ExecutionContext context_{{.threads = 2}};
  std::unique_ptr<graph::Store> store_;
  std::string last_message_;
};

constexpr const char* kPayments = "a,b,x\n1,2,5\n2,3,6\n2,3,6\n";
constexpr const char* kMapping = R"({"headwater_mapping": 1, "name": "m", "records": [
    {"record": "transaction", "from": {"kind": "account", "id": {"column": "a"}},
     "to": {"kind": "account", "id": {"column": "b"}}, "amount": {"column": "x"},
     "asset": "EUR"}]})";
constexpr const char* kMappingWithIds = R"({"headwater_mapping": 1, "name": "ids", "records": [
    {"record": "transaction", "from": {"kind": "account", "id": {"column": "a"}},
     "to": {"kind": "account", "id": {"column": "b"}}, "amount": {"column": "x"},
     "asset": "EUR", "id": {"column": "i"}}]})";

TEST_F(LoaderTest, SameBytesAddNothing) {
  const LoadRequest request{.paths = {file("p.csv", kPayments)},
                            .format = "csv",
                            .mapping_path = file("m.json", kMapping)};
  const LoadReport first = load_well(request);
  EXPECT_EQ(first.rows_read, 3u);
  EXPECT_EQ(first.accepted, 3u);
  EXPECT_EQ(first.added.transactions, 3u);
  EXPECT_EQ(first.added.entities, 3u);
  EXPECT_EQ(first.commit.value, 1u);
  ASSERT_EQ(first.sources.size(), 1u);
  EXPECT_EQ(first.sources[0].sha256.size(), 64u);
  open();
  const LoadReport second = load_well(request);
  EXPECT_EQ(second.accepted, 0u);
  EXPECT_EQ(second.rows_read, 3u);
  EXPECT_EQ(second.duplicates, 3u);
  EXPECT_EQ(second.commit.value, 1u);
  EXPECT_EQ(second.added.transactions, 0u);
  EXPECT_EQ(transactions().size(), 3u);
  expect_sound();
}

TEST_F(LoaderTest, RowsPassedOverLeaveASoundStore) {
  std::string mapping = kMapping;
  mapping.insert(mapping.rfind('}'), R"(, "unmatched": "skip")");
  mapping.insert(mapping.find("\"from\""), R"("when": {"column": "x", "not": "6"}, )");
  const LoadRequest request{.paths = {file("p.csv", kPayments)},
                            .format = "csv",
                            .mapping_path = file("m.json", mapping)};
  EXPECT_EQ(load_well(request).skipped, 2u);
  const graph::SourceFile source = store_->view({}).value()->manifests()[0].sources[0];
  EXPECT_EQ(source.rows_read, 3u);
  EXPECT_EQ(source.accepted, 1u);
  expect_sound();
}

TEST_F(LoaderTest, SameFileTwiceInOneCommandIsOnce) {
  const std::string one = file("p.csv", kPayments);
  const std::string copy = file("copy.csv", kPayments);
  for (const bool together : {false, true}) {
    const LoadReport report = load_well({.paths = {one, copy},
                                         .format = "csv",
                                         .mapping_path = file("m.json", kMapping),
                                         .namespace_name = together ? "t" : "s",
                                         .batch_all = together});
    EXPECT_EQ(report.accepted, 3u);
    EXPECT_EQ(report.duplicates, 3u);
    EXPECT_EQ(report.sources[1].commit, report.sources[0].commit);
  }
}

TEST_F(LoaderTest, SameBytesUnderAnotherMappingAreAConflictUnlessSuperseded) {
  const std::string path = file("p.csv", kPayments);
  load_well({.paths = {path}, .format = "csv", .mapping_path = file("m.json", kMapping)});
  std::string other = kMapping;
  other.replace(other.find("EUR"), 3, "USD");
  LoadRequest again{.paths = {path}, .format = "csv", .mapping_path = file("o.json", other)};
  EXPECT_EQ(failure(again), StatusCode::kConflict);
  EXPECT_EQ(graph::exit_code(StatusCode::kConflict), 1);
  EXPECT_EQ(transactions().size(), 3u);
  again.supersede = true;
  const LoadReport report = load_well(again);
  EXPECT_EQ(report.accepted, 3u);
  const auto records = transactions();
  ASSERT_EQ(records.size(), 3u);
  const auto view = store_->view({}).value();
  EXPECT_EQ(view->assets()[records[0].asset.value].code, "USD");
  EXPECT_FALSE(view->is_commit_visible(graph::CommitSeq{1}));
  expect_sound();
}

TEST_F(LoaderTest, ARetractedCommitDoesNotCountAsLoaded) {
  const std::string path = file("p.csv", kPayments);
  const std::string first = file("m.json", kMapping);
  std::string other = kMapping;
  other.replace(other.find("EUR"), 3, "USD");
  load_well({.paths = {path}, .format = "csv", .mapping_path = first});
  load_well(
      {.paths = {path}, .format = "csv", .mapping_path = file("o.json", other), .supersede = true});
  EXPECT_EQ(failure({.paths = {path}, .format = "csv", .mapping_path = first}),
            StatusCode::kConflict);
  const LoadReport back =
      load_well({.paths = {path}, .format = "csv", .mapping_path = first, .supersede = true});
  EXPECT_EQ(back.accepted, 3u);
  EXPECT_EQ(transactions().size(), 3u);
}

TEST_F(LoaderTest, OtherBytesUnderAKnownNameNeedADecision) {
  const std::string mapping = file("m.json", kMapping);
  load_well({.paths = {file("one/p.csv", kPayments)}, .format = "csv", .mapping_path = mapping});
  LoadRequest next{
      .paths = {file("two/p.csv", "a,b,x\n7,8,9\n")}, .format = "csv", .mapping_path = mapping};
  EXPECT_EQ(failure(next), StatusCode::kConflict);
  EXPECT_NE(last_message_.find("--namespace"), std::string::npos);
  next.namespace_name = "other";
  EXPECT_EQ(load_well(next).accepted, 1u);
  next.paths = {file("three/p.csv", "a,b,x\n7,8,10\n")};
  next.namespace_name = "";
  next.append = true;
  EXPECT_EQ(load_well(next).accepted, 1u);
  EXPECT_EQ(transactions().size(), 5u);
}

TEST_F(LoaderTest, SourceIdsMakeDuplicatesAndConflictsAcrossFiles) {
  const std::string mapping = file("m.json", kMappingWithIds);
  load_well({.paths = {file("one.csv", "a,b,x,i\n1,2,5,A\n2,3,6,B\n")},
             .format = "csv",
             .mapping_path = mapping});
  LoadRequest next{.paths = {file("two.csv", "a,b,x,i\n1,2,5,A\n2,3,7,B\n1,3,1,C\n")},
                   .format = "csv",
                   .mapping_path = mapping};
  const LoadReport report = load_well(next);
  EXPECT_EQ(report.rows_read, 3u);
  EXPECT_EQ(report.accepted, 1u);
  EXPECT_EQ(report.duplicates, 1u);
  EXPECT_EQ(report.quarantined, 1u);
  next.paths = {file("three.csv", "a,b,x,i\n2,3,8,B\n")};
  next.supersede = true;
  EXPECT_EQ(load_well(next).accepted, 1u);
  std::int64_t sum = 0;
  for (const auto& record : transactions()) sum += record.amount.value;
  EXPECT_EQ(sum, 500 + 800 + 100);
  expect_sound();
}

TEST_F(LoaderTest, DedupeRowsTakesTheNthOccurrenceOnceAcrossFiles) {
  const std::string mapping = file("m.json", kMapping);
  LoadRequest request{.paths = {file("jan.csv", "a,b,x\n1,2,5\n2,3,6\n2,3,6\n")},
                      .format = "csv",
                      .mapping_path = mapping,
                      .dedupe_rows = true};
  EXPECT_EQ(load_well(request).accepted, 3u);
  request.paths = {file("feb.csv", "a,b,x\n\"2\",3, 6\n2,3,6\n2,3,6\n9,9,1\n")};
  const LoadReport report = load_well(request);
  EXPECT_EQ(report.duplicates, 2u);
  EXPECT_EQ(report.accepted, 2u);
}

TEST_F(LoaderTest, StrictStoresNothingOfABadSource) {
  const std::string bad = "a,b,x\n1,2,5\n1,2,5.001\n";
  LoadRequest request{.paths = {file("p.csv", bad)},
                      .format = "csv",
                      .mapping_path = file("m.json", kMapping),
                      .strict = true};
  EXPECT_EQ(failure(request), StatusCode::kInput);
  EXPECT_NE(last_message_.find("p.csv:2: precision, column x"), std::string::npos);
  EXPECT_EQ(store_->latest_commit().value, 0u);
  request.strict = false;
  EXPECT_EQ(load_well(request).quarantined, 1u);
  EXPECT_EQ(quarantined(), 1u);
}

TEST_F(LoaderTest, UnreadableInputIsRefusedBeforeAnythingIsStored) {
  const std::string good = file("good.csv", kPayments);
  const std::string mapping = file("m.json", kMapping);
  const auto with = [&](const std::string& second) {
    return failure({.paths = {good, second}, .format = "csv", .mapping_path = mapping});
  };
  EXPECT_EQ(with(directory_ / "missing.csv"), StatusCode::kInput);
  EXPECT_EQ(with(file("empty.csv", "")), StatusCode::kInput);
  EXPECT_EQ(with(file("wrong.csv", "a;b;x\n1;2;5\n")), StatusCode::kInput);
  EXPECT_NE(last_message_.find("`a`, `b`, `x`"), std::string::npos);
  EXPECT_EQ(with(file("binary.csv", std::string("\xFF\xFE") + "a")), StatusCode::kInput);
  EXPECT_EQ(with(directory_.path().string()), StatusCode::kInput);
  EXPECT_EQ(failure({.paths = {good}, .format = "csv"}), StatusCode::kQuestion);
  EXPECT_EQ(failure({.paths = {good}, .format = "nonsense"}), StatusCode::kQuestion);
  EXPECT_EQ(failure({.paths = {}, .format = "workload"}), StatusCode::kQuestion);
  EXPECT_EQ(
      failure({.paths = {good}, .format = "csv", .mapping_path = mapping, .namespace_name = "a/b"}),
      StatusCode::kQuestion);
  EXPECT_EQ(store_->latest_commit().value, 0u);
}

TEST_F(LoaderTest, AHeaderWithoutRowsIsAnEmptySource) {
  const LoadReport report = load_well({.paths = {file("p.csv", "a,b,x\n")},
                                       .format = "csv",
                                       .mapping_path = file("m.json", kMapping)});
  EXPECT_EQ(report.rows_read, 0u);
  EXPECT_EQ(report.commit.value, 1u);
}

TEST_F(LoaderTest, StorageExponentsAreFixedByFirstUse) {
  const std::string path = file("p.csv", kPayments);
  load_well({.paths = {path}, .format = "csv", .mapping_path = file("m.json", kMapping)});
  std::string finer = kMapping;
  finer.insert(1, R"("assets": {"EUR": 4}, )");
  EXPECT_EQ(failure({.paths = {file("q.csv", "a,b,x\n1,2,5.0001\n")},
                     .format = "csv",
                     .mapping_path = file("finer.json", finer)}),
            StatusCode::kConflict);
}

TEST_F(LoaderTest, CancelledLoadsLeaveNothing) {
  std::string text = "a,b,x\n";
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + ",2,5\n";
  const LoadRequest request{
      .paths = {file("p.csv", text)}, .format = "csv", .mapping_path = file("m.json", kMapping)};
  graph::ExecutionContext* to_cancel = nullptr;
  graph::ExecutionContext context({.threads = 2, .on_progress = [&](const auto& progress) {
                                     if (progress.unit == "rows") to_cancel->cancel();
                                   }});
  to_cancel = &context;
  const auto report = load(*store_, request, context);
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code(), StatusCode::kCancelled);
  open();
  EXPECT_EQ(store_->latest_commit().value, 0u);
  EXPECT_TRUE(transactions().empty());
  EXPECT_EQ(load_well(request).accepted, 200'000u);
  expect_sound();
}

TEST_F(LoaderTest, AFileThatChangesWhileItIsReadIsRefused) {
  std::string text = "a,b,x\n";
  for (int i = 0; i < 300'000; ++i) text += "1,2,5\n";
  const std::string path = file("p.csv", text);
  bool changed = false;
  graph::ExecutionContext context({.threads = 1, .on_progress = [&](const auto& progress) {
                                     if (progress.unit != "rows" || changed) return;
                                     changed = true;
                                     write_file(path, text + "1,2,6\n");
                                   }});
  const auto report =
      load(*store_, {.paths = {path}, .format = "csv", .mapping_path = file("m.json", kMapping)},
           context);
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code(), StatusCode::kInput);
  EXPECT_EQ(store_->latest_commit().value, 0u);
}

TEST_F(LoaderTest, ThreadsDoNotChangeTheStore) {
  std::string text = "a,b,x\n";
  for (int i = 0; i < 150'000; ++i) {
    text += std::to_string(i * 7919 % 1000) + "," + std::to_string(i % 777) +
            (i % 1000 == 0 ? ",bad\n" : ",5\n");
  }
  const std::string path = file("p.csv", text);
  const std::string mapping = file("m.json", kMapping);
  std::string first_digest;
  for (const int threads : {1, 2, 4}) {
    const auto store = graph::Store::open(directory_ / ("store" + std::to_string(threads)),
                                          {.mode = graph::OpenMode::kCreate})
                           .value();
    const graph::ExecutionContext context({.threads = threads});
    const auto report =
        load(*store, {.paths = {path}, .format = "csv", .mapping_path = mapping}, context);
    ASSERT_TRUE(report.has_value()) << report.error().message();
    EXPECT_EQ(report->quarantined, 150u);
    const auto digest = graph::verify(*store, false, context).value().content_digest;
    if (first_digest.empty()) first_digest = digest;
    EXPECT_EQ(digest, first_digest) << threads;
  }
}

TEST_F(LoaderTest, FoldersLoadTheFilesTheFormatNamesAndListTheOthers) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/amlsim");
  const std::string cycle = folder / "20K_cycle200";
  const std::string fanin = folder / "20K_fanin200";
  const LoadReport first = load_well({.paths = {cycle}, .format = "amlsim"});
  EXPECT_EQ(first.added.transactions, 117'805u);
  ASSERT_EQ(first.sources.size(), 2u);
  EXPECT_EQ(first.sources[0].recognised_as, "nodes.csv");
  EXPECT_EQ(first.ignored.size(), 1u);
  EXPECT_EQ(failure({.paths = {fanin}, .format = "amlsim"}), StatusCode::kConflict);
  const LoadReport second =
      load_well({.paths = {fanin}, .format = "amlsim", .namespace_name = "fanin"});
  EXPECT_EQ(second.added.transactions, 118'250u);
  EXPECT_EQ(second.added.entities, 20'000u);
  EXPECT_EQ(load_well({.paths = {cycle}, .format = "amlsim"}).duplicates, 137'805u);
}

TEST_F(LoaderTest, FincenFilesLoadAsAFolderAndAgainAsNothing) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/fincen_files");
  const LoadReport report = load_well({.paths = {folder.string()}, .format = "fincen-files"});
  EXPECT_EQ(report.accepted, 4'507u + 5'498u);
  EXPECT_EQ(report.quarantined + report.duplicates, 0u);
  EXPECT_EQ(report.added.transactions, 4'507u);
  EXPECT_EQ(report.ignored.size(), 1u);
  const LoadReport again = load_well({.paths = {folder.string()}, .format = "fincen-files"});
  EXPECT_EQ(again.accepted, 0u);
  EXPECT_EQ(again.duplicates, 10'005u);
  EXPECT_EQ(again.commit, report.commit);
  const auto view = store_->view({}).value();
  EXPECT_TRUE(view->find({graph::EntityKind::kCase, "fincen", "3297"}).value().has_value());
  EXPECT_TRUE(view->resolve_transaction("transaction:fincen/223254").has_value());
}

}  // namespace
}  // namespace headwater::ingest
