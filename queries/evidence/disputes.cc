#include "queries/evidence/disputes.h"

#include <fmt/format.h>

#include "graph/dispute_targets.h"

namespace headwater::queries {
namespace {

using graph::AssertionId;
using graph::DisputeTargets;
using graph::Result;

// Whether each dispute has fallen: rounds in which whatever is doubted by something undoubted
// falls, until nothing changes. What is left in a circle stands.
std::vector<bool> fallen_disputes(const std::vector<DisputeTargets>& disputes) {
  std::map<AssertionId, std::size_t> position;
  for (std::size_t i = 0; i < disputes.size(); ++i) position.emplace(disputes[i].dispute, i);
  std::vector<std::uint32_t> doubts(disputes.size(), 0);  // by disputes that have not fallen
  std::vector<std::size_t> target(disputes.size(), disputes.size());
  for (std::size_t i = 0; i < disputes.size(); ++i) {
    if (disputes[i].named.size() != 1) continue;
    const auto at = position.find(disputes[i].named.front());
    if (at == position.end()) continue;
    target[i] = at->second;
    ++doubts[at->second];
  }
  std::vector<bool> fallen(disputes.size(), false);
  std::vector<std::size_t> settled;  // undoubted, and not yet looked at
  for (std::size_t i = 0; i < disputes.size(); ++i) {
    if (doubts[i] == 0) settled.push_back(i);
  }
  while (!settled.empty()) {
    const std::size_t felled = target[settled.back()];
    settled.pop_back();
    if (felled == disputes.size() || fallen[felled]) continue;
    fallen[felled] = true;
    const std::size_t freed = target[felled];
    if (freed != disputes.size() && --doubts[freed] == 0 && !fallen[freed]) {
      settled.push_back(freed);
    }
  }
  return fallen;
}

}  // namespace

const std::vector<std::string>& Disputes::names_for(AssertionId id, const ByAssertion& disputes) {
  static const std::vector<std::string> kNobody;
  const auto at = disputes.find(id);
  return at == disputes.end() ? kNobody : at->second;
}

std::string note_on_ambiguous_disputes(std::uint64_t number) {
  return fmt::format(
      "{} a name that several assertions share, and {} against none of them (retract it and name "
      "one as assertion:#N)",
      number == 1 ? "1 dispute uses" : fmt::format("{} disputes use", number),
      number == 1 ? "counts" : "count");
}

Result<Disputes> read_disputes(const graph::StoreView& view) {
  Disputes result;
  HEADWATER_ASSIGN_OR_RETURN(const auto disputes, graph::dispute_targets(view));
  const std::vector<bool> fallen = fallen_disputes(disputes);
  for (std::size_t i = 0; i < disputes.size(); ++i) {
    const DisputeTargets& dispute = disputes[i];
    if (dispute.named.empty()) ++result.of_nothing_;
    if (fallen[i]) continue;
    const bool is_shared = dispute.named.size() > 1;
    if (is_shared) ++result.ambiguous_;
    for (const AssertionId id : dispute.named) {
      (is_shared ? result.undecided_ : result.standing_)[id].push_back(dispute.name);
    }
  }
  return result;
}

}  // namespace headwater::queries
