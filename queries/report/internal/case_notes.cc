#include "queries/report/internal/case_notes.h"

#include <fmt/format.h>

#include "queries/flow/internal/evidence_notes.h"
#include "queries/internal/text_table.h"
#include "queries/internal/values.h"
#include "queries/parameters.h"
#include "queries/report/internal/report_money.h"

namespace headwater::queries::internal {
namespace {

// "3 payments are ..." where there are any.
class Counted {
 public:
  explicit Counted(std::vector<std::string>& list) : list_(list) {}
  void add(std::uint64_t count, std::string_view one, std::string_view many) {
    if (count == 0) return;
    list_.push_back(
        fmt::format("{} {}", grouped(static_cast<std::int64_t>(count)), count == 1 ? one : many));
  }

 private:
  std::vector<std::string>& list_;
};

void add_trace(const engine::AttributionResult& result, Counted& out) {
  const engine::TraceResult& trace = result.trace;
  out.add(trace.aggregates_left_out,
          "aggregate transaction (one row for many payments) is not traced",
          "aggregate transactions (one row for many payments) are not traced");
  out.add(trace.undated_left_out, "undated transaction is not traced",
          "undated transactions are not traced");
  out.add(trace.accounts_with_inferred_opening,
          "account had no opening balance: the least that avoids an overdraft was taken, clean",
          "accounts had no opening balance: the least that avoids an overdraft was taken, clean");
  out.add(trace.accounts_in_debt, "account ends in debt: what it owes is not illicit money",
          "accounts end in debt: what they owe is not illicit money");
}

}  // namespace

std::vector<ReportNote> assumption_notes(ReportAudience audience,
                                         const graph::Resolution& resolution) {
  std::vector<ReportNote> notes = {
      {"Money starts from assertions",
       "Nothing is called proceeds because a computer says so: somebody asserted it, with evidence "
       "and a standard of proof. Takings that nobody asserted, and cash that never saw a bank, are "
       "in no figure, so gross proceeds are a lower bound."},
      {"Pro rata, in recorded order",
       "A payment takes from every origin of the money in an account in proportion to the balance "
       "at that moment. It is a rule chosen by law, not a fact about coins; another rule gives "
       "other figures."},
      {"Opening balances",
       "Where a balance was recorded it is used; elsewhere the least that avoids an overdraft. "
       "Opening money carries no label."},
      {"An interval, not a figure",
       "Upper: gross proceeds and net transfers, less asserted costs. Lower: the same, less what "
       "went to outsiders and no assertion explains, what came to another member with an account "
       "that changed hands, and what changed into another asset. That may be spending, a cost, or "
       "the share of somebody unknown: we cannot say."}};
  notes.push_back({"Who is the same",
                   fmt::format("Ids of one person in several sources are joined at level {}. A "
                               "wrong link joins two lives, a missing one hides a member's "
                               "accounts.",
                               to_text(resolution))});
  if (audience == ReportAudience::kInternal) {
    notes.push_back({"Owners",
                     "An account counts for its one owner, at any time. Companies stand for "
                     "themselves, also where a member owns them."});
  }
  return notes;
}

std::vector<ReportNote> method_notes(ReportAudience audience) {
  std::vector<ReportNote> notes = {
      {"Profit",
       "Profit = gross proceeds + transfers from members - asserted costs - transfers to members. "
       "Over the members of a case it adds up to proceeds that reached members less costs, checked "
       "to the smallest unit in every run. Assets are never added to each other."}};
  if (audience == ReportAudience::kInternal) {
    notes.push_back({"Flow",
                     "Every movement of labelled money is added up between owners. Each party "
                     "passes on exactly what it got, and the ends equal the members' figures: the "
                     "page is refused otherwise."});
    notes.push_back({"Ranking",
                     "A random walk that starts at the asserted members and follows money, "
                     "relations and roles in the case, divided by how near a place is to "
                     "everybody. It uses no truth and names no protected person."});
  }
  notes.push_back({"Victims",
                   "Counted one by one from accounts of exploitation, under pseudonyms. Whoever is "
                   "a victim, or is used under a victim's identity, is never a member, never "
                   "ranked and never named."});
  notes.push_back({"Disclosure",
                   "For publication small counts, money beside them and money that one member "
                   "dominates are hidden, with as many further cells as it takes that no "
                   "combination of totals gives them back; the result is attacked before it is "
                   "shown."});
  return notes;
}

std::vector<std::string> left_out_of_case(const ReportCase& report) {
  std::vector<std::string> list =
      evidence_notes(report.attribution, report.session.view().sees_victims(), true);
  Counted counted(list);
  add_trace(report.attribution.result, counted);
  std::map<std::uint16_t, graph::WideMinorUnits> suspected;
  for (const engine::CaseTotals& row : report.attribution.suspected.cases) {
    suspected[row.asset.value] += row.newly_labelled;
  }
  for (const auto& [asset, amount] : suspected) {
    list.push_back(money_text(amount, report.asset({asset})) +
                   " that only an indicator calls proceeds: a suspicion, in no figure");
  }
  for (const std::string& note :
       resolution_notes(*report.attribution.resolved, report.request.resolution)) {
    list.push_back(note);
  }
  list.push_back("cash handed over and value moved by goods: no record follows them");
  return list;
}

std::vector<std::string> left_out_of_publication(const Scoreboard& board) {
  return {
      "victims whom no source told of: these are known victims, detection and not prevalence",
      "money that nobody asserted to be proceeds, and asserted proceeds that reached no member",
      fmt::format("counts from 1 to {}, money beside them, money of which one member has more than "
                  "{} % or that the second could estimate within {} %, and what would give any of "
                  "it back",
                  board.rules.threshold - 1, board.rules.dominance_k, board.rules.dominance_p),
      "whoever was exploited in two cells counts in both, so a total is one of cells, not of "
      "people",
      "persons, companies, accounts, cases and files: no page for publication names them",
      "other such tables: two that differ a little can be compared, so publish one of one store"};
}

}  // namespace headwater::queries::internal
