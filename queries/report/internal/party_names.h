// What a party, a medium or an account is called on the page.
#pragma once

#include <string>

#include "queries/internal/entity_names.h"
#include "queries/report/internal/party_book.h"

namespace headwater::queries::internal {

class PartyNames {
 public:
  PartyNames(const graph::StoreView& view, const graph::Snapshot& snapshot,
             const PartyBook& parties)
      : view_(view), snapshot_(snapshot), parties_(parties), ids_(view, snapshot.vertices()) {}

  // The name that a source gives, else its alias in quotation marks, else scheme and id. Errors:
  // kInternal for a protected party, so that no mistake of ours writes one; those of the store.
  graph::Result<std::string> label(graph::VertexIndex party);
  // "person:bank/7".
  graph::Result<std::string> id(graph::VertexIndex vertex);

 private:
  const graph::StoreView& view_;
  const graph::Snapshot& snapshot_;
  const PartyBook& parties_;
  EntityNames ids_;
};

}  // namespace headwater::queries::internal
