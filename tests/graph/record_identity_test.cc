// The source's own ids of relations, victim flows and assertions: met, freed, superseded.
#include "tests/graph/store_fixture.h"

namespace headwater::graph {
namespace {

using store_tests::value;

class RecordIdentity : public store_tests::StoreFixture {
 protected:
  static Relation relation(CommitWriter& writer, const std::string& evidence,
                           const std::string& id) {
    Relation record;
    record.from = value(writer.entity({EntityKind::kPerson, "bank", "p"}));
    record.to = account(writer, "1");
    record.kind = RelationKind::kOwnsAccount;
    record.evidence = evidence;
    record.origin.source_id = id;
    return record;
  }
  static VictimFlow flow(CommitWriter& writer, std::uint32_t count, const std::string& id) {
    VictimFlow record;
    record.count = count;
    record.case_id = value(writer.entity({EntityKind::kCase, "police", "z"}));
    record.origin.source_id = id;
    return record;
  }
  static Assertion assertion(CommitWriter& writer, std::uint16_t share, const std::string& id) {
    Assertion record;
    record.entity = account(writer, "1");
    record.share.value = share;
    record.origin.source_id = id;
    return record;
  }
  // Adds what is new; the row number is of no account.
  template <typename Record>
  static KeyOutcome outcome(CommitWriter& writer, Record record, std::uint64_t row = 1) {
    record.origin.row = row;
    const KeyOutcome result = value(writer.check_source_id(record));
    if (result == KeyOutcome::kNew || result == KeyOutcome::kGone) value(writer.add(record));
    return result;
  }
  void expect_sound(const Store& store) {
    const VerifyReport report = value(verify(store, true, context_));
    EXPECT_TRUE(report.ok()) << report.problems.front();
  }
  static std::size_t assertions(const Store& store, CommitSeq as_of = kLatestCommit) {
    std::size_t count = 0;
    EXPECT_TRUE(value(store.view({.as_of = as_of}))
                    ->for_each_assertion([&](AssertionId, const Assertion&) {
                      ++count;
                      return Status();
                    })
                    .ok());
    return count;
  }
};

TEST_F(RecordIdentity, TellsDuplicatesFromConflictsForEachType) {
  const auto store = open(OpenMode::kCreate);
  for (const bool is_first : {true, false}) {
    const auto writer = begin(*store);
    const KeyOutcome first = is_first ? KeyOutcome::kNew : KeyOutcome::kDuplicate;
    EXPECT_EQ(outcome(*writer, relation(*writer, "x", "A")), first);
    EXPECT_EQ(outcome(*writer, flow(*writer, 3, "A")), first) << "types are told apart";
    EXPECT_EQ(outcome(*writer, assertion(*writer, 6000, "A")), first);
    EXPECT_EQ(outcome(*writer, relation(*writer, "x", "A"), 2), KeyOutcome::kDuplicate);
    EXPECT_EQ(outcome(*writer, relation(*writer, "y", "A"), 2), KeyOutcome::kConflict);
    EXPECT_EQ(outcome(*writer, flow(*writer, 4, "A"), 2), KeyOutcome::kConflict);
    EXPECT_EQ(outcome(*writer, assertion(*writer, 5000, "A"), 2), KeyOutcome::kConflict);
    value(writer->publish());
  }
  Manifest other;
  other.namespace_name = "other-bank";
  const auto writer = value(CommitWriter::begin(*store, std::move(other), context_));
  EXPECT_EQ(outcome(*writer, relation(*writer, "y", "A")), KeyOutcome::kNew);
  value(writer->publish());
  expect_sound(*store);
}

TEST_F(RecordIdentity, TheRecordsOfOneRowMayShareAnId) {
  const auto store = open(OpenMode::kCreate);
  {
    const auto writer = begin(*store);
    value(writer->add(relation(*writer, "x", "A")));
    value(writer->add(relation(*writer, "y", "A")));
    EXPECT_EQ(outcome(*writer, relation(*writer, "y", "A")), KeyOutcome::kDuplicate);
    EXPECT_EQ(outcome(*writer, relation(*writer, "z", "A")), KeyOutcome::kConflict);
    value(writer->publish());
  }
  const auto writer = begin(*store, 'b');
  for (const char* evidence : {"x", "y"}) {
    EXPECT_EQ(outcome(*writer, relation(*writer, evidence, "A")), KeyOutcome::kDuplicate);
  }
  EXPECT_EQ(outcome(*writer, relation(*writer, "z", "A")), KeyOutcome::kConflict);
  EXPECT_EQ(value(writer->published_under_id(relation(*writer, "z", "A"))).size(), 2u);
  expect_sound(*store);
}

TEST_F(RecordIdentity, ARetractedRecordOrCommitFreesItsId) {
  const auto store = open(OpenMode::kCreate);
  {
    const auto writer = begin(*store);
    value(writer->add(assertion(*writer, 6000, "A")));
    value(writer->publish());
  }
  {
    const auto writer = begin(*store, 'b');
    ASSERT_TRUE(writer->retract(AssertionId{0}).ok());
    EXPECT_EQ(outcome(*writer, assertion(*writer, 5000, "A")), KeyOutcome::kNew)
        << "freed within the commit that retracts";
    value(writer->publish());
  }
  {
    const auto writer = begin(*store, 'c');
    EXPECT_EQ(outcome(*writer, assertion(*writer, 5000, "A")), KeyOutcome::kDuplicate);
    EXPECT_EQ(outcome(*writer, assertion(*writer, 6000, "A")), KeyOutcome::kConflict);
    // Withdrawing the whole commit brings back what it had withdrawn.
    ASSERT_TRUE(writer->retract(CommitSeq{2}).ok());
    EXPECT_EQ(outcome(*writer, assertion(*writer, 6000, "A")), KeyOutcome::kDuplicate);
    EXPECT_EQ(outcome(*writer, assertion(*writer, 5000, "A")), KeyOutcome::kConflict);
    ASSERT_TRUE(writer->retract(CommitSeq{1}).ok());
    EXPECT_EQ(outcome(*writer, assertion(*writer, 5000, "A")), KeyOutcome::kGone);
    value(writer->publish());
  }
  EXPECT_EQ(assertions(*store), 1u);
  expect_sound(*store);
}

TEST_F(RecordIdentity, ASupersededRecordStandsAsOfBefore) {
  const auto store = open(OpenMode::kCreate);
  {
    const auto writer = begin(*store);
    value(writer->add(assertion(*writer, 6000, "A")));
    value(writer->publish());
  }
  {
    const auto writer = begin(*store, 'b');
    const Assertion corrected = assertion(*writer, 5000, "A");
    const auto earlier = value(writer->published_under_id(corrected));
    ASSERT_EQ(earlier, std::vector<AssertionId>{AssertionId{0}});
    ASSERT_TRUE(writer->retract(earlier.front()).ok());
    value(writer->add(corrected));
    EXPECT_TRUE(value(writer->published_under_id(corrected)).empty()) << "it is of this commit";
    value(writer->publish());
  }
  const auto now = value(store->view({}));
  EXPECT_EQ(value(now->resolve_assertion("assertion:bank/A")), AssertionId{1});
  const auto then = value(store->view({.as_of = {1}}));
  EXPECT_EQ(value(then->resolve_assertion("assertion:bank/A")), AssertionId{0});
  EXPECT_EQ(assertions(*store), 1u);
  EXPECT_EQ(assertions(*store, {1}), 1u);
  expect_sound(*store);
}

TEST_F(RecordIdentity, ATransactionThatAWithdrawnCommitHadReplacedStandsAgain) {
  const auto store = open(OpenMode::kCreate);
  const auto paid = [](CommitWriter& writer, std::int64_t amount) {
    Transaction record = transfer(writer, "1", "2", amount, 1);
    record.origin.source_id = "T";
    return record;
  };
  {
    const auto writer = begin(*store);
    value(writer->add(paid(*writer, 10)));
    value(writer->publish());
  }
  {
    const auto writer = begin(*store, 'b');
    ASSERT_TRUE(writer->retract(TransactionId{0}).ok());
    value(writer->add(paid(*writer, 11)));
    value(writer->publish());
  }
  const auto writer = begin(*store, 'c');
  ASSERT_TRUE(writer->retract(CommitSeq{2}).ok());
  EXPECT_EQ(outcome(*writer, paid(*writer, 10)), KeyOutcome::kDuplicate);
  EXPECT_EQ(outcome(*writer, paid(*writer, 12)), KeyOutcome::kConflict);
  ASSERT_TRUE(writer->retract(TransactionId{0}).ok());
  EXPECT_EQ(outcome(*writer, paid(*writer, 12)), KeyOutcome::kNew);
  value(writer->publish());
  EXPECT_EQ(value(value(store->view({}))->resolve_transaction("transaction:bank/T")).value, 2u);
  expect_sound(*store);
}

TEST_F(RecordIdentity, ANameThatSeveralShareIsAQuestionWithTheirNumbers) {
  const auto store = open(OpenMode::kCreate);
  {
    const auto writer = begin(*store);
    value(writer->add(assertion(*writer, 6000, "A")));
    value(writer->add(assertion(*writer, 3000, "A")));
    value(writer->add(assertion(*writer, 3000, "B")));
    value(writer->publish());
  }
  const auto view = value(store->view({}));
  const auto shared = view->resolve_assertion("assertion:bank/A");
  ASSERT_FALSE(shared.has_value());
  EXPECT_EQ(shared.error().code(), StatusCode::kQuestion);
  EXPECT_NE(shared.error().message().find("2 visible"), std::string::npos);
  EXPECT_NE(shared.error().message().find("#0, #1"), std::string::npos);
  EXPECT_EQ(value(view->resolve_assertion("assertion:#1")), AssertionId{1});
  EXPECT_EQ(value(view->resolve_assertion("assertion:bank/B")), AssertionId{2});
}

}  // namespace
}  // namespace headwater::graph
