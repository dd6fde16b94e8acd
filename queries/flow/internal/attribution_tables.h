// The tables beside the main one in an attribution's answer.
#pragma once

#include "graph/table.h"
#include "queries/document.h"
#include "queries/flow/internal/attribution_figures.h"

namespace headwater::queries::internal {

class AttributionTables {
 public:
  AttributionTables(const graph::StoreView& view, const CaseAttribution& found, EntityNames& names)
      : view_(view), found_(found), names_(names) {}

  // By case and asset: what was asserted, and where all of it stands: reached members, with
  // conduits, labelled already, without room, over-claimed, not run, changed asset (`difference`:
  // asserted less these, 0); and what it cost. Errors: kInternal for another difference.
  graph::Result<graph::Table> cases();
  // The same profit split by standard of proof, and by component.
  graph::Result<graph::Table> by_standard();
  graph::Result<graph::Table> components();
  graph::Result<graph::Table> withheld_wages();
  graph::Result<graph::Table> members();
  graph::Result<graph::Table> transfers();
  // Both sides of every identity, per asset. Errors: kInternal when two sides differ.
  graph::Result<graph::Table> identities(const std::map<GroupKeyOfSum, AttributedSum>& rows) const;
  Document summary() const;

 private:
  template <typename Split>
  graph::Result<graph::Table> split(const char* name, Split split_of);
  const graph::Asset& asset(graph::AssetId id) const { return found_.snapshot->assets()[id.value]; }

  const graph::StoreView& view_;
  const CaseAttribution& found_;
  EntityNames& names_;
};

}  // namespace headwater::queries::internal
