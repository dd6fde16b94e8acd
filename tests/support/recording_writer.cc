#include "tests/support/recording_writer.h"

#include <sstream>

namespace headwater::tests {

using namespace graph;  // NOLINT: the whole file speaks of nothing else

namespace {

std::string content(const Transaction& record) {
  std::ostringstream out;
  out << record.from.value() << ' ' << record.to.value() << ' ' << record.time.ms << ' '
      << record.period_end.ms << ' ' << record.amount.value << ' ' << record.asset.value << ' '
      << record.received_amount.value << ' ' << record.received_asset.value << ' '
      << to_string(record.kind) << ' ' << to_string(record.channel) << ' ' << record.count << ' '
      << record.flags << ' ' << record.group;
  for (const Attribute& attribute : record.attributes) {
    out << ' ' << attribute.name << '=' << attribute.value;
  }
  return out.str();
}

std::string content(const Relation& record) {
  std::ostringstream out;
  out << record.from.value() << ' ' << record.to.value() << ' ' << to_string(record.kind) << ' '
      << record.valid_from.ms << ' ' << record.valid_to.ms << ' ' << record.evidence;
  for (const Attribute& attribute : record.attributes) {
    out << ' ' << attribute.name << '=' << attribute.value;
  }
  return out.str();
}

std::string content(const VictimFlow& record) {
  std::ostringstream out;
  out << record.victim.value() << ' ' << record.count << ' ' << to_string(record.kind) << ' '
      << record.case_id.value() << ' ' << record.start.ms << ' ' << record.end.ms << ' '
      << record.form << ' ' << record.sector;
  for (const Role& role : record.roles) {
    out << ' ' << to_string(role.kind) << '=' << role.entity.value();
  }
  return out.str();
}

std::string content(const Assertion& record) {
  std::ostringstream out;
  out << (record.transaction ? record.transaction->value + 1 : 0) << ' ' << record.entity.value()
      << ' ' << to_string(record.claim) << ' ' << record.role << ' ' << record.case_id.value()
      << ' ' << record.share.value << ' ' << record.made_at.ms << ' ' << record.evidence << ' '
      << record.disputes;
  return out.str();
}

std::string key(const Rate& record) {
  std::ostringstream out;
  out << "rate " << record.base.value << ' ' << record.quote.value << ' ' << record.date.ms << ' '
      << record.source;
  return out.str();
}
std::string content(const Rate& record) {
  return std::to_string(record.numerator) + "/" + std::to_string(record.denominator);
}

}  // namespace

Result<EntityId> RecordingWriter::entity(const EntityKey& key) {
  const auto known = ids_.find(key);
  if (known != ids_.end()) return known->second;
  const EntityId id(key.kind, counters_.entities[static_cast<std::size_t>(key.kind)]++);
  ids_.emplace(key, id);
  by_id_.emplace(id, key);
  keys.push_back(key);
  return id;
}

Status RecordingWriter::add_attributes(EntityId id, std::span<const Attribute> attributes) {
  attributes_[id].insert(attributes.begin(), attributes.end());
  return {};
}

Result<AssetId> RecordingWriter::asset(const Asset& asset) {
  for (std::size_t i = 0; i < assets.size(); ++i) {
    if (assets[i].code == asset.code) return AssetId{static_cast<std::uint16_t>(i)};
  }
  assets.push_back(asset);
  return AssetId{static_cast<std::uint16_t>(assets.size() - 1)};
}

KeyOutcome RecordingWriter::outcome_of(const std::string& key, const std::string& content) const {
  const auto known = source_ids_.find(key);
  if (known == source_ids_.end()) return KeyOutcome::kNew;
  return known->second.contains(content) ? KeyOutcome::kDuplicate : KeyOutcome::kConflict;
}

Result<KeyOutcome> RecordingWriter::check_source_id(const Transaction& record) {
  return outcome_of("transaction " + record.origin.source_id, content(record));
}
Result<KeyOutcome> RecordingWriter::check_source_id(const Relation& record) {
  return outcome_of("relation " + record.origin.source_id, content(record));
}
Result<KeyOutcome> RecordingWriter::check_source_id(const VictimFlow& record) {
  return outcome_of("victim-flow " + record.origin.source_id, content(record));
}
Result<KeyOutcome> RecordingWriter::check_source_id(const Assertion& record) {
  return outcome_of("assertion " + record.origin.source_id, content(record));
}

// Nothing was published before this commit.
Result<std::vector<TransactionId>> RecordingWriter::published_under_id(const Transaction&) {
  return std::vector<TransactionId>();
}
Result<std::vector<RelationId>> RecordingWriter::published_under_id(const Relation&) {
  return std::vector<RelationId>();
}
Result<std::vector<VictimFlowId>> RecordingWriter::published_under_id(const VictimFlow&) {
  return std::vector<VictimFlowId>();
}
Result<std::vector<AssertionId>> RecordingWriter::published_under_id(const Assertion&) {
  return std::vector<AssertionId>();
}

Result<KeyOutcome> RecordingWriter::check_rate(const Rate& record) {
  return outcome_of(key(record), content(record));
}

Result<KeyOutcome> RecordingWriter::check_row_occurrence(std::string_view row) {
  rows_.emplace(row);
  return KeyOutcome::kNew;
}

Result<TransactionId> RecordingWriter::add(const Transaction& record) {
  source_ids_["transaction " + record.origin.source_id].insert(content(record));
  transactions.push_back(record);
  return TransactionId{counters_.transactions++};
}
Result<RelationId> RecordingWriter::add(const Relation& record) {
  source_ids_["relation " + record.origin.source_id].insert(content(record));
  relations.push_back(record);
  return RelationId{counters_.relations++};
}
Result<VictimFlowId> RecordingWriter::add(const VictimFlow& record) {
  source_ids_["victim-flow " + record.origin.source_id].insert(content(record));
  victim_flows.push_back(record);
  return VictimFlowId{counters_.victim_flows++};
}
Result<StatisticId> RecordingWriter::add(const Statistic& record) {
  statistics.push_back(record);
  return StatisticId{counters_.statistics++};
}
Result<AssertionId> RecordingWriter::add(const Assertion& record) {
  source_ids_["assertion " + record.origin.source_id].insert(content(record));
  assertions.push_back(record);
  return AssertionId{counters_.assertions++};
}
Result<RateId> RecordingWriter::add(const Rate& record) {
  source_ids_[key(record)].insert(content(record));
  rates.push_back(record);
  return RateId{counters_.rates++};
}
Status RecordingWriter::add(const OpeningBalance& record) {
  openings.push_back(record);
  return {};
}
Status RecordingWriter::add(const QuarantinedRow& row) {
  quarantined.push_back(row);
  return {};
}

Status RecordingWriter::retract(TransactionId) { return {}; }
Status RecordingWriter::retract(RelationId) { return {}; }
Status RecordingWriter::retract(VictimFlowId) { return {}; }
Status RecordingWriter::retract(AssertionId) { return {}; }
Status RecordingWriter::retract(CommitSeq) { return {}; }
Status RecordingWriter::bind_victim_key(const VictimKey& key) {
  victim_key_fingerprint = key.fingerprint();
  return {};
}

std::string RecordingWriter::name(EntityId id) const {
  return id.is_none() ? std::string() : to_string(by_id_.at(id));
}

std::set<std::string> RecordingWriter::attributes_of(const std::string& entity_name) const {
  std::set<std::string> result;
  for (const auto& [id, attributes] : attributes_) {
    if (name(id) != entity_name) continue;
    for (const Attribute& attribute : attributes) {
      result.insert(attribute.name + "=" + attribute.value);
    }
  }
  return result;
}

std::size_t RecordingWriter::entities_with(const std::string& attribute,
                                           const std::string& value) const {
  std::size_t count = 0;
  for (const auto& [id, attributes] : attributes_) count += attributes.contains({attribute, value});
  return count;
}

std::string RecordingWriter::transcript() const {
  std::ostringstream out;
  for (const EntityKey& key : keys) {
    out << to_string(key);
    const auto found = attributes_.find(ids_.at(key));
    if (found != attributes_.end()) {
      for (const Attribute& each : found->second) out << ' ' << each.name << '=' << each.value;
    }
    out << '\n';
  }
  for (const Asset& each : assets) out << each.code << ' ' << int{each.exponent} << '\n';
  for (const Transaction& record : transactions) {
    out << record.origin.row << '.' << record.origin.ordinal << ' ' << record.origin.source_id
        << ' ' << content(record) << '\n';
  }
  for (const Relation& record : relations) {
    out << record.origin.row << ' ' << name(record.from) << ' ' << to_string(record.kind) << ' '
        << name(record.to) << ' ' << record.evidence << '\n';
  }
  for (const Statistic& record : statistics) {
    out << record.origin.row << ' ' << record.indicator << ' ' << record.low << ' ' << record.high
        << ' ' << record.occurrence << ' ' << record.flags << '\n';
  }
  for (const OpeningBalance& record : openings) {
    out << record.origin.row << ' ' << name(record.account) << ' ' << record.amount.value << '\n';
  }
  for (const QuarantinedRow& row : quarantined) {
    out << row.row << ' ' << row.byte_begin << '-' << row.byte_end << ' ' << row.reason << ' '
        << row.text.size() << '\n';
  }
  return out.str();
}

}  // namespace headwater::tests
