// goAML reports that tests have written: made in memory, and read without the code that made them.
//
//   const WrittenReport made = write_report(store, request);
//   for (const auto& t : elements(made.xml, "transaction")) text_in(t, "amount_local");
#pragma once

#include <string>
#include <vector>

#include "queries/goaml/goaml_export.h"
#include "tests/support/query_store.h"

namespace headwater::tests {

struct WrittenReport {
  queries::GoamlExport made;
  std::string xml;
};

// Of the store's newest commit. `refusal`: filled instead of failing the test.
WrittenReport write_report(const QueryStore& store, const queries::GoamlRequest& request,
                           int threads = 2, std::string* refusal = nullptr);

// A request about a case with a whole header: unit 3177, local currency EUR.
queries::GoamlRequest report_request(const std::string& case_name);

// The insides of all elements of this name, in order, found by their tags alone: not for names
// that stand within themselves.
std::vector<std::string> elements(const std::string& xml, const std::string& name);
// The text of the first of them, references resolved; "" where there is none.
std::string text_in(const std::string& xml, const std::string& name);

}  // namespace headwater::tests
