// How good a ring ranking is, measured on generated cases whose truth is known: members found and
// missed, innocents named, by kind, at the cut-off that people are shown.
//
//   HEADWATER_ASSIGN_OR_RETURN(SeedEvaluation all, evaluate_seeds({.first_seed = 1}, context));
//   Document shown = to_document(all);   // members found, missed, innocents by kind, baselines
//
// The only part of `queries` that reads a truth folder. What is measured on made-up rings says how
// ways of ranking compare with each other there, and no more (docs/generator.md, "Limits").
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/status.h"
#include "graph/store.h"
#include "graph/table.h"
#include "ingest/generate/truth_reader.h"
#include "queries/document.h"
#include "queries/ring/ring_ranking.h"

namespace headwater::queries {

// Counts at one cut-off. Ids of one member are one member; every other row of the list names an
// innocent, two ids of one person twice.
struct RingScore {
  std::uint32_t cut_off = 0;  // rows of the list that are shown
  std::uint32_t named = 0;    // rows there were, at most cut_off
  std::uint32_t members = 0;  // to be found: members less the known ones
  std::uint32_t found = 0;
  std::uint32_t missed() const { return members - found; }
  // Of these, members whom a victim flow that the view shows names by a role (none without the
  // victim key): no assertion names them, and yet the evidence does. Nothing names the others.
  std::uint32_t members_named_by_role = 0, found_named_by_role = 0;
  std::uint32_t members_unnamed() const { return members - members_named_by_role; }
  std::uint32_t found_unnamed() const { return found - found_named_by_role; }
  std::uint32_t innocents = 0;  // rows that name no member
  std::map<std::string, std::uint32_t>
      innocents_by_kind;            // decoys' kinds, bystanders' kinds, "other"
  std::uint32_t victims_named = 0;  // must be 0
  // Mean over members of (members down to its first row) / (that row), 0 for those not in the list
  // at all; the whole list, not the cut-off.
  double average_precision = 0;
};

// Errors: kInput (a truth that names nobody in this store).
graph::Result<RingScore> score_ranking(const graph::StoreView& view,
                                       const graph::Snapshot& snapshot,
                                       const graph::Resolution& resolution,
                                       const RingRanking& ranking, const ingest::CaseTruth& truth,
                                       std::uint32_t cut_off);

// One way of ranking: how, and over which layers.
struct RingMethod {
  enum class Kind : std::uint8_t { kRing, kOneHop, kDegree } kind = Kind::kRing;
  std::string name;  // "ring ranking, money and ties"
  std::vector<graph::Layer> layers;
  graph::Weight weight = RingRequest{}.weight;
  HubDiscount tie_discount = RingRequest{}.tie_discount;
  HubDiscount score_discount = RingRequest{}.score_discount;
};
// Ring ranking on money alone and on money, relations and victims; one-hop and degree on both.
std::vector<RingMethod> standard_methods();

// Errors: those of `rank_ring`.
graph::Result<RingRanking> rank_by_method(const RingMethod& method, const graph::Snapshot& snapshot,
                                          const std::vector<graph::EntityId>& known,
                                          const graph::Resolution& resolution,
                                          const graph::ExecutionContext& context);

struct SeedEvaluationRequest {
  std::uint64_t first_seed = 1;
  std::uint32_t seeds = 20;
  double scale = 0.05;
  std::uint32_t cut_off = 15;
  graph::Resolution resolution{graph::Resolution::Level::kProbable, graph::BasisPoints{7'000}};
  std::vector<RingMethod> methods = standard_methods();
  std::filesystem::path scratch;  // empty: the system's temporary folder; emptied afterwards
};

struct MethodScores {
  RingMethod method;
  std::vector<RingScore> by_seed;
};

struct SeedEvaluation {
  SeedEvaluationRequest request;
  std::vector<MethodScores> methods;
};

// Generates, loads into a store of its own, ranks and scores each seed; about half a second a seed
// at scale 0.05. Deterministic for any number of threads. Errors: those of generating, loading and
// ranking; kIo (scratch), kCancelled.
graph::Result<SeedEvaluation> evaluate_seeds(const SeedEvaluationRequest& request,
                                             const graph::ExecutionContext& context);

// One row a method: found (of them, those named by a role in victim flows, and those whom no
// evidence names), missed, innocents, precision, recall, average precision; means over seeds, with
// the smallest and largest found.
graph::Table summary_table(const SeedEvaluation& evaluation);
// One row a method and kind of innocent: how many were named over all seeds.
graph::Table innocents_table(const SeedEvaluation& evaluation);
// Both tables and what they rest on.
Document to_document(const SeedEvaluation& evaluation);

// The rows of a ranking beside the truth: rank, id, role or kind. For the demo of one case.
graph::Result<graph::Table> judged_table(const graph::StoreView& view,
                                         const graph::Snapshot& snapshot,
                                         const graph::Resolution& resolution,
                                         const RingRanking& ranking, const ingest::CaseTruth& truth,
                                         std::size_t top);

}  // namespace headwater::queries
