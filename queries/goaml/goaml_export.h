// export_goaml: a case as a goAML report, for a financial intelligence unit.
//
//   GoamlRequest request{.case_name = "case:police/ring-1", .header = header};
//   HEADWATER_ASSIGN_OR_RETURN(const GoamlExport made,
//                              export_goaml(*store, request, sink, context));
//
// docs/export.md says what stands where, and what is lost. Whether the file keeps to a schema and
// to a unit's rules is asked afterwards, of the file: queries/goaml/goaml_schema.h and
// goaml_profile.h.
//
// Victims. Without `disclosure` the report is what the store would say had nobody ever loaded a
// source about victims, and it holds no payment of a protected person and no such person: nobody
// protected stands in it, not even as a counterparty. With it, they stand in it under their
// pseudonyms alone; whoever asks records the disclosure (graph/disclosure.h) before the file gets
// its name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "graph/execution_context.h"
#include "graph/snapshot.h"
#include "graph/store.h"
#include "queries/answer.h"
#include "queries/export/export_sink.h"
#include "queries/goaml/goaml_header.h"
#include "queries/parameters.h"

namespace headwater::queries {

enum class GoamlPayments : std::uint8_t {
  kOfMembers,  // of the members' accounts, and those that a claim of the case names
  kAsserted,   // those that a claim of the case names
};

// The right to name victims, and to whom.
struct GoamlDisclosure {
  graph::VictimKey victim_key;
  std::string recipient;
};

struct GoamlRequest {
  std::string case_name;
  GoamlHeader header;
  GoamlPayments payments = GoamlPayments::kOfMembers;
  graph::Resolution resolution;
  graph::TimeWindow window;  // of payments
  graph::CommitSeq as_of = graph::kLatestCommit;
  std::optional<GoamlDisclosure> disclosure;
  std::optional<graph::Clearance> clearance;
};

struct GoamlExport {
  Answer answer;          // counts, rates, what was left out or not known
  std::string case_name;  // printed in full
  std::string sha256;     // of the report
  std::uint64_t bytes = 0, transactions = 0;
  std::uint64_t victims = 0;  // named in it, each once
};

inline constexpr char kGoamlFile[] = "report.xml";

// case, payments, resolve, from, to, and the header's texts; files are the caller's to read.
const std::vector<ParameterSpec>& goaml_parameters();
// `header` is what a file says: parameters go before it. Errors: kQuestion.
graph::Result<GoamlRequest> parse_goaml(const ParameterMap& given, GoamlHeader header);

// Writes `kGoamlFile` to the sink, in one pass over the chosen payments; nothing of the document is
// kept. The store is verified first. Equal bytes for equal stores, requests and any number of
// threads: payments in the order of their numbers, parties by name. Time O(n) disk reads in five
// scans of the store and a few look-ups a payment; memory some 48 bytes an ownership of an account
// or a tie between a person and a company, 8 bytes a payment of the report, and its entities.
// Errors: kNotFound (the case, a commit, a rate of the day or the week before it), kQuestion (no
// case, a header that lacks something, a case of which nothing may be shown), kCorrupt, kIo,
// kCancelled, and those of the sink; then what the sink holds is of no use.
graph::Result<GoamlExport> export_goaml(const graph::Store& store, const GoamlRequest& request,
                                        ExportSink& sink, const graph::ExecutionContext& context);

}  // namespace headwater::queries
