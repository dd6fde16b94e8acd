#include "ingest/internal/statement_history.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "ingest/internal/key_table.h"

namespace headwater::ingest::internal {

void StatementHistory::add(const StatementNote& note) {
  if (note.id.empty()) return;
  for (const std::string_view replaced : note.replaces) {
    if (replaced == note.id || replaced == note.record) continue;
    replaced_.insert(hash_text(replaced, 0));
    replaces_.emplace(note.id, replaced);  // the first of several
  }
  if (note.record.empty()) return;
  versions_.push_back(
      {hash_text(note.record, 0), hash_text(note.id, 0), note.row, texts_.copy(note.revision)});
}

void StatementHistory::seal() {
  find_outdated();
  find_records();
}

void StatementHistory::find_outdated() {
  std::sort(versions_.begin(), versions_.end(), [](const Version& one, const Version& other) {
    return std::tie(one.record, one.revision, one.row) <
           std::tie(other.record, other.revision, other.row);
  });
  const Version* newest = nullptr;
  for (auto version = versions_.rbegin(); version != versions_.rend(); ++version) {
    if (newest == nullptr || newest->record != version->record) {
      newest = &*version;
      continue;
    }
    // One statement twice is no revision of itself: it is a duplicate, or a contradiction.
    const bool is_same = version->id == newest->id && version->revision == newest->revision;
    if (!is_same) outdated_rows_.push_back(version->row);
  }
  std::sort(outdated_rows_.begin(), outdated_rows_.end());
  std::vector<Version>().swap(versions_);
}

// Every statement of a chain is followed once: what it leads to is kept for all of the chain.
void StatementHistory::find_records() {
  std::map<std::string, std::string, std::less<>> records;
  for (const auto& [id, first] : replaces_) {
    std::set<std::string_view> chain;
    std::string_view at = id;
    while (chain.insert(at).second) {
      const auto known = records.find(at);
      if (known != records.end()) {
        at = known->second;
        break;
      }
      const auto next = replaces_.find(at);
      if (next == replaces_.end()) break;
      at = next->second;
    }
    const bool is_ring = replaces_.contains(at) && !records.contains(at);
    const std::string record(is_ring ? *chain.begin() : at);
    for (const std::string_view member : chain) {
      if (member != record || is_ring) records.emplace(member, record);
    }
  }
  replaces_.swap(records);
}

bool StatementHistory::is_superseded(std::uint64_t row, std::string_view id) const {
  return replaced_.contains(hash_text(id, 0)) ||
         std::binary_search(outdated_rows_.begin(), outdated_rows_.end(), row);
}

std::string_view StatementHistory::record_of(std::string_view id) const {
  const auto found = replaces_.find(id);
  return found == replaces_.end() ? id : std::string_view(found->second);
}

}  // namespace headwater::ingest::internal
