// The tables of a trace's answer.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "engine/flow/trace.h"
#include "graph/owners.h"
#include "graph/store.h"
#include "queries/document.h"
#include "queries/flow/case_attribution.h"
#include "queries/flow/internal/protected_vertices.h"
#include "queries/internal/entity_names.h"

namespace headwater::queries::internal {

// A label by number: named by the asker, or made from assertions.
struct TraceLabel {
  std::string name;  // empty: from assertions
  ProceedsLabel label;
};

// A finished trace and what it takes to name what it found.
struct TracedMoney {
  const graph::StoreView& view;
  std::shared_ptr<const graph::Snapshot> snapshot;
  std::shared_ptr<const graph::ResolvedVertices> resolved;
  graph::AccountOwners owners;
  graph::Timestamp until;  // the end of the run; unknown: the last transaction
  std::vector<TraceLabel> labels;
  // How owners that evidence names are called; others by their representative.
  std::map<graph::VertexIndex, graph::EntityId> called;
  engine::TraceResult result;
  std::vector<AssertedProceeds> asserted;  // what the labels were made from; asked sources: none
};

// One row of where the money stands.
struct HoldingRow {
  std::string asset, id, owner, kind, label, case_name, form, territory;
  graph::WideMinorUnits amount = 0;
  int exponent = 0;
};
// Asset, kind, account (kNoVertex: a protected one), the asker's name of the label, its case,
// territory and form.
using HoldingKey = std::tuple<std::uint16_t, engine::HoldingKind, graph::VertexIndex, std::string,
                              graph::EntityId, graph::EntityId, std::string>;

class TraceTables {
 public:
  explicit TraceTables(const TracedMoney& money);

  // Where the money stands: by asset, amount descending, id.
  graph::Result<graph::Table> holdings();
  // Both in ledger order, the first `limit` (0: all) of `found`; none with a protected end.
  graph::Result<graph::Table> payments(std::size_t limit, std::size_t& found);
  graph::Result<graph::Table> conversions(std::size_t limit, std::size_t& found);
  // Errors: kInternal when a difference is not 0.
  graph::Result<graph::Table> conservation();
  graph::Result<graph::Table> labels();
  Document summary() const;

 private:
  bool is_protected(graph::VertexIndex account) const {
    return protected_.contains_account(account, money_.owners);
  }
  template <typename Payment>
  void erase_protected(std::vector<Payment>& payments) const;
  graph::Result<HoldingRow> holding_row(const HoldingKey& key, graph::WideMinorUnits amount);
  graph::Result<std::string> owner_name(graph::VertexIndex account);
  std::string label_name(std::uint32_t label) const;
  // One amount an asset, as an object; `amount_of` a row.
  template <typename Rows, typename Amount>
  Document by_asset(const Rows& rows, Amount amount_of) const;
  const graph::Asset& asset(graph::AssetId id) const { return money_.snapshot->assets()[id.value]; }

  const TracedMoney& money_;
  const ProtectedVertices protected_;
  const graph::AccountOwners last_owners_;  // at the end of the run
  EntityNames names_;
};

}  // namespace headwater::queries::internal
