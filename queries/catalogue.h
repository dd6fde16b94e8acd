// The catalogue: every question that `headwater query` answers, with its parameters, and the way to
// ask one by name.
//
//   for (const QueryDescription& query : query_catalogue()) ...       // query --list
//   Result<Answer> answer = run_query(session, "profile", {{"entity", "person:bank/7"}});
//   run_batch_line(session, R"({"query":"profile","params":{"entity":"person:bank/7"}})", stamp);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "queries/answer.h"
#include "queries/parameters.h"
#include "queries/query_session.h"
#include "queries/render.h"

namespace headwater::queries {

struct QueryDescription {
  std::string_view name;
  std::string_view summary;  // one line
  std::vector<ParameterSpec> parameters;
  graph::Result<Answer> (*run)(QuerySession& session, const ParameterMap& parameters) = nullptr;
};

// In the order in which they are shown. Constant; thread-safe.
const std::vector<QueryDescription>& query_catalogue();

// The catalogue as an answer: one row a query and parameter.
Answer list_queries();

// Errors: kQuestion for an unknown query or parameter, naming the known ones; those of the query.
graph::Result<Answer> run_query(QuerySession& session, std::string_view name,
                                const ParameterMap& parameters);

// One line of a batch file: {"query":NAME,"params":{...}}, values being texts, numbers or booleans.
// Returns the answer as one line of JSON, newline included; a failed question becomes
// {"error":{"code","message"}}. A Status is returned only where the batch must end: cancelled,
// corrupt store, I/O.
graph::Result<std::string> run_batch_line(QuerySession& session, std::string_view line,
                                          const EngineStamp& stamp);

}  // namespace headwater::queries
