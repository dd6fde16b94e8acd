// The figures at the top of an internal page, and its summary. Assets stand beside each other,
// never added; the one with most payments asserted as proceeds comes first.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "queries/internal/text_table.h"
#include "queries/report/internal/case_parts.h"
#include "queries/report/internal/report_money.h"
#include "queries/report/internal/report_scoreboard.h"

namespace headwater::queries::internal {
namespace {

using graph::WideMinorUnits;

struct AssetFigures {
  std::uint16_t asset = 0;
  std::uint64_t sources = 0;
  WideMinorUnits asserted = 0, unreached = 0, gross = 0, profit = 0, lower = 0, cashed_out = 0,
                 held = 0, unexplained = 0, changed_out = 0;
  WideMinorUnits changed_before = 0;  // out less in, before it reached a member
  // Of what was asserted, what started no trace: labelled already, without room, or left out.
  WideMinorUnits not_followed = 0;
};

std::vector<AssetFigures> figures_of(const ReportCase& report) {
  std::map<std::uint16_t, AssetFigures> by_asset;
  const engine::AttributionResult& result = report.attribution.result;
  for (const engine::CaseTotals& row : result.cases) {
    AssetFigures& figures = by_asset[row.asset.value];
    figures.unreached += row.with_conduits;
    figures.not_followed -= row.newly_labelled;
    figures.changed_out += row.converted_out;
    figures.changed_before += row.converted_out - row.converted_in;
  }
  for (const AssertedProceeds& row : report.attribution.asserted) {
    by_asset[row.asset.value].asserted += row.claimed;
    by_asset[row.asset.value].not_followed += row.claimed;
  }
  for (const auto& [asset, by_member] : profits_by_asset(report.attribution)) {
    AssetFigures& figures = by_asset[asset];
    for (const auto& [member, sum] : by_member) {
      figures.gross += sum.figures.gross;
      figures.profit += sum.figures.profit;
      figures.lower += sum.lower;
      figures.cashed_out += sum.figures.cashed_out;
      figures.held += sum.figures.held;
      figures.unexplained += sum.figures.unexplained;
      figures.changed_out += sum.figures.converted_out;
    }
  }
  for (const engine::TracedMovement& movement : result.trace.movements) {
    if (movement.newly_labelled) ++by_asset[movement.asset.value].sources;
  }
  std::vector<AssetFigures> figures;
  for (auto& [asset, one] : by_asset) {
    one.asset = asset;
    figures.push_back(one);
  }
  std::stable_sort(figures.begin(), figures.end(),
                   [](const auto& a, const auto& b) { return a.sources > b.sources; });
  return figures;
}

std::size_t shown_members(const ReportCase& report) {
  return static_cast<std::size_t>(
      std::count_if(report.attribution.members.begin(), report.attribution.members.end(),
                    [&](const auto& m) { return !report.parties.is_protected(m.vertex); }));
}

// The same figure in the further assets: "and 1,200.00 USD".
std::string further(const ReportCase& report, const std::vector<AssetFigures>& all,
                    WideMinorUnits AssetFigures::*figure) {
  std::string text;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].*figure == 0) continue;
    text += fmt::format("and {}; ", money_text(all[i].*figure, report.asset({all[i].asset})));
  }
  return text;
}

std::string elsewhere_text(const AssetFigures& figures, const graph::Asset& asset) {
  std::string text;
  if (figures.changed_before > 0) {
    text +=
        fmt::format("; {} changed asset before it did", amount_text(figures.changed_before, asset));
  }
  if (figures.not_followed != 0) {
    text += fmt::format("; {} was labelled already or could not be followed",
                        amount_text(figures.not_followed, asset));
  }
  return text;
}

void add_money(const ReportCase& report, const std::vector<AssetFigures>& all,
               std::vector<KeyFigure>& cards) {
  constexpr std::size_t kMostAssets = 3;
  const std::size_t members = shown_members(report);
  for (std::size_t i = 0; i < std::min(all.size(), kMostAssets); ++i) {
    if (i > 0 && all[i].lower == 0 && all[i].profit == 0) continue;
    const graph::Asset& asset = report.asset({all[i].asset});
    cards.push_back({i == 0 ? "Profit of the members" : "Profit in " + asset.code,
                     amount_text(all[i].lower, asset) + " to " + amount_text(all[i].profit, asset),
                     asset.code,
                     fmt::format("lower to upper, sum over {} member{}; never the upper end alone",
                                 members, members == 1 ? "" : "s")});
  }
  if (all.empty()) return;
  const graph::Asset& asset = report.asset({all[0].asset});
  cards.push_back(
      {"Asserted proceeds", amount_text(all[0].asserted, asset), asset.code,
       further(report, all, &AssetFigures::asserted) +
           fmt::format("{} of it reached no member", amount_text(all[0].unreached, asset)) +
           elsewhere_text(all[0], asset)});
  cards.push_back({"Cash drawn by members", amount_text(all[0].cashed_out, asset), asset.code,
                   further(report, all, &AssetFigures::cashed_out) +
                       fmt::format("{} still in their accounts", amount_text(all[0].held, asset))});
  cards.push_back({"Unexplained", amount_text(all[0].unexplained, asset), asset.code,
                   further(report, all, &AssetFigures::unexplained) +
                       "with outsiders, or taken over with an account: spending, a cost, or the "
                       "share of somebody unknown"});
}

void add_victims(const Scoreboard& board, std::vector<KeyFigure>& cards) {
  const ScoreboardCell* total = scoreboard_total(board);
  if (total == nullptr || total->victims_status == FigureStatus::kUnknown) return;
  const std::int64_t people = total->distinct_victims.value_or(total->victims);
  cards.push_back({"Victims known", grouped(people), people == 1 ? "person" : "people",
                   "whom a source told of; how many there are is not known"});
}

std::size_t rows_shown(const ReportCase& report) {
  return std::min<std::size_t>(report.request.cut_off, report.ranking->ranked.size());
}

}  // namespace

std::vector<KeyFigure> case_figures(const ReportCase& report, const Scoreboard& board) {
  std::vector<KeyFigure> cards;
  add_money(report, figures_of(report), cards);
  add_victims(board, cards);
  if (report.truth && report.truth->score) {
    const RingScore& score = *report.truth->score;
    cards.push_back(
        {"Innocents named by the ranking", std::to_string(score.innocents),
         fmt::format("of {} rows", score.named),
         fmt::format(
             "of the ring's {} members, assertions name {}; in the list are {} of the {} whom "
             "interviews name by a role, and {} of the {} whom no evidence names",
             report.truth->truth.members.size(), report.truth->truth.members.size() - score.members,
             score.found_named_by_role, score.members_named_by_role, score.found_unnamed(),
             score.members_unnamed())});
  }
  return cards;
}

std::string case_summary(const ReportCase& report) {
  const std::vector<AssetFigures> all = figures_of(report);
  std::string text;
  if (all.empty()) {
    text = "No assertion calls any money proceeds, so there is nothing to follow. ";
  } else {
    const AssetFigures& first = all[0];
    const graph::Asset& asset = report.asset({first.asset});
    const std::size_t members = shown_members(report);
    text = fmt::format(
        "Of {} asserted as proceeds, {} reached the {} member{} whom the evidence names. Their "
        "profit lies between {} and {}. ",
        money_text(first.asserted, asset), money_text(first.gross, asset), members,
        members == 1 ? "" : "s", money_text(first.lower, asset), money_text(first.profit, asset));
    for (std::size_t i = 1; i < all.size(); ++i) {
      const graph::Asset& other = report.asset({all[i].asset});
      if (all[i].lower == 0 && all[i].profit == 0) continue;
      text += fmt::format("Beside it stands {} to {}. ", money_text(all[i].lower, other),
                          money_text(all[i].profit, other));
    }
    for (const AssetFigures& figures : all) {
      if (figures.changed_out == 0) continue;
      text += fmt::format("{} changed into another asset on the way. ",
                          money_text(figures.changed_out, report.asset({figures.asset})));
    }
  }
  if (!report.ranking) return text;
  text += fmt::format(
      "The ranking around the {} asserted member{} puts {} further parties up for a look",
      report.ranking->known.size(), report.ranking->known.size() == 1 ? "" : "s",
      rows_shown(report));
  if (!report.truth || !report.truth->score) return text + ": none of them is accused by it.";
  return text + fmt::format(
                    "; the truth, known because the case is made up, says that {} of them "
                    "are innocent.",
                    report.truth->score->innocents);
}

}  // namespace headwater::queries::internal
