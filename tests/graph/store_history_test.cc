// Random histories of commits, withdrawals of records and withdrawals of commits: every view as of
// every commit equals a replay of the history by the definition of visibility.
#include <map>
#include <random>
#include <set>

#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

struct Replay {
  struct Commit {
    std::set<std::uint64_t> transactions, relations;                      // added
    std::set<std::uint64_t> withdrawn_transactions, withdrawn_relations;  // by number
    std::set<std::uint64_t> withdrawn_commits;
    std::set<std::string> mentions;
  };
  std::vector<Commit> commits{1};  // [0] unused

  bool sees(std::uint64_t commit, std::uint64_t as_of) const {
    if (commit > as_of) return false;
    for (std::uint64_t later = commit + 1; later <= as_of; ++later) {
      if (commits[later].withdrawn_commits.count(commit) != 0 && sees(later, as_of)) return false;
    }
    return true;
  }
  std::set<std::uint64_t> standing(std::set<std::uint64_t> Commit::*added,
                                   std::set<std::uint64_t> Commit::*withdrawn,
                                   std::uint64_t as_of) const {
    std::set<std::uint64_t> all;
    for (std::uint64_t c = 1; c <= as_of; ++c) {
      if (sees(c, as_of)) all.insert((commits[c].*added).begin(), (commits[c].*added).end());
    }
    for (std::uint64_t c = 1; c <= as_of; ++c) {
      if (!sees(c, as_of)) continue;
      for (const std::uint64_t number : commits[c].*withdrawn) all.erase(number);
    }
    return all;
  }
  std::set<std::uint64_t> transactions(std::uint64_t as_of) const {
    return standing(&Commit::transactions, &Commit::withdrawn_transactions, as_of);
  }
  std::set<std::uint64_t> relations(std::uint64_t as_of) const {
    return standing(&Commit::relations, &Commit::withdrawn_relations, as_of);
  }
  std::set<std::string> accounts(std::uint64_t as_of) const {
    std::set<std::string> all;
    for (std::uint64_t c = 1; c <= as_of; ++c) {
      if (sees(c, as_of)) all.insert(commits[c].mentions.begin(), commits[c].mentions.end());
    }
    return all;
  }
};

class StoreHistoryTest : public StoreFixture {
 protected:
  std::uint64_t any_of(const std::set<std::uint64_t>& numbers) {
    return *std::next(numbers.begin(), static_cast<std::ptrdiff_t>(random_() % numbers.size()));
  }

  void add_commit(Store& store) {
    const std::uint64_t before = replay_.commits.size() - 1;
    Replay::Commit commit;
    auto writer = begin(store);
    const auto name = [&] {
      const std::string account = std::to_string(random_() % 12);
      commit.mentions.insert(account);
      return account;
    };
    for (std::uint64_t i = random_() % 6; i > 0; --i) {
      const std::string from = name(), to = name();
      commit.transactions.insert(value(writer->add(transfer(*writer, from, to, 1, i))).value);
    }
    for (std::uint64_t i = random_() % 3; i > 0; --i) {
      Relation relation;
      relation.from = account(*writer, name());
      relation.to = account(*writer, name());
      relation.kind = RelationKind::kSameAs;
      relation.origin.row = 100 + i;
      commit.relations.insert(value(writer->add(relation)).value);
    }
    if (const auto now = replay_.transactions(before); !now.empty() && random_() % 3 == 0) {
      const std::uint64_t number = any_of(now);
      ASSERT_TRUE(writer->retract(TransactionId{number}).ok());
      commit.withdrawn_transactions.insert(number);
    }
    if (const auto now = replay_.relations(before); !now.empty() && random_() % 3 == 0) {
      const std::uint64_t number = any_of(now);
      ASSERT_TRUE(writer->retract(RelationId{number}).ok());
      commit.withdrawn_relations.insert(number);
    }
    if (before > 0 && random_() % 3 == 0) {
      const std::uint64_t number = 1 + random_() % before;
      const bool visible = replay_.sees(number, before);
      ASSERT_EQ(writer->retract(CommitSeq{number}).ok(), visible);
      if (visible) commit.withdrawn_commits.insert(number);
    }
    replay_.commits.push_back(std::move(commit));
    ASSERT_EQ(value(writer->publish()).value, before + 1);
  }

  void compare(const Store& store, std::uint64_t as_of) {
    const auto view = value(store.view({.as_of = {as_of}}));
    std::set<std::uint64_t> transactions, relations;
    std::set<std::string> accounts;
    ASSERT_TRUE(view->for_each_transaction([&](TransactionId id, const Transaction&) -> Status {
                      transactions.insert(id.value);
                      return {};
                    })
                    .ok());
    ASSERT_TRUE(view->for_each_relation([&](RelationId id, const Relation&) -> Status {
                      relations.insert(id.value);
                      return {};
                    })
                    .ok());
    ASSERT_TRUE(view->for_each_entity_key(EntityKind::kAccount,
                                          [&](EntityId, const EntityKey& key) -> Status {
                                            accounts.insert(key.external_id);
                                            return {};
                                          })
                    .ok());
    EXPECT_EQ(transactions, replay_.transactions(as_of)) << "as of " << as_of;
    EXPECT_EQ(relations, replay_.relations(as_of)) << "as of " << as_of;
    EXPECT_EQ(accounts, replay_.accounts(as_of)) << "as of " << as_of;
    for (std::uint64_t number = 0; number < view->counters().transactions; ++number) {
      EXPECT_EQ(value(view->transaction({number})).has_value(), transactions.count(number) != 0);
    }
    for (std::uint64_t number = 0; number < view->counters().relations; ++number) {
      EXPECT_EQ(value(view->relation({number})).has_value(), relations.count(number) != 0);
    }
  }

  std::mt19937_64 random_;
  Replay replay_;
};

TEST_F(StoreHistoryTest, EveryViewEqualsAReplayOfTheHistory) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::filesystem::remove_all(path());
    random_.seed(seed);
    replay_ = Replay();
    auto store = open(OpenMode::kCreate);
    for (int step = 0; step < 14; ++step) {
      ASSERT_NO_FATAL_FAILURE(add_commit(*store));
      if (step % 5 == 4) {
        store.reset();
        store = open(OpenMode::kWrite);
      }
    }
    for (std::uint64_t as_of = 1; as_of < replay_.commits.size(); ++as_of) {
      compare(*store, as_of);
    }
    compare(*open(OpenMode::kRead), replay_.commits.size() - 1);
    const VerifyReport report = value(verify(*store, true, context_));
    EXPECT_TRUE(report.ok()) << report.problems.front();
  }
}

TEST_F(StoreHistoryTest, RowsMetAgainAreDuplicatesUntilTheirCommitIsWithdrawn) {
  const auto store = open(OpenMode::kCreate);
  const auto load = [&](CommitWriter& writer, std::initializer_list<const char*> rows) {
    int added = 0;
    for (const char* row : rows) {
      const KeyOutcome outcome = value(writer.check_row_occurrence(row));
      const bool is_absent = outcome == KeyOutcome::kNew || outcome == KeyOutcome::kGone;
      if (is_absent) value(writer.add(transfer(writer, "1", "2", 5, 1))), ++added;
    }
    return added;
  };
  auto writer = begin(*store);
  EXPECT_EQ(load(*writer, {"x", "x", "y"}), 3);
  value(writer->publish());
  writer.reset();
  writer = begin(*store);
  EXPECT_EQ(load(*writer, {"y", "x", "x", "x"}), 1);  // the third x is new
  writer.reset();
  writer = begin(*store);
  ASSERT_TRUE(writer->retract(CommitSeq{1}).ok());
  EXPECT_EQ(load(*writer, {"x", "x", "y"}), 3);  // superseded by this very commit
  value(writer->publish());
  EXPECT_EQ(value(store->view({}))->counters().transactions, 6u);
  writer.reset();
  writer = begin(*store);
  EXPECT_EQ(load(*writer, {"x", "x", "y"}), 0);
}

TEST_F(StoreHistoryTest, ANameThatTwoLoadsShareIsAskedBack) {
  const auto store = open(OpenMode::kCreate);
  for (int load = 0; load < 2; ++load) {
    const auto writer = begin(*store);
    value(writer->add(transfer(*writer, "1", "2", 5, 7)));
    value(writer->publish());
  }
  const auto view = value(store->view({}));
  const auto found = view->resolve_transaction("transaction:aaaaaaaaaaaa:7");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().code(), StatusCode::kQuestion);
  EXPECT_TRUE(view->resolve_transaction("#1").has_value());
}

}  // namespace
}  // namespace headwater::graph::store_tests
