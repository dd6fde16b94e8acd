#include "graph/internal/data_keys.h"

#include "graph/internal/bytes.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint8_t kThere = 1, kDestroyed = 2;

}  // namespace

std::string encode_data_key(const DataKeyRow& row) {
  ByteWriter writer = begin_value();
  if (row.erased_by.value != 0) {
    writer.u8(kDestroyed);
    writer.varint(row.erased_by.value);
  } else {
    writer.u8(kThere);
    writer.text(row.wrapped);
  }
  return end_value(std::move(writer));
}

Result<DataKeyRow> decode_data_key(std::string_view key, std::string_view value) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view body, open_value(value, "victim_key", key));
  ByteReader reader(body);
  DataKeyRow row;
  const std::uint8_t state = reader.u8();
  if (state == kThere) row.wrapped = reader.text();
  if (state == kDestroyed) row.erased_by.value = reader.varint();
  const bool is_sound = state == kThere ? row.wrapped.size() > kSealOverhead
                                        : state == kDestroyed && row.erased_by.value != 0;
  if (reader.finished() && is_sound) return row;
  return corrupt_value("victim_key", key, "the row does not decode");
}

Result<FoundKey> DataKeys::find(std::uint64_t slot) const {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (const auto kept = kept_.find(slot); kept != kept_.end()) return kept->second;
  }
  const std::string key = big_endian_key(slot);
  HEADWATER_ASSIGN_OR_RETURN(const auto stored, database_.get(Family::kVictimKey, key, snapshot_));
  FoundKey found;
  if (stored) {
    HEADWATER_ASSIGN_OR_RETURN(const DataKeyRow row, decode_data_key(key, *stored));
    found.state = row.erased_by.value != 0 ? KeyState::kErased : KeyState::kPresent;
    if (found.state == KeyState::kPresent && cipher_ != nullptr) {
      const auto unwrapped = cipher_->unwrap(row.wrapped, slot);
      if (!unwrapped) return corrupt_value("victim_key", key, "the data key does not unwrap");
      found.key = *unwrapped;
    }
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  if (kept_.size() >= kMostKept) kept_.clear();
  kept_.emplace(slot, found);
  return found;
}

}  // namespace headwater::graph::internal
