// Records: transactions from ledger segments and `attr`; the row-wise families by
// `number8 . ~commit8`, newest version first, a version being `tombstone(1) body`.
#include <algorithm>
#include <map>
#include <memory>
#include <unordered_map>

#include "graph/internal/hash128.h"
#include "graph/internal/ledger_reader.h"
#include "graph/internal/ledger_segment.h"
#include "graph/internal/standing_rates.h"
#include "graph/internal/store_view.h"
#include "graph/internal/value_frame.h"
#include "graph/statistic_cell.h"

namespace headwater::graph::internal {
namespace {

template <typename Record>
Result<Record> read_plain(Family family, std::string_view key, std::string_view value) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view body, open_value(value, name_of(family), key));
  ByteReader reader(body);
  Record record;
  if (!decode(reader, record)) {
    return corrupt_value(name_of(family), key, "the record does not decode");
  }
  return record;
}

bool is_victim(EntityId id) { return id.kind() == EntityKind::kVictim; }

}  // namespace

// The newest visible version decides: a record, or nothing.
template <typename Record>
Result<std::optional<Record>> RocksStoreView::read_version(Family family, std::string_view key,
                                                           std::string_view value) const {
  HEADWATER_ASSIGN_OR_RETURN(const VersionedBody opened,
                             open_versioned(value, internal::name_of(family), key));
  ByteReader reader(opened.body);
  if (reader.u8() != 0) return std::optional<Record>();
  Record record;
  if (opened.is_sealed) {
    HEADWATER_RETURN_IF_ERROR(read_sealed(key, reader, record));
  } else if (decode(reader, record)) {
    note_plain(record);
  } else {
    return corrupt_value(internal::name_of(family), key, "the record does not decode");
  }
  return std::optional<Record>(std::move(record));
}

bool RocksStoreView::hides(const Relation& relation) const {
  return !sees_victims_ && (is_victim(relation.from) || is_victim(relation.to));
}

bool RocksStoreView::hides(const Assertion& assertion) const {
  return !sees_victims_ && is_victim(assertion.entity);
}

void RocksStoreView::strip(std::uint64_t, VictimFlow& flow) const {
  if (flow.victim_token != 0) {
    const std::uint64_t token = hash64(big_endian_key(flow.victim_token), token_seed_);
    flow.victim_token = std::max<std::uint64_t>(token, 1);
  }
  if (sees_victims_) return;
  flow.victim = EntityId();
  flow.means.clear();
  flow.sex.clear();
  flow.age_band.clear();
  flow.citizenship.clear();
  flow.roles.clear();
}

template <typename Record>
Result<std::optional<Record>> RocksStoreView::newest_version(Family family, std::uint64_t number,
                                                             const SeesCommit& sees) const {
  std::optional<Record> record;
  bool decided = false;
  HEADWATER_RETURN_IF_ERROR(internal_.database->scan_short(
      family, big_endian_key(number), big_endian_key(number + 1), internal_.snapshot,
      [&](std::string_view key, std::string_view value) -> Status {
        if (decided || !sees({~read_big_endian(key, 8)})) return {};
        decided = true;
        HEADWATER_ASSIGN_OR_RETURN(record, read_version<Record>(family, key, value));
        return {};
      }));
  return record;
}

template <typename Record>
Result<std::optional<Record>> RocksStoreView::read_record(Family family,
                                                          std::uint64_t number) const {
  HEADWATER_ASSIGN_OR_RETURN(std::optional<Record> record,
                             newest_version<Record>(family, number, [&](CommitSeq commit) {
                               return internal_.is_in_force(commit);
                             }));
  if (record && !internal_.is_visible(record->origin.commit)) record.reset();
  if (record && hides(*record)) record.reset();
  if (record) strip(number, *record);
  return record;
}

template <typename Record>
Result<std::optional<Origin>> RocksStoreView::origin_of_newest(Family family, std::uint64_t number,
                                                               const SeesCommit& sees) const {
  HEADWATER_ASSIGN_OR_RETURN(const auto record, newest_version<Record>(family, number, sees));
  if (!record) return std::optional<Origin>();
  return std::optional<Origin>(record->origin);
}

Result<std::optional<Origin>> RocksStoreView::origin_of(Family family, std::uint64_t number,
                                                        const SeesCommit& sees) const {
  if (family == Family::kRelation) return origin_of_newest<Relation>(family, number, sees);
  if (family == Family::kVictimFlow) return origin_of_newest<VictimFlow>(family, number, sees);
  HEADWATER_CHECK(family == Family::kAssertion, "a family of versioned records");
  return origin_of_newest<Assertion>(family, number, sees);
}

template <typename Record>
Status RocksStoreView::scan_records(
    Family family, std::uint64_t end,
    const std::function<Status(std::uint64_t, const Record&)>& visit, bool unfiltered) const {
  std::uint64_t decided = ~std::uint64_t{0};  // the last number whose version was found
  return internal_.database->scan(family, "", big_endian_key(end), internal_.snapshot,
                                  [&](std::string_view key, std::string_view value) -> Status {
                                    const std::uint64_t number = read_big_endian(key, 0);
                                    const CommitSeq commit{~read_big_endian(key, 8)};
                                    if (number == decided || !internal_.is_in_force(commit))
                                      return {};
                                    decided = number;
                                    if (!internal_.is_visible(commit)) return {};
                                    HEADWATER_ASSIGN_OR_RETURN(
                                        auto record, read_version<Record>(family, key, value));
                                    if (!record || (!unfiltered && hides(*record))) return {};
                                    if (!unfiltered) strip(number, *record);
                                    return visit(number, *record);
                                  });
}

Result<std::optional<Relation>> RocksStoreView::relation(RelationId id) const {
  return read_record<Relation>(Family::kRelation, id.value);
}
Result<std::optional<VictimFlow>> RocksStoreView::victim_flow(VictimFlowId id) const {
  return read_record<VictimFlow>(Family::kVictimFlow, id.value);
}
Result<std::optional<Assertion>> RocksStoreView::assertion(AssertionId id) const {
  return read_record<Assertion>(Family::kAssertion, id.value);
}

Result<std::optional<Assertion>> RocksStoreView::stored_assertion(AssertionId id) const {
  const auto sees = [&](CommitSeq commit) { return internal_.is_in_force(commit); };
  HEADWATER_ASSIGN_OR_RETURN(auto record,
                             newest_version<Assertion>(Family::kAssertion, id.value, sees));
  if (record && !internal_.is_visible(record->origin.commit)) record.reset();
  if (record && hides(*record)) record.reset();
  return record;
}

Status RocksStoreView::for_each_relation(
    const std::function<Status(RelationId, const Relation&)>& visit) const {
  return scan_records<Relation>(
      Family::kRelation, internal_.counters.relations,
      [&](std::uint64_t number, const Relation& record) { return visit({number}, record); });
}
Status RocksStoreView::for_each_relation_unfiltered(
    const std::function<Status(RelationId, const Relation&)>& visit) const {
  return scan_records<Relation>(
      Family::kRelation, internal_.counters.relations,
      [&](std::uint64_t number, const Relation& record) { return visit({number}, record); }, true);
}
Status RocksStoreView::for_each_victim_flow(
    const std::function<Status(VictimFlowId, const VictimFlow&)>& visit) const {
  return scan_records<VictimFlow>(
      Family::kVictimFlow, internal_.counters.victim_flows,
      [&](std::uint64_t number, const VictimFlow& record) { return visit({number}, record); });
}
Status RocksStoreView::for_each_assertion(
    const std::function<Status(AssertionId, const Assertion&)>& visit) const {
  return scan_records<Assertion>(
      Family::kAssertion, internal_.counters.assertions,
      [&](std::uint64_t number, const Assertion& record) { return visit({number}, record); });
}

Result<bool> RocksStoreView::is_marked(TransactionId id) const {
  return is_marked(id, [&](CommitSeq commit) { return internal_.is_in_force(commit); });
}

Result<bool> RocksStoreView::is_marked(TransactionId id, const SeesCommit& sees) const {
  bool marked = false;
  HEADWATER_RETURN_IF_ERROR(internal_.database->scan_short(
      Family::kMark, big_endian_key(id.value), big_endian_key(id.value + 1), internal_.snapshot,
      [&](std::string_view key, std::string_view) -> Status {
        marked = marked || sees({read_big_endian(key, 8)});
        return {};
      }));
  return marked;
}

Result<std::string> RocksStoreView::source_id_of(TransactionId id) const {
  const std::string key = big_endian_key(id.value);
  HEADWATER_ASSIGN_OR_RETURN(const auto cold,
                             internal_.database->get(Family::kAttribute, key, internal_.snapshot));
  if (!cold) return std::string();
  HEADWATER_ASSIGN_OR_RETURN(ColdFields fields,
                             read_plain<ColdFields>(Family::kAttribute, key, *cold));
  return std::move(fields.source_id);
}

Result<SegmentCache::Found> RocksStoreView::segment_of(TransactionId id) const {
  SegmentCache::Found known = segments_.find(id.value);
  if (known.segment != nullptr) return known;
  HEADWATER_ASSIGN_OR_RETURN(const auto found, find_segment(internal_, id));
  if (!found) {
    return corrupt_value("ledger", big_endian_key(id.value), "no segment holds this transaction");
  }
  const auto segment = std::make_shared<DecodedSegment>();
  HEADWATER_RETURN_IF_ERROR(decode_segment(found->value, found->first, *segment));
  segment->scratch = segment->scratch_kind = {};
  segments_.keep(found->first, segment);
  return SegmentCache::Found{found->first, segment};
}

Result<std::optional<Transaction>> RocksStoreView::stored_transaction(TransactionId id) const {
  if (id.value >= internal_.counters.transactions) return std::optional<Transaction>();
  const std::string key = big_endian_key(id.value);
  HEADWATER_ASSIGN_OR_RETURN(const SegmentCache::Found found, segment_of(id));
  Transaction transaction =
      found.segment->transaction(static_cast<std::size_t>(id.value - found.first));
  HEADWATER_ASSIGN_OR_RETURN(const auto cold,
                             internal_.database->get(Family::kAttribute, key, internal_.snapshot));
  if (cold) {
    HEADWATER_ASSIGN_OR_RETURN(ColdFields fields,
                               read_plain<ColdFields>(Family::kAttribute, key, *cold));
    transaction.attributes = std::move(fields.attributes);
    transaction.origin.source_id = std::move(fields.source_id);
  }
  return std::optional<Transaction>(std::move(transaction));
}

Result<std::optional<Transaction>> RocksStoreView::transaction(TransactionId id) const {
  HEADWATER_ASSIGN_OR_RETURN(auto row, stored_transaction(id));
  if (!row || !internal_.is_visible(row->origin.commit)) return std::optional<Transaction>();
  HEADWATER_ASSIGN_OR_RETURN(const bool marked, is_marked(id));
  if (marked) return std::optional<Transaction>();
  return row;
}

Status RocksStoreView::for_each_transaction(
    const std::function<Status(TransactionId, const Transaction&)>& visit) const {
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::uint64_t> hidden,
                             hidden_transactions(internal_));
  std::unordered_map<std::uint64_t, ColdFields> cold;  // of the segment at hand
  DecodedSegment segment;
  return for_each_segment(
      internal_, 0, internal_.counters.transactions,
      [&](std::uint64_t first, std::string_view value) -> Status {
        HEADWATER_RETURN_IF_ERROR(decode_segment(value, first, segment));
        if (!segment.header.is_mixed && !internal_.is_visible(segment.header.commit)) return {};
        cold.clear();
        HEADWATER_RETURN_IF_ERROR(internal_.database->scan_short(
            Family::kAttribute, big_endian_key(first), big_endian_key(first + segment.header.count),
            internal_.snapshot, [&](std::string_view key, std::string_view body) -> Status {
              HEADWATER_ASSIGN_OR_RETURN(cold[read_big_endian(key, 0)],
                                         read_plain<ColdFields>(Family::kAttribute, key, body));
              return {};
            }));
        for (std::size_t i = 0; i < segment.header.count; ++i) {
          const TransactionId id{first + i};
          if (std::binary_search(hidden.begin(), hidden.end(), id.value)) continue;
          if (!internal_.is_visible(segment.origin(i).commit)) continue;
          Transaction row = segment.transaction(i);
          if (const auto found = cold.find(id.value); found != cold.end()) {
            row.attributes = found->second.attributes;
            row.origin.source_id = found->second.source_id;
          }
          HEADWATER_RETURN_IF_ERROR(visit(id, row));
        }
        return {};
      });
}

namespace {

// What makes two cells the same cell.
std::string cell_key(const Statistic& statistic) {
  ByteWriter writer;
  writer.u64(statistic.territory.value());
  for (const std::string* text : cell_texts(statistic)) writer.text(*text);
  return writer.take();
}

struct HashOfHash {
  std::size_t operator()(const Hash128& hash) const { return hash.low; }
};

}  // namespace

// Two passes: the first counts the rows of each cell (24 bytes a distinct cell), so that the second
// can number them and flag the ambiguous ones over what is visible.
Status RocksStoreView::for_each_statistic(
    const std::function<Status(StatisticId, const Statistic&)>& visit) const {
  const auto scan = [&](const std::function<Status(std::uint64_t, Statistic &&)>& handle) {
    return internal_.database->scan(
        Family::kStatistic, "", big_endian_key(internal_.counters.statistics), internal_.snapshot,
        [&](std::string_view key, std::string_view value) -> Status {
          HEADWATER_ASSIGN_OR_RETURN(Statistic row,
                                     read_plain<Statistic>(Family::kStatistic, key, value));
          if (!internal_.is_visible(row.origin.commit)) return {};
          return handle(read_big_endian(key, 0), std::move(row));
        });
  };
  struct Rows {
    std::uint32_t total = 0, met = 0;
  };
  std::unordered_map<Hash128, Rows, HashOfHash> cells;
  HEADWATER_RETURN_IF_ERROR(scan([&](std::uint64_t, Statistic&& row) -> Status {
    ++cells[hash128(cell_key(row), internal_.seed)].total;
    return {};
  }));
  return scan([&](std::uint64_t number, Statistic&& row) -> Status {
    Rows& rows = cells[hash128(cell_key(row), internal_.seed)];
    row.occurrence = ++rows.met;
    if (rows.total > 1) row.flags = static_cast<std::uint16_t>(row.flags | kAmbiguousCell);
    return visit({number}, row);
  });
}

Status RocksStoreView::for_each_rate(
    const std::function<Status(RateId, const Rate&)>& visit) const {
  return for_each_rate([&](CommitSeq commit) { return internal_.is_visible(commit); }, visit);
}

Status RocksStoreView::for_each_rate(
    const SeesCommit& sees, const std::function<Status(RateId, const Rate&)>& visit) const {
  const auto scan = [&](const std::function<Status(std::uint64_t, const Rate&)>& each) {
    return internal_.database->scan(
        Family::kRate, "", big_endian_key(internal_.counters.rates), internal_.snapshot,
        [&](std::string_view key, std::string_view value) -> Status {
          HEADWATER_ASSIGN_OR_RETURN(const Rate row, read_plain<Rate>(Family::kRate, key, value));
          return sees(row.origin.commit) ? each(read_big_endian(key, 0), row) : Status();
        });
  };
  StandingRates standing;
  HEADWATER_RETURN_IF_ERROR(scan([&](std::uint64_t number, const Rate& row) -> Status {
    standing.add(number, row);
    return {};
  }));
  return scan([&](std::uint64_t number, const Rate& row) -> Status {
    return standing.find(row)->number == number ? visit({number}, row) : Status();
  });
}

Status RocksStoreView::for_each_opening(
    const std::function<Status(const OpeningBalance&)>& visit) const {
  return internal_.database->scan(
      Family::kOpening, "", "", internal_.snapshot,
      [&](std::string_view key, std::string_view value) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(const OpeningBalance row,
                                   read_plain<OpeningBalance>(Family::kOpening, key, value));
        return internal_.is_visible(row.origin.commit) ? visit(row) : Status();
      });
}

Status RocksStoreView::for_each_quarantined(
    const std::function<Status(const QuarantinedRow&)>& visit) const {
  return internal_.database->scan(
      Family::kQuarantine, "", big_endian_key(internal_.as_of.value + 1), internal_.snapshot,
      [&](std::string_view key, std::string_view value) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(const QuarantinedRow row,
                                   read_plain<QuarantinedRow>(Family::kQuarantine, key, value));
        return internal_.is_visible(row.commit) ? visit(row) : Status();
      });
}

// Used by store_view_names.cc and store_view_claims.cc too.
template Status RocksStoreView::scan_records<Relation>(
    Family, std::uint64_t, const std::function<Status(std::uint64_t, const Relation&)>&,
    bool) const;
template Status RocksStoreView::scan_records<VictimFlow>(
    Family, std::uint64_t, const std::function<Status(std::uint64_t, const VictimFlow&)>&,
    bool) const;
template Status RocksStoreView::scan_records<Assertion>(
    Family, std::uint64_t, const std::function<Status(std::uint64_t, const Assertion&)>&,
    bool) const;

}  // namespace headwater::graph::internal
