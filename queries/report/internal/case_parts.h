// The parts of a case report, each filled from the same attribution.
#pragma once

#include <map>
#include <optional>

#include "ingest/generate/truth_reader.h"
#include "queries/evidence/case_scope.h"
#include "queries/flow/attribution_truth.h"
#include "queries/measurement/scoreboard.h"
#include "queries/report/case_report.h"
#include "queries/report/internal/party_book.h"
#include "queries/report/internal/party_names.h"
#include "queries/ring/internal/judge.h"
#include "queries/ring/ring_evaluation.h"
#include "queries/ring/ring_ranking.h"

namespace headwater::queries::internal {

struct CaseTruthBook {
  ingest::CaseTruth truth;
  TruthMatch match;                // whom the attribution's members truly are
  Judge judge;                     // whom the ranking's rows truly are
  std::optional<RingScore> score;  // of the ranking that the page shows, if there is one
};

// What the parts are made from.
struct ReportCase {
  QuerySession& session;
  const CaseReportRequest& request;
  const CaseAttribution& attribution;
  const PartyBook& parties;
  PartyNames& names;
  const CanonicalEntities& canonical;
  const CaseScope& scope;
  const std::optional<RingRanking>& ranking;  // nothing: no member is asserted
  const std::optional<CaseTruthBook>& truth;  // nothing: not known

  const graph::Snapshot& snapshot() const { return *attribution.snapshot; }
  const graph::Asset& asset(graph::AssetId id) const { return snapshot().assets()[id.value]; }
  bool concerns(const graph::Assertion& assertion) const {
    return scope.includes(case_of(assertion, snapshot().victim_flows(), canonical));
  }
};

// Flow of labelled money: one diagram an asset. Small parties are merged; protected ones are one
// nameless node. Errors: those of sum_flows and of the store.
graph::Result<std::vector<FlowDiagram>> case_flows(const ReportCase& report);

// Members, the top of the ranking, and what ties them; at most some 60 nodes, no victim.
graph::Result<NetworkDiagram> case_network(const ReportCase& report);

// Labelled money received by members and leaving them, by month; events, none of them a victim's.
graph::Result<Timeline> case_timeline(const ReportCase& report);

// Rows of one asset added up. The lower end is the sum of the rows' own: it is no plain difference
// where money changed asset.
struct ProfitSum {
  engine::MemberProfit figures{};  // its keys mean nothing here
  graph::WideMinorUnits lower = 0;
  void add(const engine::MemberProfit& row);
};
// By asset, then by member: over all cases of the report, as `attribute` has them by entity.
std::map<std::uint16_t, std::map<std::uint32_t, ProfitSum>> profits_by_asset(
    const CaseAttribution& attribution);

// Asserted proceeds by asset, and where all of it stands. Errors: kInternal when a unit is missing.
graph::Result<ReportTable> proceeds_table(const ReportCase& report);

// One row a member and asset, by asset and profit, then members of whom nothing is known. Beside
// it: asserted proceeds, profit by standard of proof, wages withheld, and with a truth the members
// that were missed.
graph::Result<std::vector<MemberRow>> case_members(const ReportCase& report);
graph::Result<std::vector<ReportTable>> case_profit_tables(const ReportCase& report);
graph::Result<ReportTable> missed_members(const ReportCase& report);  // needs the truth

// Innocents named, beside simple ways to rank; as measured elsewhere where no truth is known.
graph::Result<std::vector<ReportTable>> case_innocents(const ReportCase& report);

// Cards and the sentences above them.
std::vector<KeyFigure> case_figures(const ReportCase& report, const Scoreboard& board);
std::string case_summary(const ReportCase& report);

}  // namespace headwater::queries::internal
