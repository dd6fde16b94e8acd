// goAML reports written in tests, and what a RecordingWriter was given of one.
#pragma once

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater::tests {

inline graph::VictimKey goaml_key() {
  static const TemporaryDirectory folder;
  static const bool is_made = graph::VictimKey::generate_file(folder / "key").ok();
  EXPECT_TRUE(is_made);
  return graph::VictimKey::load(folder / "key").value();
}

struct StagedReport {
  RecordingWriter writer;
  ingest::internal::RowCounts counts;
  std::map<std::string, std::string> reasons;  // by row
  std::string refused;
  std::uint64_t unread() const {
    std::uint64_t sum = counts.unread.others();
    for (const auto& one : counts.unread.names()) sum += one.count;
    return sum;
  }
  std::size_t relations(graph::RelationKind kind) const {
    std::size_t count = 0;
    for (const graph::Relation& record : writer.relations) count += record.kind == kind;
    return count;
  }
  // "from kind to", of relations of a kind.
  std::set<std::string> pairs(graph::RelationKind kind) const {
    std::set<std::string> found;
    for (const graph::Relation& record : writer.relations) {
      if (record.kind != kind) continue;
      found.insert(writer.name(record.from) + " " + writer.name(record.to));
    }
    return found;
  }
  std::size_t entities(graph::EntityKind kind) const {
    std::size_t count = 0;
    for (const graph::EntityKey& key : writer.keys) count += key.kind == kind;
    return count;
  }
};

inline void stage_report(const std::string& text, StagedReport& staged, int threads = 2,
                         std::size_t block = 4096) {
  StagingOptions options;
  options.victim_key = goaml_key();
  options.threads = threads;
  options.block_bytes = block;
  const auto counts = stage_text(built_in("goaml"), text, staged.writer, options);
  if (!counts.has_value()) {
    staged.refused = counts.error().message();
    return;
  }
  staged.counts = *counts;
  for (const auto& row : staged.writer.quarantined) {
    staged.reasons[std::to_string(row.row)] = row.reason;
  }
}

inline std::string goaml_report(const std::string& rows) {
  return R"(<?xml version="1.0" encoding="UTF-8"?><report><rentity_id>7</rentity_id>
<submission_code>E</submission_code><report_code>STR</report_code>
<entity_reference>R-1</entity_reference><submission_date>2026-01-02T00:00:00</submission_date>
<currency_code_local>AED</currency_code_local>
<reporting_person><first_name>Olga</first_name><last_name>Officer</last_name></reporting_person>
<reason>Maria Lopez told us</reason>)" +
         rows + "<report_indicators><indicator>TIP1</indicator><indicator>TIP2</indicator>" +
         "</report_indicators></report>";
}

inline std::string goaml_transaction(const std::string& number, const std::string& sides,
                                     const std::string& amount = "1250.75") {
  return "<transaction><transactionnumber>" + number + "</transactionnumber>" +
         "<transaction_location>X</transaction_location>" +
         "<transaction_description>rent of Maria Lopez</transaction_description>" +
         "<date_transaction>2025-03-04T10:20:30</date_transaction>" +
         "<transmode_code>SWIFT</transmode_code><amount_local>" + amount + "</amount_local>" +
         sides + "</transaction>";
}

inline std::string goaml_person(const std::string& first, const std::string& last,
                                const std::string& more) {
  return "<first_name>" + first + "</first_name><last_name>" + last + "</last_name>" + more;
}

// The sending side of a transaction: an account whose holder signs for it.
inline constexpr const char* kOwnAccount =
    R"(<t_from_my_client><from_funds_code>ELCFT</from_funds_code><from_account>
<institution_name>Bank A</institution_name><swift>AAAAAEAD</swift><account>00012345</account>
<currency_code>AED</currency_code><account_name>Ivan Petrov</account_name><signatory>
<is_primary>true</is_primary><t_person><first_name>Ivan</first_name><last_name>Petrov</last_name>
<ssn>784-1980-1111111-1</ssn><passport_number>P99887</passport_number>
<passport_country>RU</passport_country></t_person><role>PAH</role></signatory></from_account>
<from_country>AE</from_country></t_from_my_client>)";

}  // namespace headwater::tests
