// Family `transaction_key`: which records a source's own id (or the n-th occurrence of a row)
// stands for. One id may name several records of a type: those that one row makes.
//
//   key   := hash16
//   value := version(1) (type(1) number(7) content(16))* crc(4)      type and number: one word
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/internal/database.h"
#include "graph/internal/hash128.h"
#include "graph/records.h"
#include "graph/status.h"

namespace headwater::graph::internal {

// The types of record that a source's id may name, as stored.
enum class RecordType : std::uint8_t {
  kTransaction = 0,
  kRelation = 3,
  kVictimFlow = 4,
  kAssertion = 5,
};

Family family_of(RecordType type);  // where records of the type stand
std::uint64_t count_of(RecordType type, const Counters& counters);

struct RecordKeyEntry {
  RecordType type = RecordType::kTransaction;
  std::uint64_t number = 0;  // of the record among those of its type, below 2^56
  Hash128 content;           // zero for a key by the row
};

std::string encode_record_keys(const std::vector<RecordKeyEntry>& entries);
Result<std::vector<RecordKeyEntry>> decode_record_keys(std::string_view key,
                                                       std::string_view value);

// The same from a body whose frame was opened already.
Result<std::vector<RecordKeyEntry>> decode_record_key_body(std::string_view key,
                                                           std::string_view body);

Hash128 hash_of_source_id(RecordType type, std::string_view scheme, std::string_view source_id,
                          std::uint64_t seed);
Hash128 hash_of_occurrence(std::string_view scheme, std::string_view normalised_row,
                           std::uint32_t occurrence, std::uint64_t seed);
// Everything that a record says, without where it came from.
Hash128 hash_of_content(const Transaction& transaction, std::uint64_t seed);
Hash128 hash_of_content(const Relation& relation, std::uint64_t seed);
Hash128 hash_of_content(const VictimFlow& flow, std::uint64_t seed);
Hash128 hash_of_content(const Assertion& assertion, std::uint64_t seed);
// The bytes that are hashed.
std::string body_of_content(const Relation& relation);
std::string body_of_content(const VictimFlow& flow);

}  // namespace headwater::graph::internal
