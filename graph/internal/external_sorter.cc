#include "graph/internal/external_sorter.h"

#include <algorithm>
#include <memory>
#include <queue>

#include "graph/internal/sorted_run.h"

namespace headwater::graph::internal {
namespace {

// So many runs are merged into one before the next is written: bounds open files and read buffers.
constexpr std::size_t kMaximumRuns = 64;

// The first eight bytes, most significant first; a shorter key is filled up with zeros, so that it
// comes no later than what it begins.
std::uint64_t prefix_of(std::string_view key) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    prefix = prefix << 8 | (i < key.size() ? static_cast<std::uint8_t>(key[i]) : 0);
  }
  return prefix;
}

// Smallest key first; among equal keys the earlier run, which was added earlier.
struct LaterRun {
  bool operator()(const RunReader* a, const RunReader* b) const {
    const int order = a->key().compare(b->key());
    return order != 0 ? order > 0 : a->order() > b->order();
  }
};

}  // namespace

ExternalSorter::ExternalSorter(std::string folder, std::string name, std::size_t buffer_bytes)
    : folder_(std::move(folder)), name_(std::move(name)), buffer_bytes_(buffer_bytes) {}

ExternalSorter::~ExternalSorter() { remove_runs(); }

std::string_view ExternalSorter::key_of(const Entry& entry) const {
  return std::string_view(buffer_).substr(entry.offset, entry.key_size);
}

std::string_view ExternalSorter::value_of(const Entry& entry) const {
  return std::string_view(buffer_).substr(entry.offset + entry.key_size, entry.value_size);
}

Status ExternalSorter::add(std::string_view key, std::string_view value) {
  const std::size_t used = buffer_.size() + entries_.size() * sizeof(Entry);
  if (!entries_.empty() && used + key.size() + value.size() + sizeof(Entry) > buffer_bytes_) {
    HEADWATER_RETURN_IF_ERROR(spill());
  }
  entries_.push_back({buffer_.size(), prefix_of(key), static_cast<std::uint32_t>(key.size()),
                      static_cast<std::uint32_t>(value.size())});
  buffer_.append(key);
  buffer_.append(value);
  return {};
}

void ExternalSorter::sort_buffer() {
  std::stable_sort(entries_.begin(), entries_.end(), [this](const Entry& a, const Entry& b) {
    return a.prefix != b.prefix ? a.prefix < b.prefix : key_of(a) < key_of(b);
  });
}

Status ExternalSorter::spill() {
  if (runs_.size() == kMaximumRuns) HEADWATER_RETURN_IF_ERROR(merge_runs());
  sort_buffer();
  runs_.push_back(next_run_path());
  HEADWATER_ASSIGN_OR_RETURN(const auto run, RunWriter::create(runs_.back()));
  for (const Entry& entry : entries_) {
    HEADWATER_RETURN_IF_ERROR(run->put(key_of(entry), value_of(entry)));
  }
  HEADWATER_RETURN_IF_ERROR(run->finish());
  buffer_.clear();
  entries_.clear();
  return {};
}

// All runs become one, which stands first: it holds what was added earliest.
Status ExternalSorter::merge_runs() {
  const std::string path = next_run_path();
  Status status;
  {
    HEADWATER_ASSIGN_OR_RETURN(const auto merged, RunWriter::create(path));
    status = merge(
        [&](std::string_view key, std::string_view value) { return merged->put(key, value); });
    if (status.ok()) status = merged->finish();
  }
  remove_runs();
  runs_.push_back(path);
  return status;
}

std::string ExternalSorter::next_run_path() {
  return folder_ + "/" + name_ + "-run-" + std::to_string(runs_written_++);
}

Status ExternalSorter::merge(
    const std::function<Status(std::string_view, std::string_view)>& visit) {
  std::vector<std::unique_ptr<RunReader>> readers;
  std::priority_queue<RunReader*, std::vector<RunReader*>, LaterRun> queue;
  const auto advance = [&](RunReader* reader) -> Status {
    HEADWATER_ASSIGN_OR_RETURN(const bool has_more, reader->next());
    if (has_more) queue.push(reader);
    return {};
  };
  for (const std::string& run : runs_) {
    HEADWATER_ASSIGN_OR_RETURN(auto reader, RunReader::open(run, readers.size()));
    readers.push_back(std::move(reader));
    HEADWATER_RETURN_IF_ERROR(advance(readers.back().get()));
  }
  while (!queue.empty()) {
    RunReader* reader = queue.top();
    queue.pop();
    HEADWATER_RETURN_IF_ERROR(visit(reader->key(), reader->value()));
    HEADWATER_RETURN_IF_ERROR(advance(reader));
  }
  return {};
}

Status ExternalSorter::finish(
    const std::function<Status(std::string_view, std::string_view)>& visit) {
  if (runs_.empty()) {
    sort_buffer();
    for (const Entry& entry : entries_) {
      HEADWATER_RETURN_IF_ERROR(visit(key_of(entry), value_of(entry)));
    }
  } else {
    if (!entries_.empty()) HEADWATER_RETURN_IF_ERROR(spill());
    HEADWATER_RETURN_IF_ERROR(merge(visit));
  }
  buffer_ = {};
  entries_ = {};
  remove_runs();
  return {};
}

void ExternalSorter::remove_runs() {
  for (const std::string& run : runs_) remove_file(run);
  runs_.clear();
}

}  // namespace headwater::graph::internal
