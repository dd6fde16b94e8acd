// A writable store that a test loads into and retracts from, step by step.
//
//   class RateIdentity : public testing::Test, protected tests::LoadingStore { ... };
#pragma once

#include <memory>
#include <string>

#include "ingest/retraction.h"
#include "tests/support/query_store.h"
#include "tests/support/temporary_directory.h"

namespace headwater::tests {

class LoadingStore {
 public:
  explicit LoadingStore(int threads = 2) : context_({.threads = threads}) {
    store_ = value_of(graph::Store::open(folder_ / "store", {.mode = graph::OpenMode::kCreate}));
  }

  ingest::LoadReport load(const ingest::LoadRequest& request) {
    return value_of(ingest::load(*store_, request, context_));
  }
  ingest::RetractionReport retract(const std::string& name) {
    return value_of(ingest::retract(*store_, {{name}, ""}, context_));
  }
  ingest::RetractionReport retract(graph::CommitSeq commit) {
    return retract("commit:" + std::to_string(commit.value));
  }
  // Of all that is visible, after checking the whole store.
  std::string digest() {
    const auto report = value_of(graph::verify(*store_, true, context_));
    EXPECT_TRUE(report.ok()) << report.problems.front();
    return report.content_digest;
  }

  TemporaryDirectory folder_;
  graph::ExecutionContext context_;
  std::unique_ptr<graph::Store> store_;
};

}  // namespace headwater::tests
