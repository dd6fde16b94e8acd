#include "graph/internal/transaction_keys.h"

#include "graph/internal/record_codec.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

constexpr int kTypeShift = 56;  // the type stands in the top byte of the word

bool is_record_type(std::uint64_t value) {
  const auto type = static_cast<RecordType>(value);
  return type == RecordType::kTransaction || type == RecordType::kRelation ||
         type == RecordType::kVictimFlow || type == RecordType::kAssertion;
}

// The row-wise families have one encoding: the body without its origin is the content.
template <typename Record>
std::string body_without_origin(Record record) {
  record.origin = {};
  ByteWriter writer;
  encode(record, writer);
  return writer.take();
}

}  // namespace

Family family_of(RecordType type) {
  switch (type) {
    case RecordType::kRelation:
      return Family::kRelation;
    case RecordType::kVictimFlow:
      return Family::kVictimFlow;
    case RecordType::kAssertion:
      return Family::kAssertion;
    case RecordType::kTransaction:
      break;
  }
  return Family::kLedger;
}

std::uint64_t count_of(RecordType type, const Counters& counters) {
  switch (type) {
    case RecordType::kRelation:
      return counters.relations;
    case RecordType::kVictimFlow:
      return counters.victim_flows;
    case RecordType::kAssertion:
      return counters.assertions;
    case RecordType::kTransaction:
      break;
  }
  return counters.transactions;
}

std::string encode_record_keys(const std::vector<RecordKeyEntry>& entries) {
  ByteWriter writer = begin_value();
  for (const RecordKeyEntry& entry : entries) {
    writer.u64(static_cast<std::uint64_t>(entry.type) << kTypeShift | entry.number);
    writer.u64(entry.content.high);
    writer.u64(entry.content.low);
  }
  return end_value(std::move(writer));
}

Result<std::vector<RecordKeyEntry>> decode_record_keys(std::string_view key,
                                                       std::string_view value) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view body,
                             open_value(value, "transaction_key", key));
  return decode_record_key_body(key, body);
}

Result<std::vector<RecordKeyEntry>> decode_record_key_body(std::string_view key,
                                                           std::string_view body) {
  ByteReader reader(body);
  std::vector<RecordKeyEntry> entries;
  while (reader.ok() && reader.remaining() > 0) {
    RecordKeyEntry entry;
    const std::uint64_t word = reader.u64();
    if (!is_record_type(word >> kTypeShift)) {
      return corrupt_value("transaction_key", key, "an entry of no known type");
    }
    entry.type = static_cast<RecordType>(word >> kTypeShift);
    entry.number = word & ((std::uint64_t{1} << kTypeShift) - 1);
    entry.content.high = reader.u64();
    entry.content.low = reader.u64();
    entries.push_back(entry);
  }
  if (!reader.ok()) return corrupt_value("transaction_key", key, "the entries do not decode");
  return entries;
}

Hash128 hash_of_source_id(RecordType type, std::string_view scheme, std::string_view source_id,
                          std::uint64_t seed) {
  ByteWriter writer;
  writer.u8(type == RecordType::kTransaction ? 1 : static_cast<std::uint8_t>(type));
  writer.text(scheme);
  writer.text(source_id);
  return hash128(writer.bytes(), seed);
}

Hash128 hash_of_occurrence(std::string_view scheme, std::string_view normalised_row,
                           std::uint32_t occurrence, std::uint64_t seed) {
  ByteWriter writer;
  writer.u8(2);
  writer.text(scheme);
  writer.text(normalised_row);
  writer.varint(occurrence);
  return hash128(writer.bytes(), seed);
}

Hash128 hash_of_content(const Transaction& transaction, std::uint64_t seed) {
  ByteWriter writer;
  writer.u64(transaction.from.value());
  writer.u64(transaction.to.value());
  writer.i64(transaction.time.ms);
  writer.i64(transaction.period_end.ms);
  writer.i64(transaction.amount.value);
  writer.u16(transaction.asset.value);
  writer.i64(transaction.received_amount.value);
  writer.u16(transaction.received_asset.value);
  writer.u8(static_cast<std::uint8_t>(transaction.kind));
  writer.u8(static_cast<std::uint8_t>(transaction.channel));
  writer.u32(transaction.count);
  writer.u16(transaction.flags);
  writer.u64(transaction.group);
  write_attributes(transaction.attributes, writer);
  return hash128(writer.bytes(), seed);
}

Hash128 hash_of_content(const Relation& relation, std::uint64_t seed) {
  return hash128(body_of_content(relation), seed);
}
Hash128 hash_of_content(const VictimFlow& flow, std::uint64_t seed) {
  return hash128(body_of_content(flow), seed);
}
Hash128 hash_of_content(const Assertion& assertion, std::uint64_t seed) {
  return hash128(body_without_origin(assertion), seed);
}
std::string body_of_content(const Relation& relation) { return body_without_origin(relation); }
std::string body_of_content(const VictimFlow& flow) { return body_without_origin(flow); }

}  // namespace headwater::graph::internal
