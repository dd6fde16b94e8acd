// The rules of idempotence (docs/data-model.md, Identity):
//  same bytes, namespace, format and mapping -> known;
//  same bytes, another format or mapping     -> refused, or replaces the earlier commit;
//  other bytes, a name the namespace holds   -> refused, unless it is a feed.
#include "ingest/internal/admission.h"

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
  return "commit " + std::to_string(manifest.commit.value);
}

Result<Admission> replace(const PlannedSource& source, const graph::Manifest& earlier,
                          const LoadRequest& request) {
  if (!request.supersede) {
    return conflict(source,
                    "the same bytes stand in " + commit_text(earlier) + " under format " +
                        earlier.format + " or another version of the mapping",
                    "--supersede withdraws the earlier commit and loads the file anew");
  }
  if (earlier.sources.size() > 1) {
    return conflict(
        source, "the same bytes stand in " + commit_text(earlier) + " together with other files",
        "retract that commit and load its files again");
  }
  Admission admission;
  admission.replaces = earlier.commit;
  return admission;
}

}  // namespace

std::vector<graph::Manifest> visible_manifests(const graph::StoreView& view) {
  std::vector<graph::Manifest> visible;
  for (const graph::Manifest& manifest : view.manifests()) {
    if (view.is_commit_visible(manifest.commit)) visible.push_back(manifest);
  }
  return visible;
}

Result<Admission> admit(const PlannedSource& source, const Identity& identity,
                        const std::vector<graph::Manifest>& manifests, const LoadRequest& request) {
  const graph::Manifest* other_reading = nullptr;
  const graph::Manifest* same_name = nullptr;
  for (const graph::Manifest& manifest : manifests) {
    const bool same_place = manifest.namespace_name == identity.namespace_name;
    const bool same_reading =
        manifest.format == identity.format && manifest.mapping_sha256 == identity.mapping_sha256;
    for (const graph::SourceFile& stored : manifest.sources) {
      if (stored.sha256 == source.file.sha256) {
        if (same_place && same_reading) {
          return Admission{manifest.commit, stored.rows_read, std::nullopt};
        }
        if (!same_reading) other_reading = &manifest;
      } else if (same_place && stored.recognised_as == source.recognised_as) {
        same_name = &manifest;
      }
    }
  }
  if (other_reading != nullptr) return replace(source, *other_reading, request);
  if (same_name != nullptr && !request.append) {
    return conflict(source,
                    "the namespace " + identity.namespace_name + " holds another " +
                        source.recognised_as + " in " + commit_text(*same_name),
                    "--namespace keeps the two apart; --append adds to one feed");
  }
  return Admission{};
}

}  // namespace headwater::ingest::internal
