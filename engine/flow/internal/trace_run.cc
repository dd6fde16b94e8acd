#include "engine/flow/internal/trace_run.h"

#include <algorithm>

namespace headwater::engine::internal {

using graph::AssetId;
using graph::Status;
using graph::VertexIndex;
using graph::WideMinorUnits;

namespace {

template <typename Entry>
void sort_by_position(std::vector<Entry>& entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.position < b.position; });
}

// Of several sources with one transaction and one label the largest counts, at the place of the
// first. `sources` are sorted by position.
void keep_largest(std::vector<LabelledSource>& sources) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> places;  // by position, label
  std::size_t kept = 0;
  for (const LabelledSource& source : std::vector<LabelledSource>(sources)) {
    const auto [at, is_new] = places.try_emplace({source.position, source.label}, kept);
    LabelledSource& place = sources[at->second];
    if (is_new) {
      place = source;
      ++kept;
    } else {
      place.amount = std::max(place.amount, source.amount);
    }
  }
  sources.resize(kept);
}

// Entries of one position.
template <typename Entry>
auto at_position(const std::vector<Entry>& entries, std::uint32_t position) {
  const auto before = [](const Entry& entry, std::uint32_t wanted) {
    return entry.position < wanted;
  };
  auto begin = std::lower_bound(entries.begin(), entries.end(), position, before);
  auto end = begin;
  while (end != entries.end() && end->position == position) ++end;
  return std::pair(begin, end);
}

void add_to(std::vector<Lot>& lots, const Lot& lot) {
  for (Lot& known : lots) {
    if (known.tag == lot.tag) {
      known.amount += lot.amount;
      return;
    }
  }
  lots.push_back(lot);
}

}  // namespace

TraceRun::TraceRun(const graph::Snapshot& snapshot, const TraceRequest& request)
    : snapshot_(snapshot),
      request_(request),
      layer_(snapshot.transactions()),
      order_(event_order(snapshot, request)),
      sources_(request.sources),
      explained_(request.explained),
      table_(snapshot.vertices().size()) {
  sort_by_position(sources_);
  sort_by_position(explained_);
}

std::uint32_t TraceRun::holder_of(VertexIndex account) const {
  return request_.holders.at(account, now_);
}

std::uint32_t TraceRun::holder_of(VertexIndex account, std::uint32_t label) const {
  const std::uint32_t holder = holder_of(account);
  if (holder == kNoHolder || request_.holds_label.empty()) return holder;
  return request_.holds_label[label][holder] ? holder : kNoHolder;
}

bool TraceRun::is_source(std::uint32_t position) const {
  const auto [source, end] = at_position(sources_, position);
  return source != end;
}

Status TraceRun::too_wide(AssetId asset) const {
  return graph::input_error("trace", "asset " + snapshot_.assets()[asset.value].code,
                            "an account's balance or debt that leaves 64 bits",
                            "look for amounts in the wrong unit, or narrow the time window");
}

Status TraceRun::check_sources() const {
  for (const LabelledSource& source : sources_) {
    const bool known = source.position < layer_.size() && source.label < request_.label_count;
    std::int64_t received = 0;
    if (known) {
      const auto* other = layer_.find_received(source.position);
      received = other != nullptr ? other->amount : layer_.amount[source.position];
    }
    if (known && source.amount.value >= 0 && source.amount.value <= received) continue;
    return graph::question_error(
        "trace", "", known ? "a source larger than its transaction" : "a source that is not loaded",
        "give an amount of at most what the transaction credits, inside the time window");
  }
  return {};
}

// Accounts that labelled money could ever reach: one pass in the order of the run. What touches
// none of them is not run: it cannot change an answer.
void TraceRun::find_reach() {
  reached_.assign(snapshot_.vertices().size(), false);
  std::vector<bool> labelled(layer_.size(), false);
  for (const LabelledSource& source : sources_) labelled[source.position] = true;
  for (const std::uint32_t position : order_.positions) {
    if (!labelled[position] && !reached_[layer_.from[position]]) continue;
    const VertexIndex to = layer_.to[position];
    if (places_[to] == Place::kAccount) reached_[to] = true;
  }
  result_.transactions_run = static_cast<std::uint64_t>(
      std::count_if(order_.positions.begin(), order_.positions.end(), [&](std::uint32_t position) {
        return is_within(request_, graph::Timestamp{layer_.time_ms[position]});
      }));
  std::erase_if(order_.positions, [&](std::uint32_t position) {
    return !labelled[position] && !reached_[layer_.from[position]] &&
           !reached_[layer_.to[position]];
  });
}

void TraceRun::choose_places() {
  places_.assign(snapshot_.vertices().size(), Place::kAccount);
  for (VertexIndex v = 0; v < places_.size(); ++v) {
    if (snapshot_.has_flag(v, graph::kBoundary) && !request_.boundary) {
      places_[v] = snapshot_.has_flag(v, graph::kCashBoundary) ? Place::kCash : Place::kExternal;
    } else if (snapshot_.has_flag(v, graph::kPooled) && !request_.through_pooled) {
      places_[v] = Place::kPooled;
    }
  }
}

Purse& TraceRun::purse(VertexIndex account, AssetId asset) {
  const std::uint32_t number = table_.number(account, asset);
  if (number >= purses_.size()) purses_.resize(number + std::size_t{1});
  return purses_[number];
}

LabelBalance& TraceRun::balance(AssetId asset, std::uint32_t label) {
  LabelBalance& entry = balances_[{asset.value, label}];
  entry.asset = asset;
  entry.label = label;
  return entry;
}

graph::Result<TraceResult> TraceRun::run(const graph::ExecutionContext& context) {
  HEADWATER_RETURN_IF_ERROR(check_sources());
  keep_largest(sources_);
  choose_places();
  find_reach();
  HEADWATER_RETURN_IF_ERROR(prepare_openings(context));
  result_.aggregates_left_out = order_.aggregates_left_out;
  result_.undated_left_out = order_.undated_left_out;
  std::uint64_t steps = 0;
  for (const std::uint32_t position : order_.positions) {
    if (!is_within(request_, graph::Timestamp{layer_.time_ms[position]})) break;
    if (++steps % 65'536 == 0) HEADWATER_RETURN_IF_ERROR(context.check_cancelled("trace"));
    now_ = graph::Timestamp{layer_.time_ms[position]};
    HEADWATER_RETURN_IF_ERROR(give_openings(now_));
    HEADWATER_RETURN_IF_ERROR(step(position));
  }
  constexpr graph::Timestamp kEnd{std::numeric_limits<std::int64_t>::max()};
  HEADWATER_RETURN_IF_ERROR(give_openings(request_.until.is_known() ? request_.until : kEnd));
  if (request_.until.is_known()) now_ = request_.until;
  HEADWATER_RETURN_IF_ERROR(finish());
  return std::move(result_);
}

// One transaction: out of the payer's purse, changed on the way, into the payee's.
Status TraceRun::step(std::uint32_t position) {
  const VertexIndex from = layer_.from[position];
  const VertexIndex to = layer_.to[position];
  const bool labels = is_source(position);
  const AssetId paid{layer_.asset[position]};
  const auto* other = layer_.find_received(position);
  const AssetId received = other != nullptr ? other->asset : paid;
  if (from == to && other == nullptr && !labels) return {};  // lots stay as they are
  HEADWATER_RETURN_IF_ERROR(take_from_payer(position, paid, bundle_));
  end_explained(position, paid, bundle_);
  if (other != nullptr) convert(position, paid, received, other->amount, bundle_);
  hand_over(position, received, bundle_);
  if (labels) put_labels_on(position, received, bundle_);
  return give_to_payee(position, received, bundle_);
}

Status TraceRun::take_from_payer(std::uint32_t position, AssetId asset, Bundle& bundle) {
  const VertexIndex from = layer_.from[position];
  std::int64_t amount = layer_.amount[position];
  if (!reached_[from]) {
    bundle.clean = amount;
    bundle.lots.clear();
    return {};
  }
  Purse& payer = purse(from, asset);
  if (from == layer_.to[position] && layer_.find_received(position) == nullptr) {
    // Nobody gets into debt by paying oneself.
    amount = static_cast<std::int64_t>(std::min<WideMinorUnits>(amount, payer.balance()));
  }
  if (!payer.has_credit_for(amount)) return too_wide(asset);
  const std::int64_t debt_before = payer.debt();
  payer.take(amount, bundle);
  AssetBook& book = books_[asset.value];
  book.debited += amount;
  book.overdrawn += payer.debt() - debt_before;
  return {};
}

// The labelled part of a payment that an assertion explains ends here; to the payee it is money
// like any other. Not so the money of a label that the payer does not hold, or the payee does.
void TraceRun::end_explained(std::uint32_t position, AssetId asset, Bundle& bundle) {
  const auto [entry, end] = at_position(explained_, position);
  const std::int64_t amount = layer_.amount[position];
  if (entry == end || amount == 0 || bundle.lots.empty()) return;
  if (layer_.from[position] == layer_.to[position]) return;
  const Bundle ended = scaled(bundle, std::min(entry->amount.value, amount));
  const VertexIndex payer = layer_.from[position];
  for (const Lot& part : ended.lots) {
    if (part.tag.holder != holder_of(payer) ||
        holder_of(layer_.to[position], part.tag.label) != kNoHolder) {
      continue;
    }
    for (Lot& lot : bundle.lots) {
      if (lot.tag == part.tag) lot.amount -= part.amount;
    }
    bundle.clean += part.amount;
    book_end(HoldingKind::kSpent, payer, asset, part, payer);
    result_.movements.push_back({position, part.tag.label, part.tag.holder, part.tag.holder,
                                 part.amount, false, asset, true});
  }
}

// Another asset or another amount arrives than was paid.
void TraceRun::convert(std::uint32_t position, AssetId paid, AssetId received, std::int64_t amount,
                       Bundle& bundle) {
  if (bundle.lots.empty()) {
    bundle.clean = amount;
    return;
  }
  const Bundle before = bundle;
  bundle = scaled(before, amount);
  for (const Lot& lot : before.lots) {
    if (lot.amount == 0) continue;
    std::int64_t arrived = 0;
    for (const Lot& part : bundle.lots) {
      if (part.tag == lot.tag) arrived = part.amount;
    }
    if (paid == received) {  // the transfer kept a fee, or added to it
      const std::int64_t kept = lot.amount - arrived;
      if (kept > 0) {
        book_end(HoldingKind::kDissipated, layer_.from[position], paid, {lot.tag, kept},
                 layer_.from[position]);
      } else if (kept < 0) {  // growth carries no label
        for (Lot& part : bundle.lots) {
          if (part.tag == lot.tag) part.amount = lot.amount;
        }
        bundle.clean -= kept;
      }
      continue;
    }
    balance(paid, lot.tag.label).converted_out += lot.amount;
    balance(received, lot.tag.label).converted_in += arrived;
    result_.conversions.push_back(
        {position, lot.tag.label, lot.tag.holder, paid, received, lot.amount, arrived});
  }
}

// Every labelled lot passes to the payee's holder, if it has one. Lots that now carry one tag
// become one.
void TraceRun::hand_over(std::uint32_t position, AssetId asset, Bundle& bundle) {
  std::vector<Lot> handed;
  for (Lot lot : bundle.lots) {
    if (lot.amount == 0) continue;
    const std::uint32_t before = lot.tag.holder;
    const std::uint32_t holder = holder_of(layer_.to[position], lot.tag.label);
    if (holder != kNoHolder) lot.tag.holder = holder;
    result_.movements.push_back(
        {position, lot.tag.label, before, lot.tag.holder, lot.amount, false, asset});
    add_to(handed, lot);
  }
  bundle.lots = std::move(handed);
}

// Puts the label on what the sources assert beyond what the payer's money carried already.
void TraceRun::put_labels_on(std::uint32_t position, AssetId asset, Bundle& bundle) {
  const auto [begin, end] = at_position(sources_, position);
  for (auto source = begin; source != end; ++source) {
    const std::uint32_t holder = holder_of(layer_.to[position], source->label);
    std::int64_t carried = 0;
    for (const Lot& lot : bundle.lots) {
      if (lot.tag.label == source->label) carried += lot.amount;
    }
    LabelBalance& book = balance(asset, source->label);
    const std::int64_t wanted = source->amount.value;
    const std::int64_t missing = std::max<std::int64_t>(wanted - carried, 0);
    const std::int64_t placed = std::min(missing, bundle.clean);
    book.already_labelled += std::min(carried, wanted);
    book.not_placed += missing - placed;
    if (placed == 0) continue;
    book.newly_labelled += placed;
    bundle.clean -= placed;
    add_to(bundle.lots, {{source->label, holder}, placed});
    result_.movements.push_back({position, source->label, kNoHolder, holder, placed, true, asset});
  }
}

void TraceRun::book_end(HoldingKind kind, VertexIndex account, AssetId asset, const Lot& lot,
                        VertexIndex payer) {
  // Money in a pooled account is whoever's that account is, not whoever paid it in.
  const VertexIndex decides = kind == HoldingKind::kPooled ? account : payer;
  ends_[{kind, account, asset.value, lot.tag.label, lot.tag.holder, holder_of(decides)}] +=
      lot.amount;
}

Status TraceRun::give_to_payee(std::uint32_t position, AssetId asset, Bundle& bundle) {
  const VertexIndex from = layer_.from[position];
  const VertexIndex to = layer_.to[position];
  const Place place = places_[to];
  if (place != Place::kAccount) {
    const HoldingKind kind = place == Place::kCash     ? HoldingKind::kCashedOut
                             : place == Place::kPooled ? HoldingKind::kPooled
                                                       : HoldingKind::kExternal;
    for (const Lot& lot : bundle.lots) book_end(kind, to, asset, lot, from);
    return {};
  }
  if (!reached_[to]) return {};  // nothing labelled can come here
  Purse& payee = purse(to, asset);
  if (!payee.has_room_for(bundle.total())) return too_wide(asset);
  AssetBook& book = books_[asset.value];
  book.credited += bundle.total();
  const std::int64_t debt_before = payee.debt();
  payee.put(bundle, repaid_);
  book.debts_repaid += debt_before - payee.debt();
  for (const Lot& lot : repaid_.lots) book_end(HoldingKind::kDissipated, to, asset, lot, to);
  return {};
}

}  // namespace headwater::engine::internal
