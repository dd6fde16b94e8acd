#include "queries/flow/internal/truth_rows.h"

#include <algorithm>
#include <map>

#include "queries/flow/internal/truth_error.h"
#include "queries/internal/row_writer.h"

namespace headwater::queries::internal {
namespace {

using graph::Status;
using graph::WideMinorUnits;

// Places of an asset of the truth; the generator writes those of ISO 4217.
int exponent_of(const graph::StoreView& view, const std::string& code) {
  const auto id = view.find_asset(code);
  return id ? view.assets()[id->value].exponent : 2;
}

std::optional<WideMinorUnits> truth_of(const ingest::TrueMember& member, const std::string& asset) {
  for (const ingest::TrueMemberProfit& profit : member.profits) {
    if (profit.asset == asset) return profit.profit.value;
  }
  return WideMinorUnits{0};
}

// A row of a true member that holds no figure, for an asset that only the truth knows.
EntityRow truth_row(const graph::StoreView& view, EntityRow like,
                    const ingest::TrueMemberProfit& profit) {
  like.asset = profit.asset;
  like.exponent = exponent_of(view, profit.asset);
  like.truth = profit.profit.value;
  like.sum = {};
  return like;
}

class TruthAdder {
 public:
  TruthAdder(const graph::StoreView& view, const ingest::CaseTruth& truth, const TruthMatch& match,
             std::vector<EntityRow>& rows)
      : view_(view), truth_(truth), match_(match), rows_(rows) {}

  void judge_rows() {
    std::map<std::uint32_t, std::vector<std::size_t>> rows_of;  // by member
    for (std::size_t i = 0; i < rows_.size(); ++i) rows_of[rows_[i].member].push_back(i);
    std::vector<EntityRow> judged;
    for (const auto& [member, indices] : rows_of) {
      const std::uint32_t true_member = match_.true_member[member];
      if (true_member == kNoTrueMember) {
        for (const std::size_t i : indices) {
          judged.push_back(std::move(rows_[i]));
          judged.back().status = "innocent (" + match_.innocent_kind[member] + ")";
        }
      } else {
        judge_member(truth_.members[true_member], indices, judged);
      }
    }
    rows_ = std::move(judged);
  }

 private:
  void judge_member(const ingest::TrueMember& member, const std::vector<std::size_t>& indices,
                    std::vector<EntityRow>& judged) {
    std::vector<std::string> seen;
    for (const std::size_t i : indices) {
      rows_[i].status = "member";
      if (!rows_[i].asset.empty()) rows_[i].truth = truth_of(member, rows_[i].asset);
      seen.push_back(rows_[i].asset);
    }
    const EntityRow like = rows_[indices.front()];
    bool has_others = false;
    for (const ingest::TrueMemberProfit& profit : member.profits) {
      if (profit.profit.value == 0) continue;
      if (std::find(seen.begin(), seen.end(), profit.asset) != seen.end()) continue;
      judged.push_back(truth_row(view_, like, profit));
      has_others = true;
    }
    for (const std::size_t i : indices) {  // "nothing is known" is said by the others then
      if (rows_[i].asset.empty() && has_others) continue;
      judged.push_back(std::move(rows_[i]));
    }
  }

  const graph::StoreView& view_;
  const ingest::CaseTruth& truth_;
  const TruthMatch& match_;
  std::vector<EntityRow>& rows_;
};

}  // namespace

Status add_truth(const graph::StoreView& view, const ingest::CaseTruth& truth,
                 const TruthMatch& match, EntityNames& names, std::vector<EntityRow>& rows) {
  TruthAdder(view, truth, match, rows).judge_rows();
  for (const std::uint32_t missed : match.missed) {
    const ingest::TrueMember& member = truth.members[missed];
    EntityRow row;
    row.status = "missed";
    row.roles = member.role;
    HEADWATER_ASSIGN_OR_RETURN(row.id, names.name(match.known_as[missed]));
    if (!match.known_as[missed].is_none()) {
      HEADWATER_ASSIGN_OR_RETURN(row.name, shown_name(view, match.known_as[missed]));
    }
    const std::size_t before = rows.size();
    for (const ingest::TrueMemberProfit& profit : member.profits) {
      if (profit.profit.value != 0) rows.push_back(truth_row(view, row, profit));
    }
    if (rows.size() == before) rows.push_back(row);
  }
  return {};
}

graph::Table truth_table(const graph::StoreView& view, const ingest::CaseTruth& truth,
                         const std::vector<EntityRow>& rows) {
  struct Sums {
    WideMinorUnits all = 0, members = 0, innocents = 0, missed = 0;
    std::uint64_t within = 0, compared = 0;
  };
  std::map<std::string, Sums> sums;
  for (const ingest::TrueMember& member : truth.members) {
    for (const ingest::TrueMemberProfit& profit : member.profits) {
      sums[profit.asset].all += profit.profit.value;
    }
  }
  for (const EntityRow& row : rows) {
    if (row.asset.empty()) continue;
    Sums& sum = sums[row.asset];
    const engine::MemberProfit& figures = row.sum.figures;
    if (row.status == "missed") sum.missed += row.truth.value_or(0);
    if (!row.sum.is_known) continue;
    (row.status == "member" ? sum.members : sum.innocents) += figures.profit;
    if (!row.truth || (*row.truth == 0 && figures.profit == 0)) continue;  // nothing to compare
    ++sum.compared;
    sum.within += truth_error(figures.lower(), figures.profit, *row.truth).is_within();
  }
  using graph::ColumnType;
  graph::Table table({{"asset", ColumnType::kText, "asset"},
                      {"true_profit", ColumnType::kText, "money"},
                      {"attributed_to_members", ColumnType::kText, "money"},
                      {"attributed_to_innocents", ColumnType::kText, "money"},
                      {"true_profit_of_missed", ColumnType::kText, "money"},
                      {"rows_compared", ColumnType::kInt64, "count"},
                      {"rows_within", ColumnType::kInt64, "count"}});
  for (const auto& [asset, sum] : sums) {
    RowWriter row(table);
    row.text(asset);
    for (const WideMinorUnits amount : {sum.all, sum.members, sum.innocents, sum.missed}) {
      row.text(graph::format_major_units(amount, exponent_of(view, asset)));
    }
    row.count(sum.compared).count(sum.within).done();
  }
  return table;
}

}  // namespace headwater::queries::internal
