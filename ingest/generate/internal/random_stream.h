// Random numbers that depend on what they are for, not on when they are drawn: a counter-based
// generator (Philox 4x32-10) under (seed, purpose, subject, period). Equal for any thread count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace headwater::ingest::internal {

// One stream family a use; the values only need to differ.
enum class Purpose : std::uint32_t {
  kNames = 1,
  kCities,
  kCompany,
  kPerson,
  kEmployment,
  kHousehold,
  kAccounts,
  kOfficers,
  kRates,
  kPersonLife,
  kCompanyLife,
  kCasting,
  kDecoyLife,
  kRingMoney,
  kVictims,
  kAdvertisements,
  kMedia,
  kLinks,
  kAssertions,
  kClients,
};

class RandomStream {
 public:
  RandomStream(std::uint64_t seed, Purpose purpose, std::uint32_t subject,
               std::uint32_t period = 0);

  std::uint32_t next();
  // Even over 0 .. bound - 1; bound in 1 .. 2^32 - 1. The bias is below bound / 2^32.
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>((std::uint64_t{next()} * bound) >> 32);
  }
  // Even over low .. high, both included; the width stays below 2^32.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + below(static_cast<std::uint32_t>(high - low + 1));
  }
  // True in `per_ten_thousand` of 10,000 draws.
  bool chance(std::uint32_t per_ten_thousand) { return below(10'000) < per_ten_thousand; }
  // A distribution given by its values at evenly spaced quantiles, straight lines between them.
  std::int64_t quantile(std::span<const std::int64_t> values);
  // Index drawn in proportion to integer weights (sum > 0, below 2^32).
  std::size_t weighted(std::span<const std::uint32_t> weights);
  template <typename T>
  const T& pick(const std::vector<T>& items) {
    return items[below(static_cast<std::uint32_t>(items.size()))];
  }
  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[below(static_cast<std::uint32_t>(i))]);
    }
  }

 private:
  std::uint32_t key_[2];
  std::uint32_t counter_[4];
  std::uint32_t block_[4] = {};
  int used_ = 4;
};

}  // namespace headwater::ingest::internal
