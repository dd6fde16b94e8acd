// Asserted proceeds and where all of it stands: the first line of every figure on the page.
#include <map>

#include "queries/flow/internal/asserted_proceeds.h"
#include "queries/report/internal/case_parts.h"
#include "queries/report/internal/report_money.h"

namespace headwater::queries::internal {
namespace {

std::map<std::uint16_t, ProceedsAccount> accounts_of(const CaseAttribution& attribution) {
  std::map<std::uint16_t, ProceedsAccount> accounts;
  for (const AssertedProceeds& row : attribution.asserted) accounts[row.asset.value].add(row);
  for (const engine::CaseTotals& row : attribution.result.cases) {
    accounts[row.asset.value].add(row);
  }
  return accounts;
}

graph::Status unaccounted() {
  return {graph::StatusCode::kInternal,
          {"report a case", "asserted proceeds", "an amount that no figure accounts for",
           "please report it: the page would have been wrong and is not written"}};
}

}  // namespace

graph::Result<ReportTable> proceeds_table(const ReportCase& report) {
  ReportTable table;
  table.title = "Asserted proceeds, and where they stand";
  table.caption =
      "Every unit that an assertion calls proceeds stands in one column. Labelled already: an "
      "earlier assertion labelled this money before. Not placed: other labels fill the payment. "
      "Over-claimed: asserted beyond the whole of a payment, and cut. Not run: payments without a "
      "date, or sums of many. Money that changed asset leaves one row for another.";
  table.columns = {{"Asset"},
                   {"Asserted", true},
                   {"Reached members", true},
                   {"With no member yet", true},
                   {"Labelled already", true},
                   {"Not placed", true},
                   {"Over-claimed", true},
                   {"Not run", true},
                   {"Changed asset: out less in", true}};
  for (const auto& [number, of] : accounts_of(report.attribution)) {
    if (of.difference() != 0) return unaccounted();
    const graph::Asset& asset = report.asset({number});
    std::vector<ReportCell> cells = {{asset.code}};
    for (const graph::WideMinorUnits amount :
         {of.asserted, of.gross, of.with_conduits, of.already_labelled, of.not_placed,
          of.over_claimed, of.not_run, of.converted_out - of.converted_in}) {
      cells.push_back({amount_text(amount, asset)});
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace headwater::queries::internal
