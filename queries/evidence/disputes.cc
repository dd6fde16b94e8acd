#include "queries/evidence/disputes.h"

#include <optional>

#include <fmt/format.h>

namespace headwater::queries {
namespace {

using graph::Assertion;
using graph::AssertionId;
using graph::Result;
using graph::Status;

constexpr std::string_view kType = "assertion:";

struct Dispute {
  AssertionId id;
  std::string name;       // its own
  std::string doubted;    // as it names the assertion, without the type
  std::string qualified;  // the same as an id of its own namespace
  std::optional<AssertionId> target;
};

std::string without_type(std::string_view name) {
  if (name.starts_with(kType)) name.remove_prefix(kType.size());
  return std::string(name);
}

std::map<graph::CommitSeq, std::string> namespaces_of(const graph::StoreView& view) {
  std::map<graph::CommitSeq, std::string> names;
  for (const graph::Manifest& manifest : view.manifests()) {
    names.emplace(manifest.commit, manifest.namespace_name);
  }
  return names;
}

Result<std::vector<Dispute>> list_disputes(const graph::StoreView& view) {
  const auto namespaces = namespaces_of(view);
  std::vector<Dispute> disputes;
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_assertion([&](AssertionId id, const Assertion& assertion) -> Status {
        if (assertion.disputes.empty()) return {};
        Dispute dispute;
        dispute.id = id;
        dispute.name = view.name_of("assertion", assertion.origin);
        dispute.doubted = without_type(assertion.disputes);
        const auto own = namespaces.find(assertion.origin.commit);
        if (own != namespaces.end())
          dispute.qualified = fmt::format("{}/{}", own->second, dispute.doubted);
        disputes.push_back(std::move(dispute));
        return {};
      }));
  return disputes;
}

// A full name comes before an id of the own namespace. Only a row named with more digits than
// answers print is left to a look-up of its own, which scans.
Status find_targets(const graph::StoreView& view, std::vector<Dispute>& disputes) {
  std::map<std::string, std::optional<AssertionId>> wanted;
  for (const Dispute& dispute : disputes) {
    wanted[dispute.doubted];
    wanted[dispute.qualified];
  }
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_assertion([&](AssertionId id, const Assertion& assertion) -> Status {
        const std::string number = fmt::format("#{}", id.value);
        const std::string name = without_type(view.name_of("assertion", assertion.origin));
        for (const std::string& own : {name, number}) {
          const auto at = wanted.find(own);
          if (at != wanted.end() && !at->second) at->second = id;
        }
        return {};
      }));
  for (Dispute& dispute : disputes) {
    dispute.target = wanted[dispute.doubted];
    if (!dispute.target) dispute.target = wanted[dispute.qualified];
    if (dispute.target || dispute.doubted.find(':') == std::string::npos) continue;
    const auto found = view.resolve_assertion(dispute.doubted);
    if (found.has_value()) dispute.target = *found;
  }
  return {};
}

// Whether each dispute has fallen: rounds in which whatever is doubted by something undoubted
// falls, until nothing changes. What is left in a circle stands.
std::vector<bool> fallen_disputes(const std::vector<Dispute>& disputes) {
  std::map<AssertionId, std::size_t> position;
  for (std::size_t i = 0; i < disputes.size(); ++i) position.emplace(disputes[i].id, i);
  std::vector<std::uint32_t> doubts(disputes.size(), 0);  // by disputes that have not fallen
  std::vector<std::size_t> target(disputes.size(), disputes.size());
  for (std::size_t i = 0; i < disputes.size(); ++i) {
    const auto at = disputes[i].target ? position.find(*disputes[i].target) : position.end();
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

const std::vector<std::string>& Disputes::disputed_by(AssertionId id) const {
  static const std::vector<std::string> kNobody;
  const auto at = standing_.find(id);
  return at == standing_.end() ? kNobody : at->second;
}

Result<Disputes> read_disputes(const graph::StoreView& view) {
  Disputes result;
  HEADWATER_ASSIGN_OR_RETURN(std::vector<Dispute> disputes, list_disputes(view));
  if (disputes.empty()) return result;
  HEADWATER_RETURN_IF_ERROR(find_targets(view, disputes));
  const std::vector<bool> fallen = fallen_disputes(disputes);
  for (std::size_t i = 0; i < disputes.size(); ++i) {
    const Dispute& dispute = disputes[i];
    if (!dispute.target) {
      ++result.of_nothing_;
    } else if (!fallen[i]) {
      result.standing_[*dispute.target].push_back(dispute.name);
    }
  }
  return result;
}

}  // namespace headwater::queries
