#include "queries/export/internal/account_holders.h"

#include <algorithm>

#include "queries/export/internal/graph_layout.h"
#include "queries/export/internal/record_walk.h"

namespace headwater::queries::internal {
namespace {

// An unknown time is in no period that has a bound.
bool holds_at(graph::Timestamp from, graph::Timestamp to, graph::Timestamp time) {
  return graph::TimeWindow{from, to}.contains(time);
}

}  // namespace

graph::Result<AccountHolders> AccountHolders::read(ExportRun& run) {
  AccountHolders holders;
  HEADWATER_RETURN_IF_ERROR(walk_relations(
      run,
      [&](std::uint64_t, const graph::Relation& record, const NameBook& names) -> graph::Status {
        if (record.kind != graph::RelationKind::kOwnsAccount) return {};
        holders.holdings_.push_back({node_id(names.of(record.to)), node_id(names.of(record.from)),
                                     record.valid_from, record.valid_to});
        return {};
      }));
  std::sort(holders.holdings_.begin(), holders.holdings_.end());
  return holders;
}

std::pair<std::size_t, std::size_t> AccountHolders::range_of(const std::string& account_id) const {
  const auto first =
      std::partition_point(holdings_.begin(), holdings_.end(),
                           [&](const Holding& holding) { return holding.account < account_id; });
  auto last = first;
  while (last != holdings_.end() && last->account == account_id) ++last;
  return {static_cast<std::size_t>(first - holdings_.begin()),
          static_cast<std::size_t>(last - holdings_.begin())};
}

std::string AccountHolders::owner_at(const std::string& account_id, graph::Timestamp time) const {
  const auto [first, last] = range_of(account_id);
  std::string owner;
  for (std::size_t i = first; i < last; ++i) {
    const Holding& holding = holdings_[i];
    if (!holds_at(holding.from, holding.to, time) || holding.owner == owner) continue;
    if (!owner.empty()) return {};
    owner = holding.owner;
  }
  return owner;
}

bool AccountHolders::has_one_for_ever(const std::string& account_id) const {
  const auto [first, last] = range_of(account_id);
  return last == first + 1 && !holdings_[first].from.is_known() && !holdings_[first].to.is_known();
}

}  // namespace headwater::queries::internal
