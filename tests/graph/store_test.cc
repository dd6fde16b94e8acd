#include "graph/store.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "graph/store_writer.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph {
namespace {

using store_tests::value;

class StoreTest : public store_tests::StoreFixture {
 protected:
  static Manifest manifest(std::string name_space = "bank",
                           std::string sha = std::string(64, 'a')) {
    Manifest manifest;
    manifest.format = "test";
    manifest.namespace_name = std::move(name_space);
    manifest.sources.push_back({"file.csv", std::move(sha), "file.csv", 0, 0, 0, 0, false});
    return manifest;
  }

  static Transaction transfer(CommitWriter& writer, const std::string& from, const std::string& to,
                              std::int64_t time, std::int64_t amount, std::uint64_t row) {
    Transaction t;
    t.from = value(writer.entity({EntityKind::kAccount, "bank", from}));
    t.to = value(writer.entity({EntityKind::kAccount, "bank", to}));
    t.time = {time};
    t.amount = t.received_amount = {amount};
    t.asset = t.received_asset = value(writer.asset({"EUR", AssetKind::kFiat, 2}));
    t.origin.row = row;
    return t;
  }

  // A commit of `count` transfers along a seeded path.
  CommitSeq load(Store& store, int count, std::uint64_t seed, Manifest source) {
    auto writer = value(CommitWriter::begin(store, std::move(source), context_));
    std::mt19937_64 random(seed);
    for (int i = 0; i < count; ++i) {
      const auto t = transfer(*writer, std::to_string(random() % 50), std::to_string(random() % 50),
                              static_cast<std::int64_t>(random() % 1000) * 1000,
                              static_cast<std::int64_t>(random() % 100'000),
                              static_cast<std::uint64_t>(i) + 1);
      value(writer->add(t));
    }
    auto& file = writer->manifest().sources.front();
    file.rows_read = file.accepted = static_cast<std::uint64_t>(count);
    return value(writer->publish());
  }
};

TEST_F(StoreTest, RefusesWhatIsNoStore) {
  EXPECT_EQ(Store::open(path(), {OpenMode::kRead}).error().code(), StatusCode::kInput);
  EXPECT_EQ(Store::open(path(), {OpenMode::kWrite}).error().code(), StatusCode::kInput);
  std::ofstream(folder_ / "file") << "x";
  EXPECT_EQ(Store::open(folder_ / "file", {OpenMode::kCreate}).error().code(), StatusCode::kInput);
  std::filesystem::create_directory(folder_ / "other");
  std::ofstream(folder_ / "other/notes.txt") << "x";
  EXPECT_EQ(Store::open(folder_ / "other", {OpenMode::kCreate}).error().code(), StatusCode::kInput);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "other/notes.txt"));
}

TEST_F(StoreTest, KeepsEveryTransactionFieldAcrossReopening) {
  Transaction written;
  {
    const auto store = open(OpenMode::kCreate);
    auto writer = value(CommitWriter::begin(*store, manifest(), context_));
    written = transfer(*writer, "1", "2", 123'456, 777, 4);
    written.period_end = {200'000};
    written.received_amount = {55};
    written.received_asset = value(writer->asset({"USD", AssetKind::kFiat, 2}));
    written.kind = TransactionKind::kRepayment;
    written.channel = Channel::kCash;
    written.count = 0;
    written.flags = kAggregate | kPeriodReversed;
    written.group = 9;
    written.attributes = {{"text", "rent"}};
    written.origin.source_id = "T-1";
    value(writer->add(written));
    Transaction undated = transfer(*writer, "2", "3", 0, 1, 5);
    undated.time = kUnknownTime;
    value(writer->add(undated));
    value(writer->publish());
  }
  const auto store = open(OpenMode::kRead);
  const auto view = value(store->view({}));
  const Transaction read = *value(view->transaction({0}));
  EXPECT_EQ(read.from, written.from);
  EXPECT_EQ(read.to, written.to);
  EXPECT_EQ(read.time, written.time);
  EXPECT_EQ(read.period_end, written.period_end);
  EXPECT_EQ(read.amount, written.amount);
  EXPECT_EQ(read.received_amount, written.received_amount);
  EXPECT_EQ(read.received_asset, written.received_asset);
  EXPECT_EQ(read.kind, written.kind);
  EXPECT_EQ(read.channel, written.channel);
  EXPECT_EQ(read.count, written.count);
  EXPECT_EQ(read.flags, written.flags);
  EXPECT_EQ(read.group, written.group);
  EXPECT_EQ(read.attributes, written.attributes);
  EXPECT_EQ(read.origin.source_id, "T-1");
  EXPECT_EQ(value(view->name_of(TransactionId{0})), "transaction:bank/T-1");
  EXPECT_EQ(value(view->resolve_transaction("transaction:bank/T-1")).value, 0u);
  EXPECT_EQ(value(view->name_of(TransactionId{1})), "transaction:aaaaaaaaaaaa:5");
  EXPECT_EQ(value(view->resolve_transaction("transaction:aaaaaaaaaaaa:5")).value, 1u);
  EXPECT_EQ(value(view->resolve_transaction("#1")).value, 1u);
  EXPECT_FALSE(value(view->transaction({1}))->time.is_known());
  EXPECT_EQ(view->resolve_transaction("transaction:aaaaaaaaaaaa:6").error().code(),
            StatusCode::kNotFound);
}

TEST_F(StoreTest, EntitiesUniteWhatCommitsSayAndVanishWithTheirLastMention) {
  const EntityKey key{EntityKind::kPerson, "bank", "p/1"};
  const auto store = open(OpenMode::kCreate);
  const auto say = [&](const std::string& value_text) {
    auto writer = value(CommitWriter::begin(*store, manifest(), context_));
    const EntityId id = value(writer->entity(key));
    const std::vector<Attribute> attributes = {{"name", value_text}};
    EXPECT_TRUE(writer->add_attributes(id, attributes).ok());
    return value(writer->publish());
  };
  const CommitSeq first = say("Ann");
  say("Anne");
  auto view = value(store->view({}));
  const EntityId id = value(view->resolve("person:p/1"));
  EXPECT_EQ(value(view->entity(id))->attributes.size(), 2u);
  const auto withdraw = [&](CommitSeq commit) {
    auto writer = value(CommitWriter::begin(*store, Manifest(), context_));
    EXPECT_TRUE(writer->retract(commit).ok());
    value(writer->publish());
  };
  withdraw(first);
  view = value(store->view({}));
  EXPECT_EQ(value(view->entity(id))->attributes, (std::vector<Attribute>{{"name", "Anne"}}));
  EXPECT_EQ(value(view->entity(id))->key, key);
  withdraw({2});
  view = value(store->view({}));
  EXPECT_FALSE(value(view->entity(id)).has_value());
  EXPECT_EQ(view->resolve("person:bank/p/1").error().code(), StatusCode::kNotFound);
  view = value(store->view({.as_of = {2}}));
  EXPECT_EQ(value(view->entity(id))->attributes.size(), 2u);
}

TEST_F(StoreTest, ShortFormsAreAcceptedWhileOneSchemeMatches) {
  const auto store = open(OpenMode::kCreate);
  for (const char* scheme : {"alpha", "beta"}) {
    auto writer = value(CommitWriter::begin(*store, manifest(scheme), context_));
    value(writer->entity({EntityKind::kAccount, scheme, "42"}));
    value(writer->entity({EntityKind::kAccount, scheme, std::string("only-") + scheme}));
    value(writer->publish());
  }
  const auto view = value(store->view({}));
  EXPECT_TRUE(view->resolve("account:only-beta").has_value());
  const auto ambiguous = view->resolve("account:42");
  ASSERT_FALSE(ambiguous.has_value());
  EXPECT_EQ(ambiguous.error().code(), StatusCode::kQuestion);
  EXPECT_NE(ambiguous.error().message().find("alpha, beta"), std::string::npos);
}

TEST_F(StoreTest, AWriterThatIsGivenUpLeavesNothing) {
  const auto store = open(OpenMode::kCreate);
  load(*store, 10, 1, manifest());
  {
    auto writer = value(CommitWriter::begin(*store, manifest(), context_));
    value(writer->add(transfer(*writer, "new", "newer", 1, 1, 1)));
  }
  EXPECT_EQ(store->latest_commit().value, 1u);
  const auto view = value(store->view({}));
  EXPECT_FALSE(value(view->find({EntityKind::kAccount, "bank", "new"})).has_value());
  load(*store, 10, 2, manifest());
  EXPECT_EQ(value(store->view({}))->counters().transactions, 20u);
  EXPECT_TRUE(value(verify(*store, false, context_)).ok());
}

TEST_F(StoreTest, OneWriterAtATimeAndReadersBesideIt) {
  const auto writer = open(OpenMode::kCreate);
  load(*writer, 100, 1, manifest());
  EXPECT_EQ(Store::open(path(), {OpenMode::kWrite}).error().code(), StatusCode::kLocked);
  const auto reader = open(OpenMode::kRead);
  const auto view = value(reader->view({}));
  load(*writer, 100, 2, manifest());
  EXPECT_EQ(view->counters().transactions, 100u);  // pinned
  std::uint64_t met = 0;
  EXPECT_TRUE(view->for_each_transaction([&](TransactionId, const Transaction&) {
                    ++met;
                    return Status();
                  })
                  .ok());
  EXPECT_EQ(met, 100u);
  EXPECT_EQ(value(open(OpenMode::kRead)->view({}))->counters().transactions, 200u);
}

TEST_F(StoreTest, ContentDigestIsTheSameForOneLoadOrMany) {
  std::vector<Transaction> rows;
  {
    const auto store = open(OpenMode::kCreate);
    auto writer = value(CommitWriter::begin(*store, manifest(), context_));
    for (int i = 0; i < 60; ++i) {
      value(writer->add(transfer(*writer, std::to_string(i % 7), std::to_string(i % 11), i, i, 1)));
    }
    value(writer->publish());
  }
  const std::string whole = digest();
  std::filesystem::remove_all(path());
  {
    const auto store = open(OpenMode::kCreate);
    for (int part = 2; part >= 0; --part) {
      auto writer = value(CommitWriter::begin(*store, manifest(), context_));
      for (int i = part * 20; i < part * 20 + 20; ++i) {
        value(
            writer->add(transfer(*writer, std::to_string(i % 7), std::to_string(i % 11), i, i, 1)));
      }
      value(writer->publish());
    }
  }
  EXPECT_EQ(digest(), whole);
  {
    const auto store = open(OpenMode::kWrite);
    auto writer = value(CommitWriter::begin(*store, manifest(), context_));
    value(writer->add(transfer(*writer, "1", "2", 5, 5, 1)));
    value(writer->publish());
  }
  EXPECT_NE(digest(), whole);
}

TEST_F(StoreTest, RetractedRecordsVanishNowAndStandEarlier) {
  const auto store = open(OpenMode::kCreate);
  {
    auto writer = value(CommitWriter::begin(*store, manifest(), context_));
    value(writer->add(transfer(*writer, "1", "2", 1, 100, 1)));
    value(writer->add(transfer(*writer, "1", "2", 2, 200, 2)));
    Relation relation;
    relation.from = value(writer->entity({EntityKind::kPerson, "bank", "p"}));
    relation.to = value(writer->entity({EntityKind::kAccount, "bank", "1"}));
    relation.kind = RelationKind::kOwnsAccount;
    relation.origin.row = 3;
    value(writer->add(relation));
    value(writer->publish());
  }
  {
    auto writer = value(CommitWriter::begin(*store, Manifest(), context_));
    EXPECT_TRUE(writer->retract(TransactionId{0}).ok());
    EXPECT_TRUE(writer->retract(RelationId{0}).ok());
    EXPECT_EQ(writer->retract(TransactionId{99}).code(), StatusCode::kNotFound);
    value(writer->publish());
  }
  auto view = value(store->view({}));
  EXPECT_FALSE(value(view->transaction({0})).has_value());
  EXPECT_TRUE(value(view->transaction({1})).has_value());
  EXPECT_FALSE(value(view->relation({0})).has_value());
  view = value(store->view({.as_of = {1}}));
  EXPECT_TRUE(value(view->transaction({0})).has_value());
  EXPECT_TRUE(value(view->relation({0})).has_value());
  {
    auto writer = value(CommitWriter::begin(*store, Manifest(), context_));
    EXPECT_TRUE(writer->retract(CommitSeq{2}).ok());  // withdraws the withdrawal
    value(writer->publish());
  }
  view = value(store->view({}));
  EXPECT_TRUE(value(view->transaction({0})).has_value());
  EXPECT_TRUE(value(view->relation({0})).has_value());
}

TEST_F(StoreTest, SourceIdsTellDuplicatesFromConflicts) {
  const auto store = open(OpenMode::kCreate);
  const auto outcome = [&](CommitWriter& writer, std::int64_t amount, const char* id) {
    Transaction t = transfer(writer, "1", "2", 1, amount, 1);
    t.origin.source_id = id;
    const KeyOutcome result = value(writer.check_source_id(t));
    if (result == KeyOutcome::kNew) value(writer.add(t));
    return result;
  };
  {
    auto writer = value(CommitWriter::begin(*store, manifest(), context_));
    EXPECT_EQ(outcome(*writer, 10, "A"), KeyOutcome::kNew);
    EXPECT_EQ(outcome(*writer, 10, "A"), KeyOutcome::kDuplicate);
    EXPECT_EQ(outcome(*writer, 11, "A"), KeyOutcome::kConflict);
    value(writer->publish());
  }
  auto writer = value(CommitWriter::begin(*store, manifest(), context_));
  EXPECT_EQ(outcome(*writer, 10, "A"), KeyOutcome::kDuplicate);
  EXPECT_EQ(outcome(*writer, 12, "A"), KeyOutcome::kConflict);
  EXPECT_EQ(outcome(*writer, 12, "B"), KeyOutcome::kNew);
  writer.reset();
  auto other = value(CommitWriter::begin(*store, manifest("other-bank"), context_));
  EXPECT_EQ(outcome(*other, 12, "A"), KeyOutcome::kNew);
}

TEST_F(StoreTest, VictimsAreAbsentWithoutTheKey) {
  ASSERT_TRUE(VictimKey::generate_file(folder_ / "key").ok());
  ASSERT_TRUE(VictimKey::generate_file(folder_ / "other").ok());
  const VictimKey key = value(VictimKey::load(folder_ / "key"));
  const auto store = open(OpenMode::kCreate);
  {
    auto writer = value(CommitWriter::begin(*store, manifest(), context_));
    ASSERT_TRUE(writer->bind_victim_key(key).ok());
    VictimFlow flow;
    flow.victim = value(
        writer->entity({EntityKind::kVictim, "interviews", key.pseudonym("interviews", "V-1")}));
    flow.form = "sexual-exploitation";
    flow.means = {"Threats"};
    flow.age_band = "18-20";
    flow.roles = {{RoleKind::kExploited, value(writer->entity({EntityKind::kPerson, "x", "s"}))}};
    value(writer->add(flow));
    value(writer->add(flow));
    Relation relation;
    relation.from = flow.victim;
    relation.to = value(writer->entity({EntityKind::kAccount, "bank", "1"}));
    relation.kind = RelationKind::kOwnsAccount;
    value(writer->add(relation));
    value(writer->publish());
  }
  const auto blind = value(store->view({}));
  EXPECT_EQ(blind->key_of(EntityId(EntityKind::kVictim, 0)).error().code(), StatusCode::kNotFound);
  EXPECT_FALSE(value(blind->relation({0})).has_value());
  std::set<std::uint64_t> tokens;
  EXPECT_TRUE(blind
                  ->for_each_victim_flow([&](VictimFlowId, const VictimFlow& flow) {
                    EXPECT_TRUE(flow.victim.is_none());
                    EXPECT_TRUE(flow.means.empty() && flow.age_band.empty() && flow.roles.empty());
                    EXPECT_EQ(flow.form, "sexual-exploitation");
                    tokens.insert(flow.victim_token);
                    return Status();
                  })
                  .ok());
  EXPECT_EQ(tokens.size(), 1u);  // one victim, met twice
  EXPECT_EQ(tokens.count(0), 0u);
  const auto seeing = value(store->view({.victim_key = key}));
  EXPECT_TRUE(value(seeing->relation({0})).has_value());
  EXPECT_EQ(value(seeing->victim_flow({0}))->roles.size(), 1u);
  const VictimKey other = value(VictimKey::load(folder_ / "other"));
  EXPECT_EQ(store->view({.victim_key = other}).error().code(), StatusCode::kQuestion);
  auto writer = value(CommitWriter::begin(*store, manifest(), context_));
  EXPECT_EQ(writer->bind_victim_key(other).code(), StatusCode::kConflict);
}

TEST_F(StoreTest, AFlippedByteIsFoundByVerify) {
  {
    const auto store = open(OpenMode::kCreate);
    load(*store, 5000, 1, manifest());
  }
  std::filesystem::path largest;
  std::uintmax_t size = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path() + "/rocksdb")) {
    if (entry.path().extension() == ".sst" && entry.file_size() > size) {
      largest = entry.path();
      size = entry.file_size();
    }
  }
  std::fstream file(largest, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(size / 2));
  const int byte = file.peek();
  file.put(static_cast<char>(byte ^ 0x10));
  file.close();
  const auto store = open(OpenMode::kRead);
  const auto report = verify(*store, true, context_);
  EXPECT_TRUE(!report.has_value() || !report->ok());
}

TEST_F(StoreTest, AKilledWriterLeavesWhatWasPublished) {
  for (int round = 0; round < 8; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto store = open(OpenMode::kCreate);
      for (std::uint64_t seed = 0;; ++seed) load(*store, 3000, seed, manifest());
    }
    ::usleep(static_cast<useconds_t>(30'000 + round * 23'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    const auto store = open(OpenMode::kCreate);
    const auto report = value(verify(*store, true, context_));
    ASSERT_TRUE(report.ok()) << report.problems.front();
    EXPECT_EQ(value(store->view({}))->counters().transactions % 3000, 0u);
  }
}

}  // namespace
}  // namespace headwater::graph
