// Attribution beside the truth of a generated case: who is who. For measuring only.
//
//   HEADWATER_ASSIGN_OR_RETURN(const ingest::CaseTruth truth, ingest::read_case_truth(folder));
//   HEADWATER_ASSIGN_OR_RETURN(const TruthMatch match, match_truth(view, found, truth));
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/store.h"
#include "ingest/generate/truth_reader.h"
#include "queries/flow/case_attribution.h"

namespace headwater::queries {

inline constexpr std::uint32_t kNoTrueMember = 0xFFFFFFFFu;

struct TruthMatch {
  // By member of the attribution: which of truth.members it is, or kNoTrueMember; and then what
  // else it is: a kind of decoy or bystander ("landlord", "client"), or "other".
  std::vector<std::uint32_t> true_member;
  std::vector<std::string> innocent_kind;
  std::vector<std::uint32_t> missed;  // of truth.members, those that no member is; ascending
  // By truth.members: the first of its names that the store knows; none: no name of it is there,
  // or it is protected (a false link makes a victim of it) and never named.
  std::vector<graph::EntityId> known_as;
};

// A member is a true one when any of the truth's names for it is the same as it. Errors: those of
// the store. O(names log V).
graph::Result<TruthMatch> match_truth(const graph::StoreView& view, const CaseAttribution& found,
                                      const ingest::CaseTruth& truth);

}  // namespace headwater::queries
