// The records of an accepted row, on their way into the commit.
#include "ingest/internal/resolver.h"
#include "ingest/internal/row_reader.h"

namespace headwater::ingest::internal {

namespace {

constexpr std::size_t kRecentAttributes = std::size_t{1} << 20;  // a power of two

}  // namespace

graph::Status Resolver::add(const DraftItem& item) {
  DraftBatch& batch = *batch_;
  switch (item.kind) {
    case DraftKind::kEntity: {
      const KeyTable::Key& key = batch.keys.at(item.index);
      graph::EntityId id(key.kind, item.index);
      return globalise(id);
    }
    case DraftKind::kAttribute:
      return add_attribute(item.index);
    case DraftKind::kTransaction: {  // its ends were resolved when the row was judged
      const auto added = writer_.add(batch.transactions[item.index]);
      return added.has_value() ? Status() : added.error();
    }
    case DraftKind::kRelation:
      return add_relation(batch.relations[item.index]);
    case DraftKind::kVictimFlow:
      return add_victim_flow(batch.victim_flows[item.index]);
    case DraftKind::kStatistic:
      return add_statistic(batch.statistics[item.index]);
    case DraftKind::kAssertion:
      return add_assertion(batch.assertions[item.index]);
    case DraftKind::kOpening:
      return add_opening(batch.openings[item.index]);
    case DraftKind::kRate:
      return add_rate(batch.rates[item.index]);
    case DraftKind::kReference:
      return add_reference(batch.references[item.index]);
  }
  return {};
}

std::uint64_t& Resolver::recent_attribute(std::uint64_t print) {
  return recent_attributes_[(print ^ (print >> 32)) & (kRecentAttributes - 1)];
}

// Rows repeat the attributes of their entities; fingerprints of what was added lately spare the
// writer most of the repetition. Equal pairs count once, so a miss costs time only; a false hit
// needs two of 2^64 fingerprints to meet in one slot.
graph::Status Resolver::add_attribute(std::uint32_t index) {
  constexpr std::uint32_t kAhead = 16;
  const std::vector<DraftAttribute>& drafts = batch_->attributes;
  const DraftAttribute& draft = drafts[index];
  graph::EntityId id = draft.entity;
  HEADWATER_RETURN_IF_ERROR(globalise(id));
  if (recent_attributes_.empty()) recent_attributes_.assign(kRecentAttributes, 0);
  if (index + kAhead < drafts.size()) {
    __builtin_prefetch(&recent_attribute(drafts[index + kAhead].print), 1);
  }
  std::uint64_t& slot = recent_attribute(draft.print);
  if (slot == draft.print) return {};
  slot = draft.print;
  const graph::Attribute attribute{std::string(draft.name), std::string(draft.value)};
  return writer_.add_attributes(id, {&attribute, 1});
}

graph::Status Resolver::add_relation(DraftRelation& draft) {
  graph::Relation& record = draft.record;
  HEADWATER_RETURN_IF_ERROR(globalise_unless_judged(draft));
  if (draft.once && !is_first_statement(record)) return {};
  const auto added = writer_.add(record);
  return added.has_value() ? Status() : added.error();
}

graph::Status Resolver::add_victim_flow(graph::VictimFlow& record) {
  HEADWATER_RETURN_IF_ERROR(globalise_unless_judged(record));
  const auto added = writer_.add(record);
  return added.has_value() ? Status() : added.error();
}

graph::Status Resolver::add_statistic(DraftStatistic& draft) {
  graph::Statistic& record = draft.record;
  place(record.origin);
  HEADWATER_RETURN_IF_ERROR(globalise(record.territory));
  HEADWATER_CHECK(cells_ != nullptr, "statistics are counted before they are staged");
  StatisticCells::Count& count = cells_->counts[draft.cell];
  record.occurrence = ++count.seen;
  if (count.total > 1) record.flags |= graph::kAmbiguousCell;
  const auto added = writer_.add(record);
  return added.has_value() ? Status() : added.error();
}

graph::Status Resolver::add_assertion(DraftAssertion& draft) {
  HEADWATER_RETURN_IF_ERROR(globalise_unless_judged(draft));
  const auto added = writer_.add(draft.record);
  return added.has_value() ? Status() : added.error();
}

graph::Status Resolver::add_opening(graph::OpeningBalance& record) {
  place(record.origin);
  HEADWATER_RETURN_IF_ERROR(globalise(record.account));
  HEADWATER_RETURN_IF_ERROR(globalise(record.asset));
  return writer_.add(record);
}

graph::Status Resolver::add_rate(graph::Rate& record) {
  const auto added = writer_.add(record);  // its assets were resolved when the row was judged
  return added.has_value() ? Status() : added.error();
}

graph::Status Resolver::add_reference(const DraftReference& draft) {
  if (draft.name.empty()) return {};  // of a known row whose transaction has gone
  graph::EntityId id = draft.entity;
  HEADWATER_RETURN_IF_ERROR(globalise(id));
  const graph::Attribute attribute{std::string(draft.attribute), draft.name};
  return writer_.add_attributes(id, {&attribute, 1});
}

graph::Status Resolver::globalise_assets(graph::Rate& record) {
  place(record.origin);
  HEADWATER_RETURN_IF_ERROR(globalise(record.base));
  return globalise(record.quote);
}

graph::Status Resolver::globalise_ends(graph::Transaction& record) {
  place(record.origin);
  HEADWATER_RETURN_IF_ERROR(globalise(record.from));
  HEADWATER_RETURN_IF_ERROR(globalise(record.to));
  HEADWATER_RETURN_IF_ERROR(globalise(record.asset));
  return globalise(record.received_asset);
}

graph::Status Resolver::globalise_ends(DraftRelation& draft) {
  place(draft.record.origin);
  HEADWATER_RETURN_IF_ERROR(globalise(draft.record.from));
  return globalise(draft.record.to);
}

graph::Status Resolver::globalise_ends(graph::VictimFlow& record) {
  place(record.origin);
  for (graph::EntityId* id :
       {&record.victim, &record.recruitment_territory, &record.transit_territory,
        &record.exploitation_territory, &record.case_id}) {
    HEADWATER_RETURN_IF_ERROR(globalise(*id));
  }
  for (graph::Role& role : record.roles) HEADWATER_RETURN_IF_ERROR(globalise(role.entity));
  return {};
}

graph::Status Resolver::globalise_ends(DraftAssertion& draft) {
  graph::Assertion& record = draft.record;
  place(record.origin);
  HEADWATER_RETURN_IF_ERROR(globalise(record.entity));
  HEADWATER_RETURN_IF_ERROR(globalise(record.case_id));
  HEADWATER_RETURN_IF_ERROR(globalise(record.territory));
  if (!draft.subject.empty()) {
    HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, graph::parse_entity_key(draft.subject));
    HEADWATER_ASSIGN_OR_RETURN(record.entity, writer_.entity(key));
  }
  if (record.amount) return globalise(record.asset);
  record.asset = {};
  return {};
}

}  // namespace headwater::ingest::internal
