// Bodies of the row-wise families. Each grammar stands above its encoder in record_codec*.cc; a
// value is a body in the frame of value_frame.h. Decoders return false on bytes that are no body.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/internal/bytes.h"
#include "graph/records.h"

namespace headwater::graph::internal {

// What one commit says about an entity. The first one holds the key.
struct EntityContribution {
  bool has_key = false;
  EntityKey key;
  std::vector<Attribute> attributes;
};
void encode(const EntityContribution& contribution, ByteWriter& writer);
bool decode(ByteReader& reader, EntityContribution& contribution);

void encode(const Relation& relation, ByteWriter& writer);
bool decode(ByteReader& reader, Relation& relation);
void encode(const VictimFlow& flow, ByteWriter& writer);
bool decode(ByteReader& reader, VictimFlow& flow);
void encode(const Statistic& statistic, ByteWriter& writer);
bool decode(ByteReader& reader, Statistic& statistic);
void encode(const Assertion& assertion, ByteWriter& writer);
bool decode(ByteReader& reader, Assertion& assertion);
void encode(const Rate& rate, ByteWriter& writer);
bool decode(ByteReader& reader, Rate& rate);
void encode(const OpeningBalance& opening, ByteWriter& writer);
bool decode(ByteReader& reader, OpeningBalance& opening);
void encode(const Manifest& manifest, ByteWriter& writer);
bool decode(ByteReader& reader, Manifest& manifest);
void encode(const QuarantinedRow& row, ByteWriter& writer);
bool decode(ByteReader& reader, QuarantinedRow& row);

// Fields of a transaction that stand in family `attr`.
struct ColdFields {
  std::string source_id;
  std::vector<Attribute> attributes;
  bool empty() const { return source_id.empty() && attributes.empty(); }
};
void encode(const ColdFields& fields, ByteWriter& writer);
bool decode(ByteReader& reader, ColdFields& fields);

// Shared pieces.
void write_attributes(const std::vector<Attribute>& attributes, ByteWriter& writer);
std::vector<Attribute> read_attributes(ByteReader& reader);
void write_origin(const Origin& origin, ByteWriter& writer);
Origin read_origin(ByteReader& reader);

}  // namespace headwater::graph::internal
