// Family `transaction_key`: which transactions a source's own id (or the n-th occurrence of a row)
// stands for.
//
//   key   := hash16
//   value := version(1) (transaction(8) content(16))* crc(4)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/internal/hash128.h"
#include "graph/records.h"
#include "graph/status.h"

namespace headwater::graph::internal {

struct TransactionKeyEntry {
  TransactionId transaction;
  Hash128 content;
};

std::string encode_transaction_keys(const std::vector<TransactionKeyEntry>& entries);
Result<std::vector<TransactionKeyEntry>> decode_transaction_keys(std::string_view key,
                                                                 std::string_view value);

// The same from a body whose frame was opened already.
Result<std::vector<TransactionKeyEntry>> decode_transaction_key_body(std::string_view key,
                                                                     std::string_view body);

Hash128 hash_of_source_id(std::string_view scheme, std::string_view source_id, std::uint64_t seed);
Hash128 hash_of_occurrence(std::string_view scheme, std::string_view normalised_row,
                           std::uint32_t occurrence, std::uint64_t seed);
// Everything that a transaction says, without where it came from.
Hash128 hash_of_content(const Transaction& transaction, std::uint64_t seed);

}  // namespace headwater::graph::internal
