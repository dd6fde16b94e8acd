// Names of records: `type:NAMESPACE/SOURCE-ID` where the source gives an id, else
// `type:SHA12:ROW`, with `.N` for the N-th record of a row from the second on.
#include <algorithm>
#include <charconv>

#include "graph/internal/hash128.h"
#include "graph/internal/store_view.h"
#include "graph/internal/transaction_keys.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

constexpr std::size_t kShaDigits = 12;

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

Status not_found(std::string_view type) {
  return Status(StatusCode::kNotFound,
                {"find a record", "", "no visible " + std::string(type) + " has this name",
                 "write the name as answers print it"});
}

Status malformed(std::string_view type) {
  return question_error("find a record", "", "the text names no " + std::string(type),
                        "write " + std::string(type) + ":NAMESPACE/SOURCE-ID, " +
                            std::string(type) + ":SHA12:ROW or #N");
}

// A name that several records share names none of them.
Result<std::uint64_t> only_one(const std::vector<std::uint64_t>& found, std::string_view type) {
  constexpr std::size_t kListed = 10;
  if (found.empty()) return not_found(type);
  if (found.size() == 1) return found.front();
  std::string listed;
  for (std::size_t i = 0; i < std::min(found.size(), kListed); ++i) {
    listed += (i == 0 ? "#" : ", #") + std::to_string(found[i]);
  }
  if (found.size() > kListed) listed += " ...";
  return question_error("find a record", "",
                        std::to_string(found.size()) + " visible records of type " +
                            std::string(type) + " share this name: " + listed,
                        "name one of them as " + std::string(type) + ":#N");
}

// Strips "type:" where it stands.
std::string_view without_type(std::string_view text, std::string_view type) {
  if (text.starts_with(type) && text.size() > type.size() && text[type.size()] == ':') {
    text.remove_prefix(type.size() + 1);
  }
  return text;
}

}  // namespace

// A place in a source: what `SHA12:ROW.N` says.
struct RocksStoreView::SourceRow {
  const Manifest* manifest = nullptr;
  std::uint32_t source = 0;
  std::uint64_t row = 0;
  std::uint32_t ordinal = 0;

  // Less than, equal to, greater than an origin of the same commit.
  int compare(const Origin& origin) const {
    if (source != origin.source) return source < origin.source ? -1 : 1;
    if (row != origin.row) return row < origin.row ? -1 : 1;
    if (ordinal != origin.ordinal) return ordinal < origin.ordinal ? -1 : 1;
    return 0;
  }
};

std::string RocksStoreView::name_of(std::string_view record_type, const Origin& origin) const {
  const Manifest* manifest = find_manifest(origin.commit);
  std::string name(record_type);
  name += ':';
  if (origin.source == Origin::kWithheldSource) return name + origin.source_id;
  if (!origin.source_id.empty() && manifest != nullptr) {
    return name + manifest->namespace_name + '/' + origin.source_id;
  }
  if (manifest != nullptr && origin.source < manifest->sources.size()) {
    name += manifest->sources[origin.source].sha256.substr(0, kShaDigits);
  } else {
    name += "commit" + std::to_string(origin.commit.value);
  }
  name += ':' + std::to_string(origin.row);
  if (origin.ordinal > 0) name += '.' + std::to_string(origin.ordinal + 1);
  return name;
}

// Rows that make several transactions are rare: how many of them stand before this one.
Result<std::uint32_t> RocksStoreView::ordinal_within_row(TransactionId id,
                                                         const Transaction& row) const {
  const Manifest* manifest = find_manifest(row.origin.commit);
  const std::uint64_t first = manifest == nullptr ? 0 : manifest->first_transaction.value;
  std::uint32_t ordinal = 0;
  for (std::uint64_t earlier = id.value; earlier > first; --earlier, ++ordinal) {
    HEADWATER_ASSIGN_OR_RETURN(const auto previous, stored_transaction({earlier - 1}));
    if (!previous || previous->origin.source != row.origin.source ||
        previous->origin.row != row.origin.row) {
      break;
    }
  }
  return ordinal;
}

Result<std::string> RocksStoreView::name_of(TransactionId id) const {
  HEADWATER_ASSIGN_OR_RETURN(auto row, stored_transaction(id));
  if (!row) return not_found("transaction");
  if (row->origin.source_id.empty()) {
    HEADWATER_ASSIGN_OR_RETURN(row->origin.ordinal, ordinal_within_row(id, *row));
  }
  return name_of("transaction", row->origin);
}

Result<RocksStoreView::SourceRow> RocksStoreView::parse_source_row(std::string_view text,
                                                                   std::string_view type) const {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < kShaDigits) return malformed(type);
  const std::string_view sha = text.substr(0, colon);
  std::string_view place = text.substr(colon + 1);
  SourceRow wanted;
  if (const std::size_t point = place.find('.'); point != std::string_view::npos) {
    const auto ordinal = parse_number(place.substr(point + 1));
    if (!ordinal || *ordinal == 0) return malformed(type);
    wanted.ordinal = static_cast<std::uint32_t>(*ordinal - 1);
    place = place.substr(0, point);
  }
  const auto row = parse_number(place);
  if (!row) return malformed(type);
  wanted.row = *row;
  for (const Manifest& manifest : manifests_) {
    if (!internal_.is_visible(manifest.commit)) continue;
    for (std::size_t i = 0; i < manifest.sources.size(); ++i) {
      if (!manifest.sources[i].sha256.starts_with(sha)) continue;
      if (wanted.manifest != nullptr) {
        return question_error("find a record", "",
                              "this file was loaded more than once, under the namespaces " +
                                  wanted.manifest->namespace_name + " and " +
                                  manifest.namespace_name,
                              "name the " + std::string(type) + " as #N");
      }
      wanted.manifest = &manifest;
      wanted.source = static_cast<std::uint32_t>(i);
    }
  }
  if (wanted.manifest == nullptr) return not_found(type);
  return wanted;
}

Result<std::vector<std::uint64_t>> RocksStoreView::find_by_source_id(
    std::string_view scheme, std::string_view source_id) const {
  std::vector<std::uint64_t> found;
  const std::string key =
      key_bytes(hash_of_source_id(RecordType::kTransaction, scheme, source_id, internal_.seed));
  HEADWATER_ASSIGN_OR_RETURN(
      const auto stored, internal_.database->get(Family::kTransactionKey, key, internal_.snapshot));
  if (!stored) return found;
  HEADWATER_ASSIGN_OR_RETURN(const auto entries, decode_record_keys(key, *stored));
  for (const RecordKeyEntry& entry : entries) {
    if (entry.type != RecordType::kTransaction) continue;
    HEADWATER_ASSIGN_OR_RETURN(const auto row, transaction({entry.number}));
    if (row && row->origin.source_id == source_id) found.push_back(entry.number);
  }
  return found;
}

Result<TransactionId> RocksStoreView::resolve_transaction(std::string_view text) const {
  text = without_type(text, "transaction");
  if (text.starts_with('#')) {
    const auto number = parse_number(text.substr(1));
    if (!number) return malformed("transaction");
    HEADWATER_ASSIGN_OR_RETURN(const auto row, transaction({*number}));
    if (!row) return not_found("transaction");
    return TransactionId{*number};
  }
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    HEADWATER_ASSIGN_OR_RETURN(const auto found,
                               find_by_source_id(text.substr(0, slash), text.substr(slash + 1)));
    HEADWATER_ASSIGN_OR_RETURN(const std::uint64_t number, only_one(found, "transaction"));
    return TransactionId{number};
  }
  HEADWATER_ASSIGN_OR_RETURN(const SourceRow wanted, parse_source_row(text, "transaction"));
  // Rows ascend with transaction numbers within a commit.
  std::uint64_t low = wanted.manifest->first_transaction.value;
  std::uint64_t high = wanted.manifest->after.transactions;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    HEADWATER_ASSIGN_OR_RETURN(auto row, stored_transaction({middle}));
    if (!row) return not_found("transaction");
    HEADWATER_ASSIGN_OR_RETURN(row->origin.ordinal, ordinal_within_row({middle}, *row));
    const int order = wanted.compare(row->origin);
    if (order == 0) {
      HEADWATER_ASSIGN_OR_RETURN(const auto visible, transaction({middle}));
      if (!visible) return not_found("transaction");
      return TransactionId{middle};
    }
    (order < 0 ? high : low) = order < 0 ? middle : middle + 1;
  }
  return not_found("transaction");
}

// Other records have no index by name in this format: a scan, O(records). Whoever knows the id that
// a source gives may name the record by it, also where answers withhold it.
template <typename Id, typename Record>
Result<Id> RocksStoreView::resolve_record(std::string_view text, std::string_view type,
                                          Family family, std::uint64_t end) const {
  text = without_type(text, type);
  std::optional<std::uint64_t> wanted_number;
  std::optional<SourceRow> wanted_row;
  std::string wanted_name;
  if (text.starts_with('#')) {
    wanted_number = parse_number(text.substr(1));
    if (!wanted_number) return malformed(type);
  } else if (text.find('/') != std::string_view::npos || text.starts_with("commit")) {
    wanted_name = std::string(type) + ':' + std::string(text);
  } else {
    HEADWATER_ASSIGN_OR_RETURN(wanted_row, parse_source_row(text, type));
  }
  std::vector<std::uint64_t> found;
  HEADWATER_RETURN_IF_ERROR((scan_records<Record>(
      family, end,
      [&](std::uint64_t number, const Record& record) -> Status {
        if (hides(record)) return {};
        const bool fits = wanted_number ? number == *wanted_number
                          : wanted_row  ? record.origin.commit == wanted_row->manifest->commit &&
                                             wanted_row->compare(record.origin) == 0
                                       : name_of(type, record.origin) == wanted_name;
        if (fits) found.push_back(number);
        return {};
      },
      true)));
  HEADWATER_ASSIGN_OR_RETURN(const std::uint64_t number, only_one(found, type));
  return Id{number};
}

Result<AssertionId> RocksStoreView::resolve_assertion(std::string_view text) const {
  return resolve_record<AssertionId, Assertion>(text, "assertion", Family::kAssertion,
                                                internal_.counters.assertions);
}
Result<RelationId> RocksStoreView::resolve_relation(std::string_view text) const {
  return resolve_record<RelationId, Relation>(text, "relation", Family::kRelation,
                                              internal_.counters.relations);
}
Result<VictimFlowId> RocksStoreView::resolve_victim_flow(std::string_view text) const {
  return resolve_record<VictimFlowId, VictimFlow>(text, "victim-flow", Family::kVictimFlow,
                                                  internal_.counters.victim_flows);
}

}  // namespace headwater::graph::internal
