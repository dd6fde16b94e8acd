// RecordingWriter: a CommitWriter that keeps in memory what it was given, for tests of readers.
//
// Source ids and row occurrences are judged as the real one does, within this commit only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "graph/store_writer.h"

namespace headwater::tests {

class RecordingWriter : public graph::CommitWriter {
 public:
  graph::Result<graph::EntityId> entity(const graph::EntityKey& key) override;
  graph::Result<graph::EntityId> entity(const graph::EntityKeyView& key,
                                        const graph::KeyHash&) override {
    return entity({key.kind, std::string(key.scheme), std::string(key.external_id)});
  }
  graph::KeyHasher key_hasher() const override { return graph::KeyHasher(0); }
  graph::Status add_attributes(graph::EntityId id,
                               std::span<const graph::Attribute> attributes) override;
  graph::Result<graph::AssetId> asset(const graph::Asset& asset) override;
  graph::Result<graph::KeyOutcome> check_source_id(const graph::Transaction& record) override;
  graph::Result<graph::KeyOutcome> check_source_id(const graph::Relation& record) override;
  graph::Result<graph::KeyOutcome> check_source_id(const graph::VictimFlow& record) override;
  graph::Result<graph::KeyOutcome> check_source_id(const graph::Assertion& record) override;
  graph::Result<std::vector<graph::TransactionId>> published_under_id(
      const graph::Transaction& record) override;
  graph::Result<std::vector<graph::RelationId>> published_under_id(
      const graph::Relation& record) override;
  graph::Result<std::vector<graph::VictimFlowId>> published_under_id(
      const graph::VictimFlow& record) override;
  graph::Result<std::vector<graph::AssertionId>> published_under_id(
      const graph::Assertion& record) override;
  graph::Status note_duplicate(const graph::Transaction&) override { return {}; }
  graph::Status note_duplicate(const graph::Relation&) override { return {}; }
  graph::Status note_duplicate(const graph::VictimFlow&) override { return {}; }
  graph::Status note_duplicate(const graph::Assertion&) override { return {}; }
  graph::Result<graph::KeyOutcome> check_rate(const graph::Rate& rate) override;
  graph::Result<bool> replaces_published(const graph::Rate&) override { return false; }
  graph::Result<graph::KeyOutcome> check_row_occurrence(std::string_view row) override;

  graph::Result<graph::TransactionId> add(const graph::Transaction& record) override;
  graph::Result<graph::RelationId> add(const graph::Relation& record) override;
  graph::Result<graph::VictimFlowId> add(const graph::VictimFlow& record) override;
  graph::Result<graph::StatisticId> add(const graph::Statistic& record) override;
  graph::Result<graph::AssertionId> add(const graph::Assertion& record) override;
  graph::Result<graph::RateId> add(const graph::Rate& record) override;
  graph::Status add(const graph::OpeningBalance& record) override;
  graph::Status add(const graph::QuarantinedRow& row) override;

  graph::Status retract(graph::TransactionId id) override;
  graph::Status retract(graph::RelationId id) override;
  graph::Status retract(graph::VictimFlowId id) override;
  graph::Status retract(graph::AssertionId id) override;
  graph::Status retract(graph::CommitSeq commit) override;
  graph::Status bind_victim_key(const graph::VictimKey& key) override;
  graph::Manifest& manifest() override { return manifest_; }
  const graph::Counters& staged() const override { return counters_; }
  graph::Result<graph::CommitSeq> publish() override { return graph::CommitSeq{1}; }

  // kind:scheme/id of an entity number.
  std::string name(graph::EntityId id) const;
  std::set<std::string> attributes_of(const std::string& entity_name) const;  // "name=value"
  std::size_t entities_with(const std::string& attribute, const std::string& value) const;
  // Everything staged, one line a call in order: equal for equal loads.
  std::string transcript() const;

  std::vector<graph::EntityKey> keys;  // by order of first mention
  std::vector<graph::Asset> assets;
  std::vector<graph::Transaction> transactions;
  std::vector<graph::Relation> relations;
  std::vector<graph::VictimFlow> victim_flows;
  std::vector<graph::Statistic> statistics;
  std::vector<graph::Assertion> assertions;
  std::vector<graph::Rate> rates;
  std::vector<graph::OpeningBalance> openings;
  std::vector<graph::QuarantinedRow> quarantined;
  std::string victim_key_fingerprint;

 private:
  std::map<graph::EntityKey, graph::EntityId> ids_;
  std::map<graph::EntityId, graph::EntityKey> by_id_;
  std::map<graph::EntityId, std::set<graph::Attribute>> attributes_;
  graph::KeyOutcome outcome_of(const std::string& key, const std::string& content) const;

  std::map<std::string, std::set<std::string>> source_ids_;  // by type and id: contents
  std::multiset<std::string> rows_;
  graph::Counters counters_;
  graph::Manifest manifest_;
};

}  // namespace headwater::tests
