#include "ingest/internal/draft_batch.h"

namespace headwater::ingest::internal {

void DraftBatch::clear_drafts() {
  text.clear();
  keys.clear();
  key_hashes.clear();
  assets.clear();
  rows.clear();
  items.clear();
  attributes.clear();
  transactions.clear();
  relations.clear();
  victim_flows.clear();
  statistics.clear();
  assertions.clear();
  openings.clear();
  rates.clear();
  references.clear();
  problems.clear();
  statements.clear();
  described.clear();
  notes.clear();
  unread.clear();
  skipped_by.clear();
}

void DraftBatch::hash_keys(const graph::KeyHasher& hasher) {
  key_hashes.clear();
  key_hashes.reserve(keys.size());
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    const KeyTable::Key& key = keys.at(i);
    key_hashes.push_back(hasher({key.kind, key.scheme, key.id}));
  }
}

DraftMark::DraftMark(const DraftBatch& batch)
    : keys(batch.keys.size()),
      items(batch.items.size()),
      attributes(batch.attributes.size()),
      transactions(batch.transactions.size()),
      relations(batch.relations.size()),
      victim_flows(batch.victim_flows.size()),
      statistics(batch.statistics.size()),
      assertions(batch.assertions.size()),
      openings(batch.openings.size()),
      rates(batch.rates.size()),
      references(batch.references.size()) {}

void DraftMark::undo(DraftBatch& batch) const {
  batch.keys.shrink(keys);
  batch.items.resize(items);
  batch.attributes.resize(attributes);
  batch.transactions.resize(transactions);
  batch.relations.resize(relations);
  batch.victim_flows.resize(victim_flows);
  batch.statistics.resize(statistics);
  batch.assertions.resize(assertions);
  batch.openings.resize(openings);
  batch.rates.resize(rates);
  batch.references.resize(references);
}

}  // namespace headwater::ingest::internal
