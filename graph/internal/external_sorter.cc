#include "graph/internal/external_sorter.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <queue>

namespace headwater::graph::internal {
namespace {

// So many runs are merged into one before the next is written: bounds open files and read buffers.
constexpr std::size_t kMaximumRuns = 64;

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

Status io_error(const std::string& path) {
  const bool full = errno == ENOSPC || errno == EFBIG || errno == EDQUOT;
  return Status(StatusCode::kIo, {"sort in the scratch folder", path,
                                  full ? "the disk is full" : system_message(errno),
                                  "free space and run the command again"});
}

// The first eight bytes, most significant first; a shorter key is filled up with zeros, so that it
// comes no later than what it begins.
std::uint64_t prefix_of(std::string_view key) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    prefix = prefix << 8 | (i < key.size() ? static_cast<std::uint8_t>(key[i]) : 0);
  }
  return prefix;
}

// One sorted run, entry by entry: key-size(4) value-size(4) key value.
class RunReader {
 public:
  RunReader(const std::string& path, std::size_t order)
      : file_(std::fopen(path.c_str(), "rb")), path_(path), order_(order) {}

  // False at the end; `status` tells whether that was an error.
  bool next(Status& status) {
    std::uint32_t sizes[2];
    if (file_ == nullptr) {
      status = io_error(path_);
      return false;
    }
    const std::size_t got = std::fread(sizes, 1, sizeof(sizes), file_.get());
    if (got != sizeof(sizes)) {
      if (got != 0 || std::ferror(file_.get()) != 0) status = io_error(path_);
      return false;
    }
    key_.resize(sizes[0]);
    value_.resize(sizes[1]);
    if ((sizes[0] != 0 && std::fread(key_.data(), sizes[0], 1, file_.get()) != 1) ||
        (sizes[1] != 0 && std::fread(value_.data(), sizes[1], 1, file_.get()) != 1)) {
      status = io_error(path_);
      return false;
    }
    return true;
  }
  const std::string& key() const { return key_; }
  const std::string& value() const { return value_; }
  std::size_t order() const { return order_; }

 private:
  File file_;
  std::string path_;
  std::size_t order_;
  std::string key_, value_;
};

class RunWriter {
 public:
  explicit RunWriter(std::string path)
      : file_(std::fopen(path.c_str(), "wb")), path_(std::move(path)) {}

  Status put(std::string_view key, std::string_view value) {
    if (file_ == nullptr) return io_error(path_);
    const std::uint32_t sizes[2] = {static_cast<std::uint32_t>(key.size()),
                                    static_cast<std::uint32_t>(value.size())};
    const bool written =
        std::fwrite(sizes, sizeof(sizes), 1, file_.get()) == 1 &&
        (key.empty() || std::fwrite(key.data(), key.size(), 1, file_.get()) == 1) &&
        (value.empty() || std::fwrite(value.data(), value.size(), 1, file_.get()) == 1);
    return written ? Status() : io_error(path_);
  }
  Status finish() {
    if (file_ == nullptr || std::fflush(file_.get()) != 0) return io_error(path_);
    return {};
  }
  const std::string& path() const { return path_; }

 private:
  File file_;
  std::string path_;
};

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
  RunWriter run(next_run_path());
  runs_.push_back(run.path());
  for (const Entry& entry : entries_) {
    HEADWATER_RETURN_IF_ERROR(run.put(key_of(entry), value_of(entry)));
  }
  HEADWATER_RETURN_IF_ERROR(run.finish());
  buffer_.clear();
  entries_.clear();
  return {};
}

// All runs become one, which stands first: it holds what was added earliest.
Status ExternalSorter::merge_runs() {
  RunWriter merged(next_run_path());
  Status status =
      merge([&](std::string_view key, std::string_view value) { return merged.put(key, value); });
  if (status.ok()) status = merged.finish();
  remove_runs();
  runs_.push_back(merged.path());
  return status;
}

std::string ExternalSorter::next_run_path() {
  return folder_ + "/" + name_ + "-run-" + std::to_string(runs_written_++);
}

Status ExternalSorter::merge(
    const std::function<Status(std::string_view, std::string_view)>& visit) {
  std::vector<std::unique_ptr<RunReader>> readers;
  std::priority_queue<RunReader*, std::vector<RunReader*>, LaterRun> queue;
  Status status;
  for (const std::string& run : runs_) {
    readers.push_back(std::make_unique<RunReader>(run, readers.size()));
    if (readers.back()->next(status)) queue.push(readers.back().get());
    HEADWATER_RETURN_IF_ERROR(status);
  }
  while (!queue.empty()) {
    RunReader* reader = queue.top();
    queue.pop();
    HEADWATER_RETURN_IF_ERROR(visit(reader->key(), reader->value()));
    if (reader->next(status)) queue.push(reader);
    HEADWATER_RETURN_IF_ERROR(status);
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
  std::error_code ignored;
  for (const std::string& run : runs_) std::filesystem::remove(run, ignored);
  runs_.clear();
}

}  // namespace headwater::graph::internal
