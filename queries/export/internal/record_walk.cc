#include "queries/export/internal/record_walk.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "graph/entities_by_name.h"
#include "queries/internal/entity_names.h"

namespace headwater::queries::internal {

using graph::Status;

void NameBook::want(const graph::Transaction& record) {
  want(record.from);
  want(record.to);
}

void NameBook::want(const graph::Relation& record) {
  want(record.from);
  want(record.to);
}

void NameBook::want(const graph::VictimFlow& record) {
  for (const graph::EntityId id :
       {record.victim, record.recruitment_territory, record.transit_territory,
        record.exploitation_territory, record.case_id}) {
    want(id);
  }
  for (const graph::Role& role : record.roles) want(role.entity);
}

void NameBook::want(const graph::Assertion& record) {
  for (const graph::EntityId id : {record.entity, record.case_id, record.territory}) want(id);
}

Status NameBook::read(const graph::StoreView& view) {
  std::sort(ids_.begin(), ids_.end());
  ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
  HEADWATER_ASSIGN_OR_RETURN(names_, entity_names(view, ids_));
  return {};
}

void NameBook::clear() {
  ids_.clear();
  names_.clear();
}

const std::string& NameBook::of(graph::EntityId id) const {
  static const std::string kNobody;
  if (id.is_none()) return kNobody;
  const auto found = std::lower_bound(ids_.begin(), ids_.end(), id);
  HEADWATER_CHECK(found != ids_.end() && *found == id, "a batch wants every entity that it names");
  return names_[static_cast<std::size_t>(found - ids_.begin())];
}

namespace {

constexpr std::uint64_t kPollEvery = 1 << 16;

// `for_each` calls back with a number and a record.
template <typename Record, typename ForEach>
Status walk_taken(ExportRun& run, std::string_view stage, const ForEach& for_each,
                  const typename RecordBatch<Record>::Visit& visit, std::uint64_t* left_out) {
  RecordBatch<Record> batch(run, stage, visit);
  std::uint64_t seen = 0;
  HEADWATER_RETURN_IF_ERROR(for_each([&](std::uint64_t number, const Record& record) -> Status {
    if (++seen % kPollEvery == 0) {
      HEADWATER_RETURN_IF_ERROR(run.context.check_cancelled("export a store"));
    }
    if (run.scope.takes(record)) return batch.add(number, record);
    if (left_out != nullptr && run.scope.takes_origin(record.origin)) ++*left_out;
    return {};
  }));
  return batch.flush();
}

void note_left_out(ExportRun& run, const std::string& type, std::uint64_t count) {
  if (count > 0) run.left_out[type + "_outside_window_or_layers"] = count;
}

}  // namespace

Status walk_transactions(ExportRun& run, const RecordBatch<graph::Transaction>::Visit& visit) {
  std::uint64_t left_out = 0;
  HEADWATER_RETURN_IF_ERROR(walk_taken<graph::Transaction>(
      run, "exporting transactions",
      [&](const auto& each) {
        return run.view.for_each_transaction(
            [&](graph::TransactionId id, const graph::Transaction& record) {
              return each(id.value, record);
            });
      },
      visit, &left_out));
  note_left_out(run, "transactions", left_out);
  return {};
}

Status walk_relations(ExportRun& run, const RecordBatch<graph::Relation>::Visit& visit) {
  std::uint64_t left_out = 0;
  HEADWATER_RETURN_IF_ERROR(walk_taken<graph::Relation>(
      run, "exporting relations",
      [&](const auto& each) {
        return run.view.for_each_relation([&](graph::RelationId id, const graph::Relation& record) {
          return each(id.value, record);
        });
      },
      visit, &left_out));
  note_left_out(run, "relations", left_out);
  return {};
}

Status walk_victim_flows(ExportRun& run, const RecordBatch<graph::VictimFlow>::Visit& visit) {
  return walk_taken<graph::VictimFlow>(
      run, "exporting victim flows",
      [&](const auto& each) {
        return run.view.for_each_victim_flow(
            [&](graph::VictimFlowId id, const graph::VictimFlow& record) {
              return each(id.value, record);
            });
      },
      visit, nullptr);
}

Status walk_statistics(ExportRun& run, const RecordBatch<graph::Statistic>::Visit& visit) {
  return walk_taken<graph::Statistic>(
      run, "exporting statistics",
      [&](const auto& each) {
        return run.view.for_each_statistic(
            [&](graph::StatisticId id, const graph::Statistic& record) {
              return each(id.value, record);
            });
      },
      visit, nullptr);
}

Status walk_assertions(ExportRun& run, const RecordBatch<graph::Assertion>::Visit& visit) {
  return walk_taken<graph::Assertion>(
      run, "exporting assertions",
      [&](const auto& each) {
        return run.view.for_each_assertion(
            [&](graph::AssertionId id, const graph::Assertion& record) {
              return each(id.value, record);
            });
      },
      visit, nullptr);
}

Status walk_rates(ExportRun& run, const RecordBatch<graph::Rate>::Visit& visit) {
  return walk_taken<graph::Rate>(
      run, "exporting rates",
      [&](const auto& each) {
        return run.view.for_each_rate(
            [&](graph::RateId id, const graph::Rate& record) { return each(id.value, record); });
      },
      visit, nullptr);
}

// The store gives them by account number, which tells in what order it met the accounts: they are
// put in the order in which their sources state them.
Status walk_openings(ExportRun& run, const RecordBatch<graph::OpeningBalance>::Visit& visit) {
  std::vector<graph::OpeningBalance> taken;
  std::uint64_t left_out = 0;
  HEADWATER_RETURN_IF_ERROR(
      run.view.for_each_opening([&](const graph::OpeningBalance& record) -> Status {
        if (run.scope.takes(record)) {
          taken.push_back(record);
        } else if (run.scope.takes_origin(record.origin)) {
          ++left_out;
        }
        return {};
      }));
  const auto place = [](const graph::OpeningBalance& record) {
    const graph::Origin& origin = record.origin;
    return std::tuple(origin.commit, origin.source, origin.row, origin.ordinal);
  };
  std::sort(taken.begin(), taken.end(),
            [&](const auto& left, const auto& right) { return place(left) < place(right); });
  RecordBatch<graph::OpeningBalance> batch(run, "exporting opening balances", visit);
  for (const graph::OpeningBalance& record : taken) {
    HEADWATER_RETURN_IF_ERROR(batch.add(0, record));
  }
  note_left_out(run, "openings", left_out);
  return batch.flush();
}

Status walk_entities(ExportRun& run, ToldBy told_by, const EntityVisit& visit) {
  std::uint64_t seen = 0;
  for (const graph::EntityKind kind : graph::kAllEntityKinds) {
    const bool is_victim = kind == graph::EntityKind::kVictim;  // restricted, whoever told of them
    if (is_victim && told_by == ToldBy::kOpen) continue;
    const auto tells = [&](graph::CommitSeq commit) {
      if (is_victim || told_by == ToldBy::kAll) {
        return run.scope.shows_restricted() || !run.scope.is_restricted(commit);
      }
      return run.scope.is_restricted(commit) == (told_by == ToldBy::kRestricted);
    };
    HEADWATER_RETURN_IF_ERROR(graph::for_each_entity_by_name(
        run.view, kind, tells, run.request.scratch_folder,
        [&](const std::string& name, const graph::Entity& entity) -> Status {
          if (++seen % kPollEvery == 0) {
            HEADWATER_RETURN_IF_ERROR(run.context.check_cancelled("export a store"));
            run.context.report({"exporting entities", seen, 0, "entities"});
          }
          return visit(name, entity);
        }));
  }
  return {};
}

graph::Result<AttributeNames> attribute_names(ExportRun& run) {
  std::set<std::string> of_transactions, of_relations;
  const auto collecting = [&](std::set<std::string>& names) {
    return [&run, &names, seen = std::uint64_t{0}](auto, const auto& record) mutable -> Status {
      if (++seen % kPollEvery == 0) {
        HEADWATER_RETURN_IF_ERROR(run.context.check_cancelled("export a store"));
      }
      if (record.attributes.empty() || !run.scope.takes(record)) return {};
      for (const graph::Attribute& attribute : record.attributes) names.insert(attribute.name);
      return {};
    };
  };
  HEADWATER_RETURN_IF_ERROR(run.view.for_each_transaction(collecting(of_transactions)));
  HEADWATER_RETURN_IF_ERROR(run.view.for_each_relation(collecting(of_relations)));
  return AttributeNames{{of_transactions.begin(), of_transactions.end()},
                        {of_relations.begin(), of_relations.end()}};
}

std::string_view attribute_value(const std::vector<graph::Attribute>& attributes,
                                 std::string_view name) {
  for (const graph::Attribute& attribute : attributes) {
    if (attribute.name == name) return attribute.value;
  }
  return {};
}

}  // namespace headwater::queries::internal
