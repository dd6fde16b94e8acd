// A version of a row-wise record as it is stored: its clear part, and what is sealed of it.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "graph/internal/database.h"
#include "graph/internal/sealed_codec.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {

// Nothing for a tombstone. `part` stays as it is where nothing is sealed. Errors: kCorrupt.
template <typename Record>
Result<std::optional<Record>> read_clear_part(Family family, std::string_view key,
                                              std::string_view value, SealedPart& part) {
  HEADWATER_ASSIGN_OR_RETURN(const VersionedBody opened,
                             open_versioned(value, name_of(family), key));
  ByteReader reader(opened.body);
  if (reader.u8() != 0) return std::optional<Record>();
  std::string_view clear = reader.rest();
  bool is_sound = !opened.is_sealed || read_sealed_body(reader, clear, part);
  Record record;
  ByteReader clear_reader(clear);
  is_sound = is_sound && decode(clear_reader, record);
  if (!is_sound) return corrupt_value(name_of(family), key, "the record does not decode");
  return std::optional<Record>(std::move(record));
}

}  // namespace headwater::graph::internal
