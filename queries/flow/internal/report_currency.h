// Sums over several assets in one currency, by one dated rate an asset, rounded once.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/flow/attribution.h"
#include "graph/store.h"
#include "graph/table.h"

namespace headwater::queries::internal {

class ReportCurrency {
 public:
  // Of each asset the rate to (or, inverted, from) the currency that is dated last, on or before
  // `last_event`; a direct one before an inverted one of the same date, then the one loaded last.
  // Errors: kQuestion for a currency that the store lacks; those of the store.
  static graph::Result<ReportCurrency> load(const graph::StoreView& view, const std::string& code,
                                            graph::Timestamp last_event);

  const graph::Asset& asset() const { return asset_; }

  struct Total {
    graph::WideMinorUnits amount = 0;  // of the currency: the exact sum, rounded half to even, once
    std::set<std::string> without_rate;  // assets with an amount that is not in the sum
  };
  Total total(const std::map<graph::AssetId, graph::WideMinorUnits>& amounts) const;

  bool has_differing() const;  // rates of one day that differ
  // asset, report_currency, rate ("a/b" of one into the other), date, source, inverted, differing:
  // how often a rate of the same day (of another source, or the other way round) was another.
  graph::Table rates() const;

 private:
  struct Chosen {
    graph::Rate rate;
    bool is_inverted = false;
    std::int64_t differing = 0;
    // currency = asset * numerator / denominator, in major units
    std::int64_t numerator() const { return is_inverted ? rate.denominator : rate.numerator; }
    std::int64_t denominator() const { return is_inverted ? rate.numerator : rate.denominator; }
  };
  static Chosen choose(const std::vector<Chosen>& rates);

  std::vector<graph::Asset> assets_;
  graph::Asset asset_;
  graph::AssetId id_;
  std::map<graph::AssetId, Chosen> chosen_;
};

using FiguresByAsset = std::map<graph::AssetId, engine::MemberProfit>;
using FiguresByKey = std::map<std::vector<std::string>, FiguresByAsset>;
// One row a key, whose parts stand under `columns`: lower (profit - unexplained; null where nothing
// is known of what is unexplained), profit, gross and cost over all assets, and the assets that had
// no rate.
graph::Table currency_table(const std::vector<std::string>& columns, const FiguresByKey& figures,
                            bool knows_unexplained, const ReportCurrency& currency);

}  // namespace headwater::queries::internal
