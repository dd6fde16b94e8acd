#include "graph/erasure.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>

#include "graph/internal/erasure_steps.h"
#include "graph/internal/run_erasure.h"

namespace headwater::graph {
namespace {

using internal::ErasurePlan;

constexpr std::string_view kFlow = "victim-flow:";

struct Targets {
  std::vector<EntityId> entities;
  std::vector<VictimFlowId> groups;
};

Status names_nobody(std::string found) {
  return question_error("erase", "", std::move(found), "leave it out: it names nobody");
}

// The name as it is stored; of a victim also the id that its source gave.
Result<EntityId> find_entity(const StoreView& view, const std::string& name,
                             const std::optional<VictimKey>& victim_key) {
  auto found = view.resolve(name);
  if (found.has_value() || !victim_key) return found;
  HEADWATER_ASSIGN_OR_RETURN(EntityKey key, parse_entity_key(name));
  if (key.kind != EntityKind::kVictim || key.scheme.empty()) return found;
  key.external_id = victim_key->pseudonym(key.scheme, key.external_id);
  HEADWATER_ASSIGN_OR_RETURN(const auto victim, view.find(key));
  if (victim) return *victim;
  return found;
}

Status add_entity(const StoreView& view, EntityId id, Targets& targets) {
  HEADWATER_ASSIGN_OR_RETURN(const EntityKey key, view.key_of(id));
  if (is_erased(key)) {
    return Status(StatusCode::kNotFound,
                  {"erase", "", "what the name stood for was erased before", "leave it out"});
  }
  if (is_boundary_account(key)) return names_nobody("a boundary account");
  if (key.kind == EntityKind::kLocation && is_global_scheme(key.scheme)) {
    return names_nobody("a listed territory");
  }
  auto& entities = targets.entities;
  if (std::find(entities.begin(), entities.end(), id) == entities.end()) entities.push_back(id);
  HEADWATER_ASSIGN_OR_RETURN(const auto pooled, view.find(pooled_account_of(key)));
  if (pooled && std::find(entities.begin(), entities.end(), *pooled) == entities.end()) {
    entities.push_back(*pooled);  // its name holds that of the party
  }
  return {};
}

Status add_group(const StoreView& view, const std::string& name, Targets& targets) {
  if (!view.sees_victims()) {
    return question_error("erase", "", "a victim flow is named and no victim key is given",
                          "give --victim-key FILE");
  }
  HEADWATER_ASSIGN_OR_RETURN(const VictimFlowId id, view.resolve_victim_flow(name));
  HEADWATER_ASSIGN_OR_RETURN(const auto flow, view.victim_flow(id));
  if (!flow || flow->is_erased) {
    return Status(StatusCode::kNotFound,
                  {"erase", "", "the victim flow is not there any more", "leave it out"});
  }
  if (!flow->victim.is_none()) {
    return question_error("erase", "", "the flow is of one victim", "erase the victim");
  }
  auto& groups = targets.groups;
  if (std::find(groups.begin(), groups.end(), id) == groups.end()) groups.push_back(id);
  return {};
}

Result<Targets> find_targets(const Store& store, const ErasureRequest& request) {
  Targets targets;
  HEADWATER_ASSIGN_OR_RETURN(const auto view, store.view({.victim_key = request.victim_key}));
  for (const std::string& name : request.names) {
    if (name.starts_with(kFlow)) {
      HEADWATER_RETURN_IF_ERROR(add_group(*view, name, targets));
      continue;
    }
    HEADWATER_ASSIGN_OR_RETURN(const EntityId id, find_entity(*view, name, request.victim_key));
    HEADWATER_RETURN_IF_ERROR(add_entity(*view, id, targets));
  }
  return targets;
}

Manifest manifest_of(const Store::Internal& state, const ErasureRequest& request,
                     const ErasurePlan& plan) {
  Manifest manifest;
  manifest.commit = {state.meta.commit.value + 1};
  manifest.format = "erase";
  manifest.purpose = request.reason;
  manifest.wall_clock = {std::chrono::duration_cast<std::chrono::milliseconds>(
                             std::chrono::system_clock::now().time_since_epoch())
                             .count()};
  manifest.after = state.meta.counters;
  manifest.first_transaction = {state.meta.counters.transactions};
  manifest.erasures = plan.erasures();
  return manifest;
}

// A file that a backup may keep: a line for each, its path and commit.
std::vector<std::string> backups_of(const std::string& store) {
  std::vector<std::string> lines;
  std::ifstream file(store + "/backups");
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

Result<ErasureReport> plan_erasure(ErasurePlan& plan, const Targets& targets) {
  ErasureReport report;
  for (const EntityId id : targets.entities) {
    HEADWATER_ASSIGN_OR_RETURN(const EntityKey after, plan.erase_entity(id));
    report.names.push_back(to_string(after));
  }
  for (const VictimFlowId id : targets.groups) {
    HEADWATER_RETURN_IF_ERROR(plan.erase_group(id));
    report.names.push_back(std::string(kFlow) + '#' + std::to_string(id.value));
  }
  HEADWATER_RETURN_IF_ERROR(plan.erase_records_of_victims());
  report.erased = plan.erasures();
  return report;
}

}  // namespace

Result<ErasureReport> erase(Store& store, const ErasureRequest& request,
                            const ExecutionContext& context) {
  return internal::run_erasure(store, request, context, [](std::string_view) {});
}

Result<ErasureReport> internal::run_erasure(Store& store, const ErasureRequest& request,
                                            const ExecutionContext& context,
                                            const ErasureObserver& observer) {
  Store::Internal& state = store.internal();
  if (request.names.empty()) {
    return question_error("erase", "", "no names", "name at least one entity");
  }
  HEADWATER_RETURN_IF_ERROR(state.check_may_write("erase"));
  HEADWATER_ASSIGN_OR_RETURN(const Targets targets, find_targets(store, request));
  std::unique_ptr<VictimCipher> cipher;
  if (request.victim_key) {
    cipher = std::make_unique<VictimCipher>(*request.victim_key, state.meta.seed);
  }
  ErasurePlan plan(state, cipher.get(), {state.meta.commit.value + 1});
  HEADWATER_ASSIGN_OR_RETURN(ErasureReport report, plan_erasure(plan, targets));
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled("erase"));
  Manifest manifest = manifest_of(state, request, plan);
  report.commit = manifest.commit;
  HEADWATER_RETURN_IF_ERROR(publish_erasure(state, plan, std::move(manifest), observer));
  HEADWATER_RETURN_IF_ERROR(finish_erasure(state, observer));
  report.backups = backups_of(state.path);
  return report;
}

}  // namespace headwater::graph
