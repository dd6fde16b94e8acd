// Answer: what a question returns: its result, the parameters that reproduce it, the commit that it
// was asked of, and remarks for people. `queries/render.h` prints it and computes its digest.
#pragma once

#include <string>
#include <vector>

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

}  // namespace headwater::queries
