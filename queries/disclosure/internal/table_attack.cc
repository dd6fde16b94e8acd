#include "queries/disclosure/internal/table_attack.h"

#include <algorithm>
#include <map>

#include "queries/disclosure/internal/suppression.h"

namespace headwater::queries::internal {
namespace {

constexpr std::uint64_t kPrime = (std::uint64_t{1} << 61) - 1;
constexpr int kMostRounds = 1'000;

std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::uint64_t>(graph::UnsignedWide{a} * b % kPrime);
}

std::uint64_t inverse(std::uint64_t value) {  // value^(prime - 2), by Fermat
  std::uint64_t result = 1;
  for (std::uint64_t power = kPrime - 2; power != 0; power >>= 1) {
    if ((power & 1) != 0) result = multiply(result, value);
    value = multiply(value, value);
  }
  return result;
}

using Row = std::map<std::uint32_t, std::uint64_t>;  // variable -> coefficient, none 0

// row -= factor * other
void subtract(Row& row, const Row& other, std::uint64_t factor) {
  for (const auto& [variable, coefficient] : other) {
    const auto at = row.try_emplace(variable, 0).first;
    at->second = (at->second + kPrime - multiply(factor, coefficient)) % kPrime;
    if (at->second == 0) row.erase(at);
  }
}

Row hidden_row(const MarginEquation& equation, const std::vector<bool>& hidden) {
  Row row;
  if (hidden[equation.margin]) row[equation.margin] = kPrime - 1;
  for (const std::uint32_t part : equation.parts) {
    if (hidden[part]) row[part] = 1;
  }
  return row;
}

// Takes the pivots' variables out of `row`, which then has none of them.
void reduce(Row& row, const std::map<std::uint32_t, Row>& pivots) {
  for (const auto& [pivot, reduced] : pivots) {
    const auto found = row.find(pivot);
    if (found != row.end()) subtract(row, reduced, std::uint64_t{found->second});
  }
}

class Propagation {
 public:
  explicit Propagation(std::vector<Interval>& bounds) : bounds_(bounds) {}

  // Margin = sum of parts, each within its bounds. Sums keep count of what is unlimited, so that
  // one unlimited part alone can still be bounded by the others.
  bool run(const MarginEquation& equation) {
    Side low, high;
    for (const std::uint32_t part : equation.parts) {
      low.add(bounds_[part].low);
      high.add(bounds_[part].high);
    }
    bool changed = tighten(equation.margin, low.total(-kUnlimited), high.total(kUnlimited));
    const Interval margin = bounds_[equation.margin];
    for (const std::uint32_t part : equation.parts) {
      const Interval own = bounds_[part];
      const WideMinorUnits others_low = low.without(own.low, -kUnlimited);
      const WideMinorUnits others_high = high.without(own.high, kUnlimited);
      const bool has_least = margin.low > -kUnlimited && others_high < kUnlimited;
      const bool has_most = margin.high < kUnlimited && others_low > -kUnlimited;
      changed |= tighten(part, has_least ? margin.low - others_high : -kUnlimited,
                         has_most ? margin.high - others_low : kUnlimited);
    }
    return changed;
  }

 private:
  using WideMinorUnits = graph::WideMinorUnits;
  static bool is_limited(WideMinorUnits value) { return value > -kUnlimited && value < kUnlimited; }
  struct Side {
    WideMinorUnits sum = 0;
    std::size_t unlimited = 0;
    void add(WideMinorUnits value) {
      if (is_limited(value)) {
        sum += value;
      } else {
        ++unlimited;
      }
    }
    WideMinorUnits total(WideMinorUnits none) const { return unlimited == 0 ? sum : none; }
    WideMinorUnits without(WideMinorUnits value, WideMinorUnits none) const {
      if (is_limited(value)) return unlimited == 0 ? sum - value : none;
      return unlimited == 1 ? sum : none;
    }
  };
  bool tighten(std::uint32_t variable, WideMinorUnits low, WideMinorUnits high) {
    Interval& interval = bounds_[variable];
    const Interval before = interval;
    interval.low = std::max(interval.low, low);
    interval.high = std::min(interval.high, high);
    return interval.low != before.low || interval.high != before.high;
  }
  std::vector<Interval>& bounds_;
};

}  // namespace

std::vector<std::uint32_t> determined_variables(const std::vector<MarginEquation>& equations,
                                                const std::vector<bool>& hidden) {
  std::map<std::uint32_t, Row> pivots;  // fully reduced rows by their pivot variable
  for (const MarginEquation& equation : equations) {
    Row row = hidden_row(equation, hidden);
    reduce(row, pivots);
    if (row.empty()) continue;
    const std::uint32_t pivot = row.begin()->first;
    const std::uint64_t scale = inverse(row.begin()->second);
    for (auto& entry : row) entry.second = multiply(entry.second, scale);
    for (auto& [other, reduced] : pivots) {
      const auto found = reduced.find(pivot);
      if (found != reduced.end()) subtract(reduced, row, std::uint64_t{found->second});
    }
    pivots.emplace(pivot, std::move(row));
  }
  std::vector<std::uint32_t> determined;
  for (const auto& [pivot, row] : pivots) {
    if (row.size() == 1) determined.push_back(pivot);
  }
  return determined;
}

void propagate_bounds(const std::vector<MarginEquation>& equations, std::vector<Interval>& bounds) {
  Propagation propagation(bounds);
  bool changed = true;
  for (int round = 0; round < kMostRounds && changed; ++round) {
    changed = false;
    for (const MarginEquation& equation : equations) changed |= propagation.run(equation);
  }
}

}  // namespace headwater::queries::internal
