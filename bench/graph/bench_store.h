// The store that benchmarks read: one that exists (HEADWATER_BENCH_STORE), or one made here from a
// fixed seed: accounts with a heavy tail, times ascending, ten days.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "graph/store.h"
#include "graph/store_writer.h"

namespace headwater::bench {

inline constexpr std::uint64_t kSeed = 42;
inline constexpr std::uint64_t kAccounts = 100'000;
inline constexpr std::uint64_t kTransactions = 1'000'000;
inline constexpr std::uint64_t kLastCommit = 10'000;  // of these, in a commit of their own

// Ends the program with the error's message: a benchmark has nobody to hand it to.
template <typename T>
T value_of(graph::Result<T> result) {
  if (!result.has_value()) {
    std::cerr << result.error().message() << '\n';
    std::exit(1);
  }
  return std::move(result).value();
}

class SeededPayments {
 public:
  // Few accounts take part in many payments: the square of a uniform number.
  std::uint64_t account() {
    const std::uint64_t uniform = random_() >> 32;
    return (uniform * uniform >> 32) * kAccounts >> 32;
  }
  graph::Transaction next(const std::vector<graph::EntityId>& accounts, std::uint64_t row) {
    graph::Transaction payment;
    payment.from = accounts[account()];
    payment.to = accounts[account()];
    time_ms_ += static_cast<std::int64_t>(random_() % 1728);
    payment.time = {time_ms_};
    payment.amount = {
        static_cast<std::int64_t>(100 + random_() % 10'000'000 / (1 + random_() % 99))};
    payment.received_amount = payment.amount;
    payment.channel = static_cast<graph::Channel>(1 + random_() % 5);
    payment.origin.row = row;
    return payment;
  }

 private:
  std::mt19937_64 random_{kSeed};
  std::int64_t time_ms_ = 1'600'000'000'000;
};

class BenchStore {
 public:
  BenchStore() {
    const char* given = std::getenv("HEADWATER_BENCH_STORE");
    if (given == nullptr) {
      std::string pattern =
          (std::filesystem::temp_directory_path() / "headwater-bench-XXXXXX").string();
      if (::mkdtemp(pattern.data()) == nullptr) std::exit(1);
      made_ = pattern;
      fill(made_ + "/store");
    }
    store_ = value_of(graph::Store::open(given != nullptr ? given : made_ + "/store", {}));
    view_ = value_of(store_->view({}));
  }
  ~BenchStore() {
    view_.reset();
    store_.reset();
    std::error_code ignored;
    if (!made_.empty()) std::filesystem::remove_all(made_, ignored);
  }
  BenchStore(const BenchStore&) = delete;
  BenchStore& operator=(const BenchStore&) = delete;

  const graph::StoreView& view() const { return *view_; }
  // Of the commit before, where there is one.
  std::unique_ptr<graph::StoreView> view_before() const {
    const std::uint64_t newest = store_->latest_commit().value;
    return value_of(store_->view({.as_of = {newest > 1 ? newest - 1 : newest}}));
  }

 private:
  static std::unique_ptr<graph::CommitWriter> begin(graph::Store& store,
                                                    const graph::ExecutionContext& context) {
    graph::Manifest manifest;
    manifest.format = "bench";
    manifest.namespace_name = "bench";
    manifest.sources.resize(1);
    manifest.sources[0].sha256 = std::string(64, '0');
    return value_of(graph::CommitWriter::begin(store, manifest, context));
  }
  static void fill(const std::string& path) {
    const graph::ExecutionContext context;
    const auto store = value_of(graph::Store::open(path, {.mode = graph::OpenMode::kCreate}));
    auto writer = begin(*store, context);
    const graph::AssetId euro = value_of(writer->asset({"EUR", graph::AssetKind::kFiat, 2}));
    std::vector<graph::EntityId> accounts;
    for (std::uint64_t i = 0; i < kAccounts; ++i) {
      accounts.push_back(
          value_of(writer->entity({graph::EntityKind::kAccount, "bench", std::to_string(i)})));
    }
    SeededPayments payments;
    for (std::uint64_t row = 1; row <= kTransactions; ++row) {
      graph::Transaction payment = payments.next(accounts, row);
      payment.asset = payment.received_asset = euro;
      value_of(writer->add(payment));
      if (row != kTransactions - kLastCommit) continue;
      value_of(writer->publish());
      writer.reset();
      writer = begin(*store, context);
    }
    value_of(writer->publish());
  }

  std::string made_;
  std::unique_ptr<graph::Store> store_;
  std::unique_ptr<graph::StoreView> view_;
};

}  // namespace headwater::bench
