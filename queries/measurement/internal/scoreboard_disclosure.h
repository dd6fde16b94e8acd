// Which figures of a scoreboard may be published: decided for the finest cells and all their
// margins at once, whatever part of them is shown.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/status.h"
#include "queries/disclosure/disclosure.h"
#include "queries/measurement/internal/scoreboard_figures.h"

namespace headwater::queries::internal {

class PublishableFigures {
 public:
  // `assets` by asset number. Errors: kInternal, when an audit finds a hidden figure exposed.
  static graph::Result<PublishableFigures> decide(const ScoreboardFigures& figures,
                                                  const std::vector<graph::Asset>& assets,
                                                  const DisclosureRules& rules);

  // Of parts of `whole` (periods of it, one case): beside the board over the whole, which is taken
  // as published by the usual rules, so that the whole less what is shown of the parts, of all or
  // of one, gives nothing away that either hides. One for each part, in their order. All figures
  // publishable.
  static graph::Result<std::vector<PublishableFigures>> decide_parts(
      const ScoreboardFigures& whole, const std::vector<const ScoreboardFigures*>& parts,
      const std::vector<graph::Asset>& assets, const DisclosureRules& rules);

  bool victims(const CellKey3& key) const;
  bool group_cases(const CellKey3& key) const;
  // Gross, cost and uncertain money together.
  bool profit(const CellKey3& key, const std::string& asset) const;
  bool withheld(const CellKey3& key, const std::string& asset) const;

 private:
  using Cells = std::map<CellKey3, ProtectedCell>;
  static graph::Result<std::vector<PublishableFigures>> decide_together(
      const ScoreboardFigures& whole, const std::vector<const ScoreboardFigures*>& parts,
      const std::vector<graph::Asset>& assets, const DisclosureRules& rules);
  static void hide_too(const Cells& hidden, Cells& cells);
  static bool shows_count(const Cells& cells, const CellKey3& key);
  static bool shows_money(const Cells& cells, const CellKey3& key, const std::string& name);
  // The three tables; a table without any count or money is empty.
  Cells people_, groups_, wages_;
};

}  // namespace headwater::queries::internal
