// GoamlMoney: what a payment is in the local currency of a report, and by which dated rate.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "graph/table.h"
#include "queries/export/internal/export_scope.h"

namespace headwater::queries::internal {

class GoamlMoney {
 public:
  // Rates from one UTC day are used for that day and the six after it (weekends, holidays).
  static constexpr std::int64_t kDaysOfRate = 7;

  // One side of a payment as the report states it.
  struct Side {
    std::string amount, code;  // empty: it is the local amount
    std::string rate;  // of one of it in local money, where that is short enough to be exact
  };
  struct Stated {
    std::string local;
    Side from, to;
  };

  // Reads the rates that the scope takes. Errors: those of the view.
  static graph::Result<GoamlMoney> read(const graph::StoreView& view, const ExportScope& scope,
                                        const std::string& local_code);

  // Amounts to the unit; a conversion is rounded once, half to even. What the payment itself
  // states in local money, on either side, goes before any rate. Errors: kNotFound when no rate of
  // its day, or of the six days before it, converts it; kInput when a local amount does not fit.
  graph::Result<Stated> state(const graph::Transaction& payment, const std::string& name);

  // asset, local currency, rate, date, source, inverted, payments: the rates that were used.
  graph::Table used() const;

 private:
  struct Dated {
    graph::Rate rate;
    bool is_inverted = false;
    std::int64_t up() const { return is_inverted ? rate.denominator : rate.numerator; }
    std::int64_t down() const { return is_inverted ? rate.numerator : rate.denominator; }
  };
  const Dated* rate_of(graph::AssetId asset, graph::Timestamp time) const;
  bool is_local(graph::AssetId asset) const;
  Side side_of(graph::MinorUnits amount, graph::AssetId asset, const std::string& local,
               const Dated* rate) const;

  std::vector<graph::Asset> assets_;
  std::string local_code_;
  std::uint8_t local_exponent_ = 2;
  std::map<graph::AssetId, std::map<std::int64_t, Dated>> by_day_;  // days since 1970
  std::map<std::pair<graph::AssetId, std::int64_t>, std::uint64_t> payments_by_rate_;
};

}  // namespace headwater::queries::internal
