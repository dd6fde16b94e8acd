// attributes := count:varint (name:text value:text)*
// origin     := commit:varint source:varint row:varint ordinal:varint source-id:text
// time       := 8 bytes, milliseconds; unknown is the smallest
// entity     := 8 bytes
#include "graph/internal/record_codec.h"

namespace headwater::graph::internal {
namespace {

void write_time(Timestamp time, ByteWriter& writer) { writer.i64(time.ms); }
Timestamp read_time(ByteReader& reader) { return Timestamp{reader.i64()}; }
void write_entity(EntityId id, ByteWriter& writer) { writer.u64(id.value()); }
EntityId read_entity(ByteReader& reader) { return EntityId::from_value(reader.u64()); }

template <typename Enum>
void write_enum(Enum value, ByteWriter& writer) {
  writer.u8(static_cast<std::uint8_t>(value));
}
template <typename Enum>
Enum read_enum(ByteReader& reader) {
  return static_cast<Enum>(reader.u8());
}

BasisPoints read_share(ByteReader& reader) {
  return BasisPoints{static_cast<std::int32_t>(reader.varint())};
}
void write_share(BasisPoints share, ByteWriter& writer) {
  writer.varint(static_cast<std::uint64_t>(share.value));
}

}  // namespace

void write_attributes(const std::vector<Attribute>& attributes, ByteWriter& writer) {
  writer.varint(attributes.size());
  for (const Attribute& attribute : attributes) {
    writer.text(attribute.name);
    writer.text(attribute.value);
  }
}

std::vector<Attribute> read_attributes(ByteReader& reader) {
  std::vector<Attribute> attributes;
  const std::uint64_t count = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < count; ++i) {
    Attribute attribute;
    attribute.name = reader.text();
    attribute.value = reader.text();
    attributes.push_back(std::move(attribute));
  }
  return attributes;
}

void write_origin(const Origin& origin, ByteWriter& writer) {
  writer.varint(origin.commit.value);
  writer.varint(origin.source);
  writer.varint(origin.row);
  writer.varint(origin.ordinal);
  writer.text(origin.source_id);
}

Origin read_origin(ByteReader& reader) {
  Origin origin;
  origin.commit.value = reader.varint();
  origin.source = static_cast<std::uint32_t>(reader.varint());
  origin.row = reader.varint();
  origin.ordinal = static_cast<std::uint32_t>(reader.varint());
  origin.source_id = reader.text();
  return origin;
}

// entity-contribution := has-key(1) [kind(1) scheme:text external-id:text] attributes
void encode(const EntityContribution& contribution, ByteWriter& writer) {
  writer.u8(contribution.has_key ? 1 : 0);
  if (contribution.has_key) {
    write_enum(contribution.key.kind, writer);
    writer.text(contribution.key.scheme);
    writer.text(contribution.key.external_id);
  }
  write_attributes(contribution.attributes, writer);
}

bool decode(ByteReader& reader, EntityContribution& contribution) {
  contribution.has_key = reader.u8() != 0;
  if (contribution.has_key) {
    contribution.key.kind = read_enum<EntityKind>(reader);
    contribution.key.scheme = reader.text();
    contribution.key.external_id = reader.text();
  }
  contribution.attributes = read_attributes(reader);
  return reader.finished();
}

// relation := from to kind(1) valid-from valid-to has-share(1) [low:varint high:varint]
//             probability:varint evidence:text attributes origin
void encode(const Relation& relation, ByteWriter& writer) {
  write_entity(relation.from, writer);
  write_entity(relation.to, writer);
  write_enum(relation.kind, writer);
  write_time(relation.valid_from, writer);
  write_time(relation.valid_to, writer);
  writer.u8(relation.share ? 1 : 0);
  if (relation.share) {
    write_share(relation.share->low, writer);
    write_share(relation.share->high, writer);
  }
  write_share(relation.probability, writer);
  writer.text(relation.evidence);
  write_attributes(relation.attributes, writer);
  write_origin(relation.origin, writer);
}

bool decode(ByteReader& reader, Relation& relation) {
  relation.from = read_entity(reader);
  relation.to = read_entity(reader);
  relation.kind = read_enum<RelationKind>(reader);
  relation.valid_from = read_time(reader);
  relation.valid_to = read_time(reader);
  if (reader.u8() != 0) {
    const BasisPoints low = read_share(reader);
    relation.share = ShareInterval{low, read_share(reader)};
  }
  relation.probability = read_share(reader);
  relation.evidence = reader.text();
  relation.attributes = read_attributes(reader);
  relation.origin = read_origin(reader);
  return reader.finished();
}

// victim-flow := victim count:varint kind(1) recruitment transit exploitation start end form:text
//                sector:text means-count:varint text* sex:text age-band:text citizenship:text case
//                role-count:varint (role(1) entity)* origin
void encode(const VictimFlow& flow, ByteWriter& writer) {
  write_entity(flow.victim, writer);
  writer.varint(flow.count);
  write_enum(flow.kind, writer);
  write_entity(flow.recruitment_territory, writer);
  write_entity(flow.transit_territory, writer);
  write_entity(flow.exploitation_territory, writer);
  write_time(flow.start, writer);
  write_time(flow.end, writer);
  writer.text(flow.form);
  writer.text(flow.sector);
  writer.varint(flow.means.size());
  for (const std::string& means : flow.means) writer.text(means);
  writer.text(flow.sex);
  writer.text(flow.age_band);
  writer.text(flow.citizenship);
  write_entity(flow.case_id, writer);
  writer.varint(flow.roles.size());
  for (const Role& role : flow.roles) {
    write_enum(role.kind, writer);
    write_entity(role.entity, writer);
  }
  write_origin(flow.origin, writer);
}

bool decode(ByteReader& reader, VictimFlow& flow) {
  flow.victim = read_entity(reader);
  flow.count = static_cast<std::uint32_t>(reader.varint());
  flow.kind = read_enum<VictimFlowKind>(reader);
  flow.recruitment_territory = read_entity(reader);
  flow.transit_territory = read_entity(reader);
  flow.exploitation_territory = read_entity(reader);
  flow.start = read_time(reader);
  flow.end = read_time(reader);
  flow.form = reader.text();
  flow.sector = reader.text();
  const std::uint64_t means = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < means; ++i) flow.means.emplace_back(reader.text());
  flow.sex = reader.text();
  flow.age_band = reader.text();
  flow.citizenship = reader.text();
  flow.case_id = read_entity(reader);
  const std::uint64_t roles = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < roles; ++i) {
    Role role;
    role.kind = read_enum<RoleKind>(reader);
    role.entity = read_entity(reader);
    flow.roles.push_back(role);
  }
  flow.origin = read_origin(reader);
  return reader.finished();
}

// statistic := indicator:text territory period:text dimension:text category:text sex:text
//              age-band:text unit:text low:zigzag high:zigzag scale(1) source:text method:text
//              flags(2) origin
// The occurrence number depends on what is visible and is counted by the reader.
void encode(const Statistic& statistic, ByteWriter& writer) {
  writer.text(statistic.indicator);
  write_entity(statistic.territory, writer);
  for (const std::string* text : {&statistic.period, &statistic.dimension, &statistic.category,
                                  &statistic.sex, &statistic.age_band, &statistic.unit}) {
    writer.text(*text);
  }
  writer.zigzag(statistic.low);
  writer.zigzag(statistic.high);
  writer.u8(statistic.scale);
  writer.text(statistic.source);
  writer.text(statistic.method);
  writer.u16(statistic.flags);
  write_origin(statistic.origin, writer);
}

bool decode(ByteReader& reader, Statistic& statistic) {
  statistic.indicator = reader.text();
  statistic.territory = read_entity(reader);
  for (std::string* text : {&statistic.period, &statistic.dimension, &statistic.category,
                            &statistic.sex, &statistic.age_band, &statistic.unit}) {
    *text = reader.text();
  }
  statistic.low = reader.zigzag();
  statistic.high = reader.zigzag();
  statistic.scale = reader.u8();
  statistic.source = reader.text();
  statistic.method = reader.text();
  statistic.flags = reader.u16();
  statistic.origin = read_origin(reader);
  return reader.finished();
}

// assertion := has-transaction(1) [transaction:varint] entity claim(1) role:text case
//              has-victim-flow(1) [victim-flow:varint] form:text sector:text territory share:varint
//              has-amount(1) [amount:zigzag] asset:varint author:text made-at evidence:text
//              source-grade:text information-grade:text standard:text basis:text confidence:varint
//              disputes:text origin
void encode(const Assertion& assertion, ByteWriter& writer) {
  writer.u8(assertion.transaction ? 1 : 0);
  if (assertion.transaction) writer.varint(assertion.transaction->value);
  write_entity(assertion.entity, writer);
  write_enum(assertion.claim, writer);
  writer.text(assertion.role);
  write_entity(assertion.case_id, writer);
  writer.u8(assertion.victim_flow ? 1 : 0);
  if (assertion.victim_flow) writer.varint(assertion.victim_flow->value);
  writer.text(assertion.form);
  writer.text(assertion.sector);
  write_entity(assertion.territory, writer);
  write_share(assertion.share, writer);
  writer.u8(assertion.amount ? 1 : 0);
  if (assertion.amount) writer.zigzag(assertion.amount->value);
  writer.varint(assertion.asset.value);
  writer.text(assertion.author);
  write_time(assertion.made_at, writer);
  for (const std::string* text :
       {&assertion.evidence, &assertion.source_grade, &assertion.information_grade,
        &assertion.standard, &assertion.basis}) {
    writer.text(*text);
  }
  write_share(assertion.confidence, writer);
  writer.text(assertion.disputes);
  write_origin(assertion.origin, writer);
}

bool decode(ByteReader& reader, Assertion& assertion) {
  if (reader.u8() != 0) assertion.transaction = TransactionId{reader.varint()};
  assertion.entity = read_entity(reader);
  assertion.claim = read_enum<Claim>(reader);
  assertion.role = reader.text();
  assertion.case_id = read_entity(reader);
  if (reader.u8() != 0) assertion.victim_flow = VictimFlowId{reader.varint()};
  assertion.form = reader.text();
  assertion.sector = reader.text();
  assertion.territory = read_entity(reader);
  assertion.share = read_share(reader);
  if (reader.u8() != 0) assertion.amount = MinorUnits{reader.zigzag()};
  assertion.asset.value = static_cast<std::uint16_t>(reader.varint());
  assertion.author = reader.text();
  assertion.made_at = read_time(reader);
  for (std::string* text : {&assertion.evidence, &assertion.source_grade,
                            &assertion.information_grade, &assertion.standard, &assertion.basis}) {
    *text = reader.text();
  }
  assertion.confidence = read_share(reader);
  assertion.disputes = reader.text();
  assertion.origin = read_origin(reader);
  return reader.finished();
}

// rate := base:varint quote:varint date numerator:zigzag denominator:zigzag source:text origin
void encode(const Rate& rate, ByteWriter& writer) {
  writer.varint(rate.base.value);
  writer.varint(rate.quote.value);
  write_time(rate.date, writer);
  writer.zigzag(rate.numerator);
  writer.zigzag(rate.denominator);
  writer.text(rate.source);
  write_origin(rate.origin, writer);
}

bool decode(ByteReader& reader, Rate& rate) {
  rate.base.value = static_cast<std::uint16_t>(reader.varint());
  rate.quote.value = static_cast<std::uint16_t>(reader.varint());
  rate.date = read_time(reader);
  rate.numerator = reader.zigzag();
  rate.denominator = reader.zigzag();
  rate.source = reader.text();
  rate.origin = read_origin(reader);
  return reader.finished() && rate.denominator > 0;
}

// opening := account asset:varint amount:zigzag as-of origin
void encode(const OpeningBalance& opening, ByteWriter& writer) {
  write_entity(opening.account, writer);
  writer.varint(opening.asset.value);
  writer.zigzag(opening.amount.value);
  write_time(opening.as_of, writer);
  write_origin(opening.origin, writer);
}

bool decode(ByteReader& reader, OpeningBalance& opening) {
  opening.account = read_entity(reader);
  opening.asset.value = static_cast<std::uint16_t>(reader.varint());
  opening.amount.value = reader.zigzag();
  opening.as_of = read_time(reader);
  opening.origin = read_origin(reader);
  return reader.finished();
}

// cold := source-id:text attributes
void encode(const ColdFields& fields, ByteWriter& writer) {
  writer.text(fields.source_id);
  write_attributes(fields.attributes, writer);
}

bool decode(ByteReader& reader, ColdFields& fields) {
  fields.source_id = reader.text();
  fields.attributes = read_attributes(reader);
  return reader.finished();
}

}  // namespace headwater::graph::internal
