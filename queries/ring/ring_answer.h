// The ring around known members, and how good such rankings are, as answers.
//
//   RingQuestion question; question.top = 25;      // known members: those that are asserted
//   HEADWATER_ASSIGN_OR_RETURN(Answer answer, ring_answer(session, question));
//
// A rank names people to look at, never a verdict: without a truth to compare with, every answer
// says how often the method named innocents where the truth was known (docs/ring.md); with one it
// counts the innocents that it named here.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "queries/answer.h"
#include "queries/parameters.h"
#include "queries/query_session.h"
#include "queries/ring/ring_evaluation.h"
#include "queries/ring/ring_ranking.h"

namespace headwater::queries {

struct RingQuestion {
  std::vector<std::string> known;  // entities; empty: members asserted by `member-of`
  std::string case_name;           // whose asserted members; empty: of all cases
  RingRequest ranking;             // `known` is filled from the above
  std::size_t top = 25;            // rows; 0: all
  std::filesystem::path truth;     // folder of a generated case's truth; empty: none
};

// What `headwater rank ring` takes besides `known` and `truth`, by names without dashes. Errors:
// kQuestion, naming the parameter.
const std::vector<ParameterSpec>& ring_parameters();
graph::Result<RingQuestion> parse_ring(const ParameterMap& given);

// Rows: rank, id, name, ties, score, and with a truth `member` and `truly` (role, or kind of
// innocent); `known`: the known members by id and name; with a truth `judged`: members found and
// missed, innocents named, by kind, among the rows shown. Errors: those of rank_ring; kNotFound (a
// known member, the case); kInput (the truth). Deterministic for any number of threads.
graph::Result<Answer> ring_answer(QuerySession& session, const RingQuestion& question);

// An evaluation over seeds: methods beside each other, then innocents named by kind.
Answer ring_evaluation_answer(const SeedEvaluation& evaluation);

}  // namespace headwater::queries
