#include "queries/goaml/goaml_verdict.h"

#include <utility>

#include "queries/internal/columns.h"
#include "queries/internal/row_writer.h"

namespace headwater::queries {

void GoamlVerdict::add(GoamlViolation violation) {
  ++count_;
  if (kept_.size() < kKept) kept_.push_back(std::move(violation));
}

Document verdict_document(const GoamlVerdict& verdict, const std::string& name) {
  namespace columns = internal::columns;
  graph::Table table({columns::count("line"), columns::text("element"), columns::text("found")});
  for (const GoamlViolation& one : verdict.violations()) {
    internal::RowWriter(table).count(one.line).text(one.element).text(one.found).done();
  }
  return Document::object()
      .set("checked", Document(true))
      .set("name", Document(name))
      .set("valid", Document(verdict.is_kept_to()))
      .set("violation_count", Document(verdict.count()))
      .set("violations", Document(std::move(table)));
}

Document no_verdict_document() { return Document::object().set("checked", Document(false)); }

}  // namespace headwater::queries
