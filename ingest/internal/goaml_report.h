// GoamlReport: the rows of a goAML report (its transactions, activities and indicators, as
// internal/xml_rows writes them) as flat JSON objects that a mapping reads.
//
//   GoamlReport report;
//   for (row : rows) report.look_for_victims(tree);   // all rows first: a victim whom one row
//   for (row : rows) text = report.row(tree);         // marks is one in every other row
//
//   {"report":"3177:REF","rentity":"3177", ... "indicators":[..],"goods":[..],
//    "parties":[{"kind":"person","id":"ssn:1", "name":..}], "accounts":[{"iban":..}],
//    "same":[{"kind","one","other","tie"}], "ties":[{"word","from_kind","from","to_kind","to",..}],
//    "mentions":[{"kind","id","role",..}], "flow":{"given":"1","from_kind",..,"amount",..}}
//
// Of a victim there is the id alone, in columns that say the kind beside it; while a report has
// one, names of its accounts' holders are left out. Free text is never passed on: it may name a
// victim whom no role marks. What is left out is counted by the element's name.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "ingest/internal/goaml_party.h"
#include "ingest/internal/json_tree.h"
#include "ingest/internal/unread_names.h"

namespace headwater::ingest::internal {

class GoamlReport {
 public:
  // Rows whose root is no object say nothing.
  void look_for_victims(const JsonTree& tree);
  // The row as JSON. In order of rows: who has no number is numbered as met.
  std::string row(const JsonTree& tree);
  const UnreadNames& unread() const { return unread_; }

 private:
  friend class GoamlRow;
  void mark(XmlView& view, std::uint32_t node, bool is_victim, bool is_suspected);
  void mark_person(XmlView& view, std::uint32_t person);
  bool is_victim(XmlView& view, std::uint32_t person) const;

  std::set<std::string> victims_;                      // their numbers, and "name:" with the name
  std::map<std::string, std::string> without_number_;  // by report and name: the id
  std::map<std::string, std::uint64_t> rows_;          // by report: activities so far
  std::set<std::string> counted_;                      // reports whose head has been counted
  UnreadNames unread_;
};

}  // namespace headwater::ingest::internal
