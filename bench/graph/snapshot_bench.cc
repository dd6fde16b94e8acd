// Building a snapshot from a warm store, beside copying as many bytes; refreshing one; projecting
// it; and the codec of ledger segments alone. Rates are transactions a second.
//
//   graph_bench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true
#include <sys/resource.h>

#include <cstring>
#include <vector>

#include <benchmark/benchmark.h>
#include <tbb/parallel_for.h>

#include "bench/graph/bench_store.h"
#include "graph/internal/ledger_reader.h"
#include "graph/internal/ledger_segment.h"
#include "graph/projection.h"
#include "graph/snapshot.h"
#include "graph/snapshot_refresh.h"

namespace headwater::bench {
namespace {

const BenchStore& warm_store() {
  static const BenchStore store;
  return store;
}
const graph::StoreView& warm_view() { return warm_store().view(); }

// The transaction layer is what the rates and the bytes a transaction are about.
graph::SnapshotRequest only_transactions() {
  graph::SnapshotRequest request;
  request.relations = request.victim_flows = false;
  return request;
}

std::shared_ptr<const graph::Snapshot> build(const graph::SnapshotRequest& request,
                                             const graph::ExecutionContext& context) {
  return value_of(graph::build_snapshot(warm_view(), request, context));
}

void set_rate(benchmark::State& state, std::uint64_t transactions) {
  state.SetItemsProcessed(static_cast<std::int64_t>(transactions) *
                          static_cast<std::int64_t>(state.iterations()));
}

void build_snapshot(benchmark::State& state) {
  const graph::ExecutionContext context({.threads = static_cast<int>(state.range(0))});
  build(only_transactions(), context);  // the store's blocks are in the page cache from here on
  std::uint64_t transactions = 0, bytes = 0;
  for (auto _ : state) {
    const auto snapshot = build(only_transactions(), context);
    transactions = snapshot->transactions().size();
    bytes = snapshot->transactions().resident_bytes();
  }
  set_rate(state, transactions);
  state.counters["bytes_a_transaction"] =
      static_cast<double>(bytes) / static_cast<double>(transactions);
}
BENCHMARK(build_snapshot)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

// Of that, reading the ledger and decoding its segments; the rest is writing columns and scattering
// payments to the accounts' adjacencies.
void decode_the_ledger(benchmark::State& state) {
  const graph::ExecutionContext context({.threads = static_cast<int>(state.range(0))});
  const graph::StoreView::Internal& view = warm_view().internal();
  const std::uint64_t transactions = view.counters.transactions;
  constexpr std::uint64_t kRange = 16 * graph::internal::kSegmentCapacity;
  const auto decode = [&](std::uint64_t range) {
    graph::internal::DecodedSegment segment;
    const graph::Status status = graph::internal::for_each_segment(
        view, range * kRange, (range + 1) * kRange,
        [&](std::uint64_t first, std::string_view value) {
          return graph::internal::decode_segment(value, first, segment);
        });
    if (!status.ok()) state.SkipWithError(status.message().c_str());
    benchmark::DoNotOptimize(segment.amount.data());
  };
  for (auto _ : state) {
    context.run(
        [&] { tbb::parallel_for(std::uint64_t{0}, (transactions + kRange - 1) / kRange, decode); });
  }
  set_rate(state, transactions);
}
BENCHMARK(decode_the_ledger)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

// What the machine needs to move the same bytes once, into memory not touched before.
void copy_the_same_bytes(benchmark::State& state) {
  const graph::ExecutionContext context;
  const auto snapshot = build(only_transactions(), context);
  const std::uint64_t transactions = snapshot->transactions().size();
  const std::vector<char> source(snapshot->transactions().resident_bytes(), 'x');
  for (auto _ : state) {
    const auto target = std::make_unique_for_overwrite<char[]>(source.size());
    std::memcpy(target.get(), source.data(), source.size());
    benchmark::DoNotOptimize(target.get());
    benchmark::ClobberMemory();
  }
  set_rate(state, transactions);
}
BENCHMARK(copy_the_same_bytes)->UseRealTime()->Unit(benchmark::kMillisecond);

// A request that leaves rows out: the last tenth of the time that the ledger spans.
void build_narrow_snapshot(benchmark::State& state) {
  const graph::ExecutionContext context({.threads = static_cast<int>(state.range(0))});
  graph::SnapshotRequest request = only_transactions();
  std::uint64_t transactions = 0;
  {
    const auto whole = build(request, context);
    const auto& times = whole->transactions().time_ms;
    request.window.from = {times[times.size() - times.size() / 10]};
  }
  for (auto _ : state) transactions = build(request, context)->transactions().size();
  set_rate(state, transactions);
}
BENCHMARK(build_narrow_snapshot)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

// One day, the second of the ledger. `peak_mib` is the most memory of the whole process so far: ask
// for this benchmark alone.
void build_snapshot_of_a_day(benchmark::State& state) {
  constexpr std::int64_t kDay = 86'400'000;
  const graph::ExecutionContext context({.threads = static_cast<int>(state.range(0))});
  graph::SnapshotRequest request = only_transactions();
  const std::int64_t first = value_of(warm_view().transaction({0}))->time.ms;
  request.window = {{first + kDay}, {first + 2 * kDay}};
  std::uint64_t transactions = 0;
  for (auto _ : state) transactions = build(request, context)->transactions().size();
  set_rate(state, transactions);
  state.counters["transactions"] = static_cast<double>(transactions);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_mib"] = static_cast<double>(usage.ru_maxrss) / 1024;
}
BENCHMARK(build_snapshot_of_a_day)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

// What the last commit brings (10,000 of a million in the store made here), to a snapshot of the
// commit before; beside it the whole snapshot above.
void refresh_snapshot(benchmark::State& state) {
  const graph::ExecutionContext context({.threads = static_cast<int>(state.range(0))});
  graph::SnapshotRequest request = only_transactions();
  request.room_for_more = true;
  const auto before =
      value_of(graph::build_snapshot(*warm_store().view_before(), request, context));
  std::uint64_t later = 0;
  for (auto _ : state) {
    const auto refreshed = value_of(graph::refresh_snapshot(before, warm_view(), {}, context));
    if (refreshed.way != graph::RefreshedSnapshot::Way::kDelta) state.SkipWithError("no delta");
    later = refreshed.snapshot->transactions().size() - before->transactions().size();
  }
  state.counters["transactions_since"] = static_cast<double>(later);
}
BENCHMARK(refresh_snapshot)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

void project_money(benchmark::State& state) {
  const graph::ExecutionContext context({.threads = static_cast<int>(state.range(0))});
  const auto snapshot = build(only_transactions(), context);
  for (auto _ : state) {
    benchmark::DoNotOptimize(value_of(graph::project(*snapshot, {}, context)).edge_count());
  }
  set_rate(state, snapshot->transactions().size());
}
BENCHMARK(project_money)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

std::vector<graph::Transaction> segment_rows() {
  std::vector<graph::EntityId> accounts;
  for (std::uint64_t i = 0; i < kAccounts; ++i)
    accounts.emplace_back(graph::EntityKind::kAccount, i);
  SeededPayments payments;
  std::vector<graph::Transaction> rows;
  for (std::size_t row = 1; row <= graph::internal::kSegmentCapacity; ++row) {
    rows.push_back(payments.next(accounts, row));
  }
  return rows;
}

std::string encode(const std::vector<graph::Transaction>& rows) {
  graph::internal::SegmentBuilder builder({1}, 0);
  for (const graph::Transaction& row : rows) builder.add(row);
  return builder.finish();
}

void encode_segment(benchmark::State& state) {
  const auto rows = segment_rows();
  for (auto _ : state) benchmark::DoNotOptimize(encode(rows).size());
  set_rate(state, rows.size());
}
BENCHMARK(encode_segment)->Unit(benchmark::kMicrosecond);

void decode_segment(benchmark::State& state) {
  const auto rows = segment_rows();
  const std::string bytes = encode(rows);
  graph::internal::DecodedSegment segment;
  for (auto _ : state) {
    const graph::Status status = graph::internal::decode_segment(bytes, 0, segment);
    if (!status.ok()) state.SkipWithError("the segment does not decode");
  }
  set_rate(state, rows.size());
  state.counters["bytes_a_transaction"] =
      static_cast<double>(bytes.size()) / static_cast<double>(rows.size());
}
BENCHMARK(decode_segment)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace headwater::bench

BENCHMARK_MAIN();
