// Answer: what a question returns: its result, the parameters that reproduce it, the commit that it
// was asked of, and remarks for people. `queries/render.h` prints it and computes its digest.
//
//   Answer answer;
//   answer.result.set("components", Document(std::int64_t{12}));
//   answer.parameters.set("layers", Document("money"));
//
// A plain value: copied and moved freely, no ties to the store, one owner at a time. Two answers
// with equal commit, parameters and result have one digest; whoever fills it keeps the order of
// rows fixed for any number of threads.
#pragma once

#include <string>
#include <vector>

#include "graph/clearance.h"
#include "graph/ids.h"
#include "queries/document.h"

namespace headwater::queries {

struct Answer {
  std::string title;                         // for people: "PageRank, money layer"
  Document result = Document::object();      // members stand at the top level of the JSON answer
  Document aside = Document::object();       // of this copy or machine: printed, not digested
  Document parameters = Document::object();  // every parameter in force, defaults included
  graph::CommitSeq commit;
  std::vector<std::string> notes;  // what was left out, truncated or assumed; also in the JSON
  bool partial = false;            // ended by a budget: exit code 4
  bool internal_audience = false;  // shows exact cells: stamped so
};

// Enters the clearance that filtered what an answer is drawn from: a parameter, and a note that
// says so and no more.
void note_clearance(const graph::Clearance& clearance, Answer& answer);

}  // namespace headwater::queries
