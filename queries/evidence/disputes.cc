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
constexpr std::size_t kPrintedDigits = 12;  // of a source's hash, in names of its rows

struct Dispute {
  AssertionId id;
  std::string name;       // its own
  std::string doubted;    // as it names the assertion, without the type
  std::string qualified;  // the same as an id of its own namespace
  std::optional<AssertionId> target;
  std::vector<AssertionId> candidates;  // two or more share the name, and so none is the target
};

// Visible assertions by the names that disputes look for, ascending.
using NamedAssertions = std::map<std::string, std::vector<AssertionId>>;

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

// A row of a source named with more digits of its hash than answers print; else nothing.
std::optional<std::string> as_printed(const std::string& name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string::npos || colon <= kPrintedDigits) return std::nullopt;
  return name.substr(0, kPrintedDigits) + name.substr(colon);
}

Result<NamedAssertions> find_named(const graph::StoreView& view,
                                   const std::vector<Dispute>& disputes) {
  NamedAssertions named;
  for (const Dispute& dispute : disputes) {
    named[dispute.doubted];
    named[dispute.qualified];
    if (const auto printed = as_printed(dispute.doubted)) named[*printed];
  }
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_assertion([&](AssertionId id, const Assertion& assertion) -> Status {
        const std::string number = fmt::format("#{}", id.value);
        const std::string name = without_type(view.name_of("assertion", assertion.origin));
        for (const std::string& own : {name, number}) {
          const auto at = named.find(own);
          if (at != named.end()) at->second.push_back(id);
        }
        return {};
      }));
  return named;
}

// A full name comes before an id of the own namespace; a shared one names none of those that share
// it, as everywhere in a store. Only a row named with more digits than answers print is left to a
// look-up of its own, which scans.
Status find_targets(const graph::StoreView& view, std::vector<Dispute>& disputes) {
  HEADWATER_ASSIGN_OR_RETURN(const NamedAssertions named, find_named(view, disputes));
  for (Dispute& dispute : disputes) {
    std::vector<AssertionId> found = named.at(dispute.doubted);
    if (found.empty()) found = named.at(dispute.qualified);
    const auto printed = as_printed(dispute.doubted);
    if (found.empty() && printed && !named.at(*printed).empty()) {
      const auto row = view.resolve_assertion(dispute.doubted);
      if (row.has_value()) {
        found = {*row};
      } else if (row.error().code() == graph::StatusCode::kQuestion) {
        found = named.at(*printed);
      }
    }
    if (found.size() == 1) dispute.target = found.front();
    if (found.size() > 1) dispute.candidates = std::move(found);
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
  HEADWATER_ASSIGN_OR_RETURN(std::vector<Dispute> disputes, list_disputes(view));
  if (disputes.empty()) return result;
  HEADWATER_RETURN_IF_ERROR(find_targets(view, disputes));
  const std::vector<bool> fallen = fallen_disputes(disputes);
  for (std::size_t i = 0; i < disputes.size(); ++i) {
    const Dispute& dispute = disputes[i];
    if (!dispute.target && dispute.candidates.empty()) ++result.of_nothing_;
    if (fallen[i]) continue;
    if (dispute.target) result.standing_[*dispute.target].push_back(dispute.name);
    if (!dispute.candidates.empty()) ++result.ambiguous_;
    for (const AssertionId id : dispute.candidates) {
      result.undecided_[id].push_back(dispute.name);
    }
  }
  return result;
}

}  // namespace headwater::queries
