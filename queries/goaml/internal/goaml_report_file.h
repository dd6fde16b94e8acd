// GoamlReportFile: the report itself, from its head to its indicators.
#pragma once

#include <map>
#include <set>
#include <string>

#include "graph/execution_context.h"
#include "queries/goaml/internal/goaml_money.h"
#include "queries/goaml/internal/goaml_parties.h"

namespace headwater::queries::internal {

class GoamlReportFile {
 public:
  // All must outlive it.
  GoamlReportFile(const graph::StoreView& view, const ExportScope& scope,
                  const GoamlRequest& request, const GoamlCase& of_case,
                  const graph::ExecutionContext& context)
      : view_(view), scope_(scope), request_(request), case_(of_case), context_(context) {}

  // Errors: as export_goaml.
  graph::Status write(ExportFile& file);

  std::uint64_t transactions() const { return transactions_; }
  std::uint64_t parties() const { return parties_; }
  std::uint64_t characters_replaced() const { return characters_replaced_; }
  std::uint64_t names_respelt() const { return names_respelt_; }
  const std::set<graph::EntityId>& victims() const { return victims_; }
  const std::map<std::string, std::uint64_t>& unknown() const { return unknown_; }
  const std::map<std::string, std::uint64_t>& left_out() const { return left_out_; }
  graph::Table rates() const { return money_.used(); }

 private:
  graph::Status read_entities();
  graph::Status want_party(graph::EntityId id);
  void want_with_ties(graph::EntityId id);
  void head(GoamlXml& xml) const;
  graph::Status transaction(graph::TransactionId id, GoamlParties& parties, GoamlXml& xml);
  void side(const char* prefix, const graph::Transaction& record, const GoamlMoney::Side& money,
            GoamlParties& parties, GoamlXml& xml) const;
  void members(GoamlParties& parties, GoamlXml& xml);
  void member(graph::EntityId id, const std::string& reason, GoamlParties& parties, GoamlXml& xml);
  std::string number_of(const std::string& name) const;

  const graph::StoreView& view_;
  const ExportScope& scope_;
  const GoamlRequest& request_;
  const GoamlCase& case_;
  const graph::ExecutionContext& context_;
  GoamlPartyBook book_;
  GoamlMoney money_;
  std::uint64_t transactions_ = 0, parties_ = 0, characters_replaced_ = 0, names_respelt_ = 0;
  std::set<graph::EntityId> victims_;
  std::map<std::string, std::uint64_t> unknown_, left_out_;
};

}  // namespace headwater::queries::internal
