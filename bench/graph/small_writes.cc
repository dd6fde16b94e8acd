// Small durable writes from several threads, beside a bare write of 4 KiB with fsync on the same
// disk in the same run.
//
//   small_writes FOLDER [ROUNDS [WRITERS [ROWS]]]     FOLDER: empty or missing, on the disk to
//   measure
//
// A round: the bare write 1,000 times; every writer as fast as it is acknowledged, for three
// seconds; then every writer at times drawn beforehand, so that all together come at half that
// rate. There a write takes from the time it was to begin until it is acknowledged, so that one
// that waits for its turn counts whole. Prints a row a round and the medians.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "graph/small_writes.h"

namespace headwater::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

double quantile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

template <typename T>
T value_of(graph::Result<T> result) {
  if (result.has_value()) return std::move(result).value();
  std::fprintf(stderr, "%s\n", result.error().message().c_str());
  std::exit(1);
}

// Microseconds that one appended block takes to be durable, the median.
double bare_fsync(const std::string& folder) {
  const std::string path = folder + "/bare";
  const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
  const std::string block(4096, 'x');
  std::vector<double> times;
  for (int i = 0; i < 1000; ++i) {
    const auto begin = Clock::now();
    if (::write(file, block.data(), block.size()) < 0 || ::fsync(file) != 0) std::exit(1);
    times.push_back(Microseconds(Clock::now() - begin).count());
  }
  ::close(file);
  return quantile(std::move(times), 0.5);
}

struct Shape {
  int writers = 8, rows = 1;
};

class Writer {
 public:
  Writer(graph::SmallWrites& feed, const Shape& shape, int number)
      : feed_(feed),
        shape_(shape),
        random_(static_cast<std::uint64_t>(number) + 1),
        number_(number) {}

  void write() {
    graph::Manifest manifest;
    manifest.format = "feed";
    manifest.namespace_name = "bank";
    manifest.sources.push_back({"feed", std::string(64, 'f'), "feed", 0, 0, 0, 0, false});
    value_of(feed_.write(std::move(manifest), [this](graph::CommitWriter& w) { return say(w); }));
  }

 private:
  graph::Status say(graph::CommitWriter& writer) {
    HEADWATER_ASSIGN_OR_RETURN(const graph::AssetId euro,
                               writer.asset({"EUR", graph::AssetKind::kFiat, 2}));
    for (int row = 0; row < shape_.rows; ++row) {
      graph::Transaction t;
      HEADWATER_ASSIGN_OR_RETURN(t.from, writer.entity(account()));
      HEADWATER_ASSIGN_OR_RETURN(t.to, writer.entity(account()));
      t.time = {static_cast<std::int64_t>(++written_) * 1000};
      t.amount = t.received_amount = {static_cast<std::int64_t>(random_() % 1'000'000)};
      t.asset = t.received_asset = euro;
      t.origin.row = static_cast<std::uint64_t>(row) + 1;
      t.origin.source_id = std::to_string(number_) + "-" + std::to_string(written_);
      HEADWATER_ASSIGN_OR_RETURN(const graph::KeyOutcome met, writer.check_source_id(t));
      if (met != graph::KeyOutcome::kNew) std::exit(1);
      HEADWATER_ASSIGN_OR_RETURN([[maybe_unused]] const auto id, writer.add(t));
    }
    return {};
  }
  graph::EntityKey account() {
    return {graph::EntityKind::kAccount, "bank", std::to_string(random_() % 50'000)};
  }

  graph::SmallWrites& feed_;
  const Shape& shape_;
  std::mt19937_64 random_;
  int number_;
  std::uint64_t written_ = 0;
};

// Writes a second.
double saturate(std::vector<Writer>& writers, std::chrono::seconds time) {
  std::atomic<std::uint64_t> count{0};
  const auto begin = Clock::now();
  std::vector<std::thread> threads;
  for (Writer& writer : writers) {
    threads.emplace_back([&] {
      while (Clock::now() - begin < time) {
        writer.write();
        ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(count) / std::chrono::duration<double>(Clock::now() - begin).count();
}

std::vector<double> at_rate(std::vector<Writer>& writers, double writes_a_second,
                            std::chrono::seconds time) {
  std::vector<std::vector<double>> times(writers.size());
  std::vector<std::thread> threads;
  const auto begin = Clock::now();
  for (std::size_t i = 0; i < writers.size(); ++i) {
    threads.emplace_back([&, i] {
      std::mt19937_64 random(i + 100);
      std::exponential_distribution<double> gap(writes_a_second /
                                                static_cast<double>(writers.size()));
      auto due = begin;
      while (true) {
        due +=
            std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(gap(random)));
        if (due - begin > time) return;
        std::this_thread::sleep_until(due);
        writers[i].write();
        times[i].push_back(Microseconds(Clock::now() - due).count());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<double> all;
  for (const auto& each : times) all.insert(all.end(), each.begin(), each.end());
  return all;
}

int run(const std::string& folder, int rounds, const Shape& shape) {
  std::filesystem::create_directories(folder);
  const graph::ExecutionContext context;
  const auto store = value_of(graph::Store::open(folder + "/store", {graph::OpenMode::kCreate}));
  const auto feed = value_of(graph::SmallWrites::begin(*store, context));
  std::vector<Writer> writers;
  for (int i = 0; i < shape.writers; ++i) writers.emplace_back(*feed, shape, i);
  std::vector<double> bare, rate, half, tail, ratio;
  std::printf("%d writers, %d transactions a write; microseconds\n", shape.writers, shape.rows);
  std::printf("%10s %16s %10s %10s %12s\n", "bare fsync", "transactions/s", "half p50", "half p99",
              "p99 / bare");
  for (int round = 0; round < rounds; ++round) {
    bare.push_back(bare_fsync(folder));
    const double writes = saturate(writers, std::chrono::seconds(3));
    rate.push_back(writes * shape.rows);
    const std::vector<double> times = at_rate(writers, writes / 2, std::chrono::seconds(3));
    half.push_back(quantile(times, 0.5));
    tail.push_back(quantile(times, 0.99));
    ratio.push_back(tail.back() / bare.back());
    std::printf("%10.0f %16.0f %10.0f %10.0f %12.2f\n", bare.back(), rate.back(), half.back(),
                tail.back(), ratio.back());
  }
  std::printf("medians\n%10.0f %16.0f %10.0f %10.0f %12.2f\n", quantile(bare, 0.5),
              quantile(rate, 0.5), quantile(half, 0.5), quantile(tail, 0.5), quantile(ratio, 0.5));
  return 0;
}

}  // namespace
}  // namespace headwater::bench

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "usage: %s FOLDER [ROUNDS [WRITERS [ROWS]]]\n", words[0]);
    return 1;
  }
  const auto number = [&](int at, int otherwise) {
    return count > at ? std::max(1, std::atoi(words[at])) : otherwise;
  };
  return headwater::bench::run(words[1], number(2, 5), {number(3, 8), number(4, 1)});
}
