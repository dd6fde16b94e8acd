// Verification of the families that are read by key: indices, marks, cold fields, openings,
// quarantine. Each value is opened, decoded, and its references are followed.
#include "graph/internal/transaction_keys.h"
#include "graph/internal/value_frame.h"
#include "graph/internal/verify_checks.h"

namespace headwater::graph::internal {
namespace {

using Check = std::function<Status(std::string_view key, std::string_view body)>;

// Calls `check` with the body of every value of a family; damage becomes a line.
Status check_family(const RocksStoreView& view, Family family, std::size_t key_bytes,
                    ProblemList& problems, const Check& check) {
  const Status scanned = view.internal().database->scan(
      family, "", "", view.internal().snapshot,
      [&](std::string_view key, std::string_view value) -> Status {
        if (key.size() != key_bytes) {
          return listed(corrupt_value(name_of(family), key, "the key has another length"),
                        problems);
        }
        const auto body = open_value(value, name_of(family), key);
        if (!body.has_value()) return listed(body.error(), problems);
        return listed(check(key, *body), problems);
      });
  return listed(scanned, problems);
}

template <typename Record>
Status decode_into(Family family, std::string_view key, std::string_view body, Record& record) {
  ByteReader reader(body);
  if (decode(reader, record)) return {};
  return corrupt_value(name_of(family), key, "the record does not decode");
}

Status check_entity_keys(const RocksStoreView& view, ProblemList& problems) {
  return check_family(view, Family::kEntityKey, 16, problems,
                      [&](std::string_view key, std::string_view body) -> Status {
                        ByteReader reader(body);
                        bool sound = body.size() >= sizeof(std::uint64_t);
                        while (sound && reader.remaining() > 0) {
                          const EntityId id = EntityId::from_value(reader.u64());
                          sound = reader.ok() && exists(id, view.counters());
                        }
                        if (sound) return {};
                        return corrupt_value("entity_key", key, "it names no entity of this store");
                      });
}

Status check_transaction_families(const RocksStoreView& view, ProblemList& problems) {
  const std::uint64_t end = view.counters().transactions;
  const auto beyond = [](Family family, std::string_view key) {
    return corrupt_value(name_of(family), key, "it is about a transaction that is not there");
  };
  HEADWATER_RETURN_IF_ERROR(
      check_family(view, Family::kMark, 16, problems,
                   [&](std::string_view key, std::string_view body) -> Status {
                     const bool known = read_big_endian(key, 8) <= view.as_of().value;
                     if (read_big_endian(key, 0) >= end || !known)
                       return beyond(Family::kMark, key);
                     if (body != std::string_view("\1", 1)) {
                       return corrupt_value("mark", key, "the mark does not decode");
                     }
                     return {};
                   }));
  return check_family(view, Family::kAttribute, 8, problems,
                      [&](std::string_view key, std::string_view body) -> Status {
                        ColdFields fields;
                        if (read_big_endian(key, 0) >= end) return beyond(Family::kAttribute, key);
                        return decode_into(Family::kAttribute, key, body, fields);
                      });
}

Status check_record_keys(const RocksStoreView& view, ProblemList& problems) {
  return check_family(view, Family::kTransactionKey, 16, problems,
                      [&](std::string_view key, std::string_view body) -> Status {
                        const auto entries = decode_record_key_body(key, body);
                        if (!entries.has_value()) return entries.error();
                        for (const RecordKeyEntry& entry : *entries) {
                          if (entry.number >= count_of(entry.type, view.counters())) {
                            return corrupt_value("transaction_key", key,
                                                 "it is about a record that is not there");
                          }
                        }
                        return {};
                      });
}

Status check_openings(const RocksStoreView& view, ProblemList& problems) {
  return check_family(view, Family::kOpening, 32, problems,
                      [&](std::string_view key, std::string_view body) -> Status {
                        OpeningBalance row;
                        HEADWATER_RETURN_IF_ERROR(decode_into(Family::kOpening, key, body, row));
                        if (exists(row.account, view.counters()) &&
                            row.account.value() == read_big_endian(key, 0) &&
                            row.asset.value < view.assets().size()) {
                          return {};
                        }
                        return corrupt_value("opening", key, "its account or asset is not there");
                      });
}

Status check_quarantine(const RocksStoreView& view, ProblemList& problems) {
  return check_family(
      view, Family::kQuarantine, 24, problems,
      [&](std::string_view key, std::string_view body) -> Status {
        QuarantinedRow row;
        HEADWATER_RETURN_IF_ERROR(decode_into(Family::kQuarantine, key, body, row));
        if (row.commit.value == read_big_endian(key, 0) && row.commit <= view.as_of()) {
          return {};
        }
        return corrupt_value("quarantine", key, "its commit is not there");
      });
}

// What is numbered at or above the published counters does not exist: nothing may stand there.
Status check_nothing_beyond(const RocksStoreView& view, ProblemList& problems) {
  const Counters& counters = view.counters();
  for (const auto& [family, end] : {std::pair{Family::kManifest, view.as_of().value + 1},
                                    {Family::kLedger, counters.transactions},
                                    {Family::kTail, counters.transactions},
                                    {Family::kRelation, counters.relations},
                                    {Family::kVictimFlow, counters.victim_flows},
                                    {Family::kAssertion, counters.assertions},
                                    {Family::kStatistic, counters.statistics},
                                    {Family::kRate, counters.rates}}) {
    std::uint64_t rows = 0;
    const auto count = [&](std::string_view, std::string_view) -> Status {
      ++rows;
      return {};
    };
    HEADWATER_RETURN_IF_ERROR(
        listed(view.internal().database->scan(family, big_endian_key(end), "",
                                              view.internal().snapshot, count),
               problems));
    if (rows > 0) {
      problems.add(std::string(name_of(family)) + ": " + std::to_string(rows) +
                   " rows beyond the published counter " + std::to_string(end));
    }
  }
  return {};
}

}  // namespace

Status check_values(const RocksStoreView& view, ProblemList& problems) {
  HEADWATER_RETURN_IF_ERROR(check_entity_keys(view, problems));
  HEADWATER_RETURN_IF_ERROR(check_transaction_families(view, problems));
  HEADWATER_RETURN_IF_ERROR(check_record_keys(view, problems));
  HEADWATER_RETURN_IF_ERROR(check_openings(view, problems));
  HEADWATER_RETURN_IF_ERROR(check_quarantine(view, problems));
  return check_nothing_beyond(view, problems);
}

}  // namespace headwater::graph::internal
