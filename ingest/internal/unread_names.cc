#include "ingest/internal/unread_names.h"

#include <algorithm>

namespace headwater::ingest::internal {
namespace {

constexpr std::size_t kNameBytes = 96;

bool looks_like_a_name(std::string_view text) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-@#:.").find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= kNameBytes &&
         std::all_of(text.begin(), text.end(), is_allowed);
}

}  // namespace

void UnreadNames::add(std::string_view name, std::uint64_t count) {
  const auto found = index_.find(name);
  if (found != index_.end()) {
    names_[found->second].count += count;
  } else if (names_.size() < limit_ && looks_like_a_name(name)) {
    index_.emplace(name, names_.size());
    names_.push_back({std::string(name), count});
  } else {
    others_ += count;
  }
}

void UnreadNames::add(const UnreadNames& more) {
  for (const Counted& one : more.names_) add(one.name, one.count);
  others_ += more.others_;
}

void UnreadNames::clear() {
  names_.clear();
  index_.clear();
  others_ = 0;
}

}  // namespace headwater::ingest::internal
