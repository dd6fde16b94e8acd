// What the assertions of a store say about money and members of cases, before anything is computed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/snapshot.h"
#include "graph/store.h"
#include "queries/evidence/case_scope.h"
#include "queries/flow/case_attribution.h"

namespace headwater::queries::internal {

enum class MoneyClaim : std::uint8_t { kProceeds, kCost, kSpending };

// One assertion about one transaction that is loaded and, but for proven proceeds, that the
// policies let in.
struct TransactionClaim {
  std::uint32_t position = 0;
  MoneyClaim claim = MoneyClaim::kProceeds;
  ProceedsLabel label;
  graph::BasisPoints share;
  bool is_suspected = false;  // only an indicator says so
};

struct MemberClaim {
  graph::EntityId entity, case_id;
  std::string role;
};

struct WageClaim {
  graph::EntityId subject;
  ProceedsLabel label;
  graph::AssetId asset;
  std::int64_t amount = 0;
  std::string record;  // equal for assertions about one and the same withholding
};

struct CaseEvidence {
  std::vector<TransactionClaim> claims;         // of all cases, which are run together
  std::vector<ProceedsLabel> labels;            // of all cases, ascending
  std::vector<ProceedsLabel> suspected_labels;  // the same
  std::vector<MemberClaim> members;             // of all cases
  std::vector<WageClaim> wages;                 // of the cases asked for
  std::vector<graph::EntityId> cases;           // of the cases asked for, those met; ascending
  EvidenceNotes notes;
};

// Stronger standards of proof are larger; an empty or unknown one is 0.
int strength_of(std::string_view standard);

// Three scans of the assertions at most. O(assertions log assertions + transactions).
graph::Result<CaseEvidence> read_case_evidence(const graph::StoreView& view,
                                               const graph::Snapshot& snapshot,
                                               const CanonicalEntities& canonical,
                                               const CaseScope& scope,
                                               const CaseAttributionRequest& request);

}  // namespace headwater::queries::internal
