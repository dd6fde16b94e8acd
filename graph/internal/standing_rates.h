// Which rates stand: of those about one thing (base, quote, date, source) the latest commit's.
//
//   StandingRates rates;
//   rates.add(number, rate);                    // in order of their numbers
//   if (const auto* found = rates.find(rate)) ...
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "graph/records.h"

namespace headwater::graph::internal {

// Memory: about 120 bytes a rate. Not thread-safe.
class StandingRates {
 public:
  struct Standing {
    std::uint64_t number = 0;
    std::int64_t numerator = 1, denominator = 1;  // reduced
  };

  void add(std::uint64_t number, const Rate& rate) {
    standing_.insert_or_assign(key_of(rate), Standing{number, rate.numerator, rate.denominator});
  }
  // Null when nothing is known of that thing. O(log n).
  const Standing* find(const Rate& rate) const {
    const auto found = standing_.find(key_of(rate));
    return found == standing_.end() ? nullptr : &found->second;
  }

 private:
  using Key = std::tuple<std::uint16_t, std::uint16_t, std::int64_t, std::string>;
  static Key key_of(const Rate& rate) {
    return {rate.base.value, rate.quote.value, rate.date.ms, rate.source};
  }
  std::map<Key, Standing> standing_;
};

}  // namespace headwater::graph::internal
