// Assertions of one row.
#include <array>

#include "ingest/internal/disguised_names.h"
#include "ingest/internal/row_reader.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::array<std::string_view, 4> kStandards = {"suspicion", "charged", "convicted",
                                                        "forfeited"};

bool is_standard(std::string_view text) {
  for (const std::string_view standard : kStandards) {
    if (text == standard) return true;
  }
  return text.empty();
}

bool is_basis(std::string_view text) {
  return text.empty() || text == "reported" || text == "analyst" ||
         (text.starts_with("indicator:") && text.size() > 10);
}

// Names of records are resolved against the store, when the row's turn comes.
bool names_a_record(std::string_view text) {
  return text.starts_with("transaction:") || text.starts_with('#');
}

}  // namespace

bool RowReader::read_subject(const AssertionRecord& spec, DraftAssertion& draft) {
  if (spec.subject_entity.is_given()) return entity(spec.subject_entity, draft.record.entity);
  std::string_view name;
  if (!text(spec.subject, name)) return false;
  if (name.empty()) {  // a dispute is about an assertion
    return draft.record.claim == graph::Claim::kDisputes || fail("missing-id", spec.subject);
  }
  if (names_a_record(name)) {
    if (draft.record.claim == graph::Claim::kMemberOf) return fail("bad-subject", spec.subject);
    draft.subject = name;
    return true;
  }
  const auto key = graph::parse_entity_key(name);
  if (!key) return fail("bad-name", spec.subject);
  if (key->kind == graph::EntityKind::kVictim) {
    return entity_of(key->kind, key->scheme, key->external_id, spec.subject, draft.record.entity);
  }
  if (key->external_id.size() > kIdLimitBytes) return fail("id-too-long", spec.subject);
  if (holds_a_name(key->scheme, key->external_id)) return fail("bad-name", spec.subject);
  draft.subject = name;
  return true;
}

bool RowReader::read_grounds(const AssertionRecord& spec, graph::Assertion& record) {
  if (!text(spec.author, record.author) || !time(spec.made_at, record.made_at)) return false;
  if (!text(spec.evidence, record.evidence) || !text(spec.source_grade, record.source_grade) ||
      !text(spec.information_grade, record.information_grade)) {
    return false;
  }
  if (!text(spec.standard, record.standard) || !text(spec.basis, record.basis)) return false;
  if (!is_standard(record.standard)) return fail("bad-standard", spec.standard);
  if (!is_basis(record.basis)) return fail("bad-basis", spec.basis);
  if (!share(spec.confidence, record.confidence)) return false;
  if (!text(spec.disputes, record.disputes)) return false;
  const bool is_dispute = record.claim == graph::Claim::kDisputes;
  return is_dispute != record.disputes.empty() || fail("bad-dispute", spec.disputes);
}

bool RowReader::read(const AssertionRecord& spec) {
  DraftAssertion draft;
  graph::Assertion& record = draft.record;
  std::string_view claim;
  if (!text(spec.claim, claim)) return false;
  const auto parsed = graph::parse_claim(claim);
  if (!parsed) return fail("unmapped-value", spec.claim);
  record.claim = *parsed;
  if (!read_subject(spec, draft)) return false;
  if (!text(spec.role, record.role) || !optional_entity(spec.case_entity, record.case_id) ||
      !text(spec.victim_flow, draft.victim_flow)) {
    return false;
  }
  if (!text(spec.form, record.form) || !sector(spec.sector, record.sector)) return false;
  if (!territory(spec.territory, record.territory) || !share(spec.share, record.share))
    return false;
  if (!asset(spec.asset, record.asset)) return false;
  std::string_view amount_text;
  if (!text(spec.amount.value, amount_text)) return false;
  if (!amount_text.empty()) {
    std::string_view code;
    if (!text(spec.asset, code)) return false;
    if (code.empty()) return fail("unknown-asset", spec.asset);
    graph::MinorUnits stated;
    if (!amount(spec.amount, record.asset, stated)) return false;
    record.amount = stated;
  }
  if (!read_grounds(spec, record)) return false;
  std::string_view id;
  if (!record_id(spec.id, id)) return false;
  record.origin = origin(id);
  record.origin.ordinal = ordinals_[static_cast<std::size_t>(DraftKind::kAssertion)]++;
  batch_.assertions.push_back(std::move(draft));
  mention(DraftKind::kAssertion, batch_.assertions.size() - 1);
  return true;
}

}  // namespace headwater::ingest::internal
