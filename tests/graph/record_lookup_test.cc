// Look-ups by what a record names, against a scan of everything that looks at each record: over
// random histories of loads, corrections, withdrawals, erasures and reopenings, at every commit,
// with and without the victim key, and within a clearance.
#include <algorithm>
#include <random>

#include "graph/compact.h"
#include "graph/erasure.h"
#include "tests/graph/sealed_store_fixture.h"
#include "tests/support/rounds.h"

namespace headwater::graph::store_tests {
namespace {

using Numbers = std::vector<std::uint64_t>;

// What a scan finds: (time, number), newest first, the unknown last.
class ScannedRecords {
 public:
  explicit ScannedRecords(TimeWindow window) : window_(window) {}
  void add(Timestamp time, std::uint64_t number) {
    if (window_.contains(time)) found_.emplace_back(time, number);
  }
  Numbers newest(std::uint64_t most) {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    Numbers numbers;
    for (const auto& each : found_) {
      if (numbers.size() < most) numbers.push_back(each.second);
    }
    return numbers;
  }

 private:
  TimeWindow window_;
  std::vector<std::pair<Timestamp, std::uint64_t>> found_;
};

template <typename Kind>
bool lists(const std::vector<Kind>& kinds, Kind kind) {
  return kinds.empty() || std::count(kinds.begin(), kinds.end(), kind) > 0;
}

Numbers by_scan(const StoreView& view, const RelationLookup& lookup) {
  ScannedRecords found(lookup.window);
  EXPECT_TRUE(view.for_each_relation([&](RelationId id, const Relation& row) -> Status {
                    const bool is_from =
                        lookup.end != RelationEnd::kTo && row.from == lookup.entity;
                    const bool is_to = lookup.end != RelationEnd::kFrom && row.to == lookup.entity;
                    if ((is_from || is_to) && lists(lookup.kinds, row.kind)) {
                      found.add(row.valid_from, id.value);
                    }
                    return {};
                  })
                  .ok());
  return found.newest(lookup.most);
}

Numbers by_scan(const StoreView& view, const AssertionLookup& lookup) {
  ScannedRecords found(lookup.window);
  EXPECT_TRUE(view.for_each_assertion([&](AssertionId id, const Assertion& row) -> Status {
                    const auto is = [&](AssertionEnd end, EntityId entity) {
                      return (lookup.end == AssertionEnd::kAny || lookup.end == end) &&
                             entity == lookup.entity;
                    };
                    const bool is_meant = lookup.transaction
                                              ? row.transaction == lookup.transaction
                                              : is(AssertionEnd::kSubject, row.entity) ||
                                                    is(AssertionEnd::kCase, row.case_id) ||
                                                    is(AssertionEnd::kTerritory, row.territory);
                    if (is_meant && lists(lookup.claims, row.claim)) {
                      found.add(row.made_at, id.value);
                    }
                    return {};
                  })
                  .ok());
  return found.newest(lookup.most);
}

bool is_meant(const VictimFlow& row, const VictimFlowLookup& lookup) {
  const VictimFlowEnd end = lookup.end;
  const auto is = [&](std::initializer_list<VictimFlowEnd> ends, EntityId entity) {
    return entity == lookup.entity && std::count(ends.begin(), ends.end(), end) > 0;
  };
  using End = VictimFlowEnd;
  bool meant = is({End::kAny, End::kVictim}, row.victim) ||
               is({End::kAny, End::kCase}, row.case_id) ||
               is({End::kAny, End::kLocation, End::kRecruitment}, row.recruitment_territory) ||
               is({End::kAny, End::kLocation, End::kTransit}, row.transit_territory) ||
               is({End::kAny, End::kLocation, End::kExploitation}, row.exploitation_territory);
  for (const Role& role : row.roles) {
    meant = meant || (is({End::kAny, End::kRole}, role.entity) && lists(lookup.roles, role.kind));
  }
  return meant;
}

Numbers by_scan(const StoreView& view, const VictimFlowLookup& lookup) {
  ScannedRecords found(lookup.window);
  EXPECT_TRUE(view.for_each_victim_flow([&](VictimFlowId id, const VictimFlow& row) -> Status {
                    if (is_meant(row, lookup) && lists(lookup.kinds, row.kind)) {
                      found.add(row.start, id.value);
                    }
                    return {};
                  })
                  .ok());
  return found.newest(lookup.most);
}

template <typename Id, typename Record>
auto collecting(Numbers& numbers) {
  return [&numbers](Id id, const Record&) -> Status {
    numbers.push_back(id.value);
    return {};
  };
}
Numbers by_index(const StoreView& view, const RelationLookup& lookup) {
  Numbers found;
  const Status status = view.for_each_relation_of(lookup, collecting<RelationId, Relation>(found));
  EXPECT_TRUE(status.ok()) << status.message();
  return found;
}
Numbers by_index(const StoreView& view, const AssertionLookup& lookup) {
  Numbers found;
  const Status status =
      view.for_each_assertion_about(lookup, collecting<AssertionId, Assertion>(found));
  EXPECT_TRUE(status.ok()) << status.message();
  return found;
}
Numbers by_index(const StoreView& view, const VictimFlowLookup& lookup) {
  Numbers found;
  const Status status =
      view.for_each_victim_flow_of(lookup, collecting<VictimFlowId, VictimFlow>(found));
  EXPECT_TRUE(status.ok()) << status.message();
  return found;
}

enum class KeyUse { kNever, kAlways, kLater };

class RecordLookupTest : public SealedStoreFixture {
 protected:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  // Entity 0 of a kind is a hub.
  EntityKey any_key(EntityKind kind) {
    const std::uint64_t index = below(2) == 0 ? 0 : below(6);
    if (kind == EntityKind::kVictim) return victim_key_of(std::to_string(index));
    return {kind, "bank", std::to_string(index)};
  }
  EntityId any(CommitWriter& writer, EntityKind kind) {
    return value(writer.entity(any_key(kind)));
  }
  EntityId any_end(CommitWriter& writer) {
    constexpr EntityKind kKinds[] = {EntityKind::kPerson, EntityKind::kPerson, EntityKind::kAccount,
                                     EntityKind::kVictim, EntityKind::kLocation};
    return any(writer, kKinds[below(5)]);
  }
  EntityId any_or_none(CommitWriter& writer, EntityKind kind) {
    return below(3) == 0 ? EntityId() : any(writer, kind);
  }
  // Few times, before and after 1970, and the unknown.
  Timestamp any_time() {
    if (below(5) == 0) return kUnknownTime;
    return {static_cast<std::int64_t>(below(9)) * 1000 - 4000};
  }
  std::string any_source_id(std::set<std::string>& used, char type) {
    const std::string id = type + std::to_string(below(12));
    return below(2) == 0 && used.insert(id).second ? id : std::string();
  }

  void add_relation(CommitWriter& writer, std::set<std::string>& used) {
    Relation row;
    row.from = any_end(writer);
    row.to = below(6) == 0 ? row.from : any_end(writer);
    row.kind = static_cast<RelationKind>(1 + below(4) * 6);
    row.valid_from = any_time();
    if (below(2) == 0) row.evidence = "page 3";
    row.origin.source_id = any_source_id(used, 'R');
    value(writer.add(row));
  }
  void add_flow(CommitWriter& writer, std::set<std::string>& used) {
    VictimFlow row;
    if (below(4) != 0) row.victim = any(writer, EntityKind::kVictim);
    row.kind = static_cast<VictimFlowKind>(1 + below(2));
    row.recruitment_territory = any_or_none(writer, EntityKind::kLocation);
    row.transit_territory = any_or_none(writer, EntityKind::kLocation);
    row.exploitation_territory = any_or_none(writer, EntityKind::kLocation);
    row.case_id = any_or_none(writer, EntityKind::kCase);
    row.start = any_time();
    for (std::uint64_t i = below(4); i > 0; --i) {  // the same one twice, sometimes
      row.roles.push_back({static_cast<RoleKind>(1 + below(3)), any(writer, EntityKind::kPerson)});
    }
    row.origin.source_id = any_source_id(used, 'F');
    value(writer.add(row));
  }
  void add_assertion(CommitWriter& writer, std::set<std::string>& used) {
    Assertion row;
    const std::uint64_t transactions = writer.staged().transactions;
    if (below(2) == 0) {
      row.transaction = TransactionId{below(std::min<std::uint64_t>(transactions, 4))};
    } else {
      row.entity = any_end(writer);
    }
    row.claim = static_cast<Claim>(1 + below(3) * 4);
    row.case_id = any_or_none(writer, EntityKind::kCase);
    row.territory = any_or_none(writer, EntityKind::kLocation);
    if (below(4) == 0 && writer.staged().victim_flows > 0) row.victim_flow = VictimFlowId{0};
    row.made_at = any_time();
    row.author = "somebody";
    row.origin.source_id = any_source_id(used, 'A');
    value(writer.add(row));
  }
  void retract_some(CommitWriter& writer, const Counters& counters, std::uint64_t newest) {
    if (below(2) == 0 && counters.relations > 0) {
      static_cast<void>(writer.retract(RelationId{below(counters.relations)}));
    }
    if (below(2) == 0 && counters.victim_flows > 0) {
      static_cast<void>(writer.retract(VictimFlowId{below(counters.victim_flows)}));
    }
    if (below(2) == 0 && counters.assertions > 0) {
      static_cast<void>(writer.retract(AssertionId{below(counters.assertions)}));
    }
    if (below(4) == 0 && newest > 0) {
      static_cast<void>(writer.retract(CommitSeq{1 + below(newest)}));
    }
  }
  void load(Store& store, bool with_key) {
    constexpr const char* kCodes[] = {"TLP:CLEAR", "TLP:AMBER", "TLP:RED", ""};
    Manifest manifest;
    manifest.format = "test";
    manifest.namespace_name = "bank";
    manifest.handling_code = kCodes[below(4)];
    manifest.sources.push_back({"f.csv", std::string(64, 'a'), "", 0, 0, 0, 0, below(3) == 0});
    const auto writer = value(CommitWriter::begin(store, std::move(manifest), context_));
    if (with_key) {
      ASSERT_TRUE(writer->bind_victim_key(key()).ok());
    }
    const auto before = value(store.view({}));
    retract_some(*writer, before->counters(), before->as_of().value);
    if (writer->staged().transactions < 4) {
      for (std::uint64_t row = 1; row <= 4; ++row) {
        value(writer->add(transfer(*writer, "0", "1", 10, row)));
      }
    }
    std::set<std::string> used;
    for (std::uint64_t i = below(12); i > 0; --i) add_relation(*writer, used);
    for (std::uint64_t i = below(9); i > 0; --i) add_flow(*writer, used);
    for (std::uint64_t i = below(9); i > 0; --i) add_assertion(*writer, used);
    value(writer->publish());
  }
  void erase_somebody(Store& store) {
    const EntityKey who = any_key(below(3) == 0 ? EntityKind::kPerson : EntityKind::kVictim);
    static_cast<void>(erase(store, {{to_string(who)}, "", key()}, context_));  // or nobody's name
  }

  template <typename Lookup>
  void compare_lookup(const StoreView& view, Lookup lookup) {
    if (below(2) == 0) lookup.window.from = any_time();
    if (below(2) == 0) lookup.window.to = any_time();
    if (below(3) == 0) lookup.most = below(4);
    EXPECT_EQ(by_index(view, lookup), by_scan(view, lookup));
    compared_ += by_scan(view, lookup).size();
  }
  void compare_entity(const StoreView& view, EntityId id) {
    SCOPED_TRACE(std::string(to_string(id.kind())) + " #" + std::to_string(id.index()));
    RelationLookup relations{id};
    relations.end = static_cast<RelationEnd>(below(3));
    if (below(2) == 0) relations.kinds = {RelationKind::kOwnsAccount, RelationKind::kSignIn};
    compare_lookup(view, relations);
    AssertionLookup assertions{id};
    assertions.end = static_cast<AssertionEnd>(below(4));
    if (below(2) == 0) assertions.claims = {Claim::kProceedsOf};
    compare_lookup(view, assertions);
    VictimFlowLookup flows_of{id};
    flows_of.end = static_cast<VictimFlowEnd>(below(8));
    if (below(2) == 0) flows_of.kinds = {VictimFlowKind::kMovement};
    if (below(3) == 0) flows_of.roles = {RoleKind::kTransported};
    compare_lookup(view, flows_of);
  }
  void compare(const Store& store, std::uint64_t as_of) {
    SCOPED_TRACE("as of commit " + std::to_string(as_of));
    for (const bool with_key : {false, true}) {
      SCOPED_TRACE(with_key ? "with the key" : "without the key");
      ViewOptions options{.as_of = {as_of}};
      if (with_key) options.victim_key = key();
      if (below(2) == 0) options.clearance = value(parse_clearance("TLP:AMBER"));
      const auto view = value(store.view(options));
      for (const EntityKind kind : kAllEntityKinds) {
        const std::uint64_t count = view->counters().entities[static_cast<int>(kind)];
        for (std::uint64_t index = 0; index < count; ++index) {
          compare_entity(*view, EntityId(kind, index));
        }
      }
      for (std::uint64_t number = 0; number < 5; ++number) {
        AssertionLookup lookup;
        lookup.transaction = TransactionId{number};
        compare_lookup(*view, lookup);
      }
    }
  }
  void expect_sound(const Store& store) {
    const VerifyReport report = value(verify(store, true, context_, kLatestCommit, key()));
    EXPECT_TRUE(report.ok()) << report.problems.front();
  }

  void run_history(KeyUse use) {
    auto store = open(OpenMode::kCreate);
    for (int step = 0; step < 22 && !HasFailure(); ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      const bool with_key = use == KeyUse::kAlways || (use == KeyUse::kLater && step >= 8);
      const std::uint64_t dice = step == 0 ? 0 : below(12);
      if (dice < 8) {
        ASSERT_NO_FATAL_FAILURE(load(*store, with_key));
      }
      if (dice == 8) value(compact(*store, context_));
      if (dice == 9) erase_somebody(*store);
      if (dice == 10) {
        store.reset();
        store = open(OpenMode::kWrite);
      }
      compare(*store, 1 + below(store->latest_commit().value));
    }
    store.reset();
    store = open(OpenMode::kRead);
    for (std::uint64_t as_of = 1; as_of <= store->latest_commit().value; ++as_of) {
      compare(*store, as_of);
    }
    expect_sound(*store);
  }

  std::mt19937_64 random_;
  std::uint64_t compared_ = 0;  // records that were found
};

TEST_F(RecordLookupTest, EveryAnswerOfARandomHistoryIsThatOfAScan) {
  for (const KeyUse use : {KeyUse::kNever, KeyUse::kAlways, KeyUse::kLater}) {
    for (std::uint64_t seed = 1; seed <= tests::rounds(3) && !HasFailure(); ++seed) {
      SCOPED_TRACE("key use " + std::to_string(static_cast<int>(use)) + ", seed " +
                   std::to_string(seed));
      std::filesystem::remove_all(path());
      random_.seed(seed * 3 + static_cast<std::uint64_t>(use));
      run_history(use);
    }
  }
  EXPECT_GT(compared_, 1'700 * tests::rounds(3)) << "the search is not blind";
}

TEST_F(RecordLookupTest, TheNewestOfAHubAreReadWithoutTheRest) {
  constexpr int kOwners = 20'000;
  const auto store = open(OpenMode::kCreate);
  const auto writer = begin(*store);
  const EntityId hub = account(*writer, "hub");
  for (int i = 0; i < kOwners; ++i) {
    Relation row;
    row.from = person(*writer, std::to_string(i % 50));
    row.to = hub;
    row.kind = i % 2 == 0 ? RelationKind::kOwnsAccount : RelationKind::kSignIn;
    row.valid_from = {i / 4 * 1000};  // four at a time
    value(writer->add(row));
  }
  value(writer->publish());
  const auto view = value(store->view({}));
  Numbers newest;
  EXPECT_TRUE(view->for_each_relation_of({.entity = hub, .most = 5},
                                         collecting<RelationId, Relation>(newest))
                  .ok());
  EXPECT_EQ(newest, (Numbers{19'996, 19'997, 19'998, 19'999, 19'992}));
  RelationLookup lookup{hub, RelationEnd::kTo, {RelationKind::kSignIn}};
  lookup.window = {{5'000}, {6'001}};
  EXPECT_EQ(by_index(*view, lookup), (Numbers{25, 27, 21, 23}));
  // The visitor ends the look-up with the error that it gives.
  int visited = 0;
  const Status stopped = view->for_each_relation_of({hub}, [&](RelationId, const Relation&) {
    return ++visited < 3 ? Status() : Status(StatusCode::kCancelled, {"look", "", "enough", ""});
  });
  EXPECT_EQ(stopped.code(), StatusCode::kCancelled);
  EXPECT_EQ(visited, 3);
}

TEST_F(RecordLookupTest, NobodyAndNothingAreNamedByNothing) {
  const auto store = open(OpenMode::kCreate);
  const auto empty = value(store->view({}));
  EXPECT_EQ(by_index(*empty, RelationLookup{}), Numbers{});
  EXPECT_EQ(by_index(*empty, VictimFlowLookup{EntityId(EntityKind::kCase, 7)}), Numbers{});
  const auto writer = begin(*store);
  VictimFlow group;  // names nobody
  value(writer->add(group));
  Assertion bare;
  value(writer->add(bare));
  value(writer->publish());
  const auto view = value(store->view({.victim_key = key()}));
  EXPECT_EQ(by_index(*view, RelationLookup{}), Numbers{});
  EXPECT_EQ(by_index(*view, AssertionLookup{}), Numbers{});
  EXPECT_EQ(by_index(*view, VictimFlowLookup{}), Numbers{});
  AssertionLookup of_transaction;
  of_transaction.transaction = TransactionId{99};
  EXPECT_EQ(by_index(*view, of_transaction), Numbers{});
}

}  // namespace
}  // namespace headwater::graph::store_tests
