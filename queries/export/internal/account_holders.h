// Who holds an account at a time, as the exported relations say: FollowTheMoney's payments run
// between parties, with the accounts beside them.
#pragma once

#include <string>
#include <vector>

#include "queries/export/internal/export_run.h"

namespace headwater::queries::internal {

class AccountHolders {
 public:
  // Reads the relations `owns-account` once. Some 100 bytes each.
  static graph::Result<AccountHolders> read(ExportRun& run);

  // Node id of the one owner at that time; empty: nobody known, or several.
  std::string owner_at(const std::string& account_id, graph::Timestamp time) const;
  // One owner whenever asked.
  bool has_one_for_ever(const std::string& account_id) const;

 private:
  struct Holding {
    std::string account, owner;  // node ids
    graph::Timestamp from, to;   // unknown: no bound
    friend auto operator<=>(const Holding&, const Holding&) = default;
  };
  std::pair<std::size_t, std::size_t> range_of(const std::string& account_id) const;
  std::vector<Holding> holdings_;  // ascending
};

}  // namespace headwater::queries::internal
