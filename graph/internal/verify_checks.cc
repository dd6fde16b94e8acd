#include "graph/internal/verify_checks.h"

#include <algorithm>
#include <fstream>
#include <functional>

#include <rocksdb/file_checksum.h>

#include "graph/internal/hash128.h"
#include "graph/internal/ledger_reader.h"
#include "graph/internal/ledger_segment.h"
#include "graph/internal/rocks_status.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {

bool exists(EntityId id, const Counters& counters) {
  const auto kind = static_cast<int>(id.kind());
  return kind >= 1 && kind <= kEntityKindCount && id.index() < counters.entities[kind];
}
namespace {

// None is allowed where a reference is optional.
bool exists_or_none(EntityId id, const Counters& counters) {
  return id.is_none() || exists(id, counters);
}

}  // namespace

Status listed(Status status, ProblemList& problems) {
  if (status.code() != StatusCode::kCorrupt) return status;
  problems.add(status.explanation().place + ": " + status.explanation().found);
  return {};
}

void ProblemList::add(std::string line) {
  if (!met_.insert(std::hash<std::string>{}(line)).second) return;
  if (lines_.size() < kMaximum) {
    lines_.push_back(std::move(line));
  } else {
    ++dropped_;
  }
}

std::vector<std::string> ProblemList::take() {
  if (dropped_ > 0) lines_.push_back("... and " + std::to_string(dropped_) + " more");
  return std::move(lines_);
}

namespace {

// Whether a file still has the checksum that was recorded when it was made or taken in: every byte
// counts, of blocks, index and footer. Names the file and its family, which RocksDB does not.
// False when there is a problem.
bool check_file(const rocksdb::LiveFileMetaData& file, ProblemList& problems) {
  const auto problem = [&](const char* found) {
    problems.add("file " + file.relative_filename + " of " + file.column_family_name + ": " +
                 found);
    return false;
  };
  rocksdb::FileChecksumGenContext context;
  context.file_name = file.relative_filename;
  const auto sum = rocksdb::GetFileChecksumGenCrc32cFactory()->CreateFileChecksumGenerator(context);
  if (sum == nullptr || file.file_checksum_func_name != sum->Name()) {
    return problem("no checksum was recorded");
  }
  std::ifstream stream(file.directory + "/" + file.relative_filename, std::ios::binary);
  // A writer has replaced it since this reader opened; our handle stays, and what is read through
  // it below has its blocks checked. A file that was missing before is refused on opening.
  if (!stream) return true;
  std::vector<char> chunk(1 << 20);
  while (stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) ||
         stream.gcount() > 0) {
    sum->Update(chunk.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return problem("it cannot be read");
  sum->Finalize();
  return sum->GetChecksum() == file.file_checksum ||
         problem("its bytes have changed since it was written");
}

}  // namespace

Status check_files(const Store::Internal& state, bool deep, ProblemList& problems) {
  rocksdb::DB& database = state.database->raw();
  std::vector<rocksdb::LiveFileMetaData> files;
  database.GetLiveFilesMetaData(&files);
  bool sound = true;
  for (const rocksdb::LiveFileMetaData& file : files) sound = check_file(file, problems) && sound;
  if (!deep && sound) return {};
  const rocksdb::Status blocks = database.VerifyChecksum();
  // It opens files by name: one that a writer has replaced is gone.
  const bool replaced = blocks.ToString().find("No such file") != std::string::npos;
  if (blocks.ok() || blocks.IsNotSupported() || replaced) return {};
  problems.add("block checksums: " + blocks.ToString());
  return {};
}

Status check_manifests(const Store::Internal& state, ProblemList& problems) {
  std::uint64_t transactions = 0;
  for (const Manifest& manifest : state.manifests) {
    const std::string place = "manifest " + std::to_string(manifest.commit.value);
    if (manifest.first_transaction.value != transactions) {
      problems.add(place + ": transaction numbers do not continue the commit before");
    }
    if (manifest.after.transactions < transactions) {
      problems.add(place + ": the transaction counter runs backwards");
    }
    transactions = manifest.after.transactions;
    for (const SourceFile& source : manifest.sources) {
      // What is left are rows that the mapping passes over.
      if (source.accepted + source.duplicates + source.quarantined > source.rows_read) {
        problems.add(place + ": row counts of a source do not add up");
      }
    }
  }
  if (!state.manifests.empty() && state.manifests.back().after != state.meta.counters) {
    problems.add("meta: counters differ from those of the last manifest");
  }
  return {};
}

namespace {

// Whether rows [first + its index, end) are numbers of the commit.
bool lies_within(const RocksStoreView& view, const SegmentOrigin& origin, std::uint64_t first,
                 std::uint64_t end) {
  if (origin.commit.value < 1 || origin.commit.value > view.manifests().size()) return false;
  const Manifest& manifest = view.manifests()[origin.commit.value - 1];
  return first + origin.index >= manifest.first_transaction.value &&
         end <= manifest.after.transactions;
}

}  // namespace

Status check_ledger(const RocksStoreView& view, ProblemList& problems) {
  const Counters& counters = view.counters();
  std::uint64_t expected = 0;
  DecodedSegment segment;
  HEADWATER_RETURN_IF_ERROR(for_each_segment(
      view.internal(), 0, counters.transactions,
      [&](std::uint64_t first, std::string_view value) -> Status {
        const std::string place = "ledger segment " + std::to_string(first);
        if (first != expected) {
          problems.add(place + ": expected the segment of transaction " + std::to_string(expected));
        }
        Status decoded = decode_segment(value, first, segment);
        if (!decoded.ok()) {
          expected = first;
          HEADWATER_ASSIGN_OR_RETURN(
              const auto in_ledger,
              view.internal().database->get(Family::kLedger, big_endian_key(first),
                                            view.internal().snapshot));
          if (!in_ledger) decoded = decode_segment(value, first, segment, "tail");
          return listed(decoded, problems);
        }
        expected = first + segment.header.count;
        const auto outside = [&](std::uint64_t id) {
          return !exists(EntityId::from_value(id), counters);
        };
        if (std::any_of(segment.from.begin(), segment.from.end(), outside) ||
            std::any_of(segment.to.begin(), segment.to.end(), outside)) {
          problems.add(place + ": an end that is no entity of this store");
        }
        for (std::size_t i = 0; i < segment.origins.size(); ++i) {
          const bool is_last = i + 1 == segment.origins.size();
          const std::uint64_t end = is_last ? expected : first + segment.origins[i + 1].index;
          if (lies_within(view, segment.origins[i], first, end)) continue;
          problems.add(place + ": lies outside its commit");
          break;
        }
        return {};
      }));
  if (expected != counters.transactions) {
    problems.add("ledger: ends at transaction " + std::to_string(expected) + ", the counter says " +
                 std::to_string(counters.transactions));
  }
  return {};
}

namespace {

// Whether a value of `entity_key` names the entity; its own checks are in verify_values.cc.
bool lists(std::string_view value, std::uint64_t entity) {
  ByteReader reader(value);
  reader.u8();
  while (reader.remaining() >= sizeof(std::uint64_t) + sizeof(std::uint32_t)) {
    if (reader.u64() == entity) return true;
  }
  return false;
}

// One kind's rows: dense numbers, a key in each oldest row, and that key leading back.
Status check_kind(const RocksStoreView& view, EntityKind kind, ProblemList& problems) {
  const StoreView::Internal& internal = view.internal();
  const std::uint64_t count = internal.counters.entities[static_cast<int>(kind)];
  const std::string place(to_string(kind));
  std::uint64_t expected = 0;
  HEADWATER_RETURN_IF_ERROR(internal.database->scan(
      Family::kEntity, big_endian_key(EntityId(kind, 0).value()),
      big_endian_key(EntityId(kind, count).value()), internal.snapshot,
      [&](std::string_view key, std::string_view value) -> Status {
        const std::uint64_t index = EntityId::from_value(read_big_endian(key, 0)).index();
        if (index > expected) problems.add("entity " + place + ": numbers are not dense");
        const auto stored_row = read_stored_contribution(key, value);
        if (!stored_row.has_value()) return listed(stored_row.error(), problems);
        const EntityContribution& row = stored_row->contribution;
        if (!row.has_key) return {};
        expected = index + 1;
        const std::string hash = key_bytes(hash_of(row.key, internal.seed));
        HEADWATER_ASSIGN_OR_RETURN(
            const auto stored, internal.database->get(Family::kEntityKey, hash, internal.snapshot));
        if (!stored || !lists(*stored, read_big_endian(key, 0))) {
          problems.add("entity_key: " + place + " #" + std::to_string(index) +
                       " cannot be found by its key");
        }
        return {};
      }));
  if (expected != count) {
    problems.add("entity " + place + ": " + std::to_string(expected) + " keys, the counter says " +
                 std::to_string(count));
  }
  return {};
}

// Every number below the counter has a version.
Status check_dense(const RocksStoreView& view, Family family, std::uint64_t count,
                   ProblemList& problems) {
  std::uint64_t expected = 0;
  const std::string place(name_of(family));
  HEADWATER_RETURN_IF_ERROR(view.internal().database->scan(
      family, "", big_endian_key(count), view.internal().snapshot,
      [&](std::string_view key, std::string_view value) -> Status {
        const std::uint64_t number = read_big_endian(key, 0);
        if (number > expected)
          problems.add(place + ": number " + std::to_string(expected) + " is missing");
        expected = std::max(expected, number + 1);
        const auto body = open_versioned(value, place, key);
        return body.has_value() ? Status() : listed(body.error(), problems);
      }));
  if (expected != count) {
    problems.add(place + ": ends at " + std::to_string(expected) + ", the counter says " +
                 std::to_string(count));
  }
  return {};
}

}  // namespace

Status check_entities(const RocksStoreView& view, ProblemList& problems) {
  for (const EntityKind kind : kAllEntityKinds) {
    HEADWATER_RETURN_IF_ERROR(listed(check_kind(view, kind, problems), problems));
  }
  return {};
}

Status check_records(const RocksStoreView& view, ProblemList& problems) {
  const Counters& counters = view.counters();
  for (const auto& [family, count] : {std::pair{Family::kRelation, counters.relations},
                                      {Family::kVictimFlow, counters.victim_flows},
                                      {Family::kAssertion, counters.assertions},
                                      {Family::kStatistic, counters.statistics},
                                      {Family::kRate, counters.rates}}) {
    HEADWATER_RETURN_IF_ERROR(listed(check_dense(view, family, count, problems), problems));
  }
  const auto dangling = [&](const char* type, std::uint64_t number) {
    problems.add(std::string(type) + " #" + std::to_string(number) +
                 ": refers to an entity that is not in this store");
  };
  HEADWATER_RETURN_IF_ERROR(
      listed(view.for_each_relation([&](RelationId id, const Relation& row) -> Status {
        if (!exists(row.from, counters) || !exists(row.to, counters))
          dangling("relation", id.value);
        return {};
      }),
             problems));
  HEADWATER_RETURN_IF_ERROR(
      listed(view.for_each_victim_flow([&](VictimFlowId id, const VictimFlow& row) -> Status {
        bool sound = exists_or_none(row.victim, counters) && exists_or_none(row.case_id, counters);
        for (const Role& role : row.roles) sound = sound && exists(role.entity, counters);
        if (!sound) dangling("victim-flow", id.value);
        return {};
      }),
             problems));
  return listed(view.for_each_assertion([&](AssertionId id, const Assertion& row) -> Status {
    if (!exists_or_none(row.entity, counters) || !exists_or_none(row.case_id, counters) ||
        (row.transaction && row.transaction->value >= counters.transactions)) {
      dangling("assertion", id.value);
    }
    return {};
  }),
                problems);
}

}  // namespace headwater::graph::internal
