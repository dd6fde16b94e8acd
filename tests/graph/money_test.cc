#include "graph/money.h"

#include <limits>
#include <numeric>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace headwater::graph {
namespace {

std::int64_t parsed(std::string_view text, int exponent, NumberFormat format = {}) {
  const ParsedAmount amount = parse_amount(text, exponent, format);
  EXPECT_EQ(amount.problem, AmountProblem::kNone) << text;
  return amount.amount.value;
}
AmountProblem problem(std::string_view text, int exponent, NumberFormat format = {}) {
  return parse_amount(text, exponent, format).problem;
}

TEST(Amount, ReadsPlainAndExponentForm) {
  EXPECT_EQ(parsed("5000", 2), 500'000);
  EXPECT_EQ(parsed("5.689852347E7", 2), 5'689'852'347);
  EXPECT_EQ(parsed("1.1623836125E8", 2), 11'623'836'125);
  EXPECT_EQ(parsed("1e-2", 2), 1);
  EXPECT_EQ(parsed("-0.01", 2), -1);
  EXPECT_EQ(parsed("+.5", 2), 50);
  EXPECT_EQ(parsed("7.", 2), 700);
  EXPECT_EQ(parsed("0.00000001", 8), 1);
  EXPECT_EQ(parsed("0e999999999", 2), 0);
}

TEST(Amount, TrailingZerosAreNoPrecision) {
  EXPECT_EQ(parsed("1.2500000", 2), 125);
  EXPECT_EQ(problem("1.2501", 2), AmountProblem::kPrecision);
  EXPECT_EQ(problem("0.001", 2), AmountProblem::kPrecision);
  EXPECT_EQ(problem("1e-3", 2), AmountProblem::kPrecision);
}

TEST(Amount, OverflowIsNamedNotWrapped) {
  EXPECT_EQ(parsed("92233720368547758.07", 2), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(problem("92233720368547758.08", 2), AmountProblem::kOverflow);
  EXPECT_EQ(problem("1e40", 2), AmountProblem::kOverflow);
  EXPECT_EQ(problem("1e999999999999", 2), AmountProblem::kOverflow);
  EXPECT_EQ(problem(std::string(400, '9'), 2), AmountProblem::kOverflow);
}

TEST(Amount, RefusesWhatIsNoNumber) {
  for (std::string_view text : {"", "-", ".", "abc", "NaN", "inf", "1.2.3", "1e", "1e+", "0x10",
                                "1 000", "--1", "1-", "1,000", "\xD9\xA1"}) {
    EXPECT_EQ(problem(text, 2), AmountProblem::kNotANumber) << text;
  }
}

TEST(Amount, GroupingMustGroup) {
  const NumberFormat european{',', '.'};
  EXPECT_EQ(parsed("-1.250,00", 2, european), -125'000);
  EXPECT_EQ(parsed("12,34,567.8", 2, {'.', ','}), 123'456'780);
  EXPECT_EQ(problem("1.25", 2, european), AmountProblem::kNotANumber);
  EXPECT_EQ(problem("1234.567,00", 2, european), AmountProblem::kNotANumber);
}

TEST(Amount, FormattingReadsBackEqual) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const int exponent = static_cast<int>(random() % 19);
    const auto value = static_cast<std::int64_t>(random() >> (random() % 63));
    EXPECT_EQ(parsed(format_major_units(value, exponent), exponent), value) << value;
  }
  EXPECT_EQ(format_major_units(-5, 2), "-0.05");
  EXPECT_EQ(format_major_units(0, 2), "0.00");
  EXPECT_EQ(format_major_units(7, 0), "7");
}

TEST(WideAmount, PrintsAndReadsTheExtremes) {
  const WideMinorUnits largest = static_cast<WideMinorUnits>(~UnsignedWide{0} >> 1);
  EXPECT_EQ(to_string(largest), "170141183460469231731687303715884105727");
  EXPECT_EQ(to_string(-largest - 1), "-170141183460469231731687303715884105728");
  EXPECT_EQ(*parse_wide(to_string(-largest - 1)), -largest - 1);
  EXPECT_FALSE(parse_wide("170141183460469231731687303715884105728"));
}

TEST(MultiplyRational, RoundsHalfToEvenOnce) {
  EXPECT_EQ(*multiply_rational(5, 1, 2), 2);
  EXPECT_EQ(*multiply_rational(7, 1, 2), 4);
  EXPECT_EQ(*multiply_rational(-5, 1, 2), -2);
  EXPECT_EQ(*multiply_rational(-7, 1, 2), -4);
  EXPECT_EQ(*multiply_rational(100, 110, 100), 110);
  const WideMinorUnits largest = static_cast<WideMinorUnits>(~UnsignedWide{0} >> 1);
  EXPECT_FALSE(multiply_rational(largest, 2, 1));
}

TEST(LargestRemainder, SplitsThreeThirds) {
  EXPECT_EQ(largest_remainder(100, std::vector<std::int64_t>{1, 1, 1}),
            (std::vector<std::int64_t>{34, 33, 33}));
  EXPECT_EQ(largest_remainder(0, std::vector<std::int64_t>{0, 0}),
            (std::vector<std::int64_t>{0, 0}));
}

// The definition, with a full sort and long arithmetic.
std::vector<std::int64_t> slow_split(std::int64_t total, const std::vector<std::int64_t>& weights) {
  const WideMinorUnits sum = std::accumulate(weights.begin(), weights.end(), WideMinorUnits{0});
  std::vector<std::int64_t> parts;
  std::vector<std::pair<std::int64_t, std::size_t>> order;
  std::int64_t left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const WideMinorUnits product = WideMinorUnits{total} * weights[i];
    parts.push_back(static_cast<std::int64_t>(product / sum));
    order.emplace_back(-static_cast<std::int64_t>(product % sum), i);
    left -= parts.back();
  }
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < static_cast<std::size_t>(left); ++i) ++parts[order[i].second];
  return parts;
}

TEST(LargestRemainder, AgreesWithTheDefinitionAndNeverTakesMoreThanALotHolds) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::int64_t> weights(1 + random() % 12);
    std::int64_t sum = 0;
    for (auto& weight : weights) {
      weight = static_cast<std::int64_t>(random() % (round % 3 == 0 ? 4 : 1'000'000'000'000));
      sum += weight;
    }
    if (sum == 0) continue;
    const auto total = static_cast<std::int64_t>(random() % (static_cast<std::uint64_t>(sum) + 1));
    const auto parts = largest_remainder(total, weights);
    ASSERT_EQ(parts, slow_split(total, weights)) << "round " << round;
    ASSERT_EQ(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}), total);
    for (std::size_t i = 0; i < parts.size(); ++i) ASSERT_LE(parts[i], weights[i]);
  }
}

TEST(Assets, KnowsCodesNamesAndStorageExponents) {
  EXPECT_EQ(find_known_asset("US Dollar")->code, "USD");
  EXPECT_EQ(find_known_asset("uk pound")->code, "GBP");
  EXPECT_EQ(find_known_asset("JPY")->exponent, 2);  // published data carries yen with decimals
  EXPECT_EQ(find_known_asset("Yen")->code, "JPY");
  EXPECT_EQ(find_known_asset("KWD")->exponent, 3);
  EXPECT_EQ(find_known_asset("Bitcoin")->exponent, 8);
  EXPECT_EQ(find_known_asset("Bitcoin")->kind, AssetKind::kCrypto);
  EXPECT_EQ(find_known_asset("")->code, "XXX");
  EXPECT_FALSE(find_known_asset("Galleons"));
  EXPECT_FALSE(find_known_asset("ZZZ"));
}

}  // namespace
}  // namespace headwater::graph
