#include "graph/internal/link_key.h"
#include "graph/internal/staged_commit.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {

// Versioned families carry a tombstone byte before the body: 0, a record; 1, withdrawn.
template <typename Record>
Status StagedCommit::stage_record(SstOutput& target, std::uint64_t number, Record record) {
  record.origin.commit = commit_;
  ByteWriter writer = begin_value();
  writer.u8(0);
  encode(record, writer);
  HEADWATER_RETURN_IF_ERROR(stage_links(links_of(record, number)));
  return target.put(big_endian_key(number, ~commit_.value), end_value(std::move(writer)));
}

Status StagedCommit::stage_links(const std::vector<std::string>& links) {
  for (const std::string& link : links) HEADWATER_RETURN_IF_ERROR(links_.add(link, ""));
  return {};
}

// What is said about a victim stands in plain text only in a store that has no victim key.
Status StagedCommit::check_may_be_plain() const {
  if (sealer_ != nullptr || meta_.victim_key_fingerprint.empty()) return {};
  return question_error("add a record about a victim", state_.path,
                        "what this store says of victims is encrypted, and no victim key is given",
                        "give the key that the store was made with");
}

template <typename Record>
Status StagedCommit::stage_record_about_victims(SstOutput& target, std::uint64_t number,
                                                const Record& record) {
  if (!has_secrets(record)) return stage_record(target, number, record);
  HEADWATER_RETURN_IF_ERROR(check_may_be_plain());
  if (sealer_ == nullptr) return stage_record(target, number, record);
  HEADWATER_ASSIGN_OR_RETURN(const std::string value,
                             sealer_->seal(record, number, manifest_.namespace_name));
  const std::string key = big_endian_key(number, ~commit_.value);
  HEADWATER_ASSIGN_OR_RETURN(const auto links, links_of_row(target.family(), key, value));
  HEADWATER_RETURN_IF_ERROR(stage_links(links));
  return target.put(key, value);
}

Result<RelationId> StagedCommit::add(const Relation& relation) {
  const std::uint64_t number = meta_.counters.relations++;
  HEADWATER_RETURN_IF_ERROR(
      stage_record_about_victims(output(Family::kRelation), number, relation));
  HEADWATER_RETURN_IF_ERROR(stage_source_id(
      {RecordType::kRelation, number, content_of(relation).stored}, relation.origin.source_id));
  return RelationId{number};
}

Result<VictimFlowId> StagedCommit::add(const VictimFlow& flow) {
  const std::uint64_t number = meta_.counters.victim_flows++;
  HEADWATER_RETURN_IF_ERROR(stage_record_about_victims(output(Family::kVictimFlow), number, flow));
  HEADWATER_RETURN_IF_ERROR(stage_source_id(
      {RecordType::kVictimFlow, number, content_of(flow).stored}, flow.origin.source_id));
  return VictimFlowId{number};
}

Result<AssertionId> StagedCommit::add(const Assertion& assertion) {
  const std::uint64_t number = meta_.counters.assertions++;
  HEADWATER_RETURN_IF_ERROR(stage_record(output(Family::kAssertion), number, assertion));
  HEADWATER_RETURN_IF_ERROR(stage_source_id(
      {RecordType::kAssertion, number, content_of(assertion).stored}, assertion.origin.source_id));
  return AssertionId{number};
}

// Statistics, rates and openings have one version each; whole commits are withdrawn.
Result<StatisticId> StagedCommit::add(const Statistic& statistic) {
  const std::uint64_t number = meta_.counters.statistics++;
  Statistic row = statistic;
  row.origin.commit = commit_;
  ByteWriter writer = begin_value();
  encode(row, writer);
  HEADWATER_RETURN_IF_ERROR(
      output(Family::kStatistic)
          .put(big_endian_key(number, ~commit_.value), end_value(std::move(writer))));
  return StatisticId{number};
}

Result<RateId> StagedCommit::add(const Rate& rate) {
  HEADWATER_ASSIGN_OR_RETURN(StandingRates* const standing, rates());
  const std::uint64_t number = meta_.counters.rates++;
  standing->add(number, rate);
  Rate row = rate;
  row.origin.commit = commit_;
  ByteWriter writer = begin_value();
  encode(row, writer);
  HEADWATER_RETURN_IF_ERROR(
      output(Family::kRate)
          .put(big_endian_key(number, ~commit_.value), end_value(std::move(writer))));
  return RateId{number};
}

Status StagedCommit::add(const OpeningBalance& opening) {
  OpeningBalance row = opening;
  row.origin.commit = commit_;
  ByteWriter writer = begin_value();
  encode(row, writer);
  std::string key = big_endian_key(row.account.value());
  append_big_endian(key, row.asset.value);
  append_big_endian(key, ~commit_.value);
  append_big_endian(key, std::uint64_t{row.origin.source} << 40 | row.origin.row);
  return openings_.add(key, end_value(std::move(writer)));
}

Status StagedCommit::add(const QuarantinedRow& row) {
  constexpr std::size_t kMaximumText = 64 << 10;
  QuarantinedRow kept = row;
  kept.commit = commit_;
  if (kept.text.size() > kMaximumText) kept.text.resize(kMaximumText);
  ByteWriter writer = begin_value();
  encode(kept, writer);
  std::string key = big_endian_key(commit_.value, row.source);
  append_big_endian(key, row.row);
  return quarantine_.add(key, end_value(std::move(writer)));
}

Status StagedCommit::retract(TransactionId id) {
  HEADWATER_ASSIGN_OR_RETURN(const auto visible, before_->transaction(id));
  HEADWATER_ASSIGN_OR_RETURN(const bool stands, stands_after_this(id));
  if (!visible && !stands) {
    return Status(StatusCode::kNotFound, {"retract", "", "no visible transaction has this number",
                                          "name one that answers print"});
  }
  marks_.insert(id.value);
  return {};
}

Status StagedCommit::stage_tombstone(Family family, std::uint64_t number, std::uint64_t base) {
  if (number >= base) {
    return Status(StatusCode::kNotFound,
                  {"retract", std::string(name_of(family)), "no published record has this number",
                   "name one that answers print"});
  }
  tombstones_[static_cast<std::size_t>(family)].insert(number);
  return {};
}

Status StagedCommit::retract(RelationId id) {
  return stage_tombstone(Family::kRelation, id.value, state_.meta.counters.relations);
}
Status StagedCommit::retract(VictimFlowId id) {
  return stage_tombstone(Family::kVictimFlow, id.value, state_.meta.counters.victim_flows);
}
Status StagedCommit::retract(AssertionId id) {
  return stage_tombstone(Family::kAssertion, id.value, state_.meta.counters.assertions);
}

Status StagedCommit::retract(CommitSeq commit) {
  if (!before_->is_commit_visible(commit)) {
    return Status(StatusCode::kNotFound,
                  {"retract", "commit " + std::to_string(commit.value), "it is not visible",
                   "choose one that `headwater stats` counts"});
  }
  manifest_.retracts.push_back(commit);
  return {};
}

Status StagedCommit::bind_victim_key(const VictimKey& key) {
  const std::string fingerprint = key.fingerprint();
  if (meta_.victim_key_fingerprint.empty()) meta_.victim_key_fingerprint = fingerprint;
  if (meta_.victim_key_fingerprint == fingerprint) {
    if (sealer_ == nullptr) {
      sealer_ = std::make_unique<VictimSealer>(state_, key, *before_, commit_, folder_);
    }
    return {};
  }
  return Status(StatusCode::kConflict,
                {"load victims", state_.path, "its victims were loaded with another victim key",
                 "give the right key file, or load into another store"});
}

}  // namespace headwater::graph::internal
