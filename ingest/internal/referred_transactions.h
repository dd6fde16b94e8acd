// ReferredTransactions: the transactions of a store that the references of a file mean.
//
// A reference names nothing: it says what a transaction says, and means the one of the store that
// says just this. The file is read twice: first for what it asks (`ask`), then, after one scan of
// the store
// (`find`), in row order (`take`): of equal transactions the first reference means the first, and
// so on. Memory: what the file asks for, whatever the store holds.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "graph/store.h"
#include "ingest/internal/draft_batch.h"

namespace headwater::ingest::internal {

class ReferredTransactions {
 public:
  // Nothing is found without a view.
  explicit ReferredTransactions(const graph::StoreView* view) : view_(view) {}

  // Notes what the references of a batch ask for. O(references) look-ups. Errors: the view's.
  graph::Status ask(const DraftBatch& batch);
  // Looks through all visible transactions of unrestricted sources once. Errors: the view's.
  graph::Status find();
  bool finds_nothing_asked() const { return asked_any_ && !found_any_; }
  // The transaction that a reference means, in turn; nothing: none is left. Errors: the view's.
  graph::Result<std::optional<graph::TransactionId>> take(const DraftBatch& batch,
                                                          const DraftReference& reference);

 private:
  // What two transactions have in common when they are the same to somebody who reads them.
  struct Content {
    graph::EntityId from, to;
    graph::Timestamp time;
    graph::MinorUnits amount, received_amount;
    graph::AssetId asset, received_asset;
    graph::TransactionKind kind = graph::TransactionKind::kTransfer;
    graph::Channel channel = graph::Channel::kUnknown;
    bool is_labelled = false;
    friend auto operator<=>(const Content&, const Content&) = default;
  };
  struct Found {
    std::vector<graph::TransactionId> ids;  // ascending
    std::size_t taken = 0;
  };
  static Content content_of(const graph::Transaction& record);
  // In the store's numbers; nothing where it holds no such entity or asset.
  graph::Result<std::optional<Content>> content_of(const DraftBatch& batch,
                                                   const DraftReference& reference) const;
  graph::Result<bool> globalise(const DraftBatch& batch, graph::EntityId& id) const;
  bool globalise(const DraftBatch& batch, graph::AssetId& id) const;
  bool may_be_named(const graph::Origin& origin) const;

  const graph::StoreView* view_;
  std::map<Content, Found> asked_;
  bool asked_any_ = false, found_any_ = false;
};

}  // namespace headwater::ingest::internal
