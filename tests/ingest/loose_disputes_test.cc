// Disputes from files: what they name is looked for when the whole load is there.
#include <gtest/gtest.h>

#include "ingest/generate/case_loader.h"
#include "tests/support/query_store.h"
#include "tests/support/staging.h"

namespace headwater::ingest {
namespace {

constexpr char kClaims[] = "id,subject,claim,case,disputes\na1,person:x/1,member-of,case:x/k,\n";
constexpr char kDoubts[] = "id,subject,claim,case,disputes\nd1,,disputes,,a1\n";

class LooseDisputesTest : public testing::Test {
 protected:
  LoadReport load(const std::vector<std::string>& files, const std::string& name_space = "police") {
    LoadRequest request;
    for (const std::string& file : files) request.paths.push_back(store_.folder() / file);
    request.format = "assertions";
    request.namespace_name = name_space;
    request.append = true;
    return store_.load(std::move(request));
  }
  void write(const std::string& file, const std::string& text) {
    tests::write_file(store_.folder() / file, text);
  }
  tests::QueryStore store_;
};

TEST_F(LooseDisputesTest, OneOfNothingIsLoadedAndCounted) {
  write("doubts.csv", kDoubts);
  write("claims.csv", kClaims);
  const LoadReport first = load({"doubts.csv"});
  EXPECT_EQ(first.accepted, 1u);
  EXPECT_EQ(first.disputes.of_nothing, 1u);
  EXPECT_EQ(first.disputes.ambiguous, 0u);
  const LoadReport second = load({"claims.csv"});
  EXPECT_EQ(second.disputes.of_nothing, 0u) << "no dispute of this load";
}

TEST_F(LooseDisputesTest, WhatALaterFileOfTheSameLoadHoldsIsFound) {
  write("doubts.csv", kDoubts);
  write("claims.csv", kClaims);
  EXPECT_EQ(load({"doubts.csv", "claims.csv"}).disputes.of_nothing, 0u);
  EXPECT_EQ(load({"doubts.csv", "claims.csv"}, "elsewhere").disputes.of_nothing, 0u);
}

TEST_F(LooseDisputesTest, ASharedNameIsCountedApart) {
  write("unnamed.csv", "subject,claim,case\nperson:x/1,member-of,case:x/k\n");
  load({"unnamed.csv"});
  const LoadReport again = load({"unnamed.csv"}, "elsewhere");
  write("doubts.csv", "id,subject,claim,disputes\nd1,,disputes," +
                          again.sources.at(0).sha256.substr(0, 12) + ":1\n");
  const LoadReport report = load({"doubts.csv"});
  EXPECT_EQ(report.disputes.of_nothing, 0u);
  EXPECT_EQ(report.disputes.ambiguous, 1u);
}

TEST_F(LooseDisputesTest, ACaseIsJudgedWhenItsLastSourceIsThere) {
  write("doubts.csv", "id,subject,claim,disputes\nd1,,disputes,a1\nd2,,disputes,a9\n");
  write("claims.csv", kClaims);
  const auto source = [](const std::string& path, const std::string& name_space) {
    return R"({"path": ")" + path + R"(", "format": "assertions", "namespace": ")" + name_space +
           "\"}";
  };
  write("case.json", R"({"sources": [)" + source("doubts.csv", "police") + ", " +
                         source("claims.csv", "police") + "]}");
  const graph::ExecutionContext context({.threads = 1});
  const auto store =
      tests::value_of(graph::Store::open(store_.path(), {.mode = graph::OpenMode::kCreate}));
  LoadRequest common;
  common.append = true;
  const CaseLoad loaded =
      tests::value_of(load_case([&]() -> graph::Result<graph::Store*> { return store.get(); },
                                store_.folder().path().string(), common, context));
  EXPECT_EQ(loaded.sources.at(0).disputes.of_nothing, 2u);
  EXPECT_EQ(loaded.disputes.of_nothing, 1u);
}

}  // namespace
}  // namespace headwater::ingest
