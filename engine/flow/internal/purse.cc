#include "engine/flow/internal/purse.h"

#include <algorithm>

namespace headwater::engine::internal {
namespace {

// Weights and parts of one split, reused by the thread that traces.
struct Workspace {
  std::vector<std::int64_t> weights, parts;
  graph::RemainderScratch scratch;
};

Workspace& workspace() {
  thread_local Workspace space;
  return space;
}

void split(std::int64_t total, std::int64_t clean, const std::vector<Lot>& lots, Workspace& space) {
  space.weights.clear();
  space.weights.push_back(clean);
  for (const Lot& lot : lots) space.weights.push_back(lot.amount);
  space.parts.resize(space.weights.size());
  graph::largest_remainder_into(total, space.weights, space.parts, space.scratch);
}

}  // namespace

graph::WideMinorUnits Purse::balance() const {
  graph::WideMinorUnits sum = clean_;
  for (const Lot& lot : lots_) sum += lot.amount;
  return sum;
}

bool Purse::has_credit_for(std::int64_t debit) const {
  return debt_ + std::max<graph::WideMinorUnits>(debit - balance(), 0) <= kMost;
}

std::int64_t Purse::open(std::int64_t amount) {
  if (amount < 0) {
    debt_ -= amount;
    return 0;
  }
  const std::int64_t repaid = std::min(debt_, amount);
  debt_ -= repaid;
  clean_ += amount - repaid;
  return repaid;
}

void Purse::take(std::int64_t amount, Bundle& taken) {
  taken.clean = 0;
  taken.lots.clear();
  if (lots_.empty()) {  // the common case: no label here
    taken.clean = amount;
    const std::int64_t covered = std::min(amount, clean_);
    clean_ -= covered;
    debt_ += amount - covered;
    return;
  }
  const graph::WideMinorUnits held = balance();
  if (held <= amount) {  // everything goes, the rest is on credit
    taken.clean = amount - static_cast<std::int64_t>(held - clean_);
    for (Lot& lot : lots_) {
      if (lot.amount > 0) taken.lots.push_back(lot);
      lot.amount = 0;
    }
    debt_ += amount - static_cast<std::int64_t>(held);
    clean_ = 0;
    return;
  }
  Workspace& space = workspace();
  split(amount, clean_, lots_, space);
  taken.clean = space.parts[0];
  clean_ -= space.parts[0];
  for (std::size_t i = 0; i < lots_.size(); ++i) {
    if (space.parts[i + 1] == 0) continue;
    taken.lots.push_back({lots_[i].tag, space.parts[i + 1]});
    lots_[i].amount -= space.parts[i + 1];
  }
}

void Purse::add_lot(const Lot& lot) {
  for (Lot& held : lots_) {
    if (held.tag == lot.tag) {
      held.amount += lot.amount;
      return;
    }
  }
  lots_.push_back(lot);
}

void Purse::put(Bundle& bundle, Bundle& repaid) {
  repaid.clean = 0;
  repaid.lots.clear();
  if (debt_ > 0) {
    const std::int64_t total = bundle.total();
    const std::int64_t repayment = std::min(debt_, total);
    repaid = scaled(bundle, repayment);
    debt_ -= repayment;
    bundle.clean -= repaid.clean;
    for (const Lot& part : repaid.lots) {
      for (Lot& lot : bundle.lots) {
        if (lot.tag == part.tag) lot.amount -= part.amount;
      }
    }
  }
  clean_ += bundle.clean;
  for (const Lot& lot : bundle.lots) {
    if (lot.amount > 0) add_lot(lot);
  }
}

Bundle scaled(const Bundle& bundle, std::int64_t total) {
  Bundle result;
  if (total == 0) return result;
  if (bundle.lots.empty()) {
    result.clean = total;
    return result;
  }
  Workspace& space = workspace();
  split(total, bundle.clean, bundle.lots, space);
  result.clean = space.parts[0];
  for (std::size_t i = 0; i < bundle.lots.size(); ++i) {
    if (space.parts[i + 1] > 0) result.lots.push_back({bundle.lots[i].tag, space.parts[i + 1]});
  }
  return result;
}

}  // namespace headwater::engine::internal
