// A store of exploitation, payments and claims, and a scoreboard as short texts to compare.
//
//   ScoreboardStore store;
//   store.exploit("f1,ann,,ESP,begging,S,2020-01-01,2020-03-01,k1\n");
//   EXPECT_EQ(lines_of(board), Lines({"ESP begging S: 1 victims"}));
#pragma once

#include <string>
#include <vector>

#include "queries/measurement/scoreboard.h"
#include "tests/support/claims_store.h"

namespace headwater::tests {

class ScoreboardStore : public ClaimsStore {
 public:
  using ClaimsStore::ClaimsStore;

  // flow,victim,count,territory,form,sector,start,end,case: a victim, or a group of `count`. Cases
  // are of the namespace `claims`. A restricted source.
  void exploit(const std::string& rows);
  // `count` victims of their own, named prefix0, prefix1 ...; `cell` is "ESP,begging,S".
  void exploit_many(const std::string& prefix, int count, const std::string& cell,
                    const std::string& interval = ",");
  // Members prefix0, prefix1 ... of case k1, each with an account of the same name that a client
  // pays `amounts` of asserted proceeds into.
  void earn(const std::string& prefix, const std::vector<int>& amounts, const std::string& cell,
            const std::string& day = "2020-02-01");

 private:
  int files_ = 0;
};

using Lines = std::vector<std::string>;

// One line a cell: "ESP begging S: 3 victims (2 people), 4 group cases; EUR 1.00 to 2.00 (G 3.00, C
// 1.00, U 1.00), W 5.00, conduits 6.00, suspected 7.00"; hidden and unknown in words; "*" for all.
Lines lines_of(const queries::Scoreboard& board);

}  // namespace headwater::tests
