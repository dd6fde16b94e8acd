#include "queries/goaml/internal/goaml_money.h"

#include <algorithm>
#include <limits>
#include <optional>

#include <boost/multiprecision/cpp_int.hpp>

#include "queries/internal/columns.h"
#include "queries/internal/row_writer.h"

namespace headwater::queries::internal {
namespace {

using boost::multiprecision::cpp_int;
using graph::Result;
using graph::Status;

constexpr std::int64_t kMsOfDay = 86'400'000;
constexpr int kRatePlaces = 13;  // of a decimal in a report

std::int64_t day_number(graph::Timestamp time) {
  const std::int64_t day = time.ms / kMsOfDay;
  return time.ms % kMsOfDay < 0 ? day - 1 : day;
}

cpp_int ten_to(int exponent) {
  return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(exponent));
}

// up / down, rounded half to even; both positive or 0.
cpp_int divided(const cpp_int& up, const cpp_int& down) {
  cpp_int quotient = up / down;
  const cpp_int twice = 2 * cpp_int(up % down);
  if (twice > down || (twice == down && quotient % 2 != 0)) ++quotient;
  return quotient;
}

std::optional<std::int64_t> as_minor_units(const cpp_int& value) {
  if (value > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

// The shortest exact decimal; empty when it has more places than a report may give.
std::string exact_decimal(std::int64_t up, std::int64_t down) {
  for (int places = 0; places <= kRatePlaces; ++places) {
    const cpp_int scaled = cpp_int(up) * ten_to(places);
    if (scaled % down != 0) continue;
    const auto units = as_minor_units(scaled / down);
    return units ? graph::format_major_units(*units, places) : std::string();
  }
  return {};
}

}  // namespace

Result<GoamlMoney> GoamlMoney::read(const graph::StoreView& view, const ExportScope& scope,
                                    const std::string& local_code) {
  GoamlMoney money;
  money.assets_ = view.assets();
  money.local_code_ = local_code;
  if (const auto known = graph::find_known_asset(local_code)) {
    money.local_exponent_ = known->exponent;
  }
  const auto local = view.find_asset(local_code);
  if (!local) return money;  // nothing of the store is in it, and there is no rate to it
  money.local_exponent_ = view.assets()[local->value].exponent;
  HEADWATER_RETURN_IF_ERROR(view.for_each_rate([&](graph::RateId,
                                                   const graph::Rate& rate) -> Status {
    const bool is_direct = rate.quote == *local, is_inverted = rate.base == *local;
    const bool is_usable = is_direct != is_inverted && rate.date.is_known() && rate.numerator > 0 &&
                           rate.denominator > 0;
    if (!is_usable || !scope.takes_origin(rate.origin)) return {};
    auto& days = money.by_day_[is_direct ? rate.base : rate.quote];
    const auto [known, is_new] = days.try_emplace(day_number(rate.date), Dated{rate, is_inverted});
    // Of one day the last direct one, else the last inverted one.
    if (!is_new && (is_direct || known->second.is_inverted)) known->second = {rate, is_inverted};
    return {};
  }));
  return money;
}

bool GoamlMoney::is_local(graph::AssetId asset) const {
  return assets_[asset.value].code == local_code_;
}

const GoamlMoney::Dated* GoamlMoney::rate_of(graph::AssetId asset, graph::Timestamp time) const {
  const auto days = by_day_.find(asset);
  if (days == by_day_.end()) return nullptr;
  const std::int64_t day = day_number(time);
  auto after = days->second.upper_bound(day);
  if (after == days->second.begin()) return nullptr;
  --after;
  return day - after->first < kDaysOfRate ? &after->second : nullptr;
}

GoamlMoney::Side GoamlMoney::side_of(graph::MinorUnits amount, graph::AssetId asset,
                                     const std::string& local, const Dated* rate) const {
  Side side;
  std::string stated = graph::format_major_units(amount.value, assets_[asset.value].exponent);
  if (is_local(asset) && stated == local) return side;
  side.amount = std::move(stated);
  side.code = assets_[asset.value].code;
  if (rate != nullptr) side.rate = exact_decimal(rate->up(), rate->down());
  return side;
}

Result<GoamlMoney::Stated> GoamlMoney::state(const graph::Transaction& payment,
                                             const std::string& name) {
  Stated stated;
  const Dated* rate = nullptr;
  if (is_local(payment.asset)) {
    stated.local = graph::format_major_units(payment.amount.value, local_exponent_);
  } else if (is_local(payment.received_asset)) {
    stated.local = graph::format_major_units(payment.received_amount.value, local_exponent_);
  } else {
    rate = rate_of(payment.asset, payment.time);
    if (rate == nullptr) {
      return Status(graph::StatusCode::kNotFound,
                    {"write a goAML report", name,
                     "an amount in " + assets_[payment.asset.value].code + ", and no rate to " +
                         local_code_ + " of its day or of the six days before it",
                     "load one with `headwater ingest STORE FILE --format rates`, or choose "
                     "another local currency"});
    }
    const int exponent = assets_[payment.asset.value].exponent;
    const auto units =
        as_minor_units(divided(cpp_int(payment.amount.value) * rate->up() * ten_to(local_exponent_),
                               cpp_int(rate->down()) * ten_to(exponent)));
    if (!units) {
      return graph::input_error("write a goAML report", name,
                                "an amount that does not fit when it is converted",
                                "check the rate that the answer of `query` names");
    }
    stated.local = graph::format_major_units(*units, local_exponent_);
    ++payments_by_rate_[{payment.asset, day_number(rate->rate.date)}];
  }
  stated.from = side_of(payment.amount, payment.asset, stated.local, rate);
  stated.to = side_of(payment.received_amount, payment.received_asset, stated.local,
                      payment.received_asset == payment.asset ? rate : nullptr);
  return stated;
}

graph::Table GoamlMoney::used() const {
  graph::Table table({columns::asset_code(),
                      columns::asset_code("local_currency"),
                      columns::text("rate"),
                      columns::time("date"),
                      columns::text("source"),
                      {"inverted", graph::ColumnType::kBool, "text"},
                      columns::count("payments")});
  for (const auto& [key, payments] : payments_by_rate_) {
    const Dated& dated = by_day_.at(key.first).at(key.second);
    RowWriter(table)
        .text(assets_[key.first.value].code)
        .text(local_code_)
        .text(std::to_string(dated.up()) + "/" + std::to_string(dated.down()))
        .time(dated.rate.date)
        .text(dated.rate.source)
        .flag(dated.is_inverted)
        .count(payments)
        .done();
  }
  return table;
}

}  // namespace headwater::queries::internal
