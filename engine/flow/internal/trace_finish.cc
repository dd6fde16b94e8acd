// The end of a run: what is held where, and the proof that nothing was lost.
#include <algorithm>

#include "engine/flow/internal/trace_run.h"

namespace headwater::engine::internal {
namespace {

using graph::Status;
using graph::WideMinorUnits;

Status not_conserved(const std::string& what) {
  return Status(graph::StatusCode::kInternal,
                {"trace", "", what + " is not conserved",
                 "please report it: the answer would have been wrong and is not given"});
}

void add_to(LabelBalance& balance, HoldingKind kind, std::int64_t amount) {
  switch (kind) {
    case HoldingKind::kHeld:
      balance.held += amount;
      break;
    case HoldingKind::kPooled:
      balance.pooled += amount;
      break;
    case HoldingKind::kCashedOut:
      balance.cashed_out += amount;
      break;
    case HoldingKind::kExternal:
      balance.external += amount;
      break;
    case HoldingKind::kDissipated:
      balance.dissipated += amount;
      break;
    case HoldingKind::kSpent:
      balance.spent += amount;
      break;
  }
}

}  // namespace

Status TraceRun::collect_holdings() {
  for (const auto& [key, amount] : ends_) {
    if (amount == 0) continue;
    if (amount > std::numeric_limits<std::int64_t>::max()) return too_wide({key.asset});
    result_.holdings.push_back({key.kind,
                                key.account,
                                {key.asset},
                                key.label,
                                key.holder,
                                static_cast<std::int64_t>(amount),
                                key.paid_by});
  }
  for (std::size_t i = 0; i < purses_.size(); ++i) {
    const Purse& purse = purses_[i];
    const auto& [account, asset, next] = table_.entries()[i];
    if (purse.debt() > 0) ++result_.accounts_in_debt;
    for (const Lot& lot : purse.lots()) {
      if (lot.amount == 0) continue;
      result_.holdings.push_back({HoldingKind::kHeld, account, asset, lot.tag.label, lot.tag.holder,
                                  lot.amount, holder_of(account)});
    }
  }
  std::sort(result_.holdings.begin(), result_.holdings.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.account, a.asset, a.label, a.holder, a.kind, a.paid_by) <
           std::tuple(b.account, b.asset, b.label, b.holder, b.kind, b.paid_by);
  });
  for (const LabelledHolding& holding : result_.holdings) {
    add_to(balance(holding.asset, holding.label), holding.kind, holding.amount);
  }
  for (const auto& [key, entry] : balances_) result_.balances.push_back(entry);
  return {};
}

// Over the purses of an asset: what is there = what opened and came in, less what repaid debts and
// what went out, as far as it was covered.
Status TraceRun::check_assets() const {
  std::map<std::uint16_t, std::pair<WideMinorUnits, WideMinorUnits>> sums;  // balances, debts
  for (std::size_t i = 0; i < purses_.size(); ++i) {
    auto& [balance, debt] = sums[table_.entries()[i].asset.value];
    balance += purses_[i].balance();
    debt += purses_[i].debt();
  }
  for (const auto& [asset, book] : books_) {
    const auto found = sums.find(asset);
    const auto [balance, debt] =
        found == sums.end() ? std::pair<WideMinorUnits, WideMinorUnits>() : found->second;
    const WideMinorUnits covered = book.debited - book.overdrawn;
    if (balance != book.opened + book.credited - book.debts_repaid - covered ||
        debt != book.opened_in_debt + book.overdrawn - book.debts_repaid) {
      return not_conserved("money of asset " + snapshot_.assets()[asset].code);
    }
  }
  return {};
}

Status TraceRun::check_labels() const {
  for (const auto& [key, entry] : balances_) {
    if (entry.newly_labelled + entry.converted_in != entry.held + entry.pooled + entry.cashed_out +
                                                         entry.external + entry.dissipated +
                                                         entry.spent + entry.converted_out) {
      return not_conserved("labelled money of asset " + snapshot_.assets()[key.first].code);
    }
  }
  return {};
}

Status TraceRun::finish() {
  HEADWATER_RETURN_IF_ERROR(collect_holdings());
  HEADWATER_RETURN_IF_ERROR(check_assets());
  return check_labels();
}

}  // namespace headwater::engine::internal
