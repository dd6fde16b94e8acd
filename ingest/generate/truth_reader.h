// The truth of a generated case, for measuring answers against it.
//
//   HEADWATER_ASSIGN_OR_RETURN(CaseTruth truth, read_case_truth("case-truth"));
//
// Only evaluation reads it (queries/ring/ring_evaluation.h, the demo, tests). Nothing that loads or
// analyses a case does; a test removes the folder and gets equal digests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "graph/ids.h"
#include "graph/money.h"
#include "graph/status.h"

namespace headwater::ingest {

// One asset of one member, by the definition of docs/data-model.md with every member known.
struct TrueMemberProfit {
  std::string asset;  // "EUR"
  graph::MinorUnits gross, transfers_in, transfers_out, cost, profit, held, cashed_out, spent;
};

struct TrueMember {
  std::string name;                        // "M-07"
  std::string role;                        // "site-manager"
  bool known = false;                      // asserted to the investigators
  std::vector<graph::EntityKey> entities;  // the same person or company in every source
  std::vector<graph::EntityKey> accounts;
  std::vector<TrueMemberProfit> profits;                        // by asset
  graph::MinorUnits withheld_wages;                             // EUR; moves no money
  graph::MinorUnits cash_handed_on, cash_taken_over, unbanked;  // EUR; in no account
};

// Somebody who is no member: a decoy, or a bystander with a true tie ("victim", "victim-family",
// "client").
struct TrueInnocent {
  std::string kind;  // "landlord", "remittance-family" ...
  std::vector<graph::EntityKey> entities;
};

struct CaseTruth {
  std::vector<TrueMember> members;
  std::vector<TrueInnocent> decoys;  // as many as members
  std::vector<TrueInnocent> bystanders;
};

// Errors: kInput (a file is missing or malformed). O(size of the folder).
graph::Result<CaseTruth> read_case_truth(const std::filesystem::path& directory);

}  // namespace headwater::ingest
