// A snapshot of named entities is the graph that they induce in the whole one.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "tests/engine/thread_counts.h"
#include "tests/graph/snapshot_refresh_fixture.h"

namespace headwater::graph::store_tests {
namespace {

class SnapshotEntitiesTest : public SnapshotRefreshFixture {
 protected:
  // Some of those that there are, one of them twice, and one that there is not.
  std::vector<EntityId> some_entities(const Snapshot& whole) {
    std::vector<EntityId> some;
    for (VertexIndex v = 0; v < whole.vertices().size(); ++v) {
      if (below(3) != 0) some.push_back(whole.vertices().entity(v));
    }
    if (!some.empty()) some.push_back(some.front());
    some.push_back({EntityKind::kAccount, 1'000'000});
    std::shuffle(some.begin(), some.end(), random_);
    return some;
  }
  // Transactions, relations, flows and roles by number, with their ends.
  using Ends = std::tuple<char, std::uint64_t, EntityId, EntityId>;
  static std::multiset<Ends> records_of(const Snapshot& snapshot) {
    const auto entity = [&](VertexIndex v) {
      return v == kNoVertex ? EntityId() : snapshot.vertices().entity(v);
    };
    std::multiset<Ends> records;
    const TransactionLayer& layer = snapshot.transactions();
    for (std::uint32_t i = 0; i < layer.size(); ++i) {
      records.insert({'t', layer.id(i).value, entity(layer.from[i]), entity(layer.to[i])});
    }
    for (const auto& edge : snapshot.relations().edges) {
      records.insert({'r', edge.id.value, entity(edge.from), entity(edge.to)});
    }
    const VictimFlowLayer& victims = snapshot.victim_flows();
    for (const auto& flow : victims.flows) {
      records.insert({'v', flow.id.value, entity(flow.victim), entity(flow.victim)});
    }
    for (const auto& role : victims.roles) {
      const auto& flow = victims.flows[role.flow];
      records.insert({'o', flow.id.value, entity(flow.victim), entity(role.entity)});
    }
    return records;
  }
  static bool has_named_role(const Snapshot& snapshot, std::uint64_t flow,
                             const std::set<EntityId>& named) {
    const VictimFlowLayer& layer = snapshot.victim_flows();
    return std::any_of(layer.roles.begin(), layer.roles.end(), [&](const auto& role) {
      return layer.flows[role.flow].id.value == flow && role.entity != kNoVertex &&
             named.contains(snapshot.vertices().entity(role.entity));
    });
  }
};

TEST_F(SnapshotEntitiesTest, HoldsWhatStandsBetweenThoseWhoAreNamed) {
  std::map<char, int> met;
  for (std::uint64_t seed = 1; seed <= 12 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_.seed(seed);
    std::filesystem::remove_all(path());
    last_relation_ = {};
    last_flow_ = {};
    const auto store = open(OpenMode::kCreate);
    const auto writer = begin(*store);
    add_payments(*writer, 80);
    add_relations(*writer, 20);
    for (int i = 0; i < 6; ++i) add_victims(*writer);
    value(writer->publish());
    ViewOptions seen;  // without the key flows name no victim
    if (seed % 2 == 0) seen.victim_key = key();
    const auto view = value(store->view(seen));
    const auto whole = value(build_snapshot(*view, {}, context_));
    SnapshotRequest request;
    request.entities = some_entities(*whole);
    const std::set<EntityId> named(request.entities->begin(), request.entities->end());
    std::multiset<Ends> expected;
    const auto is_held = [&](EntityId end) { return end.is_none() || named.contains(end); };
    for (const Ends& record : records_of(*whole)) {
      const auto [kind, id, from, to] = record;
      const bool is_nobodys = kind == 'v' && from.is_none() && !has_named_role(*whole, id, named);
      if (is_nobodys || !is_held(from) || !is_held(to)) continue;
      expected.insert(record);
      ++met[kind];
    }
    tests::for_thread_counts([&](const ExecutionContext& context) {
      const auto found = value(build_snapshot(*view, request, context));
      EXPECT_EQ(records_of(*found), expected);
      for (VertexIndex v = 0; v < whole->vertices().size(); ++v) {
        const bool is_named = named.contains(whole->vertices().entity(v));
        EXPECT_EQ(found->has_flag(v, kPresent), is_named && whole->has_flag(v, kPresent));
        EXPECT_EQ(found->has_flag(v, kProtected), whole->has_flag(v, kProtected));
      }
    });
  }
  for (const char kind : {'t', 'r', 'v', 'o'}) EXPECT_GT(met[kind], 5) << kind;
}

}  // namespace
}  // namespace headwater::graph::store_tests
