// Who may use which source: codes, compartments and purposes, and what a filtered view shows.
#include "graph/clearance.h"

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "graph/edge_cursor.h"
#include "graph/seal.h"
#include "graph/snapshot.h"
#include "tests/graph/store_fixture.h"

namespace headwater::tests {
namespace {

using graph::Clearance;
using graph::HandlingCode;
using graph::Manifest;
using graph::parse_clearance;
using graph::permits;

Manifest source(const std::string& code, const std::string& compartment = "",
                const std::string& purpose = "") {
  Manifest manifest;
  manifest.handling_code = code;
  manifest.compartment = compartment;
  manifest.purpose = purpose;
  return manifest;
}

Clearance cleared(std::string_view text) {
  const auto parsed = parse_clearance(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.has_value() ? *parsed : Clearance();
}

TEST(ClearanceText, IsReadInEitherCaseAndPrintsTheSame) {
  const Clearance one = cleared("tlp:amber+strict,compartment=b,purpose=aml,compartment=a");
  EXPECT_EQ(one.highest, HandlingCode::kAmberStrict);
  EXPECT_EQ(one.compartments, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(one.purpose, "aml");
  EXPECT_EQ(graph::to_string(one), "TLP:AMBER+STRICT,compartment=a,compartment=b,purpose=aml");
  EXPECT_EQ(cleared(graph::to_string(one)), one);
  EXPECT_EQ(cleared("green").highest, HandlingCode::kGreen);
}

TEST(ClearanceText, IsRefusedWhenItSaysNothingKnown) {
  for (const char* text : {"", "TLP:", "SECRET", "TLP:RED,", "TLP:RED,compartment=", "TLP:RED,x=y",
                           "TLP:RED,purpose=a,purpose=b", "compartment=a", "TLP:WHITE"}) {
    const auto parsed = parse_clearance(text);
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_EQ(parsed.error().code(), graph::StatusCode::kQuestion) << text;
  }
}

TEST(Clearance, PermitsWhatIsNoHigherThanItself) {
  const char* codes[] = {"TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"};
  for (int held = 0; held < 5; ++held) {
    for (int asked = 0; asked < 5; ++asked) {
      EXPECT_EQ(permits(cleared(codes[held]), source(codes[asked])), asked <= held)
          << codes[held] << " asked for " << codes[asked];
    }
  }
}

TEST(Clearance, IsClosedWhereASourceSaysNothingOrTheUnknown) {
  for (const char* code : {"", "SECRET", "TLP:WHITE"}) {
    EXPECT_FALSE(permits(cleared("TLP:AMBER+STRICT"), source(code))) << code;
    EXPECT_TRUE(permits(cleared("TLP:RED"), source(code))) << code;
  }
}

TEST(Clearance, AsksForTheCompartmentAndThePurposeThatASourceHas) {
  EXPECT_FALSE(permits(cleared("TLP:RED"), source("TLP:CLEAR", "fraud")));
  EXPECT_FALSE(permits(cleared("TLP:RED,compartment=frau"), source("TLP:CLEAR", "fraud")));
  EXPECT_TRUE(
      permits(cleared("TLP:RED,compartment=x,compartment=fraud"), source("TLP:CLEAR", "fraud")));
  EXPECT_FALSE(permits(cleared("TLP:RED"), source("TLP:CLEAR", "", "aml")));
  EXPECT_FALSE(permits(cleared("TLP:RED,purpose=tax"), source("TLP:CLEAR", "", "aml")));
  EXPECT_TRUE(permits(cleared("TLP:CLEAR,purpose=aml"), source("TLP:CLEAR", "", "aml")));
  EXPECT_TRUE(permits(cleared("TLP:CLEAR,purpose=aml"), source("TLP:CLEAR")));
}

}  // namespace
}  // namespace headwater::tests

namespace headwater::graph::store_tests {
namespace {

// Random loads of every code and compartment, which withdraw one another's records and commits.
class ClearedStoreTest : public StoreFixture {
 protected:
  void load(Store& store) {
    const char* codes[] = {"", "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:RED"};
    const char* compartments[] = {"", "", "fraud", "vice"};
    Manifest manifest;
    manifest.format = "test";
    manifest.namespace_name = "bank";
    manifest.handling_code = codes[random_() % 5];
    manifest.compartment = compartments[random_() % 4];
    manifest.sources.push_back({"secret.csv", std::string(64, 'a'), "", 0, 0, 0, 0, false});
    const auto writer = value(CommitWriter::begin(store, manifest, context_));
    const auto name = [&] { return std::to_string(random_() % 9); };
    for (std::uint64_t i = random_() % 5; i > 0; --i) {
      value(writer->add(transfer(*writer, name(), name(), 1, i)));
    }
    for (std::uint64_t i = random_() % 3; i > 0; --i) {
      Relation relation;
      relation.from = account(*writer, name());
      relation.to = account(*writer, name());
      relation.kind = RelationKind::kSameAs;
      value(writer->add(relation));
    }
    const auto before = value(store.view({}));
    const Counters& counters = before->counters();
    const std::uint64_t commit = before->as_of().value;
    if (counters.transactions > 0) {
      static_cast<void>(writer->retract(TransactionId{random_() % counters.transactions}));
    }
    if (counters.relations > 0) {
      static_cast<void>(writer->retract(RelationId{random_() % counters.relations}));
    }
    if (commit > 0 && random_() % 3 == 0) {
      static_cast<void>(writer->retract(CommitSeq{1 + random_() % commit}));
    }
    value(writer->publish());
  }

  // What a view must show, from all there is: what comes from permitted commits.
  struct Shown {
    std::set<std::uint64_t> transactions, relations;
    std::set<std::string> accounts;
    std::uint64_t edges = 0, snapshot = 0;
    friend bool operator==(const Shown&, const Shown&) = default;
  };
  Shown expected(const Store& store, std::uint64_t as_of, const Clearance& clearance) {
    const auto all = value(store.view({.as_of = {as_of}}));
    const auto is_permitted = [&](CommitSeq commit) {
      return permits(clearance, all->manifests()[commit.value - 1]);
    };
    Shown shown;
    EXPECT_TRUE(all->for_each_transaction([&](TransactionId id, const Transaction& row) -> Status {
                     if (is_permitted(row.origin.commit)) shown.transactions.insert(id.value);
                     return {};
                   })
                    .ok());
    EXPECT_TRUE(all->for_each_relation([&](RelationId id, const Relation& row) -> Status {
                     if (is_permitted(row.origin.commit)) shown.relations.insert(id.value);
                     return {};
                   })
                    .ok());
    EXPECT_TRUE(all->for_each_entity_key(EntityKind::kAccount,
                                         [&](EntityId id, const EntityKey& key) -> Status {
                                           const auto told = value(all->entity_commits(id));
                                           if (std::any_of(told.begin(), told.end(), is_permitted))
                                             shown.accounts.insert(key.external_id);
                                           return {};
                                         })
                    .ok());
    shown.edges = shown.snapshot = shown.transactions.size();
    return shown;
  }
  Shown shown(const StoreView& view) {
    Shown shown;
    EXPECT_TRUE(view.for_each_transaction([&](TransactionId id, const Transaction&) -> Status {
                      shown.transactions.insert(id.value);
                      return {};
                    })
                    .ok());
    EXPECT_TRUE(view.for_each_relation([&](RelationId id, const Relation&) -> Status {
                      shown.relations.insert(id.value);
                      return {};
                    })
                    .ok());
    EXPECT_TRUE(view.for_each_entity_key(EntityKind::kAccount,
                                         [&](EntityId, const EntityKey& key) -> Status {
                                           shown.accounts.insert(key.external_id);
                                           return {};
                                         })
                    .ok());
    for (const std::string& name : shown.accounts) {
      shown.edges += edges_of(view, name);
    }
    shown.snapshot = value(build_snapshot(view, {}, context_))->transactions().size();
    for (std::uint64_t number = 0; number < view.counters().transactions; ++number) {
      EXPECT_EQ(value(view.transaction({number})).has_value(), shown.transactions.contains(number));
    }
    for (std::uint64_t number = 0; number < view.counters().relations; ++number) {
      EXPECT_EQ(value(view.relation({number})).has_value(), shown.relations.contains(number));
    }
    return shown;
  }
  std::uint64_t edges_of(const StoreView& view, const std::string& name) {
    const auto cursor = value(EdgeCursor::make(view, context_));
    EdgeRequest request;
    request.account = *value(view.find({EntityKind::kAccount, "bank", name}));
    std::uint64_t edges = 0;
    EXPECT_TRUE(
        cursor->for_each(request, [&](const AdjacentTransaction&) { return ++edges > 0; }).ok());
    return edges;
  }

  std::mt19937_64 random_;
};

TEST_F(ClearedStoreTest, AViewShowsWhatStandsAndComesFromPermittedLoads) {
  const char* clearances[] = {"TLP:CLEAR", "TLP:GREEN,compartment=fraud", "TLP:AMBER",
                              "TLP:RED,compartment=fraud,compartment=vice"};
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::filesystem::remove_all(path());
    random_.seed(seed);
    const auto store = open(OpenMode::kCreate);
    for (int step = 0; step < 12; ++step) {
      ASSERT_NO_FATAL_FAILURE(load(*store));
      if (step == 6) {
        ASSERT_TRUE(seal(*store, context_).has_value());
      }
    }
    for (const char* text : clearances) {
      const Clearance clearance = value(parse_clearance(text));
      for (std::uint64_t as_of = 1; as_of <= 12; ++as_of) {
        SCOPED_TRACE(std::string(text) + " as of " + std::to_string(as_of));
        const auto view = value(store->view({.as_of = {as_of}, .clearance = clearance}));
        EXPECT_EQ(shown(*view), expected(*store, as_of, clearance));
      }
    }
  }
}

TEST_F(ClearedStoreTest, ManifestsOutsideTheClearanceSayNothing) {
  const auto store = open(OpenMode::kCreate);
  for (int step = 0; step < 12; ++step) ASSERT_NO_FATAL_FAILURE(load(*store));
  const auto all = value(store->view({}));
  const Clearance clearance = value(parse_clearance("TLP:GREEN"));
  const auto view = value(store->view({.clearance = clearance}));
  ASSERT_EQ(view->manifests().size(), all->manifests().size());
  std::size_t hidden = 0;
  for (std::size_t i = 0; i < all->manifests().size(); ++i) {
    const Manifest& shown = view->manifests()[i];
    EXPECT_EQ(shown.commit, all->manifests()[i].commit);
    if (permits(clearance, all->manifests()[i])) continue;
    ++hidden;
    EXPECT_TRUE(shown.sources.empty() && shown.format.empty() && shown.namespace_name.empty() &&
                shown.handling_code.empty() && shown.compartment.empty());
    EXPECT_FALSE(view->is_commit_visible(shown.commit));
  }
  EXPECT_GE(hidden, 3u);
}

}  // namespace
}  // namespace headwater::graph::store_tests
