// Family `victim_key`: the data keys, wrapped. Without the victim key it is known of each whether
// it is there or was destroyed; with it, what it is.
//
//   key  := slot8                        a victim's number, or 0xF0 and the number of a group's
//   flow body := 1(1) wrapped:text            a data key
//         | 2(1) commit:varint           destroyed by that commit
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "graph/internal/database.h"
#include "graph/internal/victim_cipher.h"

namespace headwater::graph::internal {

// Above every kind of entity: groups have no victim, and a data key for each flow.
inline constexpr std::uint64_t kGroupSlots = std::uint64_t{0xF0} << 56;
inline std::uint64_t slot_of_group(std::uint64_t flow) { return kGroupSlots | flow; }
inline bool is_group_slot(std::uint64_t slot) { return slot >= kGroupSlots; }

struct DataKeyRow {
  CommitSeq erased_by;  // 0: the key is there
  std::string wrapped;
};
std::string encode_data_key(const DataKeyRow& row);  // a whole value
Result<DataKeyRow> decode_data_key(std::string_view key, std::string_view value);

enum class KeyState : std::uint8_t { kPresent, kErased, kMissing };
struct FoundKey {
  KeyState state = KeyState::kMissing;
  DataKey key;  // where present and the victim key is known
};

// Reads data keys and keeps some of them. Thread-safe.
class DataKeys {
 public:
  // `cipher` may be null; it and the database outlive this.
  DataKeys(const Database& database, const rocksdb::Snapshot* snapshot, const VictimCipher* cipher)
      : database_(database), snapshot_(snapshot), cipher_(cipher) {}

  // Errors: kCorrupt for a row that does not decode or unwrap; kIo.
  Result<FoundKey> find(std::uint64_t slot) const;

 private:
  static constexpr std::size_t kMostKept = 1 << 16;
  const Database& database_;
  const rocksdb::Snapshot* snapshot_;
  const VictimCipher* cipher_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::uint64_t, FoundKey> kept_;
};

}  // namespace headwater::graph::internal
