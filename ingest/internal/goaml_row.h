// GoamlRow: one row of a goAML report on its way to flat JSON (internal/goaml_report.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/internal/goaml_report.h"

namespace headwater::ingest::internal {

class GoamlRow {
 public:
  // Both must outlive the row.
  GoamlRow(GoamlReport& report, const JsonTree& tree) : report_(report), view_(tree) {}
  std::string text();

 private:
  // How the row names a party: kind and id, or of an account its IBAN or number.
  struct Named {
    std::string kind, id, iban, number;
    bool is_account() const { return kind == "account"; }
  };
  std::string json() const;
  void read_header();
  void count_unread();
  void read_transaction(std::uint32_t transaction);
  Named read_side(std::uint32_t side, std::string_view prefix, std::uint32_t transaction);
  void read_activity(std::uint32_t activity);
  void read_party(std::uint32_t party);
  void read_goods(std::uint32_t holder);

  std::optional<Named> party_in(std::uint32_t node, std::string_view prefix);
  Named person(std::uint32_t node);
  Named entity(std::uint32_t node);
  Named account(std::uint32_t node);
  void related_persons(std::uint32_t entity, const Named& whose);
  void holders(std::uint32_t account, const Named& whose);
  std::string id_without_number(std::string_view letter, const std::string& key);

  void tie(std::string_view word, const Named& from, const Named& to, std::string_view role,
           std::string_view share);
  void mention(const Named& who, GoamlFields more);
  std::string next_tie();
  static void name(const Named& who, std::string_view prefix, GoamlFields& fields);

  GoamlReport& report_;
  XmlView view_;
  std::string report_id_, row_id_, transaction_id_;
  std::uint64_t ties_so_far_ = 0;
  GoamlFields header_;
  std::vector<std::string> indicators_, goods_;
  std::vector<GoamlFields> parties_, accounts_, same_, ties_, mentions_;
  GoamlFields flow_;
};

}  // namespace headwater::ingest::internal
