// Assertions, and apart from them the disputes: a dispute of a claim that has no id of its source
// names it by file and row, and the hash of a file is known once it is closed.
#include <algorithm>
#include <optional>

#include "graph/dispute_targets.h"
#include "queries/export/internal/csv_mappings.h"
#include "queries/export/internal/csv_writers.h"

namespace headwater::queries::internal {
namespace {

using graph::Assertion;
using graph::Status;

constexpr char kAssertionsHeader[] =
    "id,subject,claim,role,case,victim_flow,form,sector,territory,share_bp,author,made_at,evidence,"
    "source_grade,information_grade,standard,basis,confidence,disputes,amount,asset";

// What a claim is about, as the store that loads the export will find it.
struct ClaimNames {
  std::string subject, victim_flow, disputes;
};

// Nothing: the claim is not exported, as what it is about is not.
graph::Result<std::optional<ClaimNames>> names_of(const CsvExport& csv, const Assertion& claim,
                                                  const NameBook& names) {
  const ExportRun& run = csv.run;
  ClaimNames found;
  found.subject = names.of(claim.entity);
  if (claim.transaction) {
    HEADWATER_ASSIGN_OR_RETURN(const auto subject, run.scope.subject_of(claim));
    if (!subject) return std::optional<ClaimNames>();
    found.subject = subject->origin.source_id.empty()
                        ? csv.transaction_names.at(claim.transaction->value)
                        : run.view.name_of("transaction", subject->origin);
  }
  if (claim.victim_flow) {
    HEADWATER_ASSIGN_OR_RETURN(const auto flow, run.view.victim_flow(*claim.victim_flow));
    if (!flow || !run.scope.takes(*flow)) return std::optional<ClaimNames>();
    found.victim_flow = flow->origin.source_id.empty()
                            ? csv.flow_names.at(claim.victim_flow->value)
                            : run.view.name_of("victim-flow", flow->origin);
  }
  return std::optional<ClaimNames>(std::move(found));
}

void write_row(ExportRun& run, const Assertion& claim, const ClaimNames& about,
               const NameBook& names, CsvRow& row) {
  row.cell(claim.origin.source_id)
      .cell(about.subject)
      .cell(graph::to_string(claim.claim))
      .cell(claim.role)
      .cell(names.of(claim.case_id))
      .cell(about.victim_flow)
      .cell(claim.form)
      .cell(claim.sector)
      .cell(names.of(claim.territory))
      .cell(std::to_string(claim.share.value))
      .cell(claim.author)
      .cell(graph::format_iso8601(claim.made_at))
      .cell(claim.evidence)
      .cell(claim.source_grade)
      .cell(claim.information_grade)
      .cell(claim.standard)
      .cell(claim.basis)
      .cell(fraction_text(claim.confidence))
      .cell(about.disputes)
      .cell(claim.amount ? decimal_amount(run, *claim.amount, claim.asset) : "")
      .cell(claim.asset.value < run.view.assets().size() ? asset_code(run, claim.asset) : "");
}

// A name by a number, or by the row of a source, is another in another store.
std::string disputed_name(const CsvExport& csv, const Assertion& dispute,
                          const std::vector<graph::AssertionId>& named) {
  if (named.size() != 1) return dispute.disputes;
  const std::string& name = csv.disputed_names.at(named.front().value);
  const bool is_by_number = dispute.disputes.find('#') != std::string::npos;
  const bool is_by_row = name.find('/') == std::string::npos;
  return !name.empty() && (is_by_number || is_by_row) ? name : dispute.disputes;
}

bool are_exported(const CsvExport& csv, const std::vector<graph::AssertionId>& named) {
  return !named.empty() && std::all_of(named.begin(), named.end(), [&](graph::AssertionId id) {
    return !csv.disputed_names.at(id.value).empty();
  });
}

using Disputes = std::map<std::uint64_t, std::vector<graph::AssertionId>>;

graph::Result<Disputes> disputes_of(const graph::StoreView& view) {
  HEADWATER_ASSIGN_OR_RETURN(const auto targets, graph::dispute_targets(view));
  Disputes disputes;
  for (const graph::DisputeTargets& one : targets) disputes[one.dispute.value] = one.named;
  return disputes;
}

// One pass over the claims: those that dispute, or the others.
class ClaimsTable {
 public:
  ClaimsTable(CsvExport& csv, const std::string& name, const Disputes& disputes)
      : csv_(csv),
        disputes_(disputes),
        table_(csv.run, name, kAssertionsHeader, [&csv](bool restricted) {
          return assertions_mapping({restricted, named_assets(csv.run)});
        }) {}

  Status write(std::uint64_t number, const Assertion& claim, const NameBook& names) {
    HEADWATER_ASSIGN_OR_RETURN(auto about, names_of(csv_, claim, names));
    if (!about) return {};
    if (claim.claim == graph::Claim::kDisputes) {
      const auto& named = disputes_.at(number);
      if (!csv_.run.scope.shows_restricted() && !are_exported(csv_, named)) return {};
      about->disputes = disputed_name(csv_, claim, named);
    }
    const bool speaks_of_victim =
        claim.victim_flow || claim.entity.kind() == graph::EntityKind::kVictim;
    HEADWATER_ASSIGN_OR_RETURN(
        const ExportedRow place,
        table_.write(
            claim.origin, [&](CsvRow& row) { write_row(csv_.run, claim, *about, names, row); },
            speaks_of_victim));
    ++csv_.run.records["assertions"];
    const auto disputed = csv_.disputed_names.find(number);
    if (disputed == csv_.disputed_names.end()) return {};
    if (!claim.origin.source_id.empty()) {
      disputed->second = csv_.run.view.name_of("assertion", claim.origin);
    } else {
      by_row_.emplace(number, place);
    }
    return {};
  }
  Status close() {
    HEADWATER_RETURN_IF_ERROR(table_.close(csv_.sources));
    for (const auto& [number, place] : by_row_) {
      csv_.disputed_names[number] = "assertion:" + table_.place_of(place);
    }
    return {};
  }

 private:
  CsvExport& csv_;
  const Disputes& disputes_;
  CsvTable table_;
  std::map<std::uint64_t, ExportedRow> by_row_;
};

Status write_claims(CsvExport& csv, bool that_dispute, const Disputes& disputes) {
  ClaimsTable table(csv, that_dispute ? "disputes" : "assertions", disputes);
  HEADWATER_RETURN_IF_ERROR(walk_assertions(
      csv.run, [&](std::uint64_t number, const Assertion& claim, const NameBook& names) -> Status {
        const bool disputes_one = claim.claim == graph::Claim::kDisputes;
        return disputes_one == that_dispute ? table.write(number, claim, names) : Status();
      }));
  return table.close();
}

}  // namespace

Status find_claimed_rows(CsvExport& csv) {
  HEADWATER_ASSIGN_OR_RETURN(const Disputes disputes, disputes_of(csv.run.view));
  for (const auto& [dispute, named] : disputes) {
    for (const graph::AssertionId id : named) csv.disputed_names[id.value];
  }
  return walk_assertions(
      csv.run, [&](std::uint64_t, const Assertion& claim, const NameBook&) -> Status {
        if (claim.transaction) {
          HEADWATER_ASSIGN_OR_RETURN(const auto subject, csv.run.scope.subject_of(claim));
          const bool by_row = subject && subject->origin.source_id.empty();
          if (by_row) csv.transaction_names[claim.transaction->value];
        }
        if (!claim.victim_flow) return {};
        HEADWATER_ASSIGN_OR_RETURN(const auto flow, csv.run.view.victim_flow(*claim.victim_flow));
        if (flow && flow->origin.source_id.empty()) csv.flow_names[claim.victim_flow->value];
        return {};
      });
}

Status write_assertions(CsvExport& csv) {
  HEADWATER_ASSIGN_OR_RETURN(const Disputes disputes, disputes_of(csv.run.view));
  HEADWATER_RETURN_IF_ERROR(write_claims(csv, false, disputes));
  return write_claims(csv, true, disputes);
}

}  // namespace headwater::queries::internal
