// Tables of an evaluation over seeds, for people and programs.
#include <algorithm>
#include <set>

#include "queries/internal/row_writer.h"
#include "queries/ring/ring_evaluation.h"

namespace headwater::queries {
namespace {

struct Totals {
  double found = 0, found_named_by_role = 0, missed = 0, innocents = 0, named = 0,
         average_precision = 0;
  std::uint32_t victims = 0, least_found = ~0u, most_found = 0;
};

Totals totals_of(const MethodScores& scores) {
  Totals totals;
  for (const RingScore& score : scores.by_seed) {
    totals.found += score.found;
    totals.found_named_by_role += score.found_named_by_role;
    totals.missed += score.missed();
    totals.innocents += score.innocents;
    totals.named += score.named;
    totals.average_precision += score.average_precision;
    totals.victims += score.victims_named;
    totals.least_found = std::min(totals.least_found, score.found);
    totals.most_found = std::max(totals.most_found, score.found);
  }
  return totals;
}

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace

graph::Table summary_table(const SeedEvaluation& evaluation) {
  using graph::ColumnType;
  graph::Table table({{"method", ColumnType::kText, "text"},
                      {"found", ColumnType::kFloat64, "count"},
                      {"found_named_by_role", ColumnType::kFloat64, "count"},
                      {"found_named_by_nothing", ColumnType::kFloat64, "count"},
                      {"missed", ColumnType::kFloat64, "count"},
                      {"innocents", ColumnType::kFloat64, "count"},
                      {"least_found", ColumnType::kInt64, "count"},
                      {"most_found", ColumnType::kInt64, "count"},
                      {"recall", ColumnType::kFloat64, "score"},
                      {"precision", ColumnType::kFloat64, "score"},
                      {"average_precision", ColumnType::kFloat64, "score"},
                      {"victims_named", ColumnType::kInt64, "count"}});
  for (const MethodScores& scores : evaluation.methods) {
    if (scores.by_seed.empty()) continue;
    const Totals totals = totals_of(scores);
    const auto seeds = static_cast<double>(scores.by_seed.size());
    internal::RowWriter(table)
        .text(scores.method.name)
        .score(totals.found / seeds)
        .score(totals.found_named_by_role / seeds)
        .score((totals.found - totals.found_named_by_role) / seeds)
        .score(totals.missed / seeds)
        .score(totals.innocents / seeds)
        .count(totals.least_found)
        .count(totals.most_found)
        .score(ratio(totals.found, totals.found + totals.missed))
        .score(ratio(totals.named - totals.innocents, totals.named))
        .score(totals.average_precision / seeds)
        .count(totals.victims)
        .done();
  }
  return table;
}

graph::Table innocents_table(const SeedEvaluation& evaluation) {
  using graph::ColumnType;
  std::set<std::string> kinds = {"advertiser", "remittance-family", "cash-salon",     "relative",
                                 "landlord",   "honest-employer",   "honest-employee"};
  for (const MethodScores& scores : evaluation.methods) {
    for (const RingScore& score : scores.by_seed) {
      for (const auto& [kind, count] : score.innocents_by_kind) kinds.insert(kind);
    }
  }
  std::vector<graph::ColumnSpec> columns = {{"kind", ColumnType::kText, "text"}};
  for (const MethodScores& scores : evaluation.methods) {
    columns.push_back({scores.method.name, ColumnType::kInt64, "count"});
  }
  graph::Table table(std::move(columns));
  for (const std::string& kind : kinds) {
    table.column(0).append_text(kind);
    for (std::size_t m = 0; m < evaluation.methods.size(); ++m) {
      std::int64_t named = 0;
      for (const RingScore& score : evaluation.methods[m].by_seed) {
        const auto at = score.innocents_by_kind.find(kind);
        if (at != score.innocents_by_kind.end()) named += at->second;
      }
      table.column(m + 1).append_int64(named);
    }
  }
  return table;
}

Document to_document(const SeedEvaluation& evaluation) {
  Document document = Document::object();
  const SeedEvaluationRequest& request = evaluation.request;
  document.set("seeds", Document(static_cast<std::int64_t>(request.seeds)));
  document.set("first_seed", Document(std::to_string(request.first_seed)));
  document.set("scale", Document(request.scale));
  document.set("cut_off", Document(static_cast<std::int64_t>(request.cut_off)));
  const std::vector<RingScore> scores =
      evaluation.methods.empty() ? std::vector<RingScore>{} : evaluation.methods[0].by_seed;
  double named_by_role = 0;
  for (const RingScore& score : scores) named_by_role += score.members_named_by_role;
  const std::uint32_t members = scores.empty() ? 0 : scores[0].members;
  const double mean_named = ratio(named_by_role, static_cast<double>(scores.size()));
  document.set("members_to_find", Document(static_cast<std::int64_t>(members)));
  document.set("to_find_named_by_role", Document(mean_named));
  document.set("to_find_named_by_nothing", Document(members - mean_named));
  document.set("methods", Document(summary_table(evaluation)));
  document.set("innocents_named", Document(innocents_table(evaluation)));
  return document;
}

}  // namespace headwater::queries
