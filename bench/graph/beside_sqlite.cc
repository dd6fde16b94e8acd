// Reading an account's payments without a snapshot, beside SQLite with covering indexes on the same
// payments, in one process: an account's out-payments, those of one day, walks of three steps in
// time, and the money two steps away. Both sides must give equal answers, or the program ends.
//
//   beside_sqlite STORE [ACCOUNTS]     STORE: sealed, of format `workload`
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <set>
#include <unordered_set>
#include <vector>

#include "bench/graph/bench_store.h"
#include "graph/edge_cursor.h"
#include "graph/seal.h"

namespace headwater::bench {
namespace {

using graph::AdjacentTransaction;
using graph::EntityId;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kDayMs = 86'400'000;

struct Payment {
  std::uint64_t number = 0, peer = 0;
  std::int64_t time_ms = 0, amount = 0;
};
using Visit = std::function<void(const Payment&)>;
// Out-payments of an account with from <= time < to.
using Read = std::function<void(std::uint64_t account, std::int64_t from, std::int64_t to,
                                const Visit& visit)>;

void check(int code, sqlite3* database) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::cerr << sqlite3_errmsg(database) << '\n';
  std::exit(1);
}

class Sqlite {
 public:
  Sqlite(const graph::StoreView& view, const std::string& path) {
    check(sqlite3_open(path.c_str(), &database_), database_);
    run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000;"
        "CREATE TABLE payment(payer INT, payee INT, time INT, amount INT, number INTEGER PRIMARY "
        "KEY);"
        "BEGIN");
    sqlite3_stmt* insert = prepare("INSERT INTO payment VALUES(?,?,?,?,?)");
    const graph::Status read = view.for_each_transaction(
        [&](graph::TransactionId id, const graph::Transaction& t) -> graph::Status {
          bind(insert,
               {static_cast<std::int64_t>(t.from.value()), static_cast<std::int64_t>(t.to.value()),
                t.time.ms, t.amount.value, static_cast<std::int64_t>(id.value)});
          check(sqlite3_step(insert), database_);
          sqlite3_reset(insert);
          return {};
        });
    if (!read.ok()) std::exit(1);
    sqlite3_finalize(insert);
    run("COMMIT; CREATE INDEX by_payer ON payment(payer, time, number, payee, amount)");
    select_ = prepare(
        "SELECT number, payee, time, amount FROM payment "
        "WHERE payer=? AND time>=? AND time<?");
  }
  ~Sqlite() {
    sqlite3_finalize(select_);
    sqlite3_close(database_);
  }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  void read(std::uint64_t account, std::int64_t from, std::int64_t to, const Visit& visit) {
    bind(select_, {static_cast<std::int64_t>(account), from, to});
    while (sqlite3_step(select_) == SQLITE_ROW) {
      const auto column = [&](int i) { return sqlite3_column_int64(select_, i); };
      visit({static_cast<std::uint64_t>(column(0)), static_cast<std::uint64_t>(column(1)),
             column(2), column(3)});
    }
    sqlite3_reset(select_);
  }

 private:
  void run(const char* sql) {
    check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), database_);
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr), database_);
    return statement;
  }
  static void bind(sqlite3_stmt* statement, const std::vector<std::int64_t>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      sqlite3_bind_int64(statement, static_cast<int>(i) + 1, values[i]);
    }
  }
  sqlite3* database_ = nullptr;
  sqlite3_stmt* select_ = nullptr;
};

void read_cursor(graph::EdgeCursor& cursor, std::uint64_t account, std::int64_t from,
                 std::int64_t to, const Visit& visit) {
  graph::EdgeRequest request;
  request.account = EntityId::from_value(account);
  request.window = {{from}, {to}};
  const graph::Status status = cursor.for_each(request, [&](const AdjacentTransaction& edge) {
    visit({edge.id.value, edge.peer.value(), edge.time.ms, edge.amount.value});
    return true;
  });
  if (!status.ok()) std::exit(1);
}

constexpr std::int64_t kEarliest = -(std::int64_t{1} << 62), kLatest = std::int64_t{1} << 62;

std::int64_t count_all(const Read& read, std::uint64_t account) {
  std::int64_t count = 0;
  read(account, kEarliest, kLatest, [&](const Payment&) { ++count; });
  return count;
}

std::int64_t sum_of_a_day(const Read& read, std::uint64_t account, std::int64_t day) {
  std::int64_t sum = 0;
  read(account, day, day + kDayMs, [&](const Payment& payment) { sum += payment.amount; });
  return sum;
}

// Distinct endpoints of walks of exactly three steps, each later than the one before by at most a
// day.
std::int64_t walk(const Read& read, std::uint64_t account) {
  std::vector<Payment> taken;
  read(account, kEarliest, kLatest, [&](const Payment& payment) { taken.push_back(payment); });
  for (int hop = 2; hop <= 3; ++hop) {
    std::unordered_set<std::uint64_t> met;
    std::vector<Payment> next;
    for (const Payment& step : taken) {
      read(step.peer, step.time_ms + 1, step.time_ms + kDayMs + 1, [&](const Payment& payment) {
        if (met.insert(payment.number).second) next.push_back(payment);
      });
    }
    taken = std::move(next);
  }
  std::set<std::uint64_t> endpoints;
  for (const Payment& step : taken) endpoints.insert(step.peer);
  return static_cast<std::int64_t>(endpoints.size());
}

std::int64_t two_steps(const Read& read, std::uint64_t account) {
  std::int64_t sum = 0;
  std::vector<std::uint64_t> peers;
  read(account, kEarliest, kLatest, [&](const Payment& first) { peers.push_back(first.peer); });
  for (const std::uint64_t peer : peers) {
    read(peer, kEarliest, kLatest, [&](const Payment& second) { sum += second.amount; });
  }
  return sum;
}

struct Latencies {
  std::vector<double> us;
  std::int64_t check = 0;
  double at(double share) {
    std::sort(us.begin(), us.end());
    return us[static_cast<std::size_t>(share * static_cast<double>(us.size() - 1))];
  }
};

Latencies measure(const std::vector<std::uint64_t>& accounts,
                  const std::function<std::int64_t(std::uint64_t)>& ask) {
  Latencies result;
  for (const std::uint64_t account : accounts) ask(account);  // warm
  for (const std::uint64_t account : accounts) {
    const auto start = Clock::now();
    result.check += ask(account);
    result.us.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  return result;
}

void compare(const char* name, const std::vector<std::uint64_t>& accounts, const Read& ours,
             const Read& theirs,
             const std::function<std::int64_t(const Read&, std::uint64_t)>& question) {
  Latencies a = measure(accounts, [&](std::uint64_t id) { return question(ours, id); });
  Latencies b = measure(accounts, [&](std::uint64_t id) { return question(theirs, id); });
  std::printf(
      "%-22s headwater p50 %8.1f us p99 %9.1f us   sqlite p50 %8.1f us p99 %9.1f us   "
      "ratio of p50 %.2f   answer %lld\n",
      name, a.at(0.5), a.at(0.99), b.at(0.5), b.at(0.99), a.at(0.5) / b.at(0.5),
      static_cast<long long>(a.check));
  if (a.check == b.check) return;
  std::fprintf(stderr, "%s: the answers differ\n", name);
  std::exit(1);
}

int run(const std::string& store_path, std::size_t count) {
  const auto store = value_of(graph::Store::open(store_path, {}));
  const auto view = value_of(store->view({}));
  const graph::ExecutionContext context;
  const auto cursor = value_of(graph::EdgeCursor::make(*view, context));
  const std::uint64_t total =
      view->counters().entities[static_cast<int>(graph::EntityKind::kAccount)];
  std::vector<std::uint64_t> accounts;
  for (std::uint64_t i = 0; accounts.size() < count && i < 10 * count; ++i) {
    const std::string name = std::to_string((i * 7919 + 13) % 500'000);
    const auto id = value_of(view->find({graph::EntityKind::kAccount, "workload", name}));
    if (id) accounts.push_back(id->value());
  }
  std::printf("%llu accounts, %llu transactions, %llu not sealed; %zu accounts asked\n",
              static_cast<unsigned long long>(total),
              static_cast<unsigned long long>(view->counters().transactions),
              static_cast<unsigned long long>(graph::unsealed_transactions(*store)),
              accounts.size());
  const std::string path =
      (std::filesystem::temp_directory_path() / "headwater-beside.sqlite").string();
  std::filesystem::remove(path);
  Sqlite sqlite(*view, path);
  const Read ours = [&](std::uint64_t a, std::int64_t from, std::int64_t to, const Visit& visit) {
    read_cursor(*cursor, a, from, to, visit);
  };
  const Read theirs = [&](std::uint64_t a, std::int64_t from, std::int64_t to, const Visit& visit) {
    sqlite.read(a, from, to, visit);
  };
  std::int64_t first_day = kLatest;
  for (const std::uint64_t account : accounts) {
    theirs(account, kEarliest, kLatest,
           [&](const Payment& payment) { first_day = std::min(first_day, payment.time_ms); });
  }
  const auto few = std::vector(
      accounts.begin(),
      accounts.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(50, accounts.size())));
  const auto some = std::vector(
      accounts.begin(),
      accounts.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(200, accounts.size())));
  compare("out-payments", some, ours, theirs, count_all);
  compare("out-payments, many", accounts, ours, theirs, count_all);
  compare("of one day", accounts, ours, theirs, [&](const Read& read, std::uint64_t account) {
    return sum_of_a_day(read, account, first_day + 4 * kDayMs);
  });
  compare("three steps in time", few, ours, theirs, walk);
  compare("money two steps away", some, ours, theirs, two_steps);
  std::filesystem::remove(path);
  return 0;
}

}  // namespace
}  // namespace headwater::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: beside_sqlite STORE [ACCOUNTS]\n";
    return 1;
  }
  return headwater::bench::run(argv[1], argc > 2 ? std::stoul(argv[2]) : 20'000);
}
