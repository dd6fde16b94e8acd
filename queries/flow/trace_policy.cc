#include "queries/flow/trace_policy.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "queries/internal/values.h"
#include "queries/parameters.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;
using graph::WideMinorUnits;

// Rules that `trace --ledger` has for one account's statement.
constexpr std::array<std::string_view, 7> kStatementOnly = {
    "fifo", "lifo", "clean-first", "taint-first", "libr-single", "static-pari-passu", "all"};

template <typename Value, std::size_t Size>
std::optional<Value> value_of(const std::array<std::pair<std::string_view, Value>, Size>& known,
                              std::string_view word) {
  for (const auto& [name, value] : known) {
    if (name == word) return value;
  }
  return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, engine::TieMode>, 3> kTies = {
    {{"ledger", engine::TieMode::kLedger},
     {"credits-first", engine::TieMode::kCreditsFirst},
     {"debits-first", engine::TieMode::kDebitsFirst}}};
constexpr std::array<std::pair<std::string_view, engine::OpeningPolicy>, 4> kOpenings = {
    {{"given-else-inferred", engine::OpeningPolicy::kGivenElseInferred},
     {"given", engine::OpeningPolicy::kGiven},
     {"inferred", engine::OpeningPolicy::kInferred},
     {"zero", engine::OpeningPolicy::kZero}}};

Status refused(std::string_view about, std::string place, std::string found, std::string remedy) {
  return graph::question_error(std::string(about), std::move(place), std::move(found),
                               std::move(remedy));
}

Status check_rule(std::string_view about, std::string_view rule) {
  if (rule == "pro-rata") return {};
  if (std::find(kStatementOnly.begin(), kStatementOnly.end(), rule) != kStatementOnly.end()) {
    return refused(about, "parameter rule", "a rule that runs on one account's statement only",
                   "on a network use pro-rata; for one account: headwater trace --ledger FILE.csv "
                   "--rule R");
  }
  return refused(about, "parameter rule", "no rule that can be run on a network",
                 "use pro-rata; trace --ledger has fifo, lifo, clean-first, taint-first, "
                 "libr-single and static-pari-passu for one account");
}

Status check_direction(std::string_view about, const TracePolicyWords& words) {
  if (words.direction != "forward") {
    return refused(about, "parameter direction", "money is traced forward only",
                   "use forward; neighbourhood --direction in shows who could have paid");
  }
  if (words.overdraft == "stop") return {};
  return refused(about, "parameter overdraft", "nothing is traced back through an overdraft",
                 "use stop: labelled money that repays a debt is dissipated");
}

std::string count(std::uint64_t number, const char* one, const char* many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

// "12.3 % of the labelled EUR": one decimal, rounded down.
std::string percent(WideMinorUnits part, WideMinorUnits whole) {
  const auto tenths = static_cast<std::int64_t>(part * 1000 / whole);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

// Assets of which more than one percent repaid debts or was kept as a fee.
std::vector<std::string> dissipation_notes(const engine::TraceResult& result,
                                           const std::vector<graph::Asset>& assets) {
  std::map<std::uint16_t, std::pair<WideMinorUnits, WideMinorUnits>> sums;
  for (const engine::LabelBalance& balance : result.balances) {
    auto& [labelled, dissipated] = sums[balance.asset.value];
    labelled += balance.newly_labelled + balance.converted_in;
    dissipated += balance.dissipated;
  }
  std::vector<std::string> notes;
  for (const auto& [asset, sum] : sums) {
    const auto& [labelled, dissipated] = sum;
    if (dissipated * 100 <= labelled) continue;
    notes.push_back(percent(dissipated, labelled) + " of the labelled " + assets[asset].code +
                    " met an overdraft or was kept as a fee: it is dissipated, not followed on");
  }
  return notes;
}

}  // namespace

Result<engine::TraceRequest> trace_policy(std::string_view about, const TracePolicyWords& words) {
  HEADWATER_RETURN_IF_ERROR(check_rule(about, words.rule));
  HEADWATER_RETURN_IF_ERROR(check_direction(about, words));
  const auto ties = value_of(kTies, words.ties);
  if (!ties) {
    return refused(about, "parameter ties", "no order of ties",
                   "use ledger, credits-first or debits-first");
  }
  const auto opening = value_of(kOpenings, words.opening);
  if (!opening) {
    return refused(about, "parameter opening", "no kind of opening balance",
                   "use given-else-inferred, given, inferred or zero");
  }
  engine::TraceRequest policy;
  policy.ties = *ties;
  policy.opening = *opening;
  policy.until = words.until;
  policy.aggregates = words.aggregates;
  policy.undated = words.undated;
  policy.boundary = words.boundary;
  policy.through_pooled = words.through_pooled;
  return policy;
}

void set_trace_policy(const TracePolicyWords& words, const graph::Resolution& resolution,
                      Document& parameters) {
  parameters.set("rule", Document(words.rule))
      .set("direction", Document(words.direction))
      .set("until", internal::time_document(words.until))
      .set("ties", Document(words.ties))
      .set("opening", Document(words.opening))
      .set("overdraft", Document(words.overdraft))
      .set("aggregates", Document(words.aggregates))
      .set("undated", Document(words.undated))
      .set("boundary", Document(words.boundary))
      .set("through-pooled", Document(words.through_pooled))
      .set("resolve", Document(to_text(resolution)));
}

std::vector<std::string> trace_notes(const engine::TraceResult& result,
                                     const std::vector<graph::Asset>& assets) {
  std::vector<std::string> notes = dissipation_notes(result, assets);
  if (result.accounts_with_inferred_opening > 0) {
    notes.push_back(count(result.accounts_with_inferred_opening, "balance was", "balances were") +
                    " inferred as the least that keeps an account from overdraft: the labelled "
                    "share of what leaves such accounts tends to be too high");
  }
  if (result.accounts_in_debt > 0) {
    notes.push_back(count(result.accounts_in_debt, "account ends", "accounts end") +
                    " overdrawn; nothing is traced through an overdraft");
  }
  if (result.aggregates_left_out > 0) {
    notes.push_back(count(result.aggregates_left_out, "aggregate transaction is",
                          "aggregate transactions are") +
                    " left out (--aggregates takes them in)");
  }
  if (result.undated_left_out > 0) {
    notes.push_back(
        count(result.undated_left_out, "undated transaction is", "undated transactions are") +
        " left out (--undated takes them in, before all others)");
  }
  return notes;
}

}  // namespace headwater::queries
