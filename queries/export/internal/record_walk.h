// Records of a store, batch by batch, with the names of the entities that they name.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "queries/export/internal/export_run.h"

namespace headwater::queries::internal {

// Names of the entities of one batch.
class NameBook {
 public:
  void want(graph::EntityId id) {
    if (!id.is_none()) ids_.push_back(id);
  }
  void want(const graph::Transaction& record);
  void want(const graph::Relation& record);
  void want(const graph::VictimFlow& record);
  void want(const graph::Statistic& record) { want(record.territory); }
  void want(const graph::Assertion& record);
  void want(const graph::Rate&) {}
  void want(const graph::OpeningBalance& record) { want(record.account); }

  graph::Status read(const graph::StoreView& view);
  void clear();
  // Empty for no entity; one that was not wanted breaks a promise.
  const std::string& of(graph::EntityId id) const;

 private:
  std::vector<graph::EntityId> ids_;  // ascending, each once, after `read`
  std::vector<std::string> names_;
};

template <typename Record>
class RecordBatch {
 public:
  using Visit = std::function<graph::Status(std::uint64_t number, const Record&, const NameBook&)>;
  static constexpr std::size_t kRecords = 65'536;

  RecordBatch(const ExportRun& run, std::string_view stage, Visit visit)
      : run_(run), stage_(stage), visit_(std::move(visit)) {}

  graph::Status add(std::uint64_t number, const Record& record) {
    records_.emplace_back(number, record);
    return records_.size() < kRecords ? graph::Status() : flush();
  }
  graph::Status flush() {
    HEADWATER_RETURN_IF_ERROR(run_.context.check_cancelled("export a store"));
    for (const auto& [number, record] : records_) names_.want(record);
    HEADWATER_RETURN_IF_ERROR(names_.read(run_.view));
    for (const auto& [number, record] : records_) {
      HEADWATER_RETURN_IF_ERROR(visit_(number, record, names_));
    }
    done_ += records_.size();
    run_.context.report({stage_, done_, 0, "records"});
    records_.clear();
    names_.clear();
    return {};
  }

 private:
  const ExportRun& run_;
  std::string_view stage_;
  Visit visit_;
  std::vector<std::pair<std::uint64_t, Record>> records_;
  NameBook names_;
  std::uint64_t done_ = 0;
};

// Every record that the scope takes, in the order of the numbers; those that it does not take for
// their window or layer are counted as left out where nobody is betrayed by it.
graph::Status walk_transactions(ExportRun& run,
                                const RecordBatch<graph::Transaction>::Visit& visit);
graph::Status walk_relations(ExportRun& run, const RecordBatch<graph::Relation>::Visit& visit);
graph::Status walk_victim_flows(ExportRun& run, const RecordBatch<graph::VictimFlow>::Visit& visit);
graph::Status walk_statistics(ExportRun& run, const RecordBatch<graph::Statistic>::Visit& visit);
graph::Status walk_assertions(ExportRun& run, const RecordBatch<graph::Assertion>::Visit& visit);
graph::Status walk_rates(ExportRun& run, const RecordBatch<graph::Rate>::Visit& visit);
graph::Status walk_openings(ExportRun& run, const RecordBatch<graph::OpeningBalance>::Visit& visit);

// Entities of all kinds, a kind after another, ascending by name: as open sources tell them, or
// restricted ones; `kAll` is what both tell together (all that the scope shows).
enum class ToldBy : std::uint8_t { kOpen, kRestricted, kAll };
using EntityVisit = std::function<graph::Status(const std::string& name, const graph::Entity&)>;
graph::Status walk_entities(ExportRun& run, ToldBy told_by, const EntityVisit& visit);

// Names of the attributes that transactions and relations have, ascending: columns are named before
// the first row.
struct AttributeNames {
  std::vector<std::string> of_transactions, of_relations;
};
graph::Result<AttributeNames> attribute_names(ExportRun& run);

// The value of the first attribute of that name; empty: none.
std::string_view attribute_value(const std::vector<graph::Attribute>& attributes,
                                 std::string_view name);

}  // namespace headwater::queries::internal
