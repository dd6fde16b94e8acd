#include "queries/store/stats.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace headwater::queries {
namespace {

using graph::Status;

constexpr std::uint64_t kPollEvery = 1 << 16;

struct MoneyCount {
  std::uint64_t count = 0;
  graph::WideMinorUnits sum = 0;
};

struct TransactionCounts {
  std::uint64_t all = 0, aggregates = 0, undated = 0;
  std::vector<MoneyCount> by_asset;
  graph::Timestamp first, last;
};

void count(const graph::Transaction& transaction, TransactionCounts& counts) {
  ++counts.all;
  if ((transaction.flags & graph::kAggregate) != 0) ++counts.aggregates;
  MoneyCount& money = counts.by_asset.at(transaction.asset.value);
  ++money.count;
  money.sum += transaction.amount.value;
  if (!transaction.time.is_known()) {
    ++counts.undated;
    return;
  }
  if (!counts.first.is_known() || transaction.time < counts.first) counts.first = transaction.time;
  if (!counts.last.is_known() || transaction.time > counts.last) counts.last = transaction.time;
}

graph::Result<TransactionCounts> count_transactions(const graph::StoreView& view,
                                                    const graph::ExecutionContext& context) {
  TransactionCounts counts;
  counts.by_asset.resize(view.assets().size());
  HEADWATER_RETURN_IF_ERROR(view.for_each_transaction(
      [&](graph::TransactionId, const graph::Transaction& transaction) -> Status {
        count(transaction, counts);
        if (counts.all % kPollEvery != 0) return {};
        context.report(
            {"counting transactions", counts.all, view.counters().transactions, "transactions"});
        return context.check_cancelled("count transactions");
      }));
  return counts;
}

graph::Result<Document> count_entities(const graph::StoreView& view) {
  Document entities = Document::object();
  for (const graph::EntityKind kind : graph::kAllEntityKinds) {
    HEADWATER_ASSIGN_OR_RETURN(const std::uint64_t count, view.count_entities(kind));
    entities.set(graph::to_string(kind), Document(count));
  }
  return entities;
}

graph::Result<Document> count_relations(const graph::StoreView& view) {
  std::array<std::uint64_t, 256> counts{};
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_relation([&](graph::RelationId, const graph::Relation& relation) -> Status {
        ++counts[static_cast<std::uint8_t>(relation.kind)];
        return {};
      }));
  Document relations = Document::object();
  for (std::size_t kind = 0; kind < counts.size(); ++kind) {
    if (counts[kind] == 0) continue;
    relations.set(graph::to_string(static_cast<graph::RelationKind>(kind)), Document(counts[kind]));
  }
  return relations;
}

Document time_document(graph::Timestamp time) {
  return time.is_known() ? Document(graph::format_iso8601(time)) : Document();
}

Document money_document(const graph::StoreView& view, const TransactionCounts& counts) {
  Document money = Document::object();
  for (std::size_t asset = 0; asset < counts.by_asset.size(); ++asset) {
    const MoneyCount& entry = counts.by_asset[asset];
    if (entry.count == 0) continue;
    money.set(view.assets()[asset].code,
              Document::object()
                  .set("count", Document(entry.count))
                  .set("sum_minor", Document(graph::to_string(entry.sum))));
  }
  return money;
}

std::vector<std::string> notes_of(const TransactionCounts& counts, bool hides_victims) {
  std::vector<std::string> notes;
  if (counts.aggregates > 0) {
    notes.push_back(std::to_string(counts.aggregates) +
                    " transactions are aggregates: each stands for several payments");
  }
  if (counts.undated > 0) {
    notes.push_back(std::to_string(counts.undated) + (counts.undated == 1
                                                          ? " transaction has no date"
                                                          : " transactions have no date"));
  }
  if (hides_victims) {
    notes.emplace_back(
        "relations and assertions that concern victims are counted with the victim key only");
  }
  return notes;
}

}  // namespace

graph::Result<Answer> stats(const graph::StoreView& view, const graph::ExecutionContext& context) {
  Answer answer;
  answer.title = "What the store holds";
  answer.commit = view.as_of();
  HEADWATER_ASSIGN_OR_RETURN(Document entities, count_entities(view));
  HEADWATER_ASSIGN_OR_RETURN(const TransactionCounts counts, count_transactions(view, context));
  HEADWATER_ASSIGN_OR_RETURN(Document relations, count_relations(view));
  std::uint64_t flows = 0, statistics = 0, assertions = 0;
  const auto counting = [](std::uint64_t& counter) {
    return [&counter](auto, const auto&) -> Status {
      ++counter;
      return {};
    };
  };
  std::uint64_t erased_flows = 0;
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_victim_flow([&](graph::VictimFlowId, const graph::VictimFlow& flow) -> Status {
        ++flows;
        if (flow.is_erased) ++erased_flows;
        return {};
      }));
  HEADWATER_RETURN_IF_ERROR(view.for_each_statistic(counting(statistics)));
  HEADWATER_RETURN_IF_ERROR(view.for_each_assertion(counting(assertions)));
  HEADWATER_ASSIGN_OR_RETURN(const std::uint64_t victims,
                             view.count_entities(graph::EntityKind::kVictim));
  answer.result.set("entities", std::move(entities))
      .set("transactions", Document(counts.all))
      .set("relations", std::move(relations))
      .set("victim_flows", Document(flows))
      .set("statistics", Document(statistics))
      .set("assertions", Document(assertions))
      .set("money", money_document(view, counts))
      .set("time", Document::object()
                       .set("first", time_document(counts.first))
                       .set("last", time_document(counts.last)))
      .set("commit", Document(view.as_of().value));
  if (!view.erasures().empty()) {
    const auto entities_erased =
        std::count_if(view.erasures().begin(), view.erasures().end(),
                      [](const graph::Erasure& erasure) { return !erasure.entity.is_none(); });
    answer.result.set("erased", Document::object()
                                    .set("entities", Document(std::int64_t{entities_erased}))
                                    .set("victim_flows", Document(erased_flows)));
  }
  answer.notes = notes_of(counts, victims > 0 && !view.sees_victims());
  return answer;
}

}  // namespace headwater::queries
