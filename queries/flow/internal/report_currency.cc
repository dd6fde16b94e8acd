// Sums are exact rational numbers of any size until the one rounding: with several rates the common
// denominator outgrows 128 bits.
#include "queries/flow/internal/report_currency.h"

#include <algorithm>
#include <limits>

#include <boost/multiprecision/cpp_int.hpp>

#include "queries/internal/row_writer.h"

namespace headwater::queries::internal {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
using graph::Result;
using graph::Status;

cpp_int power_of_ten(int exponent) {
  return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(exponent));
}

graph::WideMinorUnits rounded(const cpp_rational& value) {
  const cpp_int whole = numerator(value), part = denominator(value);
  cpp_int quotient = whole / part;
  const cpp_int twice = 2 * abs(cpp_int(whole % part));
  const bool is_up = twice > part || (twice == part && quotient % 2 != 0);
  if (is_up) quotient += whole < 0 ? -1 : 1;
  HEADWATER_CHECK(abs(quotient) < (cpp_int(1) << 126), "a total in the report currency fits");
  return static_cast<graph::WideMinorUnits>(quotient);
}

}  // namespace

Result<ReportCurrency> ReportCurrency::load(const graph::StoreView& view, const std::string& code,
                                            graph::Timestamp last_event) {
  const auto id = view.find_asset(code);
  if (!id) {
    return graph::question_error("attribute profit", "parameter report-currency",
                                 "no asset of this store has that code",
                                 "load rates to it, or choose an asset that stats lists");
  }
  ReportCurrency currency;
  currency.assets_ = view.assets();
  currency.id_ = *id;
  currency.asset_ = view.assets()[id->value];
  std::map<graph::AssetId, std::vector<Chosen>> of_last_day;
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_rate([&](graph::RateId, const graph::Rate& rate) -> Status {
        const bool is_direct = rate.quote == *id, is_inverse = rate.base == *id;
        if (is_direct == is_inverse || !rate.date.is_known()) return {};
        if (last_event.is_known() && rate.date > last_event) return {};
        if (rate.numerator <= 0 || rate.denominator <= 0) return {};
        const graph::AssetId asset = is_direct ? rate.base : rate.quote;
        std::vector<Chosen>& known = of_last_day[asset];
        if (!known.empty() && known.front().rate.date > rate.date) return {};
        if (!known.empty() && known.front().rate.date < rate.date) known.clear();
        known.push_back({rate, is_inverse, 0});
        return {};
      }));
  for (const auto& [asset, rates] : of_last_day) currency.chosen_[asset] = choose(rates);
  return currency;
}

// Of the rates of one day the last direct one, else the last inverted one.
ReportCurrency::Chosen ReportCurrency::choose(const std::vector<Chosen>& rates) {
  const auto direct = std::find_if(rates.rbegin(), rates.rend(),
                                   [](const Chosen& rate) { return !rate.is_inverted; });
  Chosen chosen = direct == rates.rend() ? rates.back() : *direct;
  chosen.differing = std::count_if(rates.begin(), rates.end(), [&](const Chosen& other) {
    return cpp_int(other.numerator()) * chosen.denominator() !=
           cpp_int(chosen.numerator()) * other.denominator();
  });
  return chosen;
}

ReportCurrency::Total ReportCurrency::total(
    const std::map<graph::AssetId, graph::WideMinorUnits>& amounts) const {
  Total total;
  cpp_rational sum = 0;  // in minor units of the currency
  for (const auto& [asset, amount] : amounts) {
    if (amount == 0) continue;
    if (asset == id_) {
      sum += cpp_rational(cpp_int(amount));
      continue;
    }
    const auto chosen = chosen_.find(asset);
    if (chosen == chosen_.end()) {
      total.without_rate.insert(assets_[asset.value].code);
      continue;
    }
    const cpp_int up = cpp_int(amount) * chosen->second.numerator() * power_of_ten(asset_.exponent);
    const cpp_int down =
        cpp_int(chosen->second.denominator()) * power_of_ten(assets_[asset.value].exponent);
    sum += cpp_rational(up, down);
  }
  total.amount = rounded(sum);
  return total;
}

bool ReportCurrency::has_differing() const {
  return std::any_of(chosen_.begin(), chosen_.end(),
                     [](const auto& entry) { return entry.second.differing > 0; });
}

graph::Table ReportCurrency::rates() const {
  using graph::ColumnType;
  graph::Table table({{"asset", ColumnType::kText, "asset"},
                      {"report_currency", ColumnType::kText, "asset"},
                      {"rate", ColumnType::kText, "text"},
                      {"date", ColumnType::kText, "time"},
                      {"source", ColumnType::kText, "text"},
                      {"inverted", ColumnType::kBool, "text"},
                      {"differing", ColumnType::kInt64, "count"}});
  for (const auto& [asset, chosen] : chosen_) {
    RowWriter(table)
        .text(assets_[asset.value].code)
        .text(asset_.code)
        .text(std::to_string(chosen.numerator()) + "/" + std::to_string(chosen.denominator()))
        .time(chosen.rate.date)
        .text(chosen.rate.source)
        .flag(chosen.is_inverted)
        .count(static_cast<std::uint64_t>(chosen.differing))
        .done();
  }
  return table;
}

graph::Table currency_table(const std::vector<std::string>& columns, const FiguresByKey& figures,
                            bool knows_unexplained, const ReportCurrency& currency) {
  using graph::ColumnType;
  std::vector<graph::ColumnSpec> specs;
  for (const std::string& name : columns) specs.push_back({name, ColumnType::kText, "text"});
  for (const char* figure : {"lower", "profit", "gross", "cost"}) {
    specs.push_back({figure, ColumnType::kText, "money"});
  }
  specs.push_back({"asset", ColumnType::kText, "asset"});
  specs.push_back({"without_rate", ColumnType::kText, "text"});
  graph::Table table(specs);
  for (const auto& [key, sums] : figures) {
    RowWriter row(table);
    for (const std::string& part : key) row.text(part);
    std::string without;
    std::set<std::string> without_rate;
    const auto add_total = [&, &by_asset = sums](auto figure_of) {
      std::map<graph::AssetId, graph::WideMinorUnits> amounts;
      for (const auto& [asset, sum] : by_asset) amounts[asset] = figure_of(sum);
      ReportCurrency::Total total = currency.total(amounts);
      without_rate.merge(total.without_rate);
      row.amount(total.amount, currency.asset());
    };
    if (knows_unexplained) {
      add_total([](const auto& sum) { return sum.profit - sum.unexplained; });
    } else {
      row.null();
    }
    add_total([](const auto& sum) { return sum.profit; });
    add_total([](const auto& sum) { return sum.gross; });
    add_total([](const auto& sum) { return sum.cost; });
    for (const std::string& code : without_rate) {
      if (!without.empty()) without += ", ";
      without += code;
    }
    row.text(currency.asset().code).text(without).done();
  }
  return table;
}

}  // namespace headwater::queries::internal
