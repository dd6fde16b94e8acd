#include "graph/internal/head_file.h"

#include <filesystem>

#include "graph/internal/files.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint32_t kHeadFormat = 0;
constexpr std::size_t kMostBytes = 64;  // more than any head has

std::string head_of(const std::string& folder) { return folder + "/head"; }

constexpr char kRecording[] = "record the newest commit";

Result<CommitSeq> decode_head(std::string_view bytes, const std::string& path) {
  const auto body = open_value(bytes, "head", "");
  ByteReader reader(body.has_value() ? *body : std::string_view());
  const std::uint32_t format = reader.u32();
  if (reader.ok() && format != kHeadFormat) {
    return Status(StatusCode::kUnsupported,
                  {"open the store", path, "format " + std::to_string(format) + " of the head",
                   "use the version that wrote it"});
  }
  const CommitSeq commit{reader.u64()};
  if (reader.finished()) return commit;
  return Status(
      StatusCode::kCorrupt,
      {"open the store", path, "the file is damaged, so that the newest commit cannot be confirmed",
       "restore a backup of the whole directory"});
}

}  // namespace

Result<std::optional<CommitSeq>> read_head(const std::string& store) {
  const std::string path = head_of(store);
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return std::optional<CommitSeq>();
  HEADWATER_ASSIGN_OR_RETURN(const auto file, FileReader::open(path, "open the store"));
  char bytes[kMostBytes];
  HEADWATER_ASSIGN_OR_RETURN(const std::size_t size, file->read(bytes, sizeof(bytes)));
  HEADWATER_ASSIGN_OR_RETURN(const CommitSeq commit,
                             decode_head(std::string_view(bytes, size), path));
  return std::optional<CommitSeq>(commit);
}

Status check_head(const std::optional<CommitSeq>& head, CommitSeq newest,
                  const std::string& store) {
  if (!head || head->value <= newest.value) return {};
  const std::string first = std::to_string(newest.value + 1);
  const std::string last = std::to_string(head->value);
  const std::string missing =
      first == last ? "commit " + last + " was" : "commits " + first + " to " + last + " were";
  return Status(
      StatusCode::kCorrupt,
      {"open the store", store,
       missing + " published and the database has lost " + (first == last ? "it" : "them"),
       "restore a backup of the whole directory, or load the sources into a new store"});
}

Status stage_head(const std::string& folder, CommitSeq commit) {
  ByteWriter writer = begin_value();
  writer.u32(kHeadFormat);
  writer.u64(commit.value);
  const std::string bytes = end_value(std::move(writer));
  HEADWATER_ASSIGN_OR_RETURN(const auto file,
                             FileWriter::create(head_of(folder), kRecording, /*replaces=*/true));
  HEADWATER_RETURN_IF_ERROR(file->append(bytes));
  return file->finish_synced();
}

Status move_head(const std::string& folder, const std::string& store) {
  HEADWATER_RETURN_IF_ERROR(rename_file(head_of(folder), head_of(store), kRecording));
  return sync_folder(store, kRecording);
}

}  // namespace headwater::graph::internal
