// Random histories of payments that are added, corrected under their source's id, withdrawn, with
// whole commits withdrawn too, between seals, compactions and reopenings: every answer as of every
// commit is that of a replay by the definition of visibility, which keeps everything in lists and
// looks through all of them each time. A snapshot refreshed from commit to commit is the one built
// anew.
#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "graph/compact.h"
#include "graph/edge_cursor.h"
#include "graph/seal.h"
#include "graph/small_writes.h"
#include "graph/snapshot_refresh.h"
#include "tests/graph/store_fixture.h"
#include "tests/support/rounds.h"
#include "tests/support/same_snapshot.h"

namespace headwater::graph::store_tests {
namespace {

constexpr int kPlaces = 7;  // accounts
constexpr int kNames = 25;  // ids of the source

struct Payment {
  std::uint64_t number = 0;
  int from = 0, to = 0;
  std::int64_t amount = 0, time = 0;
  std::string source_id;  // empty: without
};

struct PaymentReplay {
  struct Commit {
    std::vector<Payment> adds;
    std::set<std::uint64_t> withdraws;        // payments, by number
    std::set<std::uint64_t> withdraws_whole;  // commits
  };
  std::vector<Commit> commits{1};  // [0] is unused

  std::uint64_t newest() const { return commits.size() - 1; }
  bool sees(std::uint64_t commit, std::uint64_t as_of) const {
    if (commit > as_of) return false;
    for (std::uint64_t later = commit + 1; later <= as_of; ++later) {
      if (commits[later].withdraws_whole.contains(commit) && sees(later, as_of)) return false;
    }
    return true;
  }
  // A later commit takes a payment back by its number, or by saying something else under its id.
  bool takes_back(std::uint64_t later, const Payment& payment) const {
    if (commits[later].withdraws.contains(payment.number)) return true;
    if (payment.source_id.empty()) return false;
    return std::any_of(commits[later].adds.begin(), commits[later].adds.end(),
                       [&](const Payment& added) { return added.source_id == payment.source_id; });
  }
  std::vector<Payment> standing(std::uint64_t as_of) const {
    std::vector<Payment> all;
    for (std::uint64_t c = 1; c <= as_of; ++c) {
      for (const Payment& payment : commits[c].adds) {
        bool stands = sees(c, as_of);
        for (std::uint64_t later = c + 1; stands && later <= as_of; ++later) {
          stands = !(sees(later, as_of) && takes_back(later, payment));
        }
        if (stands) all.push_back(payment);
      }
    }
    return all;
  }
};

std::string told(const Payment& payment) {
  return std::to_string(payment.number) + ": " + std::to_string(payment.from) + " to " +
         std::to_string(payment.to) + ", " + std::to_string(payment.amount) + " at " +
         std::to_string(payment.time);
}

class RandomHistoryTest : public StoreFixture {
 protected:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  void add_payment(CommitWriter& writer, PaymentReplay::Commit& commit,
                   std::set<std::string>& used) {
    Payment payment;
    payment.from = static_cast<int>(below(kPlaces));
    payment.to = static_cast<int>(below(kPlaces));
    payment.amount = static_cast<std::int64_t>(below(1'000'000));
    payment.time = static_cast<std::int64_t>(below(40)) * 1000;  // late arrivals, equal times
    if (below(3) != 0) payment.source_id = "T" + std::to_string(below(kNames));
    if (!payment.source_id.empty() && !used.insert(payment.source_id).second) return;
    Transaction t = transfer(writer, std::to_string(payment.from), std::to_string(payment.to),
                             payment.amount, commit.adds.size() + 1);
    t.time = {payment.time};
    t.origin.source_id = payment.source_id;
    payment.number = value(writer.add(t)).value;
    commit.adds.push_back(payment);
  }

  void publish(Store& store) {
    const auto writer = begin(store);
    ASSERT_NO_FATAL_FAILURE(stage(*writer));
    ASSERT_EQ(value(writer->publish()).value, replay_.newest());
  }
  // What a feed writes, a few payments at a time.
  void feed(Store& store) {
    const auto feed = value(SmallWrites::begin(store, context_));
    for (std::uint64_t i = 1 + below(5); i > 0; --i) {
      Manifest manifest;
      manifest.format = "test";
      manifest.namespace_name = "bank";
      manifest.sources.push_back({"feed", std::string(64, 'f'), "feed", 0, 0, 0, 0, false});
      const auto written = feed->write(manifest, [&](CommitWriter& writer) {
        stage(writer);
        return HasFatalFailure() ? input_error("write", "", "", "") : Status();
      });
      ASSERT_EQ(value(written).value, replay_.newest());
      if (below(3) == 0) compare(store, replay_.newest());
    }
  }

  void stage(CommitWriter& writer) {
    PaymentReplay::Commit commit;
    const std::uint64_t before = replay_.newest();
    const std::vector<Payment> standing = replay_.standing(before);
    for (std::uint64_t i = below(3); i > 0 && !standing.empty(); --i) {
      const std::uint64_t number = standing[below(standing.size())].number;
      if (!commit.withdraws.insert(number).second) continue;
      ASSERT_TRUE(writer.retract(TransactionId{number}).ok());
    }
    if (before > 0 && below(4) == 0) {
      const std::uint64_t whole = 1 + below(before);
      ASSERT_EQ(writer.retract(CommitSeq{whole}).ok(), replay_.sees(whole, before));
      if (replay_.sees(whole, before)) commit.withdraws_whole.insert(whole);
    }
    std::set<std::string> used;
    for (std::uint64_t i = below(30); i > 0; --i) add_payment(writer, commit, used);
    replay_.commits.push_back(std::move(commit));
  }

  // All that stands, in the order of numbers.
  static std::vector<std::string> by_ledger(const StoreView& view) {
    std::vector<std::string> all;
    EXPECT_TRUE(view.for_each_transaction([&](TransactionId id, const Transaction& t) -> Status {
                      all.push_back(
                          told({id.value, account_number(view, t.from), account_number(view, t.to),
                                t.amount.value, t.time.ms, ""}));
                      return {};
                    })
                    .ok());
    return all;
  }
  static int account_number(const StoreView& view, EntityId id) {
    return std::stoi(value(view.key_of(id)).external_id);
  }
  // One account's, in ledger order: by time, then by number.
  static std::vector<std::string> by_index(const StoreView& view, EdgeCursor& cursor, int account,
                                           const EdgeRequest& like) {
    std::vector<std::string> all;
    EdgeRequest request = like;
    const auto id = value(view.find({EntityKind::kAccount, "bank", std::to_string(account)}));
    if (!id) return all;
    request.account = *id;
    const bool is_out = request.direction == Direction::kOut;
    EXPECT_TRUE(cursor
                    .for_each(request,
                              [&](const AdjacentTransaction& edge) {
                                const int peer = account_number(view, edge.peer);
                                all.push_back(told({edge.id.value, is_out ? account : peer,
                                                    is_out ? peer : account, edge.amount.value,
                                                    edge.time.ms, ""}));
                                return true;
                              })
                    .ok());
    return all;
  }
  static std::vector<std::string> expected_of(std::vector<Payment> payments, int account,
                                              const EdgeRequest& like) {
    std::sort(payments.begin(), payments.end(), [](const Payment& a, const Payment& b) {
      return std::pair(a.time, a.number) < std::pair(b.time, b.number);
    });
    std::vector<std::string> all;
    for (const Payment& payment : payments) {
      const int end = like.direction == Direction::kOut ? payment.from : payment.to;
      const Timestamp from = like.window.from, to = like.window.to;
      const bool is_within =
          (!from.is_known() || payment.time >= from.ms) && (!to.is_known() || payment.time < to.ms);
      if (end == account && is_within) all.push_back(told(payment));
    }
    return all;
  }

  void compare(const Store& store, std::uint64_t as_of) {
    SCOPED_TRACE("as of commit " + std::to_string(as_of));
    const auto view = value(store.view({.as_of = {as_of}, .victim_key = {}}));
    const std::vector<Payment> standing = replay_.standing(as_of);
    std::vector<std::string> all;
    for (const Payment& payment : standing) all.push_back(told(payment));
    EXPECT_EQ(by_ledger(*view), all);
    const auto cursor = value(EdgeCursor::make(*view, context_));
    for (int account = 0; account < kPlaces; ++account) {
      EdgeRequest request;
      request.direction = below(2) == 0 ? Direction::kOut : Direction::kIn;
      if (below(2) == 0) {
        request.window.from = {static_cast<std::int64_t>(below(40)) * 1000};
        request.window.to = {static_cast<std::int64_t>(below(45)) * 1000};
      }
      EXPECT_EQ(by_index(*view, *cursor, account, request),
                expected_of(standing, account, request));
    }
    compare_names(*view, standing);
  }
  // Under an id of the source one payment stands, or none.
  static void compare_names(const StoreView& view, const std::vector<Payment>& standing) {
    std::map<std::string, std::uint64_t> numbers;
    for (const Payment& payment : standing) {
      if (payment.source_id.empty()) continue;
      EXPECT_TRUE(numbers.emplace(payment.source_id, payment.number).second) << "two of one id";
    }
    for (int i = 0; i < kNames; ++i) {
      const std::string id = "T" + std::to_string(i);
      const auto found = view.resolve_transaction("transaction:bank/" + id);
      const auto expected = numbers.find(id);
      EXPECT_EQ(found.has_value(), expected != numbers.end()) << id;
      if (found.has_value() && expected != numbers.end()) {
        EXPECT_EQ(found->value, expected->second) << id;
      }
    }
  }

  // From each commit to a later one, whatever was folded or sealed since the first was made.
  void refresh_through(const Store& store) {
    SnapshotRequest request;
    request.room_for_more = true;
    std::shared_ptr<const Snapshot> snapshot;
    for (std::uint64_t as_of = 1; as_of <= replay_.newest(); as_of += 1 + below(2)) {
      SCOPED_TRACE("refreshed to commit " + std::to_string(as_of));
      const auto view = value(store.view({.as_of = {as_of}, .victim_key = {}}));
      const auto built = value(build_snapshot(*view, request, context_));
      if (snapshot != nullptr) {
        const RefreshOptions options{{5'000}, static_cast<std::uint32_t>(below(200))};
        snapshot = value(refresh_snapshot(snapshot, *view, options, context_)).snapshot;
        tests::expect_same_snapshot(*snapshot, *built);
      } else {
        snapshot = built;
      }
    }
  }

  std::mt19937_64 random_;
  PaymentReplay replay_;
};

TEST_F(RandomHistoryTest, EveryAnswerAsOfEveryCommitIsThatOfAReplay) {
  for (std::uint64_t seed = 1; seed <= tests::rounds(5) && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::filesystem::remove_all(path());
    random_.seed(seed);
    replay_ = PaymentReplay();
    auto store = open(OpenMode::kCreate);
    for (int step = 0; step < 30; ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      const std::uint64_t dice = step == 0 ? 0 : below(10);
      if (dice < 3) {
        ASSERT_NO_FATAL_FAILURE(publish(*store));
      } else if (dice < 6) {
        ASSERT_NO_FATAL_FAILURE(feed(*store));
      }
      if (dice == 6 || dice == 7) value(seal(*store, context_));
      if (dice == 8) value(compact(*store, context_));
      if (dice == 9) {
        store.reset();
        store = open(OpenMode::kWrite);
      }
      compare(*store, 1 + below(replay_.newest()));
    }
    store.reset();
    store = open(OpenMode::kRead);
    for (std::uint64_t as_of = 1; as_of <= replay_.newest(); ++as_of) compare(*store, as_of);
    refresh_through(*store);
    const VerifyReport report = value(verify(*store, true, context_));
    EXPECT_TRUE(report.ok()) << report.problems.front();
  }
}

}  // namespace
}  // namespace headwater::graph::store_tests
