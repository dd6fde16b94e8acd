// The scoreboard: two numbers a territory (place of exploitation), form of exploitation and sector:
// victims known to the store, and illicit profit attributed to members of the asserted cases.
//
//   ScoreboardRequest request; request.by = {ScoreboardDimension::kTerritory};
//   HEADWATER_ASSIGN_OR_RETURN(Scoreboard board, measure_scoreboard(session, request));
//   HEADWATER_ASSIGN_OR_RETURN(Answer answer, scoreboard(session, request));   // the same, to
//   print
//
// Known victims are not prevalence, and money without an assertion is not in it: a cell without
// records is unknown, not 0. For publication nothing that is hidden is in the value either:
// whoever holds it may print all of it. What the figures mean, the rules of hiding and what they do
// not withstand stand in docs/measurement.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/money.h"
#include "graph/projection.h"
#include "graph/timestamp.h"
#include "queries/answer.h"
#include "queries/disclosure/disclosure.h"
#include "queries/parameters.h"
#include "queries/query_session.h"

namespace headwater::queries {

enum class Audience : std::uint8_t {
  kPublication,  // small counts, dominated money and what would give them back are hidden
  kInternal,     // exact; answers are stamped so
};
std::string_view to_string(Audience audience);  // "publication", "internal"

enum class ScoreboardDimension : std::uint8_t { kTerritory, kForm, kSector };
std::string_view to_string(ScoreboardDimension dimension);  // "territory", "form", "sector"

struct ScoreboardRequest {
  Audience audience = Audience::kPublication;
  // Dimensions that are shown, in any order, each once, at least one. What is hidden does not
  // depend on them: the answers for all of them together give no more away than the finest one.
  std::vector<ScoreboardDimension> by = {ScoreboardDimension::kTerritory,
                                         ScoreboardDimension::kForm, ScoreboardDimension::kSector};
  std::string case_name;  // "case:scheme/id"; empty: all cases, and what names none
  // [from, to); unbounded: all that is known, undated records too. For publication each end that
  // there is begins a calendar quarter (UTC).
  graph::TimeWindow window;
  graph::Resolution resolution;
  // Publication: the smallest count that is shown, at least 10. Nothing: 10.
  std::optional<std::int64_t> threshold;
};

enum class FigureStatus : std::uint8_t {
  kShown,
  kHidden,   // for publication: small, dominated, or hidden to cover for others; all look alike
  kUnknown,  // no record says anything: not 0
};
std::string_view to_string(FigureStatus status);  // "shown", "hidden", "unknown"

// Money of one asset in one cell. Amounts are 0 unless shown.
struct ScoreboardMoney {
  graph::Asset asset;
  // Of gross, cost and uncertain, which are shown together. Unknown: no asserted proceeds have
  // reached a member; the internal audience gets the cost all the same.
  FigureStatus status = FigureStatus::kUnknown;
  graph::WideMinorUnits gross = 0;  // G: asserted proceeds that reached members
  graph::WideMinorUnits cost = 0;   // C: asserted costs that members paid to outsiders
  // Sent to outsiders and explained by no assertion, or changed into another asset: what of the
  // profit may be gone (engine::MemberProfit::lower).
  graph::WideMinorUnits uncertain = 0;
  graph::WideMinorUnits upper() const { return gross - cost; }
  graph::WideMinorUnits lower() const { return gross - cost - uncertain; }
  // Wages due less wages paid, as asserted. Moves no money: never added to the rest.
  FigureStatus withheld_status = FigureStatus::kUnknown;
  graph::WideMinorUnits withheld = 0;
  // Internal audience only, else 0: asserted proceeds that have reached no member yet, and money
  // that only an indicator calls proceeds.
  graph::WideMinorUnits with_conduits = 0, suspected = 0;
};

// A cell, or a margin: the sum of cells.
struct ScoreboardCell {
  // One value a dimension of the scoreboard; nothing: all values. "unknown" where no record says.
  std::vector<std::optional<std::string>> key;
  // People known one by one. In a margin whoever was exploited in two cells counts twice.
  FigureStatus victims_status = FigureStatus::kUnknown;
  std::int64_t victims = 0;
  // Cases that sources counted without telling people apart: who they are, and whether they are
  // among the victims, is not known, so the two are never added. Unknown: no source counted any;
  // the internal audience is shown 0 then.
  FigureStatus group_cases_status = FigureStatus::kUnknown;
  std::int64_t group_cases = 0;
  // Internal audience only: people, each once.
  std::optional<std::int64_t> distinct_victims;
  std::vector<ScoreboardMoney> money;  // by asset number; assets without any record are left out
  bool is_margin() const;
};

// Part of the money of a cell (never of a margin), internal audience only.
struct ScoreboardPart {
  std::vector<std::optional<std::string>> key;
  std::string part;  // "recruitment-fees"; "charged", or "not stated"
  ScoreboardMoney money;
};

struct Scoreboard {
  Audience audience = Audience::kPublication;
  std::vector<ScoreboardDimension> dimensions;  // in the order of the enumeration
  std::vector<ScoreboardCell> cells;            // by key, margins before what they sum
  std::vector<ScoreboardPart> components;       // exploitation, recruitment fees, debt interest
  std::vector<ScoreboardPart> standards;        // of proof
  DisclosureRules rules;                        // in force for publication
  std::vector<std::string> notes;  // what was left out, hidden or assumed; fit for the audience
};

// Margins that would repeat one cell, or a coarser margin, are left out, except for the total.
// Deterministic for any number of threads. One pass over victim flows and one attribution (two for
// a bounded window; for publication of a window or one case once more over the whole store, beside
// which it is hidden). Errors: kQuestion (dimensions, a threshold below 10 for publication or any
// for the internal audience, a window of a publication within a quarter), those of attribute_cases;
// kInternal when sums do not agree or a hidden figure could be worked out: nothing is answered
// then.
graph::Result<Scoreboard> measure_scoreboard(QuerySession& session,
                                             const ScoreboardRequest& request);

// What `headwater measure scoreboard` takes, by names without dashes, and a request from it.
// Errors: kQuestion, naming the parameter.
const std::vector<ParameterSpec>& scoreboard_parameters();
graph::Result<ScoreboardRequest> parse_scoreboard(const ParameterMap& given);

// As an answer: `rows`, one a cell and asset; for the internal audience `components` and
// `standards` beside it.
graph::Result<Answer> scoreboard(QuerySession& session, const ScoreboardRequest& request);

}  // namespace headwater::queries
