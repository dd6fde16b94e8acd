#include <cstdlib>
#include <filesystem>

#include "graph/internal/content_digest.h"
#include "graph/internal/index_checks.h"
#include "graph/internal/verify_checks.h"
#include "graph/store.h"

namespace headwater::graph {
namespace {

// A folder for sorting that goes with the object.
class ScratchFolder {
 public:
  static Result<std::string> make() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "headwater-verify-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) return pattern;
    return Status(StatusCode::kIo,
                  {"verify the store", pattern, "no folder for sorting can be made", "set TMPDIR"});
  }
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

Result<VerifyReport> verify(const Store& store, bool deep, const ExecutionContext& context,
                            CommitSeq as_of, const std::optional<VictimKey>& victim_key) {
  if (store.internal().has_small_writes) {
    return Status(StatusCode::kLocked,
                  {"verify the store", store.path(), "small writes to it are going on",
                   "end them first, or verify in a process that reads"});
  }
  const Store::Internal& state = store.internal();
  HEADWATER_RETURN_IF_ERROR(internal::check_as_of(state, as_of));
  HEADWATER_RETURN_IF_ERROR(internal::check_victim_key(state, victim_key));
  std::optional<internal::VictimCipher> cipher;
  if (victim_key) cipher.emplace(*victim_key, state.meta.seed);
  const internal::RocksStoreView view(state, {}, /*sees_everything=*/true);
  internal::ProblemList problems;
  HEADWATER_RETURN_IF_ERROR(internal::check_files(state, deep, problems));
  HEADWATER_RETURN_IF_ERROR(internal::check_manifests(state, problems));
  HEADWATER_RETURN_IF_ERROR(internal::listed(internal::check_ledger(view, problems), problems));
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled("verify the store"));
  HEADWATER_RETURN_IF_ERROR(internal::check_index(view, deep, context, problems));
  HEADWATER_RETURN_IF_ERROR(internal::check_entities(view, problems));
  HEADWATER_RETURN_IF_ERROR(internal::check_records(view, problems));
  HEADWATER_RETURN_IF_ERROR(internal::check_values(view, problems));
  HEADWATER_ASSIGN_OR_RETURN(std::string folder, ScratchFolder::make());
  const ScratchFolder scratch(std::move(folder));
  HEADWATER_RETURN_IF_ERROR(internal::check_links(view, deep, scratch.path(), context, problems));
  HEADWATER_RETURN_IF_ERROR(internal::check_victims(view, cipher ? &*cipher : nullptr, problems));
  VerifyReport report;
  report.problems = problems.take();
  if (!report.ok()) return report;  // a damaged store has no content to vouch for
  const internal::RocksStoreView known_then(state, {.as_of = as_of}, /*sees_everything=*/true);
  HEADWATER_ASSIGN_OR_RETURN(report.content_digest,
                             internal::content_digest(known_then, scratch.path(), context));
  return report;
}

}  // namespace headwater::graph
