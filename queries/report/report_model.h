// ReportModel: everything that the report page shows, as plain text and numbers for drawing.
//
//   ReportModel model; model.title = "Case harbour"; model.members.push_back({...});
//   Result<std::string> html = report_page(model);     // queries/report/report_page.h
//
// Money, counts and dates arrive as text, formatted and disclosure-controlled by whoever fills the
// model: the page adds nothing up. A `weight` is a double for drawing only, in major units of the
// asset named beside it; amounts of two assets never share a diagram. Victims have no place here:
// no shape can draw one, and whoever fills the model leaves them out of every label.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace headwater::queries {

// ---- Figures at the top -------------------------------------------------------------------------

enum class ReportAudience : std::uint8_t { kInternal, kPublication };

struct KeyFigure {
  std::string label;   // "Profit of the ring"
  std::string value;   // "612,400.00 to 655,100.00"
  std::string unit;    // "EUR", "victims"
  std::string detail;  // one line beneath: what it is and what it is not
};

// ---- Flow of money: one Sankey diagram an asset -------------------------------------------------

enum class FlowRole : std::uint8_t {
  kSource,       // asserted proceeds: where the labelled money comes from
  kConduit,      // passes it on, asserted nothing: also "accounts of protected people", never named
  kMember,       // a member of the ring
  kCompany,      // a company that a member owns or controls
  kCashedOut,    // cash, abroad: out of sight
  kHeld,         // still in accounts
  kSpent,        // explained by an assertion: cost or spending
  kUnexplained,  // sent to outsiders, no assertion explains it
  kDissipated,   // gone: repaid a debt, or kept as a fee under way
  kConverted,    // changed from or into another asset
  kUnreached,    // has reached no member
};

struct FlowNode {
  std::string label;
  std::string amount;  // what went through, with its asset
  FlowRole role = FlowRole::kConduit;
  // Column from the left, all nodes or none; nothing: columns follow from the links.
  std::optional<std::uint32_t> stage;
};

struct FlowLink {
  std::uint32_t from = 0, to = 0;  // nodes
  double weight = 0;               // > 0, major units: the width
  std::string amount;              // "12,400.00 EUR"
  std::string detail;              // "31 payments, 2023-02-03 to 2023-11-20"; may be empty
};

struct FlowDiagram {
  std::string title;    // "Euro: from client payments to cash and abroad"
  std::string asset;    // "EUR"
  std::string caption;  // which rule, what is left out
  std::vector<FlowNode> nodes;
  std::vector<FlowLink> links;
};

// ---- Network around the ring --------------------------------------------------------------------

// There is deliberately no victim.
enum class NetworkShape : std::uint8_t {
  kPerson,
  kCompany,
  kInstitution,
  kAccount,
  kMedium,  // phone, advertisement, device
  kPlace,
  kCase,
};

enum class NetworkStanding : std::uint8_t {
  kKnownMember,    // asserted before the analysis
  kFoundMember,    // named by the ranking, and right (or adopted)
  kMissedMember,   // known from the truth only: not named
  kInnocentNamed,  // named by the ranking, and wrong
  kNamed,          // named, no truth to compare with
  kOther,          // context
};

enum class NetworkLayer : std::uint8_t { kMoney, kRelation, kCaseTie };

struct NetworkNode {
  std::string label;
  std::string detail;  // "recruiter; rank 3"; shown on hover and in the table
  NetworkShape shape = NetworkShape::kPerson;
  NetworkStanding standing = NetworkStanding::kOther;
};

struct NetworkEdge {
  std::uint32_t from = 0, to = 0;
  NetworkLayer layer = NetworkLayer::kMoney;
  double weight = 1;   // >= 0; money: major units; decides the thickness
  std::string detail;  // "24,000.00 EUR in 14 payments", "directorship since 2021"
};

struct NetworkDiagram {
  std::string caption;
  std::vector<NetworkNode> nodes;  // up to some 150 stay readable
  std::vector<NetworkEdge> edges;
};

// ---- Timeline: one panel an asset ---------------------------------------------------------------

struct TimelineAmount {
  double weight = 0;   // >= 0, major units: the height
  std::string amount;  // formatted
};

struct TimelinePanel {
  std::string asset;
  // Bars up from the middle line, then bars down from it; each has one amount a period.
  std::vector<std::pair<std::string, std::vector<TimelineAmount>>> received;
  std::vector<std::pair<std::string, std::vector<TimelineAmount>>> leaving;
};

struct TimelineEvent {
  std::uint32_t period = 0;
  std::string date;   // "2023-04-17"
  std::string label;  // "First report to the unit"
};

struct Timeline {
  std::string caption;
  std::vector<std::string> periods;  // "2023-04", in order
  std::vector<TimelinePanel> panels;
  std::vector<TimelineEvent> events;  // in time order
};

// ---- Tables -------------------------------------------------------------------------------------

struct MemberRow {
  std::string name;
  std::string role;   // "recruiter"
  std::string basis;  // "asserted", "ranked 3rd"
  std::string asset;
  std::string lower, profit;  // pi - U, pi: formatted
  std::string gross, cost;    // G, C
  std::string net_transfers;  // T_in - T_out
  std::string held, cashed_out, spent, unexplained;
  std::string converted;  // into less out of other assets; empty in all rows: no column
  std::string truth;      // empty: not known
  // The nearest end of the interval less the truth: "within", "-1,200.00"; or "an innocent (KIND)".
  std::string error;
  std::string upper_error;  // the upper end less the truth: "-1,200.00 (-3.1 %)"; may be empty
  // For the interval drawing, major units; rows of one asset share a scale. Nothing is drawn where
  // the profit is unknown.
  bool is_known = true;
  // No profit arose in this asset, only what came of money of another one: without an interval.
  bool is_use_only = false;
  double lower_weight = 0, profit_weight = 0;
  std::optional<double> truth_weight;
};

enum class CellMark : std::uint8_t {
  kNone,
  kSuppressed,  // a count below the threshold: shown as "<10", or the text if it starts with "<"
  kHidden,      // hidden so that no margin gives a suppressed cell back
  kUnknown,     // no data: not zero
};

struct ReportCell {
  std::string text;
  CellMark mark = CellMark::kNone;
};

struct ReportColumn {
  std::string name;
  bool is_number = false;  // aligned to the right
};

struct ReportTable {
  std::string title;
  std::string caption;
  std::vector<ReportColumn> columns;
  std::vector<std::vector<ReportCell>> rows;   // as wide as columns
  std::vector<std::uint32_t> emphasised_rows;  // totals, or the method recommended
};

struct ReportNote {
  std::string heading;
  std::string text;
};

// ---- The page -----------------------------------------------------------------------------------

struct ReportModel {
  std::string title;     // "Operation Harbour: flow of proceeds and profit"
  std::string subtitle;  // what kind of case; that it is synthetic, when it is
  std::string summary;   // two or three sentences: the finding and its limits
  ReportAudience audience = ReportAudience::kPublication;
  // "Store commit" 14, "Digest" 3f9a..., "Seed" 7, "Rule" pro rata ...: in this order.
  std::vector<std::pair<std::string, std::string>> stamps;

  std::vector<KeyFigure> key_figures;
  std::vector<FlowDiagram> flows;
  NetworkDiagram network;
  Timeline timeline;
  std::vector<MemberRow> members;  // by asset, then as the author orders them
  std::string members_caption;
  std::vector<ReportTable> profit_tables;  // beside the members: by standard of proof, wages ...
  std::vector<ReportTable> innocents;      // named innocents by kind of decoy, beside baselines
  std::vector<ReportTable> scoreboard;     // one for each audience shown

  std::vector<ReportNote> assumptions;  // what the figures rest on
  std::vector<ReportNote> method;       // how they were computed
  ReportTable sources;                  // what was loaded
  std::vector<std::string> left_out;    // what the figures do not contain
};

}  // namespace headwater::queries
