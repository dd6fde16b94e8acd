// What a view without the victim key shows of assertions. One from a restricted source, or about a
// victim flow, keeps its figures and its closed words; free text, and the id that its source gives,
// may tell who the victim is. It is known by its number instead, which says nothing of the source.
#include "graph/internal/store_view.h"

namespace headwater::graph::internal {
namespace {

constexpr std::string_view kIndicator = "indicator:";

}  // namespace

bool RocksStoreView::is_restricted(const Origin& origin) const {
  const Manifest* manifest = find_manifest(origin.commit);
  return manifest != nullptr && origin.source < manifest->sources.size() &&
         manifest->sources[origin.source].restricted;
}

Status RocksStoreView::for_each_stored_assertion(
    const std::function<Status(AssertionId, const Assertion&)>& visit) const {
  return scan_records<Assertion>(
      Family::kAssertion, internal_.counters.assertions,
      [&](std::uint64_t number, const Assertion& record) {
        return hides(record) ? Status() : visit({number}, record);
      },
      true);
}

std::string RocksStoreView::shown_name(AssertionId id, Assertion stored) const {
  strip(id.value, stored);
  return name_of("assertion", stored.origin);
}

// The name of an assertion disputed may be a withheld one: who disputes what is matched by
// graph/dispute_targets.h, on what is stored.
void RocksStoreView::strip(std::uint64_t number, Assertion& assertion) const {
  if (sees_victims_) return;
  if (!assertion.victim_flow && !is_restricted(assertion.origin)) return;
  for (std::string* text : {&assertion.role, &assertion.author, &assertion.evidence,
                            &assertion.source_grade, &assertion.information_grade}) {
    text->clear();
  }
  if (assertion.basis.starts_with(kIndicator)) {
    assertion.basis = std::string(kIndicator) + "withheld";
  }
  if (!assertion.disputes.empty()) assertion.disputes = "withheld";
  assertion.origin.source = Origin::kWithheldSource;
  assertion.origin.row = assertion.origin.ordinal = 0;
  assertion.origin.source_id = '#' + std::to_string(number);
}

}  // namespace headwater::graph::internal
