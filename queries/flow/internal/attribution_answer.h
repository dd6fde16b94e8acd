// The exact tables of an attribution's answer, put together.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "queries/flow/attribution_question.h"
#include "queries/flow/internal/attribution_rows.h"
#include "queries/flow/internal/attribution_tables.h"
#include "queries/flow/internal/report_currency.h"

namespace headwater::queries::internal {

// The order of the calls is that of the tables in the answer; rows come first.
class AttributionAnswer {
 public:
  AttributionAnswer(const graph::StoreView& view, const AttributionQuestion& question,
                    const CaseAttribution& found);

  // `rows`; with a truth, `truth`.
  graph::Status add_rows(Document& result, std::vector<std::string>& notes);
  // Nothing unless a report currency is asked for.
  graph::Status add_report_currency(Document& result, std::vector<std::string>& notes);
  // Errors: kInternal when an identity does not hold.
  graph::Status add_other_tables(Document& result);

 private:
  graph::Status add_entities(Document& result, std::vector<std::string>& notes);
  graph::Result<Document> compare(std::vector<EntityRow>& rows, std::vector<std::string>& notes);

  const graph::StoreView& view_;
  const AttributionQuestion& question_;
  const CaseAttribution& found_;
  EntityNames names_;
  AttributionTables tables_;
  std::map<GroupKeyOfSum, AttributedSum> sums_;  // of the rows, for the identities
  FiguresByKey in_currency_;
};

}  // namespace headwater::queries::internal
