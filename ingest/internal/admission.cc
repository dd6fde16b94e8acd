// The rules of idempotence (docs/data-model.md, Identity):
//  same bytes, namespace, format and mapping -> known, or its rows in conflict are read again, and
//                                               those whose twins have gone with their commit;
//  same bytes, another format or mapping     -> refused, or replaces the earlier commit;
//  other bytes, a name the namespace holds   -> refused, unless it is a feed.
#include "ingest/internal/admission.h"

#include <algorithm>
#include <utility>

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;
using graph::StatusCode;

namespace {

Status conflict(const PlannedSource& source, std::string found, std::string remedy) {
  return Status(StatusCode::kConflict,
                {"load a file", source.shown, std::move(found), std::move(remedy)});
}

std::string commit_text(const graph::Manifest& manifest) {
  if (manifest.commit.value == 0) return std::string("this very command");
  return "commit " + std::to_string(manifest.commit.value);
}

// What to withdraw so that nothing of `commits` is seen. A withdrawn commit takes its own
// withdrawals with it, so what it had withdrawn is withdrawn anew.
std::vector<graph::CommitSeq> with_what_they_withdrew(std::vector<graph::CommitSeq> commits,
                                                      const std::vector<KnownCommit>& history) {
  for (std::size_t i = 0; i < commits.size(); ++i) {
    for (const KnownCommit& known : history) {
      if (known.manifest.commit != commits[i]) continue;
      for (const graph::CommitSeq inner : known.manifest.retracts) {
        if (std::find(commits.begin(), commits.end(), inner) == commits.end()) {
          commits.push_back(inner);
        }
      }
    }
  }
  return commits;
}

Result<Admission> replace(const PlannedSource& source,
                          const std::vector<const graph::Manifest*>& readings,
                          const std::vector<KnownCommit>& history, const LoadRequest& request) {
  const graph::Manifest& newest = *readings.back();
  if (!request.supersede) {
    return conflict(source,
                    "the same bytes stand in " + commit_text(newest) + " under format " +
                        newest.format + " or another version of the mapping",
                    "--supersede withdraws the earlier commit and loads the file anew");
  }
  Admission admission;
  for (const graph::Manifest* reading : readings) {
    if (reading->sources.size() > 1 || reading->commit.value == 0) {
      return conflict(
          source, "the same bytes stand in " + commit_text(*reading) + " together with other files",
          "retract that commit and load its files again");
    }
    admission.replaces.push_back(reading->commit);
  }
  admission.replaces = with_what_they_withdrew(std::move(admission.replaces), history);
  return admission;
}

}  // namespace

Status check_steps(const LoadRequest& request, std::size_t sources) {
  if (!request.batch_all || !request.supersede || sources < 2) return {};
  return graph::question_error(
      "load files", "--batch all",
      "with --supersede a later file may replace what an earlier one says, "
      "and in one commit it cannot",
      "leave out --batch all, or --supersede");
}

std::vector<KnownCommit> history_of(const graph::StoreView& view) {
  std::vector<KnownCommit> history;
  for (const graph::Manifest& manifest : view.manifests()) {
    history.push_back({manifest, view.is_commit_visible(manifest.commit)});
  }
  return history;
}

Result<Admission> admit(const PlannedSource& source, const Identity& identity,
                        const std::vector<KnownCommit>& history, const LoadRequest& request) {
  std::vector<const graph::Manifest*> readings_here;  // the same bytes, read otherwise
  std::vector<const graph::Manifest*> readings_elsewhere;
  const graph::Manifest* same_name = nullptr;
  Admission known;
  for (const auto& [manifest, visible] : history) {
    if (!visible) continue;
    if (!manifest.retracts.empty() && known.known_duplicates > 0) known.takes_gone = true;
    const bool same_place = manifest.namespace_name == identity.namespace_name;
    const bool same_reading =
        manifest.format == identity.format && manifest.mapping_sha256 == identity.mapping_sha256;
    for (std::size_t i = 0; i < manifest.sources.size(); ++i) {
      const graph::SourceFile& stored = manifest.sources[i];
      if (stored.sha256 == source.file.sha256) {
        if (same_place && same_reading) {
          known.known_as = manifest.commit;
          known.known_source = static_cast<std::uint32_t>(i);
          known.known_rows = stored.rows_read;
          known.known_duplicates = stored.duplicates;
          known.known_quarantined = stored.quarantined;
          known.takes_gone = false;
        }
        if (!same_reading) (same_place ? readings_here : readings_elsewhere).push_back(&manifest);
      } else if (same_place && stored.recognised_as == source.recognised_as) {
        same_name = &manifest;
      }
    }
  }
  if (known.known_as) return known;
  if (!readings_here.empty()) return replace(source, readings_here, history, request);
  if (!readings_elsewhere.empty()) return replace(source, readings_elsewhere, history, request);
  if (same_name != nullptr && !request.append) {
    return conflict(source,
                    "the namespace " + identity.namespace_name + " holds another " +
                        source.recognised_as + " in " + commit_text(*same_name),
                    "--namespace keeps the two apart; --append adds to one feed");
  }
  return Admission{};
}

Result<std::set<std::uint64_t>> conflicting_rows(const graph::StoreView& view,
                                                 const Admission& known) {
  std::set<std::uint64_t> rows;
  if (known.known_quarantined == 0) return rows;
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_quarantined([&](const graph::QuarantinedRow& row) -> Status {
        const bool is_of_source = row.commit == *known.known_as && row.source == known.known_source;
        const bool may_do_now = row.reason == "conflict" || row.reason == "unknown-transaction";
        if (is_of_source && may_do_now) rows.insert(row.row);
        return {};
      }));
  return rows;
}

}  // namespace headwater::ingest::internal
