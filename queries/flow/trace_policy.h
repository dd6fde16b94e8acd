// The words in which a person chooses how money is traced, and what they mean to the engine.
//
//   TracePolicyWords words; words.ties = "credits-first";
//   HEADWATER_ASSIGN_OR_RETURN(engine::TraceRequest policy, trace_policy("trace money", words));
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/flow/trace.h"
#include "graph/snapshot.h"
#include "queries/document.h"

namespace headwater::queries {

struct TracePolicyWords {
  std::string rule = "pro-rata";
  std::string direction = "forward";
  std::string overdraft = "stop";
  std::string ties = "ledger";                  // ledger, credits-first, debits-first
  std::string opening = "given-else-inferred";  // or given, inferred, zero
  graph::Timestamp until;                       // unknown: all
  bool aggregates = false, undated = false, boundary = false, through_pooled = false;
};

// Errors: kQuestion for what a network has no way to do: every rule but pro-rata (`trace --ledger`
// has them for one account), direction backward, overdraft backward; and for unknown words.
graph::Result<engine::TraceRequest> trace_policy(std::string_view about,
                                                 const TracePolicyWords& words);

// Appends the policy in force to an answer's parameters.
void set_trace_policy(const TracePolicyWords& words, const graph::Resolution& resolution,
                      Document& parameters);

// What every trace should say of itself: how many accounts it knew too little of, how much of the
// labelled money repaid debts, what was left out. The weightiest first.
std::vector<std::string> trace_notes(const engine::TraceResult& result,
                                     const std::vector<graph::Asset>& assets);

}  // namespace headwater::queries
