// The known answers of the benchmark's workload S: 5 million transactions of 500,000 accounts, made
// by its generator on the spot.
#include <cstdlib>

#include <gtest/gtest.h>

#include "queries/analysis/analyze.h"
#include "queries/store/stats.h"
#include "queries/walk/neighbourhood.h"
#include "tests/support/query_store.h"
#include "tests/support/shared_data.h"

namespace headwater::queries {
namespace {

using tests::QueryStore;
using tests::scalar;
using tests::table_of;
using tests::value_of;

std::string account(std::uint64_t i) {
  return "account:workload/" + std::to_string((i * 7919 + 13) % 500'000);
}

// Distinct endpoints of walks of exactly `hops` steps, each strictly later and at most a day after
// the one before; self-transfers are steps, and a walk may end where it began.
std::uint64_t endpoints(QuerySession& session, const std::string& entity, int hops) {
  NeighbourhoodRequest request;
  request.entity = entity;
  request.walk.hops = hops;
  request.walk.max_gap_ms = 86'400'000;
  request.top = 1;
  const Answer answer = value_of(neighbourhood(session, request));
  const graph::Table& table = table_of(answer, "hops");
  if (table.row_count() < static_cast<std::size_t>(hops)) return 0;
  return static_cast<std::uint64_t>(table.column(1).int64(table.row_count() - 1));
}

std::uint64_t outgoing(QuerySession& session, const std::string& entity) {
  NeighbourhoodRequest request;
  request.entity = entity;
  request.walk.hops = 1;
  const Answer answer = value_of(neighbourhood(session, request));
  return static_cast<std::uint64_t>(table_of(answer, "hops").column(2).int64(0));
}

TEST(WorkloadSlow, KnownAnswers) {
  HEADWATER_SHARED_OR_SKIP(generator, "bench/gen_tx.cpp");
  QueryStore store;
  const std::string folder = store.folder().path().string();
  const std::string make = "c++ -O2 -std=c++20 '" + generator.string() + "' -o '" + folder +
                           "/gen' && cd '" + folder +
                           "' && ./gen --accounts 500000 --tx 5000000 --seed 42 --days 10 --out S "
                           "> made.txt && rm -f S.el S.dir.el S.und.el S.und.mtx S.rel.csv";
  ASSERT_EQ(std::system(make.c_str()), 0);
  EXPECT_EQ(store.load_path(folder + "/S.csv", "workload").accepted, 5'000'000u);

  QuerySession session(store.view(), store.context(), SnapshotReuse::kWhole);
  std::uint64_t out = 0, third_hop = 0;
  for (std::uint64_t i = 0; i < 200; ++i) out += outgoing(session, account(i));
  for (std::uint64_t i = 0; i < 50; ++i) third_hop += endpoints(session, account(i), 3);
  EXPECT_EQ(out, 1'422u);
  EXPECT_EQ(third_hop, 50'809u);

  const Answer directed = value_of(analyze(session, value_of(parse_analysis("degree", {}))));
  EXPECT_EQ(scalar(directed, "summary", "edges"), "4586529");
  const Answer components =
      value_of(analyze(session, value_of(parse_analysis("wcc", {{"undirected", "true"}}))));
  EXPECT_EQ(scalar(components, "summary", "edges"), "4552986");
}

}  // namespace
}  // namespace headwater::queries
