#include "graph/dispute_targets.h"

#include <map>
#include <optional>
#include <utility>

#include "graph/internal/store_view.h"

namespace headwater::graph {
namespace {

constexpr std::string_view kType = "assertion:";
constexpr std::size_t kPrintedDigits = 12;  // of a source's hash, in names of its rows

// A dispute and the names that it may mean.
struct NamedDispute {
  DisputeTargets targets;
  std::string doubted;    // as it names the assertion, without the type
  std::string qualified;  // the same as an id of its own namespace
};

// Visible assertions by the names that disputes look for, ascending.
using NamedAssertions = std::map<std::string, std::vector<AssertionId>>;

std::string without_type(std::string_view name) {
  if (name.starts_with(kType)) name.remove_prefix(kType.size());
  return std::string(name);
}

// A row of a source named with more digits of its hash than answers print; else nothing.
std::optional<std::string> as_printed(const std::string& name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string::npos || colon <= kPrintedDigits) return std::nullopt;
  return name.substr(0, kPrintedDigits) + name.substr(colon);
}

std::map<CommitSeq, std::string> namespaces_of(const StoreView& view) {
  std::map<CommitSeq, std::string> names;
  for (const Manifest& manifest : view.manifests()) {
    names.emplace(manifest.commit, manifest.namespace_name);
  }
  return names;
}

Result<std::vector<NamedDispute>> list_disputes(const StoreView& view, AssertionId first) {
  const auto namespaces = namespaces_of(view);
  const internal::RocksStoreView& stored = *view.internal().view;
  std::vector<NamedDispute> disputes;
  const auto take = [&](AssertionId id, const Assertion& assertion) -> Status {
    if (assertion.disputes.empty()) return {};
    NamedDispute dispute;
    dispute.targets.dispute = id;
    dispute.targets.name = stored.shown_name(id, assertion);
    dispute.doubted = without_type(assertion.disputes);
    const auto own = namespaces.find(assertion.origin.commit);
    if (own != namespaces.end()) dispute.qualified = own->second + '/' + dispute.doubted;
    disputes.push_back(std::move(dispute));
    return {};
  };
  if (first.value == 0) {
    HEADWATER_RETURN_IF_ERROR(stored.for_each_stored_assertion(take));
    return disputes;
  }
  for (AssertionId id = first; id.value < view.counters().assertions; ++id.value) {
    HEADWATER_ASSIGN_OR_RETURN(const auto assertion, stored.stored_assertion(id));
    if (assertion) HEADWATER_RETURN_IF_ERROR(take(id, *assertion));
  }
  return disputes;
}

Result<NamedAssertions> find_named(const StoreView& view,
                                   const std::vector<NamedDispute>& disputes) {
  NamedAssertions named;
  for (const NamedDispute& dispute : disputes) {
    named[dispute.doubted];
    named[dispute.qualified];
    if (const auto printed = as_printed(dispute.doubted)) named[*printed];
  }
  HEADWATER_RETURN_IF_ERROR(view.internal().view->for_each_stored_assertion(
      [&](AssertionId id, const Assertion& assertion) -> Status {
        const std::string number = '#' + std::to_string(id.value);
        const std::string name = without_type(view.name_of("assertion", assertion.origin));
        for (const std::string& own : {name, number}) {
          const auto at = named.find(own);
          if (at != named.end()) at->second.push_back(id);
        }
        return {};
      }));
  return named;
}

// Only a row named with more digits than answers print is left to a look-up of its own, which
// scans.
std::vector<AssertionId> named_by(const NamedDispute& dispute, const StoreView& view,
                                  const NamedAssertions& named) {
  if (const auto& full = named.at(dispute.doubted); !full.empty()) return full;
  if (const auto& own = named.at(dispute.qualified); !own.empty()) return own;
  const auto printed = as_printed(dispute.doubted);
  if (!printed || named.at(*printed).empty()) return {};
  const auto row = view.resolve_assertion(dispute.doubted);
  if (row.has_value()) return {*row};
  const bool is_shared = row.error().code() == StatusCode::kQuestion;
  return is_shared ? named.at(*printed) : std::vector<AssertionId>();
}

}  // namespace

Result<std::vector<DisputeTargets>> dispute_targets(const StoreView& view, AssertionId first) {
  std::vector<DisputeTargets> result;
  HEADWATER_ASSIGN_OR_RETURN(std::vector<NamedDispute> disputes, list_disputes(view, first));
  if (disputes.empty()) return result;
  HEADWATER_ASSIGN_OR_RETURN(const NamedAssertions named, find_named(view, disputes));
  for (NamedDispute& dispute : disputes) {
    dispute.targets.named = named_by(dispute, view, named);
    result.push_back(std::move(dispute.targets));
  }
  return result;
}

}  // namespace headwater::graph
