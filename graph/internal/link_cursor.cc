#include "graph/internal/link_cursor.h"

#include <algorithm>

#include "graph/internal/rocks_status.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

std::string_view bytes_of(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

Status status_of(const rocksdb::Iterator& iterator) {
  return from_rocks(iterator.status(), "read the store", name_of(Family::kLink));
}

// The first key that comes after all with this prefix; its last byte is a role, below 255.
std::string after_prefix(std::string_view prefix) {
  std::string next(prefix);
  next.back() = static_cast<char>(static_cast<std::uint8_t>(next.back()) + 1);
  return next;
}

}  // namespace

Status LinkCursor::add(std::uint64_t end, LinkType type, const Wants& wants) {
  LinkKey first;
  first.end = end;
  first.type = type;
  std::string at = encode_link_key(first).substr(0, kLinkPrefixBytes);
  const auto finder = database_.iterator(Family::kLink, snapshot_);
  while (true) {
    finder->Seek(at);
    if (!finder->Valid()) return status_of(*finder);
    const std::string_view key = bytes_of(finder->key());
    const auto link = decode_link_key(key);
    if (!link) return corrupt_value("link", key, "the key has another length");
    if (link->end != end || link->type != type) return {};
    const std::string prefix(key.substr(0, kLinkPrefixBytes));
    if (link->role == 0xFF) return corrupt_value("link", key, "the role is not known");
    if (wants(link->kind, link->role)) HEADWATER_RETURN_IF_ERROR(open_run(prefix));
    at = after_prefix(prefix);
  }
}

Status LinkCursor::open_run(std::string_view prefix) {
  Run run{database_.iterator(Family::kLink, snapshot_), std::string(prefix), {}};
  std::string from(prefix);
  if (window_.to.is_known()) {  // half-open: the millisecond before is the newest within
    LinkKey newest;
    newest.time = {window_.to.ms - 1};
    from += encode_link_key(newest).substr(kLinkPrefixBytes, sizeof(std::uint64_t));
  }
  run.iterator->Seek(from);
  HEADWATER_ASSIGN_OR_RETURN(const bool has_one, read(run));
  if (!has_one) return {};
  runs_.push_back(std::move(run));
  std::push_heap(runs_.begin(), runs_.end(), comes_later);
  return {};
}

Result<bool> LinkCursor::read(Run& run) const {
  if (!run.iterator->Valid()) {
    HEADWATER_RETURN_IF_ERROR(status_of(*run.iterator));
    return false;
  }
  const std::string_view key = bytes_of(run.iterator->key());
  if (!key.starts_with(run.prefix)) return false;
  const auto link = decode_link_key(key);
  if (!link) return corrupt_value("link", key, "the key has another length");
  const auto body = open_value(bytes_of(run.iterator->value()), "link", key);
  if (!body.has_value()) return body.error();
  run.at = *link;
  return window_.contains(link->time);  // what is older than the window follows, and the unknown
}

bool LinkCursor::comes_later(const Run& a, const Run& b) {
  return a.at.time != b.at.time ? a.at.time < b.at.time : a.at.number > b.at.number;
}

Result<bool> LinkCursor::next(LinkKey& link) {
  while (!runs_.empty()) {
    std::pop_heap(runs_.begin(), runs_.end(), comes_later);
    Run& run = runs_.back();
    link = run.at;
    run.iterator->Next();
    HEADWATER_ASSIGN_OR_RETURN(const bool has_more, read(run));
    if (has_more) {
      std::push_heap(runs_.begin(), runs_.end(), comes_later);
    } else {
      runs_.pop_back();
    }
    const bool is_same = has_last_ && last_.number == link.number;
    has_last_ = true;
    last_ = link;
    if (!is_same) return true;
  }
  return false;
}

}  // namespace headwater::graph::internal
