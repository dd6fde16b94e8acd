// FlowSums: labelled money between parties, from where an assertion called it proceeds to where it
// is now: the movements and holdings of a trace, added up. Every spot but the ends passes on
// exactly what it got, and the ends are the figures of the attribution; both are checked.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <utility>

#include "queries/report/internal/party_book.h"

namespace headwater::queries::internal {

enum class FlowPlace : std::uint8_t {
  kSource,         // detail: a ProceedsComponent, and kCashSource where it came in as cash
  kConvertedFrom,  // detail: the asset that was paid
  kMember,         // detail: member number
  kOutsider,       // detail: party
  kProtected,      // all accounts of protected people, as one
  kConvertedTo,    // detail: the asset that was received
  kEnd,            // detail: a FlowEnd
};
inline constexpr std::uint32_t kCashSource = 0x100;

enum class FlowEnd : std::uint8_t {
  kHeldByMembers,
  kCashByMembers,
  kExplained,
  kDissipated,     // repaid members' debts, or kept as a fee under way
  kWithOutsiders,  // held by them, or gone for their debts
  kCashByOutsiders,
  kTakenOver,  // another member's who took an account over with it: held, drawn, gone for a debt
  kAbroad,
  kNoMember,  // has reached no member
};
inline constexpr int kFlowEndCount = 9;

struct FlowSpot {
  FlowPlace place = FlowPlace::kOutsider;
  std::uint32_t detail = 0;
  friend auto operator<=>(const FlowSpot&, const FlowSpot&) = default;
};

struct FlowSum {
  graph::WideMinorUnits amount = 0;
  std::uint64_t payments = 0;  // transactions; 0 for what is merely held
  graph::Timestamp first, last;
  bool touches_protected = false;  // neither count nor dates may be shown
};

// By asset, then from and to. Money that stays with one party is not in it.
using FlowSums = std::map<std::uint16_t, std::map<std::pair<FlowSpot, FlowSpot>, FlowSum>>;

// Errors: kInternal when a spot does not pass on what it got, or the ends differ from the
// attribution. O(movements + holdings), times a logarithm.
graph::Result<FlowSums> sum_flows(const CaseAttribution& attribution, const PartyBook& parties);

}  // namespace headwater::queries::internal
