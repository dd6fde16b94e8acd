#include "queries/ring/ring_evaluation.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "ingest/generate/case_loader.h"
#include "ingest/generate/generate.h"
#include "queries/evidence/asserted_members.h"
#include "queries/ring/internal/judge.h"

namespace headwater::queries {

namespace fs = std::filesystem;
using internal::Judge;
using internal::Verdict;

namespace {

// A folder of one seed, removed with the object.
class SeedFolder {
 public:
  static graph::Result<SeedFolder> make(const fs::path& scratch, std::uint64_t seed) {
    std::error_code error;
    const fs::path base = scratch.empty() ? fs::temp_directory_path(error) : scratch;
    for (int attempt = 0; attempt < 1000 && !error; ++attempt) {
      const fs::path path =
          base / ("headwater-evaluate-" + std::to_string(seed) + "-" + std::to_string(attempt));
      fs::create_directories(base, error);
      if (!error && fs::create_directory(path, error)) return SeedFolder(path);
    }
    return graph::Status(graph::StatusCode::kIo,
                         {"evaluate ring rankings", "the scratch folder", "it cannot be made",
                          "name another folder, or free space"});
  }
  ~SeedFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  SeedFolder(SeedFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  SeedFolder& operator=(SeedFolder&&) = delete;
  const fs::path& path() const { return path_; }

 private:
  explicit SeedFolder(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

graph::Status evaluate_seed(const SeedEvaluationRequest& request, std::uint64_t seed,
                            std::vector<MethodScores>& methods,
                            const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const SeedFolder folder, SeedFolder::make(request.scratch, seed));
  ingest::GenerateRequest generate;
  generate.directory = folder.path() / "case";
  generate.scale = request.scale;
  generate.seed = seed;
  HEADWATER_ASSIGN_OR_RETURN(const auto made, ingest::generate_case(generate, context));
  const std::string key_path = (folder.path() / "victims.key").string();
  HEADWATER_RETURN_IF_ERROR(graph::VictimKey::generate_file(key_path));
  HEADWATER_ASSIGN_OR_RETURN(const graph::VictimKey key, graph::VictimKey::load(key_path));
  HEADWATER_ASSIGN_OR_RETURN(auto store, graph::Store::open((folder.path() / "store").string(),
                                                            {.mode = graph::OpenMode::kCreate}));
  HEADWATER_ASSIGN_OR_RETURN(const auto loaded,
                             ingest::load_case(*store, made.directory, key, context));
  if (loaded.quarantined != 0) {
    return graph::input_error("evaluate ring rankings", "seed " + std::to_string(seed),
                              std::to_string(loaded.quarantined) + " generated rows quarantined",
                              "report this: generator and loader disagree");
  }
  HEADWATER_ASSIGN_OR_RETURN(const auto view, store->view({.victim_key = key}));
  HEADWATER_ASSIGN_OR_RETURN(const auto snapshot, graph::build_snapshot(*view, {}, context));
  const auto resolved = graph::resolve_vertices(*snapshot, request.resolution);
  HEADWATER_ASSIGN_OR_RETURN(const AssertedMembers known,
                             asserted_members(*view, *snapshot, resolved, ""));
  // The truth is read last, when everything that could be swayed by it is done.
  HEADWATER_ASSIGN_OR_RETURN(const auto truth, ingest::read_case_truth(made.truth_directory));
  for (MethodScores& scores : methods) {
    HEADWATER_ASSIGN_OR_RETURN(
        const RingRanking ranking,
        rank_by_method(scores.method, *snapshot, known.members, request.resolution, context));
    HEADWATER_ASSIGN_OR_RETURN(RingScore score, score_ranking(*view, *snapshot, request.resolution,
                                                              ranking, truth, request.cut_off));
    scores.by_seed.push_back(std::move(score));
  }
  return {};
}

}  // namespace

graph::Result<RingScore> score_ranking(const graph::StoreView& view,
                                       const graph::Snapshot& snapshot,
                                       const graph::Resolution& resolution,
                                       const RingRanking& ranking, const ingest::CaseTruth& truth,
                                       std::uint32_t cut_off) {
  HEADWATER_ASSIGN_OR_RETURN(const Judge judge, Judge::make(view, snapshot, resolution, truth));
  RingScore score;
  score.cut_off = cut_off;
  score.named = static_cast<std::uint32_t>(std::min<std::size_t>(cut_off, ranking.ranked.size()));
  for (std::size_t i = 0; i < truth.members.size(); ++i) {
    if (truth.members[i].known) continue;
    ++score.members;
    if (judge.is_named_by_role(i)) ++score.members_named_by_role;
  }
  std::set<std::size_t> met;
  double precision_sum = 0;
  for (std::size_t i = 0; i < ranking.ranked.size(); ++i) {
    const Verdict verdict = judge.verdict(ranking.ranked[i].vertex);
    const bool shown = i < cut_off;
    if (verdict.member == Verdict::kNoMember) {
      if (!shown) continue;
      ++score.innocents;
      ++score.innocents_by_kind[verdict.kind];
      if (verdict.kind == "victim") ++score.victims_named;
    } else if (!verdict.known && met.insert(verdict.member).second) {
      precision_sum += static_cast<double>(met.size()) / static_cast<double>(i + 1);
      if (!shown) continue;
      ++score.found;
      if (judge.is_named_by_role(verdict.member)) ++score.found_named_by_role;
    }
  }
  if (score.members > 0) score.average_precision = precision_sum / score.members;
  return score;
}

graph::Result<RingRanking> rank_by_method(const RingMethod& method, const graph::Snapshot& snapshot,
                                          const std::vector<graph::EntityId>& known,
                                          const graph::Resolution& resolution,
                                          const graph::ExecutionContext& context) {
  RingRequest request;
  request.known = known;
  request.layers = method.layers;
  request.resolution = resolution;
  request.weight = method.weight;
  request.tie_discount = method.tie_discount;
  request.score_discount = method.score_discount;
  if (method.kind == RingMethod::Kind::kOneHop) return rank_one_hop(snapshot, request, context);
  if (method.kind == RingMethod::Kind::kDegree) return rank_by_degree(snapshot, request, context);
  return rank_ring(snapshot, request, context);
}

std::vector<RingMethod> standard_methods() {
  using graph::Layer;
  using Kind = RingMethod::Kind;
  const std::vector<Layer> money = {Layer::kMoney};
  const std::vector<Layer> all = {Layer::kMoney, Layer::kRelations, Layer::kVictims};
  return {{Kind::kRing, "ring ranking, money", money},
          {Kind::kRing, "ring ranking, money and ties", all},
          {Kind::kOneHop, "one hop, money", money},
          {Kind::kOneHop, "one hop, money and ties", all},
          {Kind::kDegree, "degree, money", money},
          {Kind::kDegree, "degree, money and ties", all}};
}

graph::Result<SeedEvaluation> evaluate_seeds(const SeedEvaluationRequest& request,
                                             const graph::ExecutionContext& context) {
  SeedEvaluation evaluation{request, {}};
  for (const RingMethod& method : request.methods) evaluation.methods.push_back({method, {}});
  for (std::uint32_t i = 0; i < request.seeds; ++i) {
    HEADWATER_RETURN_IF_ERROR(context.check_cancelled("evaluate ring rankings"));
    HEADWATER_RETURN_IF_ERROR(
        evaluate_seed(request, request.first_seed + i, evaluation.methods, context));
    context.report({"evaluating seeds", i + 1, request.seeds, "seeds"});
  }
  return evaluation;
}

graph::Result<graph::Table> judged_table(const graph::StoreView& view,
                                         const graph::Snapshot& snapshot,
                                         const graph::Resolution& resolution,
                                         const RingRanking& ranking, const ingest::CaseTruth& truth,
                                         std::size_t top) {
  using graph::ColumnType;
  HEADWATER_ASSIGN_OR_RETURN(const Judge judge, Judge::make(view, snapshot, resolution, truth));
  graph::Table table({{"rank", ColumnType::kInt64, "count"},
                      {"id", ColumnType::kText, "id"},
                      {"member", ColumnType::kBool, "text"},
                      {"truly", ColumnType::kText, "text"}});
  for (std::size_t i = 0; i < std::min(top, ranking.ranked.size()); ++i) {
    const RankedEntity& ranked = ranking.ranked[i];
    const Verdict verdict = judge.verdict(ranked.vertex);
    HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view.key_of(ranked.entity));
    table.column(0).append_int64(static_cast<std::int64_t>(i) + 1);
    table.column(1).append_text(graph::to_string(key));
    table.column(2).append_bool(verdict.member != Verdict::kNoMember);
    table.column(3).append_text(verdict.kind);
  }
  return table;
}

}  // namespace headwater::queries
