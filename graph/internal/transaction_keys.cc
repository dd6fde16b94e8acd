#include "graph/internal/transaction_keys.h"

#include "graph/internal/record_codec.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {

std::string encode_transaction_keys(const std::vector<TransactionKeyEntry>& entries) {
  ByteWriter writer = begin_value();
  for (const TransactionKeyEntry& entry : entries) {
    writer.u64(entry.transaction.value);
    writer.u64(entry.content.high);
    writer.u64(entry.content.low);
  }
  return end_value(std::move(writer));
}

Result<std::vector<TransactionKeyEntry>> decode_transaction_keys(std::string_view key,
                                                                 std::string_view value) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view body,
                             open_value(value, "transaction_key", key));
  return decode_transaction_key_body(key, body);
}

Result<std::vector<TransactionKeyEntry>> decode_transaction_key_body(std::string_view key,
                                                                     std::string_view body) {
  ByteReader reader(body);
  std::vector<TransactionKeyEntry> entries;
  while (reader.ok() && reader.remaining() > 0) {
    TransactionKeyEntry entry;
    entry.transaction.value = reader.u64();
    entry.content.high = reader.u64();
    entry.content.low = reader.u64();
    entries.push_back(entry);
  }
  if (!reader.ok()) return corrupt_value("transaction_key", key, "the entries do not decode");
  return entries;
}

Hash128 hash_of_source_id(std::string_view scheme, std::string_view source_id, std::uint64_t seed) {
  ByteWriter writer;
  writer.u8(1);
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

}  // namespace headwater::graph::internal
