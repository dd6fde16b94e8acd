#include "queries/ring/ring_evaluation.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "ingest/generate/case_loader.h"
#include "queries/evidence/asserted_members.h"
#include "queries/render.h"
#include "tests/support/generated_case.h"

namespace headwater::queries {
namespace {

namespace fs = std::filesystem;

// A generated case in a store, ranked.
struct RankedCase {
  explicit RankedCase(std::uint64_t seed, bool with_key = true, bool with_truth = true)
      : made({.seed = seed}) {
    if (!with_truth) fs::remove_all(made.truth_directory());
    const std::string key_path = folder / "victims.key";
    EXPECT_TRUE(graph::VictimKey::generate_file(key_path).ok());
    const auto key = graph::VictimKey::load(key_path);
    store = std::move(*graph::Store::open(folder / "store", {.mode = graph::OpenMode::kCreate}));
    const auto loaded = ingest::load_case(*store, made.directory(), *key, context);
    EXPECT_TRUE(loaded.has_value()) << loaded.error().message();
    graph::ViewOptions options;
    if (with_key) options.victim_key = *key;
    view = std::move(*store->view(options));
    snapshot = *graph::build_snapshot(*view, {}, context);
    if (with_truth) truth = *ingest::read_case_truth(made.truth_directory());
    const auto resolved = graph::resolve_vertices(*snapshot, resolution);
    known = asserted_members(*view, *snapshot, resolved, "")->members;
  }
  RingRanking rank(std::vector<graph::Layer> layers) const {
    RingRequest request;
    request.known = known;
    request.layers = std::move(layers);
    request.resolution = resolution;
    auto ranking = rank_ring(*snapshot, request, context);
    EXPECT_TRUE(ranking.has_value()) << ranking.error().message();
    return std::move(*ranking);
  }

  tests::GeneratedCase made;
  tests::TemporaryDirectory folder;
  graph::ExecutionContext context{{.threads = 2}};
  graph::Resolution resolution{graph::Resolution::Level::kProbable, graph::BasisPoints{7'000}};
  std::unique_ptr<graph::Store> store;
  std::unique_ptr<graph::StoreView> view;
  std::shared_ptr<const graph::Snapshot> snapshot;
  ingest::CaseTruth truth;
  std::vector<graph::EntityId> known;
};

const std::vector<graph::Layer> kMoney = {graph::Layer::kMoney};
const std::vector<graph::Layer> kAll = {graph::Layer::kMoney, graph::Layer::kRelations,
                                        graph::Layer::kVictims};

TEST(RingEvaluation, NamesNoVictimInAnyLayerWithAndWithoutTheKey) {
  for (const bool with_key : {true, false}) {
    const RankedCase ranked(22, with_key);
    bool has_victim_accounts = false;
    for (const auto& bystander : ranked.truth.bystanders) {
      has_victim_accounts = has_victim_accounts || bystander.kind == "victim";
    }
    ASSERT_TRUE(has_victim_accounts) << "the test needs somebody to protect";
    for (const auto& layers : {kMoney, kAll}) {
      const RingRanking ranking = ranked.rank(layers);
      EXPECT_GT(ranking.protected_left_out, 0u);
      const auto everyone = static_cast<std::uint32_t>(ranking.ranked.size());
      const auto score = score_ranking(*ranked.view, *ranked.snapshot, ranked.resolution, ranking,
                                       ranked.truth, everyone);
      ASSERT_TRUE(score.has_value());
      EXPECT_EQ(score->victims_named, 0u) << "not even at the very end of the list";
      for (const RankedEntity& entity : ranking.ranked) {
        EXPECT_NE(entity.entity.kind(), graph::EntityKind::kVictim);
      }
    }
  }
}

TEST(RingEvaluation, CountsMembersOnceAndEveryOtherRowAsAnInnocent) {
  const RankedCase ranked(23);
  const RingRanking ranking = ranked.rank(kAll);
  const auto score =
      score_ranking(*ranked.view, *ranked.snapshot, ranked.resolution, ranking, ranked.truth, 15);
  ASSERT_TRUE(score.has_value());
  EXPECT_EQ(ranked.known.size(), 2u) << "the two asserted members";
  EXPECT_EQ(ranked.truth.decoys.size(), ranked.truth.members.size());
  EXPECT_EQ(score->members, 15u);
  EXPECT_EQ(score->named, 15u);
  EXPECT_LE(score->found + score->innocents, score->named);
  // Suspects of the interviews are no finds of the ranking: the evidence names them already.
  EXPECT_GT(score->members_named_by_role, 0u);
  EXPECT_GT(score->members_unnamed(), 0u);
  EXPECT_LE(score->found_named_by_role, score->members_named_by_role);
  EXPECT_LE(score->found_unnamed(), score->members_unnamed());
  std::uint32_t by_kind = 0;
  for (const auto& [kind, count] : score->innocents_by_kind) by_kind += count;
  EXPECT_EQ(by_kind, score->innocents);
  EXPECT_GT(score->average_precision, 0.0);
  EXPECT_LE(score->average_precision, 1.0);
  const auto none = score_ranking(*ranked.view, *ranked.snapshot, ranked.resolution, RingRanking(),
                                  ranked.truth, 15);
  ASSERT_TRUE(none.has_value());
  EXPECT_EQ(none->missed(), 15u);
  EXPECT_EQ(none->average_precision, 0.0);
}

// Who is named by a role is counted from the flows themselves, through every id of the member.
TEST(RingEvaluation, CountsMembersWhomARoleNamesApart) {
  for (const bool with_key : {true, false}) {
    const RankedCase ranked(23, with_key);
    const auto resolved = graph::resolve_vertices(*ranked.snapshot, ranked.resolution);
    std::set<graph::VertexIndex> in_roles;
    for (const auto& role : ranked.snapshot->victim_flows().roles) {
      in_roles.insert(resolved.representative[role.entity]);
    }
    std::uint32_t named = 0;
    for (const ingest::TrueMember& member : ranked.truth.members) {
      const bool is_named =
          std::any_of(member.entities.begin(), member.entities.end(), [&](const auto& key) {
            const auto id = ranked.view->find(key);
            if (!id.has_value() || !*id) return false;
            const graph::VertexIndex vertex = ranked.snapshot->vertices().find(**id);
            return vertex != graph::kNoVertex && in_roles.contains(resolved.representative[vertex]);
          });
      named += is_named && !member.known;
    }
    const RingRanking ranking = ranked.rank(kAll);
    const auto everyone = static_cast<std::uint32_t>(ranking.ranked.size());
    const auto score = score_ranking(*ranked.view, *ranked.snapshot, ranked.resolution, ranking,
                                     ranked.truth, everyone);
    ASSERT_TRUE(score.has_value());
    EXPECT_EQ(score->members_named_by_role, named);
    EXPECT_EQ(named > 0, with_key) << "without the key no role is visible";
    EXPECT_EQ(score->found, score->found_named_by_role + score->found_unnamed());
  }
}

TEST(RingEvaluation, DeletingTheTruthChangesNoRankingSlow) {
  const RankedCase with(24);
  const RankedCase without(24, true, false);
  const auto first = ring_table(*with.view, with.rank(kAll), 40);
  const auto second = ring_table(*without.view, without.rank(kAll), 40);
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_EQ(to_csv(*first), to_csv(*second));
  EXPECT_EQ(first->row_count(), 40u);
}

TEST(RingEvaluation, OverSeedsFindsMoreThanTheBaselinesAndNamesFewerInnocentsSlow) {
  SeedEvaluationRequest request;
  request.first_seed = 31;
  request.seeds = 2;
  const tests::TemporaryDirectory scratch;
  request.scratch = scratch.path();
  const auto evaluation = evaluate_seeds(request, graph::ExecutionContext({.threads = 2}));
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message();
  const graph::Table summary = summary_table(*evaluation);
  ASSERT_EQ(summary.row_count(), 6u);
  const graph::Column& found = *summary.find("found");
  const graph::Column& innocents = *summary.find("innocents");
  const graph::Column& victims = *summary.find("victims_named");
  for (std::size_t baseline = 2; baseline < 6; ++baseline) {
    EXPECT_GT(found.float64(1), found.float64(baseline));
    EXPECT_LT(innocents.float64(1), innocents.float64(baseline));
  }
  for (std::size_t method = 0; method < 6; ++method) EXPECT_EQ(victims.int64(method), 0);
  EXPECT_TRUE(fs::is_empty(scratch.path())) << "the scratch folder is emptied";
  EXPECT_TRUE(innocents_table(*evaluation).is_rectangular());
}

TEST(RingEvaluation, IsTheSameForAnyNumberOfThreads) {
  SeedEvaluationRequest request;
  request.first_seed = 33;
  request.seeds = 1;
  const auto one = evaluate_seeds(request, graph::ExecutionContext({.threads = 1}));
  const auto two = evaluate_seeds(request, graph::ExecutionContext({.threads = 2}));
  ASSERT_TRUE(one.has_value() && two.has_value());
  EXPECT_EQ(to_json(to_document(*one)), to_json(to_document(*two)));
}

TEST(RingEvaluation, RefusesATruthOfAnotherCase) {
  const RankedCase ranked(25);
  const auto score = score_ranking(*ranked.view, *ranked.snapshot, ranked.resolution, RingRanking(),
                                   ingest::CaseTruth(), 15);
  ASSERT_FALSE(score.has_value());
  EXPECT_EQ(score.error().code(), graph::StatusCode::kInput);
  EXPECT_FALSE(ingest::read_case_truth("no/such/folder").has_value());
}

}  // namespace
}  // namespace headwater::queries
