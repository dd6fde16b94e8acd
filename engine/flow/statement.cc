// Method: the ledger model of lots, one a deposit, and a rule for withdrawals (docs/tracing.md).
// FIFO: Clayton's Case (1816). Pro rata: largest remainder (Hamilton). The lowest intermediate
// balance of one claimant has a closed form: after every event, claim = max(0, min(claim,
// balance)). Overdrafts stop the trace: what repays a debt is nobody's any more.
#include "engine/flow/statement.h"

#include <algorithm>
#include <limits>
#include <map>

#include "engine/flow/internal/statement_rules.h"

namespace headwater::engine {
namespace {

using graph::Status;
using graph::WideMinorUnits;
using internal::LotPart;
using internal::StatementLot;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

Status refused(std::size_t case_number, std::int64_t sequence, std::string found) {
  return graph::input_error(
      "trace a statement",
      "case " + std::to_string(case_number) + ", seq " + std::to_string(sequence), std::move(found),
      "amounts are minor units >= 0, and the account's balance and debt stay below 2^63");
}

// One case: one account from its first event to its last.
class Account {
 public:
  Account(std::string case_name, std::size_t number, StatementRule rule, InnerRule inner,
          std::vector<StatementShare>& rows)
      : case_name_(std::move(case_name)),
        number_(number),
        rule_(internal::statement_rule(rule)),
        inner_(inner),
        rows_(rows) {}

  Status run(const std::vector<const StatementEvent*>& events) {
    for (const StatementEvent* event : events) {
      const std::int64_t amount = event->amount.value;
      if (amount < 0) return refused(number_, event->sequence, "a negative amount");
      balance_ += event->is_deposit ? WideMinorUnits{amount} : -WideMinorUnits{amount};
      if (balance_ > kMost || balance_ < -WideMinorUnits{kMost}) {
        return refused(number_, event->sequence, "a balance or debt beyond 64 bits");
      }
      if (event->is_deposit) {
        deposit(*event);
      } else {
        withdraw(*event);
      }
      if (rule_.rule == StatementRule::kLibrSingle) lower_claims();
      last_sequence_ = event->sequence;
    }
    return finish();
  }

 private:
  using OwnerSums = std::vector<std::pair<std::uint32_t, std::int64_t>>;

  std::uint32_t owner_of(const std::string& label) {
    const auto fresh = static_cast<std::uint32_t>(owners_.size());
    const auto [at, is_new] = numbers_.emplace(label, fresh);
    if (is_new) owners_.push_back({label, 0, 0, false});
    return at->second;
  }

  void deposit(const StatementEvent& event) {
    const std::uint32_t owner = owner_of(event.label);
    const std::int64_t amount = event.amount.value;
    owners_[owner].contributed += amount;
    if (event.claimed) {
      owners_[owner].is_claimant = true;
      owners_[owner].claim += amount;
    }
    if (rule_.take == nullptr) return;
    const std::int64_t repaid = std::min(debt_, amount);
    debt_ -= repaid;
    add_row("event", event.sequence, "overdraft-repayment", event.label, repaid);
    if (amount > repaid) lots_.push_back({owner, event.claimed, amount - repaid});
  }

  void withdraw(const StatementEvent& event) {
    if (rule_.take == nullptr) return;
    const std::int64_t amount = event.amount.value;
    std::int64_t held = 0;
    for (const StatementLot& lot : lots_) held += lot.amount;
    const std::int64_t covered = std::min(held, amount);
    std::vector<LotPart> taken;
    rule_.take(covered, lots_, inner_, taken);
    OwnerSums by_owner;
    for (const LotPart& part : taken) {
      const std::uint32_t owner = lots_[part.lot].owner;
      lots_[part.lot].amount -= part.amount;
      add_up(by_owner, owner, part.amount);
    }
    std::erase_if(lots_, [](const StatementLot& lot) { return lot.amount == 0; });
    debt_ += amount - covered;
    for (const auto& [owner, part] : by_owner) {
      add_row("event", event.sequence, event.label, owners_[owner].label, part);
    }
    add_row("event", event.sequence, event.label, "(overdraft)", amount - covered);
  }

  // Withdrawals have few owners; a list keeps the order of taking.
  static void add_up(OwnerSums& sums, std::uint32_t owner, std::int64_t amount) {
    for (auto& [known, sum] : sums) {
      if (known == owner) {
        sum += amount;
        return;
      }
    }
    sums.emplace_back(owner, amount);
  }

  void lower_claims() {
    const WideMinorUnits most = std::max<WideMinorUnits>(balance_, 0);
    for (Owner& owner : owners_) owner.claim = std::min(owner.claim, most);
  }

  Status finish() {
    if (rule_.rule == StatementRule::kStaticPariPassu) return share_by_contribution();
    if (rule_.rule == StatementRule::kLibrSingle) {
      list_claims();
    } else {
      list_lots();
    }
    return {};
  }

  void list_claims() {
    for (const Owner& owner : owners_) {
      if (!owner.is_claimant) continue;
      const auto claim = static_cast<std::int64_t>(owner.claim);
      rows_.push_back(
          {case_name_, rule_.rule, "final", std::nullopt, "claim", owner.label, {claim}});
    }
  }

  void list_lots() {
    OwnerSums left;
    for (const StatementLot& lot : lots_) add_up(left, lot.owner, lot.amount);
    for (const auto& [owner, amount] : left) {
      add_row("final", std::nullopt, "balance", owners_[owner].label, amount);
    }
  }

  Status share_by_contribution() {
    WideMinorUnits sum = 0;
    std::vector<std::int64_t> weights;
    for (const Owner& owner : owners_) {
      sum += owner.contributed;
      weights.push_back(static_cast<std::int64_t>(owner.contributed));
    }
    if (balance_ <= 0 || sum == 0) return {};
    if (sum > kMost) return refused(number_, last_sequence_, "contributions beyond 64 bits");
    const auto parts = graph::largest_remainder(static_cast<std::int64_t>(balance_), weights);
    for (std::size_t i = 0; i < owners_.size(); ++i) {
      add_row("final", std::nullopt, "balance", owners_[i].label, parts[i]);
    }
    return {};
  }

  void add_row(std::string item, std::optional<std::int64_t> sequence, std::string event_label,
               std::string owner, std::int64_t amount) {
    if (amount == 0) return;
    rows_.push_back({case_name_,
                     rule_.rule,
                     std::move(item),
                     sequence,
                     std::move(event_label),
                     std::move(owner),
                     {amount}});
  }

  struct Owner {
    std::string label;
    WideMinorUnits contributed;
    WideMinorUnits claim;
    bool is_claimant;
  };
  std::string case_name_;
  std::size_t number_;
  const internal::StatementRuleEntry& rule_;
  InnerRule inner_;
  std::vector<StatementShare>& rows_;
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<Owner> owners_;       // by first deposit
  std::vector<StatementLot> lots_;  // by deposit
  std::int64_t debt_ = 0;
  std::int64_t last_sequence_ = 0;
  WideMinorUnits balance_ = 0;  // signed: lots less debt
};

}  // namespace

std::string_view to_string(StatementRule rule) { return internal::statement_rule(rule).name; }

std::optional<StatementRule> parse_statement_rule(std::string_view word) {
  const auto* entry = internal::find_statement_rule(word);
  return entry != nullptr ? std::optional(entry->rule) : std::nullopt;
}

graph::Result<std::vector<StatementShare>> trace_statement(std::span<const StatementEvent> events,
                                                           StatementRule rule, InnerRule inner) {
  std::vector<std::pair<std::string, std::vector<const StatementEvent*>>> cases;
  std::map<std::string, std::size_t> numbers;
  for (const StatementEvent& event : events) {
    const auto [at, is_new] = numbers.emplace(event.case_name, cases.size());
    if (is_new) cases.push_back({event.case_name, {}});
    cases[at->second].second.push_back(&event);
  }
  std::vector<StatementShare> rows;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    auto& [case_name, its_events] = cases[i];
    std::stable_sort(its_events.begin(), its_events.end(),
                     [](const auto* a, const auto* b) { return a->sequence < b->sequence; });
    HEADWATER_RETURN_IF_ERROR(Account(case_name, i + 1, rule, inner, rows).run(its_events));
  }
  return rows;
}

}  // namespace headwater::engine
