#include "queries/measurement/internal/scoreboard_cells.h"

namespace headwater::queries::internal {
namespace {

using graph::Asset;

class CellFiller {
 public:
  CellFiller(const std::vector<Asset>& assets, const PublishableFigures* publishable,
             Scoreboard& board)
      : assets_(assets), publishable_(publishable), board_(board) {}

  void fill(const ShownKey& shown, const CellFigures& figures) {
    ScoreboardCell cell;
    cell.key = key_of(shown.key);
    fill_counts(shown.key, figures, cell);
    for (const auto& [asset, money] : figures.money) {
      cell.money.push_back(money_of(shown.key, assets_[asset.value], money.total));
    }
    board_.cells.push_back(std::move(cell));
    if (publishable_ == nullptr && !shown.is_margin) fill_parts(shown.key, figures);
  }

 private:
  std::vector<std::optional<std::string>> key_of(const CellKey3& key) const {
    std::vector<std::optional<std::string>> values;
    for (const ScoreboardDimension dimension : board_.dimensions) {
      values.push_back(key[static_cast<std::size_t>(dimension)]);
    }
    return values;
  }

  void fill_counts(const CellKey3& key, const CellFigures& figures, ScoreboardCell& cell) const {
    if (publishable_ == nullptr) {
      cell.distinct_victims = static_cast<std::int64_t>(figures.people.size());
    }
    if (publishable_ != nullptr && !publishable_->victims(key)) {
      cell.victims_status = FigureStatus::kHidden;
    } else if (figures.victims > 0) {
      cell.victims_status = FigureStatus::kShown;
      cell.victims = figures.victims;
    }
    if (publishable_ != nullptr && !publishable_->group_cases(key)) {
      cell.group_cases_status = FigureStatus::kHidden;
    } else if (publishable_ == nullptr || figures.group_cases > 0) {
      cell.group_cases_status = FigureStatus::kShown;
      cell.group_cases = figures.group_cases;
    }
  }

  ScoreboardMoney money_of(const CellKey3& key, const Asset& asset,
                           const MoneyFigures& figures) const {
    ScoreboardMoney money;
    money.asset = asset;
    if (publishable_ != nullptr && !publishable_->profit(key, asset.code)) {
      money.status = FigureStatus::kHidden;
    } else if (figures.has_reached_members()) {
      money.status = FigureStatus::kShown;
      money.gross = figures.gross;
      money.cost = figures.cost;
      money.uncertain = figures.uncertain;
    }
    if (figures.withheld != 0) {
      const bool hidden = publishable_ != nullptr && !publishable_->withheld(key, asset.code);
      money.withheld_status = hidden ? FigureStatus::kHidden : FigureStatus::kShown;
      if (!hidden) money.withheld = figures.withheld;
    }
    if (publishable_ == nullptr) add_internal(figures, money);
    return money;
  }
  static void add_internal(const MoneyFigures& figures, ScoreboardMoney& money) {
    money.cost = figures.cost;
    money.with_conduits = figures.with_conduits;
    money.suspected = figures.suspected;
  }

  // Parts of one sum: figures that are not there are 0.
  void fill_parts(const CellKey3& key, const CellFigures& figures) {
    for (const auto& [asset, money] : figures.money) {
      add_parts(key, assets_[asset.value], money.components, board_.components);
      add_parts(key, assets_[asset.value], money.standards, board_.standards);
    }
  }
  void add_parts(const CellKey3& key, const Asset& asset,
                 const std::map<std::string, MoneyFigures>& parts,
                 std::vector<ScoreboardPart>& rows) const {
    for (const auto& [name, figures] : parts) {
      if (!figures.has_reached_members() && figures.cost == 0) continue;
      ScoreboardMoney money = money_of(key, asset, figures);
      money.status = FigureStatus::kShown;
      rows.push_back({key_of(key), name, std::move(money)});
    }
  }

  const std::vector<Asset>& assets_;
  const PublishableFigures* publishable_;
  Scoreboard& board_;
};

}  // namespace

void fill_cells(const ScoreboardFigures& figures, const std::vector<ShownKey>& keys,
                const std::vector<Asset>& assets, const PublishableFigures* publishable,
                Scoreboard& board) {
  CellFiller filler(assets, publishable, board);
  const std::vector<CellFigures> sums = sums_of(figures, keys);
  for (std::size_t i = 0; i < keys.size(); ++i) filler.fill(keys[i], sums[i]);
}

}  // namespace headwater::queries::internal
