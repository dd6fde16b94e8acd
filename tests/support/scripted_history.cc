#include "tests/support/scripted_history.h"

#include <filesystem>
#include <sstream>

#include "graph/backup.h"
#include "graph/compact.h"
#include "graph/edge_cursor.h"
#include "graph/erasure.h"
#include "graph/seal.h"
#include "graph/small_writes.h"

namespace headwater::tests {
using namespace graph;  // NOLINT

namespace {

namespace fs = std::filesystem;

const ExecutionContext& context() {
  static const ExecutionContext shared;
  return shared;
}

Result<EntityId> entity(CommitWriter& writer, EntityKind kind, const std::string& name) {
  return writer.entity({kind, "bank", name});
}

// Payments first .. last, each under an id of its own; `amount` tells versions apart.
Status add_payments(CommitWriter& writer, int first, int last, std::int64_t amount) {
  HEADWATER_ASSIGN_OR_RETURN(const AssetId euro, writer.asset({"EUR", AssetKind::kFiat, 2}));
  for (int i = first; i <= last; ++i) {
    Transaction t;
    HEADWATER_ASSIGN_OR_RETURN(t.from, entity(writer, EntityKind::kAccount, std::to_string(i % 7)));
    HEADWATER_ASSIGN_OR_RETURN(t.to, entity(writer, EntityKind::kAccount, std::to_string(i % 5)));
    t.time = {std::int64_t{i} * 977 % 5000 * 1000};
    t.amount = t.received_amount = {amount + i};
    t.asset = t.received_asset = euro;
    t.origin.row = static_cast<std::uint64_t>(i);
    t.origin.source_id = "P" + std::to_string(i);
    if (i % 3 == 0) t.attributes = {{"text", "for " + std::to_string(i)}};
    HEADWATER_RETURN_IF_ERROR(writer.add(t).has_value()
                                  ? Status()
                                  : Status(StatusCode::kIo, {"add a payment", "", "", ""}));
  }
  return {};
}

Status add_people(CommitWriter& writer) {
  HEADWATER_ASSIGN_OR_RETURN(const EntityId person,
                             entity(writer, EntityKind::kPerson, kErasedName));
  const Attribute address{"address", std::string("at ") + kErasedName};
  HEADWATER_RETURN_IF_ERROR(writer.add_attributes(person, {&address, 1}));
  Relation owns;
  owns.from = person;
  HEADWATER_ASSIGN_OR_RETURN(owns.to, entity(writer, EntityKind::kAccount, "1"));
  owns.kind = RelationKind::kOwnsAccount;
  owns.origin.source_id = "R1";
  HEADWATER_ASSIGN_OR_RETURN([[maybe_unused]] const RelationId id, writer.add(owns));
  QuarantinedRow row;
  row.row = 99;
  row.reason = "no amount";
  return writer.add(row);
}

Status add_victim(const World& world, CommitWriter& writer) {
  HEADWATER_RETURN_IF_ERROR(writer.bind_victim_key(world.key));
  VictimFlow flow;
  HEADWATER_ASSIGN_OR_RETURN(flow.victim, entity(writer, EntityKind::kVictim, "pseudonym"));
  flow.count = 1;
  flow.form = "forced-labour";
  flow.means = {"threats"};
  flow.sex = "female";
  flow.origin.source_id = "V1";
  HEADWATER_ASSIGN_OR_RETURN([[maybe_unused]] const VictimFlowId id, writer.add(flow));
  return {};
}

using Fill = std::function<Status(const World&, CommitWriter&)>;

Manifest manifest() {
  Manifest manifest;
  manifest.format = "test";
  manifest.namespace_name = "bank";
  manifest.sources.push_back({"file.csv", std::string(64, 'a'), "file.csv", 0, 0, 0, 0, false});
  return manifest;
}

Status publish_once(const World& world, Store& store, const Fill& fill) {
  HEADWATER_ASSIGN_OR_RETURN(const auto writer, CommitWriter::begin(store, manifest(), context()));
  HEADWATER_RETURN_IF_ERROR(fill(world, *writer));
  HEADWATER_ASSIGN_OR_RETURN([[maybe_unused]] const CommitSeq commit, writer->publish());
  return {};
}

// What fails is tried once more with the store as it is: a disk may have been full for a moment.
HistoryStep commit_of(std::uint64_t number, const char* name, Fill fill) {
  return {name, [number, fill](const World& world) -> Status {
            const OpenMode mode = number == 1 ? OpenMode::kCreate : OpenMode::kWrite;
            HEADWATER_ASSIGN_OR_RETURN(const auto store, Store::open(world.store(), {mode}));
            if (store->latest_commit().value >= number) return {};
            if (publish_once(world, *store, fill).ok()) return {};
            return publish_once(world, *store, fill);
          }};
}

// The same as a small write. The session that failed is over: the next one opens the store anew.
HistoryStep small_write_of(std::uint64_t number, const char* name, Fill fill) {
  return {name, [number, fill](const World& world) -> Status {
            const auto write_once = [&]() -> Status {
              HEADWATER_ASSIGN_OR_RETURN(const auto store,
                                         Store::open(world.store(), {OpenMode::kWrite}));
              if (store->latest_commit().value >= number) return {};
              HEADWATER_ASSIGN_OR_RETURN(const auto feed, SmallWrites::begin(*store, context()));
              const auto written = feed->write(
                  manifest(), [&](CommitWriter& writer) { return fill(world, writer); });
              return written.has_value() ? feed->finish() : written.error();
            };
            return write_once().ok() ? Status() : write_once();
          }};
}

template <typename Work>
HistoryStep upkeep(const char* name, Work work) {
  return {name, [work](const World& world) -> Status {
            HEADWATER_ASSIGN_OR_RETURN(const auto store,
                                       Store::open(world.store(), {OpenMode::kWrite}));
            const auto done = work(*store, world);
            return done.has_value() ? Status() : done.error();
          }};
}

Status erase_the_person(const World& world) {
  HEADWATER_ASSIGN_OR_RETURN(const auto store, Store::open(world.store(), {OpenMode::kWrite}));
  if (store->latest_commit().value >= 5) return {};
  const auto done =
      erase(*store, {{std::string("person:bank/") + kErasedName}, "test", world.key}, context());
  return done.has_value() ? Status() : done.error();
}

Status restore_the_copy(const World& world) {
  if (fs::exists(world.back())) return {};
  const auto done = restore(world.copy(), world.back(), context());
  return done.has_value() ? Status() : done.error();
}

Status tell_commit(const Store& store, CommitSeq as_of, std::ostringstream& told) {
  HEADWATER_ASSIGN_OR_RETURN(const auto view, store.view({.as_of = as_of, .victim_key = {}}));
  std::uint64_t count = 0;
  std::int64_t sum = 0;
  HEADWATER_RETURN_IF_ERROR(view->for_each_transaction([&](TransactionId, const Transaction& t) {
    ++count;
    sum += t.amount.value;
    return Status();
  }));
  HEADWATER_ASSIGN_OR_RETURN(const auto cursor, EdgeCursor::make(*view, context()));
  std::int64_t paid = 0;
  HEADWATER_ASSIGN_OR_RETURN(const auto account, view->find({EntityKind::kAccount, "bank", "1"}));
  if (account) {
    EdgeRequest request;
    request.account = *account;
    HEADWATER_RETURN_IF_ERROR(cursor->for_each(request, [&](const AdjacentTransaction& edge) {
      paid += edge.amount.value;
      return true;
    }));
  }
  told << " " << as_of.value << ":" << count << "/" << sum << "/" << paid;
  return {};
}

Status tell_store(const World& world, const char* name, const std::string& path,
                  std::ostringstream& told) {
  const auto store = Store::open(path, {OpenMode::kRead});
  if (!store.has_value() && store.error().code() == StatusCode::kInput) return {};
  if (!store.has_value()) return store.error();
  HEADWATER_ASSIGN_OR_RETURN(const VerifyReport report,
                             verify(**store, true, context(), kLatestCommit, world.key));
  if (!report.ok()) {
    return Status(StatusCode::kCorrupt, {"verify", path, report.problems.front(), ""});
  }
  if ((*store)->latest_commit().value == 0) return {};
  told << name << " " << report.content_digest << " unsealed " << unsealed_transactions(**store);
  for (std::uint64_t commit = 1; commit <= (*store)->latest_commit().value; ++commit) {
    HEADWATER_RETURN_IF_ERROR(tell_commit(**store, CommitSeq{commit}, told));
  }
  told << "\n";
  return {};
}

}  // namespace

const std::vector<HistoryStep>& scripted_history() {
  static const std::vector<HistoryStep> steps = {
      commit_of(1, "FirstCommit",
                [](const World& world, CommitWriter& writer) -> Status {
                  HEADWATER_RETURN_IF_ERROR(add_victim(world, writer));
                  HEADWATER_RETURN_IF_ERROR(add_people(writer));
                  return add_payments(writer, 1, 40, 100);
                }),
      upkeep("Seal", [](Store& store, const World&) { return seal(store, context()); }),
      commit_of(2, "CommitThatCorrects",
                [](const World&, CommitWriter& writer) -> Status {
                  return add_payments(writer, 30, 60, 7000);
                }),
      commit_of(3, "Retraction",
                [](const World&, CommitWriter& writer) -> Status {
                  HEADWATER_RETURN_IF_ERROR(writer.retract(TransactionId{3}));
                  return writer.retract(CommitSeq{2});
                }),
      upkeep("SealAgain", [](Store& store, const World&) { return seal(store, context()); }),
      upkeep("Compact", [](Store& store, const World&) { return compact(store, context()); }),
      {"Backup",
       [](const World& world) -> Status {
         if (fs::exists(world.copy())) return {};
         HEADWATER_ASSIGN_OR_RETURN(const auto store,
                                    Store::open(world.store(), {OpenMode::kWrite}));
         const auto done = backup(*store, world.copy(), context());
         return done.has_value() ? Status() : done.error();
       }},
      {"Restore", restore_the_copy},
      small_write_of(4, "SmallWrite",
                     [](const World&, CommitWriter& writer) -> Status {
                       HEADWATER_RETURN_IF_ERROR(writer.retract(TransactionId{5}));
                       HEADWATER_ASSIGN_OR_RETURN(const EntityId person,
                                                  entity(writer, EntityKind::kPerson, kErasedName));
                       const Attribute alias{"alias", std::string("also ") + kErasedName};
                       HEADWATER_RETURN_IF_ERROR(writer.add_attributes(person, {&alias, 1}));
                       return add_payments(writer, 61, 80, 100);
                     }),
      {"Erase", erase_the_person},
      commit_of(6, "LastCommit",
                [](const World&, CommitWriter& writer) -> Status {
                  return add_payments(writer, 81, 90, 100);
                }),
      small_write_of(7, "SmallWriteAfterAll",
                     [](const World&, CommitWriter& writer) -> Status {
                       return add_payments(writer, 88, 93, 5000);
                     }),
      upkeep("SealOfSmallWrites",
             [](Store& store, const World&) { return seal(store, context()); }),
  };
  return steps;
}

std::string state_of(const World& world) {
  std::ostringstream told;
  for (const auto& [name, path] :
       {std::pair{"store", world.store()}, {"copy", world.copy()}, {"back", world.back()}}) {
    if (!fs::exists(path)) continue;
    const Status status = tell_store(world, name, path, told);
    if (!status.ok()) return std::string("PROBLEM of ") + name + ": " + status.message();
  }
  return told.str();
}

}  // namespace headwater::tests
