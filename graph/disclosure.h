// Disclosures: the record of what was handed out about victims, to whom and when. A commit of its
// own, of format "disclosure", that holds no record: it stands in the order of commits, is found
// out when it is lost, and changes no content digest. Erasing the case leaves its name in it.
//
//   HEADWATER_ASSIGN_OR_RETURN(const CommitSeq commit, record_disclosure(*store, {...}, context));
//   for (const Disclosure& one : disclosures(*view)) ...
//
// It says how many victims were named and never who: with the report's digest whoever has the
// report can show that it is the one. graph/FORMAT.md says where the words stand.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/store.h"

namespace headwater::graph {

struct Disclosure {
  std::string recipient;
  std::string what;                // "goaml 3177:REF-7": which document
  std::string sha256;              // of its bytes, 64 hex digits
  std::string case_name;           // "case:police/ring-1"
  std::uint64_t victims = 0;       // named in it
  std::uint64_t transactions = 0;  // in it
  CommitSeq as_of;                 // the commit that it was drawn from

  CommitSeq commit;      // of the record itself; filled in when it is read
  Timestamp wall_clock;  // the same
};

// A recipient that can be recorded: 1 to 200 bytes without control characters. Errors: kQuestion.
Status check_recipient(const std::string& recipient);

// Durable when it returns. Errors: kQuestion (a text with a line end), kLocked, kIo, kCancelled.
Result<CommitSeq> record_disclosure(Store& store, const Disclosure& disclosure,
                                    const ExecutionContext& context);

// All up to the view's commit, ascending; also those whose commit was retracted since: what was
// handed out stays so. Those that a clearance hides are missing.
std::vector<Disclosure> disclosures(const StoreView& view);

}  // namespace headwater::graph
