// Publishing: everything staged becomes sorted files, and one atomic step takes them in together
// with the one row of `meta` that carries the new counters. Before that step nothing exists; after
// it everything is durable.
#include <algorithm>
#include <chrono>
#include <utility>

#include <tbb/parallel_invoke.h>

#include "graph/internal/files.h"
#include "graph/internal/head_file.h"
#include "graph/internal/link_key.h"
#include "graph/internal/rocks_status.h"
#include "graph/internal/staged_commit.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

// Several contributions of one commit to one entity become one row.
class ContributionMerger {
 public:
  // `sealer` may be null: then victims' attributes are plain.
  ContributionMerger(SstOutput& output, VictimSealer* sealer) : output_(output), sealer_(sealer) {}

  Status add(std::string_view key, std::string_view value) {
    if (key != key_) {
      HEADWATER_RETURN_IF_ERROR(flush());
      key_ = key;
    }
    std::string shown;
    if (!value.empty() && value.front() == kHiddenContribution) {
      shown = sealer_->reveal(value.substr(1));
      value = shown;
    }
    ByteReader reader(value);
    EntityContribution more;
    HEADWATER_CHECK(decode(reader, more), "staged contributions decode");
    if (more.has_key) {
      merged_.has_key = true;
      merged_.key = std::move(more.key);
    }
    for (Attribute& attribute : more.attributes) {
      merged_.attributes.push_back(std::move(attribute));
    }
    return {};
  }

  Status flush() {
    if (key_.empty()) return {};
    auto& attributes = merged_.attributes;
    std::sort(attributes.begin(), attributes.end());
    attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
    const EntityId id = EntityId::from_value(read_big_endian(key_, 0));
    EntityContribution whole = std::exchange(merged_, {});
    if (sealer_ != nullptr && id.kind() == EntityKind::kVictim && !whole.attributes.empty()) {
      HEADWATER_ASSIGN_OR_RETURN(const std::string value, sealer_->seal(id, std::move(whole)));
      return output_.put(key_, value);
    }
    ByteWriter writer = begin_value();
    encode(whole, writer);
    return output_.put(key_, end_value(std::move(writer)));
  }

 private:
  SstOutput& output_;
  VictimSealer* sealer_;
  std::string key_;
  EntityContribution merged_;
};

Status drain(ExternalSorter& sorter, SstOutput& output) {
  std::string last;
  return sorter.finish([&](std::string_view key, std::string_view value) -> Status {
    if (key == last) {
      return Status(StatusCode::kInternal,
                    {"publish the commit", std::string(name_of(output.family())),
                     "two rows have one key", "please report it"});
    }
    last = key;
    return output.put(key, value);
  });
}

Timestamp now() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

}  // namespace

Status StagedCommit::finish_entities() {
  ContributionMerger merger(output(Family::kEntity), sealer_.get());
  HEADWATER_RETURN_IF_ERROR(entities_.finish(
      [&](std::string_view key, std::string_view value) { return merger.add(key, value); }));
  return merger.flush();
}

Status StagedCommit::finish_sorters() {
  Status of_entities, of_keys, of_links;  // the large ones, beside one another
  const auto finish_keys = [&] { of_keys = drain(entity_keys_, output(Family::kEntityKey)); };
  const auto sort_links = [&] { of_links = finish_links(); };
  if (is_small()) {
    of_entities = finish_entities();
    finish_keys();
    sort_links();
  } else {
    context_.run([&] {
      tbb::parallel_invoke([&] { of_entities = finish_entities(); }, finish_keys, sort_links);
    });
  }
  HEADWATER_RETURN_IF_ERROR(of_entities);
  HEADWATER_RETURN_IF_ERROR(of_keys);
  HEADWATER_RETURN_IF_ERROR(of_links);
  HEADWATER_RETURN_IF_ERROR(write_record_keys());
  if (sealer_ != nullptr) {
    HEADWATER_RETURN_IF_ERROR(sealer_->write_keys(output(Family::kVictimKey)));
  }
  HEADWATER_RETURN_IF_ERROR(drain(openings_, output(Family::kOpening)));
  return drain(quarantine_, output(Family::kQuarantine));
}

Status StagedCommit::finish_links() {
  return links_.finish([&](std::string_view key, std::string_view) {
    return output(Family::kLink).put(key, link_value());
  });
}

// A key means what was said last: earlier records under it are withdrawn by this commit too, also
// those that are hidden now, so that none of them comes back when what hides it is withdrawn.
Status StagedCommit::withdraw_earlier(const std::vector<RecordKeyEntry>& stored) {
  for (const RecordKeyEntry& entry : stored) {
    const CommitSeq commit = before_->commit_of(entry);
    const auto& withdrawn = manifest_.retracts;  // as a whole
    if (std::find(withdrawn.begin(), withdrawn.end(), commit) != withdrawn.end()) continue;
    if (entry.type == RecordType::kTransaction) {
      HEADWATER_RETURN_IF_ERROR(earlier_marks_.add(big_endian_key(entry.number), ""));
    } else {
      tombstones_[static_cast<std::size_t>(family_of(entry.type))].insert(entry.number);
    }
  }
  return {};
}

// What this commit says of a key follows what is stored under it.
Status StagedCommit::write_record_keys() {
  std::string key;
  std::vector<RecordKeyEntry> entries;
  const auto flush = [&]() -> Status {
    if (key.empty()) return {};
    return output(Family::kTransactionKey).put(key, encode_record_keys(entries));
  };
  HEADWATER_RETURN_IF_ERROR(
      transaction_keys_.finish([&](std::string_view next, std::string_view value) -> Status {
        if (next != key) {
          HEADWATER_RETURN_IF_ERROR(flush());
          key = next;
          HEADWATER_ASSIGN_OR_RETURN(entries, stored_keys(key));
          HEADWATER_RETURN_IF_ERROR(withdraw_earlier(entries));
        }
        HEADWATER_ASSIGN_OR_RETURN(const auto more, decode_record_keys(next, value));
        entries.insert(entries.end(), more.begin(), more.end());
        return {};
      }));
  return flush();
}

Status StagedCommit::write_marks() {
  for (const std::uint64_t transaction : marks_) {
    HEADWATER_RETURN_IF_ERROR(earlier_marks_.add(big_endian_key(transaction), ""));
  }
  std::string last;
  return earlier_marks_.finish([&](std::string_view transaction, std::string_view) -> Status {
    if (transaction == last) return {};
    last = transaction;
    ByteWriter writer = begin_value();
    writer.u8(1);  // retracted
    return output(Family::kMark)
        .put(last + big_endian_key(commit_.value), end_value(std::move(writer)));
  });
}

// Tombstones have lower numbers than the commit's own records, so they are a file of their own.
Status StagedCommit::write_tombstones() {
  for (const Family family : {Family::kRelation, Family::kVictimFlow, Family::kAssertion}) {
    const auto& numbers = tombstones_[static_cast<std::size_t>(family)];
    if (numbers.empty()) continue;
    constexpr std::size_t kMostHeld = 50'000;  // fewer than fit into what is held
    if (!is_small() || numbers.size() > kMostHeld) {
      HEADWATER_RETURN_IF_ERROR(make_folder(folder_ + "/tombstones", "stage a commit"));
    }
    SstOutput& withdrawn =
        withdrawn_.emplace_back(*state_.database, family, folder_ + "/tombstones", held_bytes_);
    for (const std::uint64_t number : numbers) {
      ByteWriter writer = begin_value();
      writer.u8(1);
      HEADWATER_RETURN_IF_ERROR(
          withdrawn.put(big_endian_key(number, ~commit_.value), end_value(std::move(writer))));
    }
  }
  return {};
}

Status StagedCommit::write_manifest_and_meta() {
  manifest_.wall_clock = now();
  manifest_.after = meta_.counters;
  ByteWriter writer = begin_value();
  encode(manifest_, writer);
  HEADWATER_RETURN_IF_ERROR(
      output(Family::kManifest).put(big_endian_key(commit_.value), end_value(std::move(writer))));
  return output(Family::kMeta).put(kMetaKey, encode_meta(meta_));
}

bool StagedCommit::is_held() const {
  const auto is_in_memory = [](const SstOutput& output) { return output.is_held(); };
  return std::all_of(outputs_.begin(), outputs_.end(), is_in_memory) &&
         std::all_of(withdrawn_.begin(), withdrawn_.end(), is_in_memory);
}

Status StagedCommit::stage_rest() {
  HEADWATER_CHECK(!published_, "a commit is published once");
  HEADWATER_RETURN_IF_ERROR(flush_segment());
  if (!is_small()) HEADWATER_RETURN_IF_ERROR(ledger_->finish());
  HEADWATER_RETURN_IF_ERROR(finish_sorters());
  HEADWATER_RETURN_IF_ERROR(write_marks());
  HEADWATER_RETURN_IF_ERROR(write_manifest_and_meta());
  HEADWATER_RETURN_IF_ERROR(write_tombstones());
  return context_.check_cancelled("publish the commit");
}

Status StagedCommit::publish_files() {
  has_files_ = true;
  std::vector<Family> families;
  std::vector<TableFiles> files;
  for (auto* outputs : {&outputs_, &withdrawn_}) {
    for (SstOutput& staged : *outputs) {
      HEADWATER_ASSIGN_OR_RETURN(auto written, staged.finish());
      if (written.empty()) continue;
      const auto at = std::find(families.begin(), families.end(), staged.family());
      if (at == families.end()) {
        families.push_back(staged.family());
        files.push_back(std::move(written));
      } else {
        auto& list = files[static_cast<std::size_t>(at - families.begin())];
        list.insert(list.end(), written.begin(), written.end());
      }
    }
  }
  HEADWATER_RETURN_IF_ERROR(stage_head(folder_, commit_));
  HEADWATER_RETURN_IF_ERROR(state_.database->ingest(families, files));
  published_ = true;
  state_.publish(meta_, manifest_);
  // The commit is published whatever becomes of this: a head that lags is mended by the next
  // writer.
  static_cast<void>(move_head(folder_, state_.path));
  return {};
}

Result<CommitSeq> StagedCommit::publish() {
  HEADWATER_RETURN_IF_ERROR(stage_rest());
  HEADWATER_RETURN_IF_ERROR(publish_files());
  return commit_;
}

// Segments of the ledger are the tail's until the next seal.
Status StagedCommit::publish_through_log() {
  HEADWATER_RETURN_IF_ERROR(stage_rest());
  if (!is_held()) {
    // What stands before it in the log is durable before it is.
    HEADWATER_RETURN_IF_ERROR(state_.database->sync_log());
    HEADWATER_RETURN_IF_ERROR(make_folder(folder_ + "/tombstones", "stage a commit"));
    return publish_files();
  }
  rocksdb::WriteBatch batch;
  for (const auto* outputs : {&outputs_, &withdrawn_}) {
    for (const SstOutput& staged : *outputs) {
      const Family family = staged.family() == Family::kLedger ? Family::kTail : staged.family();
      for (const auto& [key, value] : staged.held()) {
        HEADWATER_RETURN_IF_ERROR(from_rocks(batch.Put(state_.database->handle(family), key, value),
                                             "stage the commit", state_.path));
      }
    }
  }
  HEADWATER_RETURN_IF_ERROR(state_.database->write(batch));
  published_ = true;
  state_.advance(meta_, manifest_);
  return {};
}

}  // namespace headwater::graph::internal
