// Tracing one account's statement, with no store behind it: whose money paid each withdrawal, and
// whose is left, under a named rule.
//
//   HEADWATER_ASSIGN_OR_RETURN(auto rows, trace_statement(events, StatementRule::kProRata));
//
// Every deposit is a lot of its owner; a rule says which lots a withdrawal takes. The account has
// no accounts around it: for money that moves on through a network see engine/flow/trace.h. What
// the rules are, and where they are used, stands in docs/tracing.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/money.h"
#include "graph/status.h"

namespace headwater::engine {

enum class StatementRule : std::uint8_t {
  kFifo,             // oldest deposit first
  kLifo,             // newest deposit first
  kProRata,          // every lot in proportion to its share of the balance at that moment
  kCleanFirst,       // unclaimed lots first, oldest first; then the claimed ones by the inner rule
  kTaintFirst,       // claimed lots first by the inner rule; then the unclaimed ones, oldest first
  kLibrSingle,       // each claimant alone: the lowest intermediate balance since the deposits
  kStaticPariPassu,  // no running trace: the final balance by total contributions
};
inline constexpr std::array kStatementRules = {
    StatementRule::kFifo,           StatementRule::kLifo,       StatementRule::kProRata,
    StatementRule::kCleanFirst,     StatementRule::kTaintFirst, StatementRule::kLibrSingle,
    StatementRule::kStaticPariPassu};

// How the claimed lots are taken among themselves by kCleanFirst and kTaintFirst.
enum class InnerRule : std::uint8_t { kFifo, kProRata };

// The word of the `rule` column: "PRORATA", "CLEAN_FIRST" ...
std::string_view to_string(StatementRule rule);
// From the command's word: "pro-rata", "clean-first" ... Nothing for an unknown one.
std::optional<StatementRule> parse_statement_rule(std::string_view word);

struct StatementEvent {
  std::string case_name;  // events of one name are one account
  std::int64_t sequence = 0;
  bool is_deposit = true;
  std::string label;  // whose money, or what it was spent on
  graph::MinorUnits amount;
  bool claimed = false;  // of a deposit: somebody claims it
};

// One row of the answer, in the columns case, rule, item, event_seq, event_label, owner, amount.
struct StatementShare {
  std::string case_name;
  StatementRule rule = StatementRule::kProRata;
  std::string item;                      // "event" or "final"
  std::optional<std::int64_t> sequence;  // of the event
  std::string event_label;  // the withdrawal's; "overdraft-repayment"; "balance"; "claim"
  std::string owner;        // whose money; "(overdraft)" for what nobody's money covered
  graph::MinorUnits amount;
  friend bool operator==(const StatementShare&, const StatementShare&) = default;
};

// Cases in the order of their first event; inside a case by `sequence` (ties: as given); the parts
// of one withdrawal in the order in which the rule takes them, one row an owner; what is left by
// first deposit. Rows of zero are left out, except a claim of zero (kLibrSingle), which is an
// answer. A withdrawal beyond the balance takes everything, and the excess is a debt that later
// deposits repay first; nothing is traced through it. kLibrSingle and kStaticPariPassu give final
// rows only.
// Errors: kInput naming case by number and the sequence: a negative amount, or a balance or debt
// beyond 64 bits. O(events * lots) time, O(events) memory. A pure function; thread-safe.
graph::Result<std::vector<StatementShare>> trace_statement(std::span<const StatementEvent> events,
                                                           StatementRule rule,
                                                           InnerRule inner = InnerRule::kFifo);

}  // namespace headwater::engine
