#include "ingest/internal/referred_transactions.h"

#include <string>

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;

ReferredTransactions::Content ReferredTransactions::content_of(const graph::Transaction& record) {
  return {record.from,
          record.to,
          record.time,
          record.amount,
          record.received_amount,
          record.asset,
          record.received_asset,
          record.kind,
          record.channel,
          (record.flags & graph::kLabelledIllicit) != 0};
}

Result<bool> ReferredTransactions::globalise(const DraftBatch& batch, graph::EntityId& id) const {
  const KeyTable::Key& key = batch.keys.at(static_cast<std::uint32_t>(id.index()));
  HEADWATER_ASSIGN_OR_RETURN(const std::optional<graph::EntityId> known,
                             view_->find({key.kind, std::string(key.scheme), std::string(key.id)}));
  if (known) id = *known;
  return known.has_value();
}

bool ReferredTransactions::globalise(const DraftBatch& batch, graph::AssetId& id) const {
  const auto known = view_->find_asset(batch.assets[id.value].code);
  if (known) id = *known;
  return known.has_value();
}

Result<std::optional<ReferredTransactions::Content>> ReferredTransactions::content_of(
    const DraftBatch& batch, const DraftReference& reference) const {
  std::optional<Content> nothing;
  if (view_ == nullptr) return nothing;
  Content content = content_of(reference.transaction);
  HEADWATER_ASSIGN_OR_RETURN(const bool knows_from, globalise(batch, content.from));
  HEADWATER_ASSIGN_OR_RETURN(const bool knows_to, globalise(batch, content.to));
  if (!knows_from || !knows_to) return nothing;
  if (!globalise(batch, content.asset) || !globalise(batch, content.received_asset)) {
    return nothing;
  }
  return std::optional<Content>(content);
}

Status ReferredTransactions::ask(const DraftBatch& batch) {
  for (const DraftReference& reference : batch.references) {
    asked_any_ = true;
    HEADWATER_ASSIGN_OR_RETURN(const std::optional<Content> content, content_of(batch, reference));
    if (content) asked_.try_emplace(*content);
  }
  return {};
}

// A restricted source's ids are nobody's who has no victim key, and an attribute would tell them.
bool ReferredTransactions::may_be_named(const graph::Origin& origin) const {
  if (origin.source == graph::Origin::kWithheldSource || origin.commit.value == 0) return false;
  return !view_->manifests()[origin.commit.value - 1].sources[origin.source].restricted;
}

Status ReferredTransactions::find() {
  if (asked_.empty()) return {};
  return view_->for_each_transaction(
      [&](graph::TransactionId id, const graph::Transaction& record) -> Status {
        const auto asked = asked_.find(content_of(record));
        if (asked == asked_.end() || !may_be_named(record.origin)) return {};
        asked->second.ids.push_back(id);
        found_any_ = true;
        return {};
      });
}

Result<std::optional<graph::TransactionId>> ReferredTransactions::take(
    const DraftBatch& batch, const DraftReference& reference) {
  std::optional<graph::TransactionId> meant;
  HEADWATER_ASSIGN_OR_RETURN(const std::optional<Content> content, content_of(batch, reference));
  if (!content) return meant;
  const auto asked = asked_.find(*content);
  if (asked == asked_.end() || asked->second.taken == asked->second.ids.size()) return meant;
  meant = asked->second.ids[asked->second.taken++];
  return meant;
}

}  // namespace headwater::ingest::internal
