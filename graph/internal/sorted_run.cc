#include "graph/internal/sorted_run.h"

#include <cstdint>
#include <cstring>

#include "graph/internal/crc32c.h"

namespace headwater::graph::internal {
namespace {

constexpr char kSorting[] = "sort in the scratch folder";
constexpr std::size_t kFrameBytes = 64 << 10;
constexpr std::size_t kWordBytes = sizeof(std::uint32_t);
// As much is asked for at a time, so that a length that has changed asks for no more memory than
// the file has bytes.
constexpr std::size_t kReadBytes = 1 << 20;

void append_word(std::string& bytes, std::uint32_t word) {
  char raw[kWordBytes];
  std::memcpy(raw, &word, kWordBytes);
  bytes.append(raw, kWordBytes);
}

std::uint32_t word_at(std::string_view bytes, std::size_t offset) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes.data() + offset, kWordBytes);
  return word;
}

std::uint32_t checksum_of(std::uint32_t length, std::string_view entries) {
  return crc32c(entries) ^ (length * 0x9E3779B1u + 0x7F4A7C15u);
}

}  // namespace

Result<std::unique_ptr<RunWriter>> RunWriter::create(const std::string& path) {
  HEADWATER_ASSIGN_OR_RETURN(auto file, FileWriter::create(path, kSorting, /*replaces=*/true));
  return std::unique_ptr<RunWriter>(new RunWriter(std::move(file)));
}

Status RunWriter::put(std::string_view key, std::string_view value) {
  append_word(entries_, static_cast<std::uint32_t>(key.size()));
  append_word(entries_, static_cast<std::uint32_t>(value.size()));
  entries_ += key;
  entries_ += value;
  return entries_.size() >= kFrameBytes ? write_frame() : Status();
}

Status RunWriter::write_frame() {
  const auto length = static_cast<std::uint32_t>(entries_.size());
  std::string head;
  append_word(head, length);
  append_word(head, checksum_of(length, entries_));
  HEADWATER_RETURN_IF_ERROR(file_->append(head));
  HEADWATER_RETURN_IF_ERROR(file_->append(entries_));
  entries_.clear();
  return {};
}

Status RunWriter::finish() {
  if (!entries_.empty()) HEADWATER_RETURN_IF_ERROR(write_frame());
  HEADWATER_RETURN_IF_ERROR(write_frame());  // the empty one
  return file_->finish();
}

Result<std::unique_ptr<RunReader>> RunReader::open(const std::string& path, std::size_t order) {
  std::unique_ptr<RunReader> reader(new RunReader(path, order));
  HEADWATER_ASSIGN_OR_RETURN(reader->file_, FileReader::open(path, kSorting));
  return reader;
}

Status RunReader::changed() const {
  return Status(StatusCode::kIo, {kSorting, path_, "what is read is not what was written",
                                  "check the disk and run the command again"});
}

Result<bool> RunReader::read_frame() {
  char head[2 * kWordBytes];
  HEADWATER_ASSIGN_OR_RETURN(const std::size_t got, file_->read(head, sizeof(head)));
  if (got != sizeof(head)) return changed();
  const std::string_view words(head, sizeof(head));
  const std::uint32_t length = word_at(words, 0);
  entries_.clear();
  at_ = 0;
  while (entries_.size() < length) {
    const std::size_t before = entries_.size();
    const std::size_t asked = std::min<std::size_t>(length - before, kReadBytes);
    entries_.resize(before + asked);
    HEADWATER_ASSIGN_OR_RETURN(const std::size_t size, file_->read(&entries_[before], asked));
    if (size != asked) return changed();
  }
  if (word_at(words, kWordBytes) != checksum_of(length, entries_)) return changed();
  return length != 0;
}

Result<bool> RunReader::next() {
  if (at_ == entries_.size()) {
    HEADWATER_ASSIGN_OR_RETURN(const bool has_more, read_frame());
    if (!has_more) return false;
  }
  const std::size_t key_size = word_at(entries_, at_);
  const std::size_t value_size = word_at(entries_, at_ + kWordBytes);
  at_ += 2 * kWordBytes;
  key_ = std::string_view(entries_).substr(at_, key_size);
  value_ = std::string_view(entries_).substr(at_ + key_size, value_size);
  at_ += key_size + value_size;
  return true;
}

}  // namespace headwater::graph::internal
