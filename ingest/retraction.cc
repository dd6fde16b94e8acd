#include "ingest/retraction.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>
#include <variant>

#include "graph/store_writer.h"

namespace headwater::ingest {
namespace {

using graph::CommitSeq;
using graph::Result;
using graph::Status;
using graph::StoreView;

using Target = std::variant<graph::TransactionId, graph::RelationId, graph::VictimFlowId,
                            graph::AssertionId, CommitSeq>;

Status not_found(std::string what) {
  return Status(graph::StatusCode::kNotFound,
                {"retract", "", std::move(what), "list what is there with `headwater stats`"});
}

Result<Target> find_commit(const StoreView& view, std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return graph::question_error("retract", "", "a commit that is no number", "write commit:N");
  }
  if (!view.is_commit_visible({number})) {
    return not_found("no visible commit has the number " + std::to_string(number));
  }
  return Target(CommitSeq{number});
}

// Every visible load of the file, in whatever namespace.
Result<std::vector<Target>> find_source(const StoreView& view, std::string_view sha256) {
  if (sha256.size() < 12) {
    return graph::question_error("retract", "", "fewer than 12 digits of a SHA-256",
                                 "write source: and at least 12 hex digits");
  }
  std::vector<Target> loads;
  for (const graph::Manifest& manifest : view.manifests()) {
    if (!view.is_commit_visible(manifest.commit)) continue;
    const auto& sources = manifest.sources;
    const bool has_it = std::any_of(sources.begin(), sources.end(), [&](const auto& source) {
      return source.sha256.starts_with(sha256);
    });
    if (!has_it) continue;
    if (sources.size() > 1) {
      return graph::question_error(
          "retract", "",
          "the source shares commit " + std::to_string(manifest.commit.value) + " with others",
          "retract the whole commit as commit:N");
    }
    loads.emplace_back(manifest.commit);
  }
  if (loads.empty()) return not_found("no visible source has this SHA-256");
  return loads;
}

template <typename Id>
Result<Target> as_target(Result<Id> id) {
  if (!id.has_value()) return std::move(id).error();
  return Target(*id);
}

Result<Target> find_target(const StoreView& view, std::string_view name) {
  const std::size_t colon = name.find(':');
  const std::string_view type = name.substr(0, colon);
  const std::string_view rest =
      colon == std::string_view::npos ? std::string_view() : name.substr(colon + 1);
  if (type == "commit") return find_commit(view, rest);
  if (type == "transaction") return as_target(view.resolve_transaction(name));
  if (type == "relation") return as_target(view.resolve_relation(name));
  if (type == "victim-flow") return as_target(view.resolve_victim_flow(name));
  if (type == "assertion") return as_target(view.resolve_assertion(name));
  return graph::question_error(
      "retract", "", "a name of no known type",
      "write transaction:, relation:, victim-flow:, assertion:, commit: or source:");
}

Result<std::vector<Target>> find_targets(const StoreView& view, const std::string& name) {
  constexpr std::string_view kSource = "source:";
  if (name.starts_with(kSource)) return find_source(view, name.substr(kSource.size()));
  HEADWATER_ASSIGN_OR_RETURN(const Target target, find_target(view, name));
  return std::vector<Target>{target};
}

// Of the commits that are withdrawn: what later ones left to them.
std::vector<std::string> left_to(const StoreView& view, const std::vector<Target>& targets) {
  std::vector<std::string> files;
  for (const graph::Manifest& manifest : view.manifests()) {
    if (!view.is_commit_visible(manifest.commit)) continue;
    const bool is_concerned =
        std::any_of(targets.begin(), targets.end(), [&](const Target& target) {
          const auto* commit = std::get_if<CommitSeq>(&target);
          return commit != nullptr && *commit < manifest.commit &&
                 view.manifests()[commit->value - 1].namespace_name == manifest.namespace_name;
        });
    const bool is_withdrawn =
        std::any_of(targets.begin(), targets.end(),
                    [&](const Target& target) { return target == Target(manifest.commit); });
    if (!is_concerned || is_withdrawn) continue;
    for (const graph::SourceFile& source : manifest.sources) {
      if (source.duplicates > 0) files.push_back(source.path);
    }
  }
  return files;
}

}  // namespace

Result<RetractionReport> retract(graph::Store& store, const RetractionRequest& request,
                                 const graph::ExecutionContext& context) {
  if (request.names.empty()) {
    return graph::question_error("retract", "", "no names", "name at least one record");
  }
  std::vector<Target> targets;
  RetractionReport report;
  {
    HEADWATER_ASSIGN_OR_RETURN(const auto view, store.view({}));
    for (const std::string& name : request.names) {
      HEADWATER_ASSIGN_OR_RETURN(const std::vector<Target> found, find_targets(*view, name));
      for (const Target& target : found) {
        const bool is_new = std::find(targets.begin(), targets.end(), target) == targets.end();
        if (is_new) targets.push_back(target);
      }
    }
    report.load_again = left_to(*view, targets);
  }
  graph::Manifest manifest;
  manifest.format = "retract";
  manifest.purpose = request.reason;
  HEADWATER_ASSIGN_OR_RETURN(const auto writer,
                             graph::CommitWriter::begin(store, std::move(manifest), context));
  for (const Target& target : targets) {
    HEADWATER_RETURN_IF_ERROR(std::visit([&](auto id) { return writer->retract(id); }, target));
    ++(std::holds_alternative<CommitSeq>(target) ? report.commits : report.records);
  }
  HEADWATER_ASSIGN_OR_RETURN(report.commit, writer->publish());
  return report;
}

}  // namespace headwater::ingest
