// What tests of the store share: a store in a folder of its own and short ways to fill it.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "graph/store.h"
#include "graph/store_writer.h"
#include "tests/support/temporary_directory.h"

namespace headwater::graph::store_tests {

template <typename T>
T value(Result<T> result) {
  EXPECT_TRUE(result.has_value()) << result.error().message();
  if (!result.has_value()) std::abort();
  return std::move(result).value();
}

class StoreFixture : public testing::Test {
 protected:
  std::string path() const { return folder_ / "store"; }
  std::unique_ptr<Store> open(OpenMode mode) { return value(Store::open(path(), {mode})); }
  std::unique_ptr<CommitWriter> begin(Store& store, char sha = 'a') {
    Manifest manifest;
    manifest.format = "test";
    manifest.namespace_name = "bank";
    manifest.sources.push_back({"file.csv", std::string(64, sha), "file.csv", 0, 0, 0, 0, false});
    return value(CommitWriter::begin(store, std::move(manifest), context_));
  }
  static EntityId account(CommitWriter& writer, const std::string& name) {
    return value(writer.entity({EntityKind::kAccount, "bank", name}));
  }
  static Transaction transfer(CommitWriter& writer, const std::string& from, const std::string& to,
                              std::int64_t amount, std::uint64_t row) {
    Transaction t;
    t.from = account(writer, from);
    t.to = account(writer, to);
    t.time = {static_cast<std::int64_t>(row) * 1000};
    t.amount = t.received_amount = {amount};
    t.asset = t.received_asset = value(writer.asset({"EUR", AssetKind::kFiat, 2}));
    t.origin.row = row;
    return t;
  }
  // The content digest of a sound store; the problems otherwise.
  std::string digest() {
    const auto store = open(OpenMode::kRead);
    const VerifyReport report = value(verify(*store, true, context_));
    EXPECT_TRUE(report.ok()) << report.problems.front();
    return report.ok() ? report.content_digest : report.problems.front();
  }

  tests::TemporaryDirectory folder_;
  ExecutionContext context_;
};

}  // namespace headwater::graph::store_tests
