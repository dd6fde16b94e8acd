#include "queries/walk/owned_stops.h"

#include <gtest/gtest.h>

namespace headwater::queries {
namespace {

using graph::kUnknownTime;
using graph::Timestamp;

Timestamp instant(std::int64_t ms) { return Timestamp{ms}; }

TEST(OwnedStops, OwnershipIsHalfOpen) {
  OwnedStops owned;
  owned.add(7, {instant(10), instant(20)});
  EXPECT_FALSE(owned.contains(7, instant(9)));
  EXPECT_TRUE(owned.contains(7, instant(10)));
  EXPECT_TRUE(owned.contains(7, instant(19)));
  EXPECT_FALSE(owned.contains(7, instant(20)));
  EXPECT_FALSE(owned.contains(8, instant(15)));
}

TEST(OwnedStops, PeriodsThatMeetBecomeOneAndForEverHoldsTheUndated) {
  OwnedStops owned;
  owned.add(1, {kUnknownTime, instant(10)});
  owned.add(1, {instant(20), kUnknownTime});
  EXPECT_FALSE(owned.always_contains(1));
  EXPECT_FALSE(owned.contains(1, kUnknownTime));
  EXPECT_EQ(owned.count_limited(), 1u);
  owned.add(1, {instant(10), instant(20)});
  EXPECT_TRUE(owned.always_contains(1));
  EXPECT_TRUE(owned.contains(1, kUnknownTime));
  EXPECT_EQ(owned.count_limited(), 0u);
}

TEST(OwnedStops, APeriodThatEndsBeforeItBeginsAddsNothing) {
  OwnedStops owned;
  owned.add(1, {instant(20), instant(10)});
  owned.add(1, {instant(10), instant(10)});
  EXPECT_TRUE(owned.is_empty());
}

TEST(OwnedStops, MeetOnlyAtOneStopAtOneTime) {
  OwnedStops first, next, other;
  first.add(1, {kUnknownTime, instant(10)});
  next.add(1, {instant(10), kUnknownTime});
  other.add(2, {});
  EXPECT_FALSE(first.meets(next));
  EXPECT_FALSE(first.meets(other));
  next.add(1, {instant(9), instant(11)});
  EXPECT_TRUE(first.meets(next));
  EXPECT_TRUE(next.meets(first));
}

}  // namespace
}  // namespace headwater::queries
