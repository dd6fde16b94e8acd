// The record of a disclosure: a commit that keeps what was said, changes no content, and stays.
#include "graph/disclosure.h"

#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

Disclosure made_up() {
  return {.recipient = "unit of X, desk 4",
          .what = "goaml 7:R 1",
          .sha256 = std::string(64, 'a'),
          .case_name = "case:police/a b",
          .victims = 3,
          .transactions = 12,
          .as_of = {1},
          .commit = {},
          .wall_clock = {}};
}

class DisclosureRecord : public StoreFixture {
 protected:
  void SetUp() override {
    const auto store = open(OpenMode::kCreate);
    const auto writer = begin(*store);
    value(writer->add(transfer(*writer, "1", "2", 10, 1)));
    value(writer->publish());
  }
  Result<CommitSeq> record(const Disclosure& disclosure, OpenMode mode = OpenMode::kWrite) {
    const auto store = open(mode);
    return record_disclosure(*store, disclosure, context_);
  }
  std::vector<Disclosure> recorded(CommitSeq as_of = kLatestCommit) {
    const auto store = open(OpenMode::kRead);
    return disclosures(*value(store->view({.as_of = as_of})));
  }
};

TEST_F(DisclosureRecord, SaysWhatToWhomWhenAndHowMany) {
  const std::string before = digest();
  EXPECT_EQ(value(record(made_up())).value, 2u);
  EXPECT_EQ(value(record(made_up())).value, 3u);
  EXPECT_EQ(digest(), before);
  const auto found = recorded();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].recipient, "unit of X, desk 4");
  EXPECT_EQ(found[0].what, "goaml 7:R 1");
  EXPECT_EQ(found[0].sha256, std::string(64, 'a'));
  EXPECT_EQ(found[0].case_name, "case:police/a b");
  EXPECT_EQ(found[0].victims, 3u);
  EXPECT_EQ(found[0].transactions, 12u);
  EXPECT_EQ(found[0].as_of.value, 1u);
  EXPECT_EQ(found[0].commit.value, 2u);
  EXPECT_TRUE(found[0].wall_clock.is_known());
  EXPECT_EQ(found[1].commit.value, 3u);
  EXPECT_EQ(recorded({2}).size(), 1u) << "as known at commit 2";
}

// Withdrawing a commit withdraws records, and there are none: what was handed out stays so.
TEST_F(DisclosureRecord, StaysWhenItsCommitIsRetracted) {
  value(record(made_up()));
  {
    const auto store = open(OpenMode::kWrite);
    const auto writer = value(CommitWriter::begin(*store, Manifest{}, context_));
    ASSERT_TRUE(writer->retract(CommitSeq{2}).ok());
    value(writer->publish());
  }
  EXPECT_EQ(recorded().size(), 1u);
}

TEST_F(DisclosureRecord, WhatNobodyCouldReadBackIsRefused) {
  for (const std::string& recipient :
       {std::string(), std::string("  "), std::string("a\nvictims 0"), std::string(201, 'a')}) {
    Disclosure wrong = made_up();
    wrong.recipient = recipient;
    EXPECT_FALSE(record(wrong).has_value());
  }
  Disclosure wrong = made_up();
  wrong.what = "a\nrecipient b";
  EXPECT_FALSE(record(wrong).has_value());
  EXPECT_FALSE(record(made_up(), OpenMode::kRead).has_value());
  EXPECT_TRUE(recorded().empty());
}

}  // namespace
}  // namespace headwater::graph::store_tests
