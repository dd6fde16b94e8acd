// When it happened: what members received and what left them, by month (or longer periods), and
// what was asserted when. A date of a payment that touches somebody protected is that person's: it
// is counted in its month and makes no event.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "queries/internal/text_table.h"
#include "queries/report/internal/case_parts.h"
#include "queries/report/internal/report_money.h"

namespace headwater::queries::internal {
namespace {

using engine::kNoHolder;
using graph::Timestamp;
using graph::WideMinorUnits;

// Bars of a panel: what was received, and four ways to leave. What somebody protected paid is not
// told apart from other takings: a bar of its own would show that person's months.
enum Series : std::size_t {
  kTakings,
  kRecruitmentFees,
  kCash,
  kSpent,
  kOutsiders,
  kAbroad,
  kSeriesCount,
};
constexpr std::size_t kReceived = 2;

const char* name_of(std::size_t series, bool with_fees) {
  switch (series) {
    case kTakings:
      return with_fees ? "takings, fees and debts received" : "takings and debts received";
    case kRecruitmentFees:
      return "recruitment fees received";
    case kCash:
      return "cash drawn by members";
    case kSpent:
      return "costs and spending";
    case kOutsiders:
      return "paid to outsiders";
    case kAbroad:
      return "sent abroad";
    default:
      return "";
  }
}

// Months since the year 0; the time is known.
int month_number(Timestamp time) {
  const std::string date = date_text(time);  // "...-04-17"
  return graph::civil_year(time) * 12 + std::stoi(date.substr(date.size() - 5, 2)) - 1;
}

class TimelineBuilder {
 public:
  explicit TimelineBuilder(const ReportCase& report)
      : report_(report),
        snapshot_(report.snapshot()),
        layer_(snapshot_.transactions()),
        trace_(report.attribution.result.trace) {}

  graph::Result<Timeline> build() {
    for (const engine::TracedMovement& movement : trace_.movements) add_movement(movement);
    for (const engine::Conversion& conversion : trace_.conversions) add_conversion(conversion);
    HEADWATER_RETURN_IF_ERROR(read_assertions());
    if (months_.empty()) return Timeline{};
    find_payment_events();
    lay_out_periods();
    fold_small_fees();
    add_panels();
    place_events();
    timeline_.caption =
        "Asserted proceeds that reached members, and labelled money that left their accounts. "
        "Money that comes back to a member and leaves again counts each time it leaves. "
        "Payments between members are neither.";
    return std::move(timeline_);
  }

 private:
  bool touches_protected(std::uint32_t position) const {
    return report_.parties.is_protected(layer_.from[position]) ||
           report_.parties.is_protected(layer_.to[position]);
  }

  void add(std::uint32_t position, graph::AssetId asset, Series series, std::int64_t amount) {
    const Timestamp time{layer_.time_ms[position]};
    if (!time.is_known()) return;
    months_[asset.value][month_number(time)][series] += amount;
  }

  Series way_out(graph::VertexIndex to) const {
    if (!snapshot_.has_flag(to, graph::kBoundary)) return kOutsiders;
    return snapshot_.has_flag(to, graph::kCashBoundary) ? kCash : kAbroad;
  }

  void add_movement(const engine::TracedMovement& movement) {
    const std::uint32_t position = movement.position;
    const graph::AssetId paid{layer_.asset[position]};
    if (movement.is_explained) return add(position, movement.asset, kSpent, movement.amount);
    if (movement.holder_before == kNoHolder) {
      if (movement.holder_after == kNoHolder) return;
      const bool is_fee = report_.attribution.labels[movement.label].component ==
                          ProceedsComponent::kRecruitmentFees;
      return add(position, movement.asset,
                 is_fee && !touches_protected(position) ? kRecruitmentFees : kTakings,
                 movement.amount);
    }
    if (paid != movement.asset || !leaves(position, movement.holder_before)) return;
    add(position, paid, way_out(layer_.to[position]), movement.amount);
  }

  // What changed its asset on the way out leaves in the one that was paid.
  void add_conversion(const engine::Conversion& conversion) {
    const std::uint32_t position = conversion.position;
    if (conversion.holder == kNoHolder || !leaves(position, conversion.holder)) return;
    add(position, conversion.paid_asset, way_out(layer_.to[position]), conversion.paid);
  }

  // From an account of the holder to one of nobody who is a member.
  bool leaves(std::uint32_t position, std::uint32_t holder) const {
    const Timestamp time{layer_.time_ms[position]};
    return report_.parties.holder(layer_.from[position], time) == holder &&
           report_.parties.holder(layer_.to[position], time) == kNoHolder;
  }

  // ---- Events ----

  graph::Status read_assertions() {
    return report_.session.view().for_each_assertion(
        [&](graph::AssertionId, const graph::Assertion& assertion) -> graph::Status {
          if (!report_.concerns(assertion)) return {};
          switch (assertion.claim) {
            case graph::Claim::kMemberOf:
              ++made_[assertion.made_at].members;
              break;
            case graph::Claim::kProceedsOf:
            case graph::Claim::kRecruitmentFee:
            case graph::Claim::kDebtInterest:
              ++made_[assertion.made_at].proceeds;
              break;
            case graph::Claim::kCostOf:
            case graph::Claim::kSpentOn:
              ++made_[assertion.made_at].costs;
              break;
            default:
              break;
          }
          return {};
        });
  }

  void add_event(Timestamp time, std::string label) {
    if (time.is_known()) events_.push_back({time, std::move(label)});
  }

  void find_payment_events() {
    Timestamp first_new, last_new, first_spent, first_changed;
    const auto meet = [&](std::uint32_t position, Timestamp& first, Timestamp* last) {
      const Timestamp time{layer_.time_ms[position]};
      if (!time.is_known() || touches_protected(position)) return;
      if (!first.is_known() || time < first) first = time;
      if (last != nullptr) *last = std::max(*last, time);
    };
    for (const engine::TracedMovement& movement : trace_.movements) {
      if (movement.newly_labelled) meet(movement.position, first_new, &last_new);
      if (movement.is_explained) meet(movement.position, first_spent, nullptr);
    }
    for (const engine::Conversion& conversion : trace_.conversions) {
      if (conversion.holder != kNoHolder) meet(conversion.position, first_changed, nullptr);
    }
    add_event(first_new, "First payment that is asserted to be proceeds");
    add_event(first_spent, "First asserted cost that labelled money paid");
    add_event(first_changed, "First money of a member changed into another asset");
    if (last_new != first_new) {
      add_event(last_new, "Last payment that is asserted to be proceeds");
    }
    add_assertion_events();
  }

  // The first days on which something was asserted, and the last.
  void add_assertion_events() {
    std::map<std::string, std::pair<Timestamp, Made>> days;
    for (const auto& [time, made] : made_) {
      if (!time.is_known()) continue;
      auto& [first, sum] = days.emplace(date_text(time), std::pair(time, Made{})).first->second;
      sum.members += made.members;
      sum.proceeds += made.proceeds;
      sum.costs += made.costs;
    }
    constexpr std::size_t kMostDays = 4;
    std::size_t number = 0;
    for (const auto& [day, entry] : days) {
      ++number;
      if (number >= kMostDays && number != days.size()) continue;
      add_event(entry.first, made_text(entry.second));
    }
  }

  struct Made {
    std::uint64_t members = 0, proceeds = 0, costs = 0;
  };
  static std::string made_text(const Made& made) {
    std::string text;
    const auto part = [&](std::uint64_t count, const char* what) {
      if (count == 0) return;
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                          grouped(static_cast<std::int64_t>(count)), what);
    };
    part(made.members, made.members == 1 ? "member" : "members");
    part(made.proceeds, made.proceeds == 1 ? "payment as proceeds" : "payments as proceeds");
    part(made.costs,
         made.costs == 1 ? "payment as cost or spending" : "payments as costs or spending");
    return "Asserted: " + text;
  }

  // ---- Periods and panels ----

  // Every period from the first amount to the last, and to events soon before and after. Months;
  // or years, decades, centuries, so that no more than some sixty have to be drawn.
  void lay_out_periods() {
    constexpr int kSoon = 3, kMostPeriods = 60;
    int first = months_.begin()->second.begin()->first, last = first;
    for (const auto& [asset, months] : months_) {
      first = std::min(first, months.begin()->first);
      last = std::max(last, months.rbegin()->first);
    }
    const int first_amount = first, last_amount = last;
    for (const auto& [time, label] : events_) {
      const int month = month_number(time);
      if (month < first && month >= first_amount - kSoon) first = month;
      if (month > last && month <= last_amount + kSoon) last = month;
    }
    for (const int longer : {12, 10, 10}) {
      if ((last - first) / period_months_ < kMostPeriods) break;
      period_months_ *= longer;
    }
    first_period_ = period_of(first);
    for (int period = first_period_; period <= period_of(last); ++period) {
      timeline_.periods.push_back(period_label(period));
    }
  }

  // Rounded down, before the year 0 too.
  int period_of(int month) const {
    return month / period_months_ - (month % period_months_ < 0 ? 1 : 0);
  }
  std::string period_label(int period) const {
    const int month = period * period_months_;
    if (period_months_ == 1) return fmt::format("{:04}-{:02}", month / 12, month % 12 + 1);
    const int year = month / 12;
    if (period_months_ == 12) return fmt::format("{:04}", year);
    return fmt::format("{}-{}", year, year + period_months_ / 12 - 1);
  }

  // Fees that nobody could see in the drawing are told with the takings.
  void fold_small_fees() {
    for (const auto& [asset, months] : months_) {
      WideMinorUnits takings = 0, fees = 0;
      for (const auto& [month, sums] : months) {
        takings += sums[kTakings];
        fees += sums[kRecruitmentFees];
      }
      if (fees * 100 > takings) return;
    }
    for (auto& [asset, months] : months_) {
      for (auto& [month, sums] : months) sums[kTakings] += std::exchange(sums[kRecruitmentFees], 0);
    }
    fees_are_folded_ = true;
  }

  void add_panels() {
    for (const auto& [asset_number, months] : months_) {
      const graph::Asset& asset = report_.asset({asset_number});
      std::vector<std::array<WideMinorUnits, kSeriesCount>> sums(timeline_.periods.size());
      for (const auto& [month, amounts] : months) {
        auto& period = sums[static_cast<std::size_t>(period_of(month) - first_period_)];
        for (std::size_t series = 0; series < kSeriesCount; ++series) {
          period[series] += amounts[series];
        }
      }
      TimelinePanel panel{asset.code, {}, {}};
      for (std::size_t series = 0; series < kSeriesCount; ++series) {
        if (!is_used(series)) continue;
        std::vector<TimelineAmount> amounts;
        for (const auto& period : sums) {
          amounts.push_back(
              {major_units(period[series], asset), amount_text(period[series], asset)});
        }
        auto& side = series < kReceived ? panel.received : panel.leaving;
        side.emplace_back(name_of(series, fees_are_folded_), std::move(amounts));
      }
      timeline_.panels.push_back(std::move(panel));
    }
  }

  // In any panel: all panels have the same series, so that one legend fits.
  bool is_used(std::size_t series) const {
    for (const auto& [asset, months] : months_) {
      for (const auto& [month, sums] : months) {
        if (sums[series] != 0) return true;
      }
    }
    return false;
  }

  void place_events() {
    std::stable_sort(events_.begin(), events_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [time, label] : events_) {
      const int period = period_of(month_number(time)) - first_period_;
      if (period < 0 || period >= static_cast<int>(timeline_.periods.size())) continue;
      timeline_.events.push_back({static_cast<std::uint32_t>(period), date_text(time), label});
    }
  }

  const ReportCase& report_;
  const graph::Snapshot& snapshot_;
  const graph::TransactionLayer& layer_;
  const engine::TraceResult& trace_;
  std::map<std::uint16_t, std::map<int, std::array<WideMinorUnits, kSeriesCount>>> months_;
  std::map<Timestamp, Made> made_;
  std::vector<std::pair<Timestamp, std::string>> events_;
  bool fees_are_folded_ = false;
  int period_months_ = 1, first_period_ = 0;
  Timeline timeline_;
};

}  // namespace

graph::Result<Timeline> case_timeline(const ReportCase& report) {
  return TimelineBuilder(report).build();
}

}  // namespace headwater::queries::internal
