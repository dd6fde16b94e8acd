// How many innocents the ranking names: of this case, where its truth is known; else as measured on
// generated cases.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "queries/report/internal/case_parts.h"
#include "queries/ring/measured_error.h"
#include "queries/ring/ring_evaluation.h"

namespace headwater::queries::internal {
namespace {

std::string tenths(int value) { return fmt::format("{}.{}", value / 10, value % 10); }

ReportTable measured_table() {
  ReportTable table;
  table.title = "How often such a list is wrong";
  table.caption = fmt::format(
      "Means over {} generated cases of scale {} whose truth is known: {} members are named by no "
      "assertion, {} of them by no interview either; {} rows are shown (docs/ring.md). Made-up "
      "rings say how ways of ranking compare, and no more.",
      kMeasuredSeeds, kMeasuredScale, kMeasuredToFind, tenths(kMeasuredUnnamed), kMeasuredCutOff);
  table.columns = {{"Method"},
                   {"Members found", true},
                   {"of whom no evidence names", true},
                   {"Members missed", true},
                   {"Innocents named", true}};
  for (const MeasuredMethod& method : measured_methods()) {
    table.rows.push_back({{std::string(method.method)},
                          {tenths(method.found)},
                          {tenths(method.found_unnamed)},
                          {tenths(method.missed)},
                          {tenths(method.innocents)}});
  }
  table.emphasised_rows = {0};
  return table;
}

// Rows of a table whose columns are methods.
class InnocentsTable {
 public:
  explicit InnocentsTable(const CaseTruthBook& book) {
    for (const ingest::TrueInnocent& decoy : book.truth.decoys) ++decoys_[decoy.kind];
  }

  void add(const std::string& method, RingScore score) {
    table_.columns.push_back({method, true});
    for (const auto& [kind, count] : score.innocents_by_kind) {
      if (kind != "victim" && kind != "other" && !decoys_.contains(kind)) bystanders_.insert(kind);
    }
    scores_.push_back(std::move(score));
  }

  ReportTable take(std::uint32_t cut_off) {
    table_.title = "In this case";
    table_.caption = fmt::format(
        "Of the first {} rows of each list. Decoys are innocents whom the generator put where a "
        "member could stand. Every innocent named is an error. Over {} other generated cases the "
        "first method named {} on average (docs/ring.md).",
        cut_off, kMeasuredSeeds, tenths(measured_methods()[0].innocents));
    const std::uint32_t members = scores_.empty() ? 0 : scores_[0].members;
    const std::uint32_t by_role = scores_.empty() ? 0 : scores_[0].members_named_by_role;
    row(fmt::format("members found whom no assertion names, of {}", members),
        [](const auto& s) { return s.found; });
    row(fmt::format("\xE2\x80\x83named by a role in interviews, of {}", by_role),
        [](const auto& s) { return s.found_named_by_role; });
    row(fmt::format("\xE2\x80\x83named by no evidence, of {}", members - by_role),
        [](const auto& s) { return s.found_unnamed(); });
    row("members missed", [](const auto& s) { return s.missed(); });
    emphasise();
    row("innocents named", [](const auto& s) { return s.innocents; });
    for (const auto& [kind, count] : decoys_)
      kind_row(fmt::format("{} ({} decoy{})", words(kind), count, count == 1 ? "" : "s"), kind);
    for (const std::string& kind : bystanders_) kind_row(words(kind), kind);
    kind_row("uninvolved", "other");
    row("victims, never to be named", [](const auto& s) { return s.victims_named; });
    return std::move(table_);
  }

 private:
  static std::string words(std::string kind) {
    std::replace(kind.begin(), kind.end(), '-', ' ');
    return kind;
  }
  void emphasise() {
    table_.emphasised_rows.push_back(static_cast<std::uint32_t>(table_.rows.size()));
  }
  template <typename Figure>
  void row(std::string name, const Figure& figure) {
    std::vector<ReportCell> cells = {{std::move(name)}};
    for (const RingScore& score : scores_) cells.push_back({std::to_string(figure(score))});
    table_.rows.push_back(std::move(cells));
  }
  void kind_row(std::string name, const std::string& kind) {
    row("\xE2\x80\x83" + std::move(name), [&](const RingScore& score) {
      const auto at = score.innocents_by_kind.find(kind);
      return at == score.innocents_by_kind.end() ? 0u : at->second;
    });
  }

  ReportTable table_{
      .title = "", .caption = "", .columns = {{"Of whom"}}, .rows = {}, .emphasised_rows = {}};
  std::map<std::string, std::uint32_t> decoys_;  // kind -> how many there are
  std::set<std::string> bystanders_;
  std::vector<RingScore> scores_;
};

}  // namespace

graph::Result<std::vector<ReportTable>> case_innocents(const ReportCase& report) {
  if (!report.ranking) return std::vector<ReportTable>{};
  if (!report.truth) return std::vector<ReportTable>{measured_table()};
  const QuerySession& session = report.session;
  std::vector<graph::EntityId> known;
  for (const graph::VertexIndex vertex : report.ranking->known) {
    known.push_back(report.snapshot().vertices().entity(vertex));
  }
  // The way that the page shows stands first.
  std::vector<RingMethod> methods = standard_methods();
  std::stable_sort(methods.begin(), methods.end(), [](const auto& a, const auto& b) {
    return std::pair(a.kind, b.layers.size()) < std::pair(b.kind, a.layers.size());
  });
  InnocentsTable table(*report.truth);
  for (const RingMethod& method : methods) {
    HEADWATER_ASSIGN_OR_RETURN(const RingRanking ranking,
                               rank_by_method(method, report.snapshot(), known,
                                              report.request.resolution, session.context()));
    HEADWATER_ASSIGN_OR_RETURN(
        RingScore score, score_ranking(session.view(), report.snapshot(), report.request.resolution,
                                       ranking, report.truth->truth, report.request.cut_off));
    table.add(method.name, std::move(score));
  }
  return std::vector<ReportTable>{table.take(report.request.cut_off)};
}

}  // namespace headwater::queries::internal
