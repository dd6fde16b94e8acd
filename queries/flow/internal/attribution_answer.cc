#include "queries/flow/internal/attribution_answer.h"

#include <algorithm>
#include <utility>

#include "queries/flow/attribution_truth.h"
#include "queries/flow/internal/truth_rows.h"
#include "queries/measurement/internal/territory_names.h"

namespace headwater::queries::internal {
namespace {

using graph::AssetId;
using graph::Result;
using graph::Status;

graph::Timestamp last_event(const graph::Snapshot& snapshot, graph::Timestamp until) {
  const graph::TransactionLayer& layer = snapshot.transactions();
  if (layer.size() == 0) return until;
  const graph::Timestamp last{layer.time_ms.back()};
  return until.is_known() ? std::min(last, until) : last;
}

}  // namespace

AttributionAnswer::AttributionAnswer(const graph::StoreView& view,
                                     const AttributionQuestion& question,
                                     const CaseAttribution& found)
    : view_(view),
      question_(question),
      found_(found),
      names_(view, found.snapshot->vertices()),
      tables_(view, found, names_) {}

Status AttributionAnswer::add_rows(Document& result, std::vector<std::string>& notes) {
  const auto& assets = found_.snapshot->assets();
  if (question_.by == "entity") return add_entities(result, notes);
  if (question_.by == "period") {
    sums_ = sums_by_month(found_);
    result.set("rows", Document(month_table(sums_, assets)));
    notes.emplace_back(
        "figures of a month are what happened in it; what is held or unexplained is a state at "
        "the end and stands in the other groupings");
  } else {
    HEADWATER_ASSIGN_OR_RETURN(sums_, sums_by_group(found_, question_.by, names_));
    result.set("rows", Document(group_table(question_.by, sums_, assets)));
    const bool has_subdivisions =
        question_.by == "territory" && std::any_of(sums_.begin(), sums_.end(), [](const auto& sum) {
          return is_subdivision(sum.first.first);
        });
    if (has_subdivisions) notes.emplace_back(kSubdivisionsStandApart);
  }
  for (const auto& [key, sum] : sums_) {
    if (sum.is_known) in_currency_[{key.first}][key.second] = sum.figures;
  }
  return {};
}

Status AttributionAnswer::add_other_tables(Document& result) {
  HEADWATER_ASSIGN_OR_RETURN(graph::Table identities, tables_.identities(sums_));
  HEADWATER_ASSIGN_OR_RETURN(graph::Table cases, tables_.cases());
  HEADWATER_ASSIGN_OR_RETURN(graph::Table standards, tables_.by_standard());
  HEADWATER_ASSIGN_OR_RETURN(graph::Table components, tables_.components());
  HEADWATER_ASSIGN_OR_RETURN(graph::Table wages, tables_.withheld_wages());
  HEADWATER_ASSIGN_OR_RETURN(graph::Table members, tables_.members());
  HEADWATER_ASSIGN_OR_RETURN(graph::Table transfers, tables_.transfers());
  result.set("cases", Document(std::move(cases)))
      .set("by_standard", Document(std::move(standards)))
      .set("components", Document(std::move(components)))
      .set("withheld_wages", Document(std::move(wages)))
      .set("members", Document(std::move(members)))
      .set("transfers", Document(std::move(transfers)))
      .set("identities", Document(std::move(identities)))
      .set("summary", tables_.summary());
  return {};
}

Status AttributionAnswer::add_report_currency(Document& result, std::vector<std::string>& notes) {
  if (question_.report_currency.empty()) return {};
  HEADWATER_ASSIGN_OR_RETURN(
      const ReportCurrency currency,
      ReportCurrency::load(view_, question_.report_currency,
                           last_event(*found_.snapshot, question_.policy.until)));
  const std::vector<std::string> keys = question_.by == "entity"
                                            ? std::vector<std::string>{"id", "case"}
                                            : std::vector<std::string>{question_.by};
  result.set("in_report_currency",
             Document(currency_table(keys, in_currency_, question_.by != "period", currency)));
  FiguresByKey cases;
  for (const engine::MemberProfit& row : found_.result.members) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string name,
                               names_.name(found_.labels[row.label].case_id));
    add_to(cases[{name}][row.asset], row);
  }
  result.set("cases_in_report_currency", Document(currency_table({"case"}, cases, true, currency)));
  result.set("rates", Document(currency.rates()));
  notes.emplace_back(
      "one rate an asset, the last on or before the last event, whatever the day of a payment; "
      "every total is rounded once, so totals may differ from the sum of their rows by a unit; "
      "what stands under without_rate is not in a total");
  if (currency.has_differing()) {
    notes.emplace_back(
        "rates of one day differ (differing in rates counts them): the one shown is used, a direct "
        "one before an inverted one, then the one loaded last; retract the load of the others to "
        "decide otherwise");
  }
  return {};
}

Status AttributionAnswer::add_entities(Document& result, std::vector<std::string>& notes) {
  HEADWATER_ASSIGN_OR_RETURN(std::vector<EntityRow> rows, entity_rows(view_, found_, names_));
  for (const EntityRow& row : rows) {
    if (row.asset.empty()) continue;
    const AssetId asset = *view_.find_asset(row.asset);
    add_to(sums_[{row.id, asset}].figures, row.sum.figures);
    sums_[{row.id, asset}].is_known |= row.sum.is_known;
    if (row.sum.is_known) in_currency_[{row.id, row.case_name}][asset] = row.sum.figures;
  }
  const bool with_truth = !question_.truth_directory.empty();
  Document compared;
  if (with_truth) {
    HEADWATER_ASSIGN_OR_RETURN(compared, compare(rows, notes));
  }
  sort_rows(rows);
  result.set("rows", Document(entity_table(rows, with_truth)));
  if (with_truth) result.set("truth", std::move(compared));
  return {};
}

Result<Document> AttributionAnswer::compare(std::vector<EntityRow>& rows,
                                            std::vector<std::string>& notes) {
  HEADWATER_ASSIGN_OR_RETURN(const ingest::CaseTruth truth,
                             ingest::read_case_truth(question_.truth_directory));
  HEADWATER_ASSIGN_OR_RETURN(const TruthMatch match, match_truth(view_, found_, truth));
  HEADWATER_RETURN_IF_ERROR(add_truth(view_, truth, match, names_, rows));
  notes.emplace_back(
      "compared with the known truth of a generated case: this says how the method does on a "
      "made-up ring, and nothing about a real one; a real case has no such columns");
  return Document(truth_table(view_, truth, rows));
}

}  // namespace headwater::queries::internal
