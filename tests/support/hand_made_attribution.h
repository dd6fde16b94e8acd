// CaseAttributions written out by hand or at random: figures that an attribution could have found,
// without payments behind them.
#pragma once

#include <cstdint>
#include <vector>

#include "queries/flow/case_attribution.h"

namespace headwater::tests {

// Labels and members are the caller's; rows may come in any order.
class AttributionBuilder {
 public:
  AttributionBuilder(std::vector<queries::ProceedsLabel> labels, std::uint32_t members);

  // One asset of one member under one label: G, C and U.
  AttributionBuilder& earns(std::uint32_t member, std::uint32_t label, std::int64_t gross,
                            std::int64_t cost = 0, std::int64_t unexplained = 0,
                            std::uint16_t asset = 0);
  AttributionBuilder& passes_on(std::uint32_t from, std::uint32_t to, std::uint32_t label,
                                std::int64_t amount, std::uint16_t asset = 0);
  AttributionBuilder& withholds(std::uint32_t member, std::uint32_t label, std::int64_t amount,
                                std::uint32_t assertions = 1, std::uint16_t asset = 0);

  // With the sums of the cases that the members add up to.
  queries::CaseAttribution build() const;

 private:
  engine::MemberProfit& row(std::uint32_t member, std::uint32_t label, std::uint16_t asset);
  queries::CaseAttribution made_;
};

}  // namespace headwater::tests
