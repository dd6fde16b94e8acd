#include "tests/reference/trace.h"

#include <algorithm>
#include <vector>

namespace headwater::tests {
namespace {

using Lots = std::vector<std::pair<std::pair<std::uint32_t, std::uint32_t>, std::int64_t>>;
constexpr std::pair<std::uint32_t, std::uint32_t> kClean{0xFFFFFFFEu, 0xFFFFFFFEu};

struct Account {
  Lots lots = {{kClean, 0}};  // clean money is lot 0
  std::int64_t debt = 0;
};

std::int64_t total(const Lots& lots) {
  std::int64_t sum = 0;
  for (const auto& lot : lots) sum += lot.second;
  return sum;
}

// Hamilton by the book.
Lots share(const Lots& lots, std::int64_t amount) {
  const std::int64_t sum = total(lots);
  if (sum == 0) return {{kClean, amount}};
  Lots parts;
  std::vector<std::pair<graph::WideMinorUnits, std::size_t>> remainders;
  std::int64_t left = amount;
  for (std::size_t i = 0; i < lots.size(); ++i) {
    const graph::WideMinorUnits product = graph::WideMinorUnits{amount} * lots[i].second;
    const auto part = static_cast<std::int64_t>(product / sum);
    parts.emplace_back(lots[i].first, part);
    remainders.emplace_back(-(product % sum), i);
    left -= part;
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::int64_t i = 0; i < left; ++i) {
    ++parts[remainders[static_cast<std::size_t>(i)].second].second;
  }
  return parts;
}

void put(Lots& lots, std::pair<std::uint32_t, std::uint32_t> tag, std::int64_t amount) {
  for (auto& lot : lots) {
    if (lot.first == tag) {
      lot.second += amount;
      return;
    }
  }
  lots.emplace_back(tag, amount);
}

}  // namespace

ReferenceTrace reference_trace(const graph::Snapshot& snapshot,
                               const engine::TraceRequest& request) {
  const auto& layer = snapshot.transactions();
  std::map<std::pair<std::uint32_t, std::uint16_t>, Account> accounts;
  ReferenceTrace result;
  const auto is_sink = [&](std::uint32_t v) {
    return snapshot.has_flag(v, graph::kBoundary) || snapshot.has_flag(v, graph::kPooled);
  };
  std::map<std::pair<std::uint32_t, std::uint16_t>, graph::WideMinorUnits> running, lowest;
  const auto runs = [&](std::uint32_t p) {
    return layer.time_ms[p] != INT64_MIN && (layer.flags[p] & graph::kAggregate) == 0;
  };
  const auto received = [&](std::uint32_t p) {
    const auto* other = layer.find_received(p);
    return other == nullptr ? std::pair(layer.asset[p], layer.amount[p])
                            : std::pair(other->asset.value, other->amount);
  };
  const auto is_source = [&](std::uint32_t p) {
    return std::any_of(request.sources.begin(), request.sources.end(),
                       [&](const auto& source) { return source.position == p; });
  };
  for (std::uint32_t p = 0; p < layer.size(); ++p) {
    if (!runs(p)) continue;
    auto& out = running[{layer.from[p], layer.asset[p]}];
    out -= layer.amount[p];
    auto& least = lowest[{layer.from[p], layer.asset[p]}];
    least = std::min(least, out);
    const auto [asset, amount] = received(p);
    running[{layer.to[p], asset}] += amount;
  }
  if (request.opening == engine::OpeningPolicy::kInferred) {
    for (const auto& [key, least] : lowest) {
      accounts[key].lots[0].second = static_cast<std::int64_t>(-least);
    }
  }
  graph::Timestamp now;
  const auto holder_at = [&](std::uint32_t v, std::uint32_t label) {
    const std::uint32_t holder = request.holders.at(v, now);
    const bool holds = holder == engine::kNoHolder || request.holds_label.empty() ||
                       request.holds_label[label][holder];
    return holds ? holder : engine::kNoHolder;
  };
  for (std::uint32_t p = 0; p < layer.size(); ++p) {
    if (!runs(p) || (request.until.is_known() && layer.time_ms[p] > request.until.ms)) continue;
    now = graph::Timestamp{layer.time_ms[p]};
    const std::uint32_t from = layer.from[p], to = layer.to[p];
    const bool to_itself = from == to && layer.find_received(p) == nullptr;
    if (to_itself && !is_source(p)) continue;
    std::int64_t amount = layer.amount[p];
    if (to_itself && !is_sink(from)) {  // nobody gets into debt by paying oneself
      amount = std::min(amount, total(accounts[{from, layer.asset[p]}].lots));
    }
    Lots moving = {{kClean, amount}};
    if (!is_sink(from)) {
      Account& payer = accounts[{from, layer.asset[p]}];
      const std::int64_t held = total(payer.lots);
      moving = share(payer.lots, std::min(held, amount));
      for (std::size_t i = 0; i < moving.size(); ++i) payer.lots[i].second -= moving[i].second;
      if (amount > held) {
        payer.debt += amount - held;
        moving[0].second += amount - held;
      }
    }
    for (const auto& payment : request.explained) {
      if (payment.position != p || from == to || total(moving) == 0) continue;
      const Lots ended = share(moving, payment.amount.value);
      for (std::size_t i = 1; i < moving.size(); ++i) {
        const auto [label, last] = moving[i].first;
        if (last != request.holders.at(from, now) || holder_at(to, label) != engine::kNoHolder)
          continue;
        moving[i].second -= ended[i].second;
        moving[0].second += ended[i].second;
        result.explained[{last, label, layer.asset[p]}] += ended[i].second;
      }
    }
    const auto [asset, arrives] = received(p);
    if (layer.find_received(p) != nullptr) {
      const Lots before = moving;
      moving = share(moving, arrives);
      if (asset == layer.asset[p]) {
        for (std::size_t i = 1; i < std::min(moving.size(), before.size()); ++i) {
          if (moving[i].second <= before[i].second) {
            result.dissipated += before[i].second - moving[i].second;
          } else {
            moving[0].second += moving[i].second - before[i].second;
            moving[i].second = before[i].second;
          }
        }
      }
    }
    Lots handed = {{kClean, moving[0].second}};
    for (std::size_t i = 1; i < moving.size(); ++i) {
      if (moving[i].second == 0) continue;
      auto tag = moving[i].first;
      const std::uint32_t before = tag.second, after = holder_at(to, tag.first);
      if (after != engine::kNoHolder) tag.second = after;
      put(handed, tag, moving[i].second);
      if (tag.second == before) continue;
      if (before == engine::kNoHolder) {
        result.gross[{after, tag.first, asset}] += moving[i].second;
      } else {
        result.transfers[{before, after, tag.first, asset}] += moving[i].second;
      }
    }
    for (const auto& source : request.sources) {
      if (source.position != p) continue;
      std::int64_t carried = 0;
      for (const auto& lot : handed) {
        if (lot.first.first == source.label) carried += lot.second;
      }
      const std::int64_t wanted = std::max<std::int64_t>(source.amount.value - carried, 0);
      const std::int64_t placed = std::min(wanted, handed[0].second);
      handed[0].second -= placed;
      if (placed == 0) continue;
      const std::uint32_t holder = holder_at(to, source.label);
      put(handed, {source.label, holder}, placed);
      if (holder != engine::kNoHolder) result.gross[{holder, source.label, asset}] += placed;
    }
    if (is_sink(to)) {
      for (std::size_t i = 1; i < handed.size(); ++i) {
        result.held[{to, asset, handed[i].first.first, handed[i].first.second}] += handed[i].second;
      }
      continue;
    }
    Account& payee = accounts[{to, asset}];
    const std::int64_t repayment = std::min(payee.debt, total(handed));
    if (repayment > 0) {
      const Lots repaid = share(handed, repayment);
      payee.debt -= repayment;
      for (std::size_t i = 0; i < handed.size(); ++i) {
        handed[i].second -= repaid[i].second;
        if (i > 0) result.dissipated += repaid[i].second;
      }
    }
    for (const auto& lot : handed) {
      if (lot.second > 0 || lot.first == kClean) put(payee.lots, lot.first, lot.second);
    }
  }
  for (const auto& [key, account] : accounts) {
    for (std::size_t i = 1; i < account.lots.size(); ++i) {
      const auto& [tag, amount] = account.lots[i];
      if (amount != 0) result.held[{key.first, key.second, tag.first, tag.second}] += amount;
    }
  }
  return result;
}

}  // namespace headwater::tests
