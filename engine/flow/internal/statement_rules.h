// Which lots of a statement a withdrawal takes. A new rule is one function and one line in the
// table of statement_rules.cc; the run of the account (engine/flow/statement.cc) knows none of
// them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/flow/statement.h"

namespace headwater::engine::internal {

struct StatementLot {
  std::uint32_t owner;  // number of the depositor's label
  bool claimed;
  std::int64_t amount;  // > 0
};

struct LotPart {
  std::size_t lot;
  std::int64_t amount;
};

// Appends to `taken` what a withdrawal of `amount` takes, in the order of taking.
// 0 <= amount <= the sum of the lots, which stand by deposit.
using TakeFunction = void (*)(std::int64_t amount, const std::vector<StatementLot>& lots,
                              InnerRule inner, std::vector<LotPart>& taken);

struct StatementRuleEntry {
  StatementRule rule;
  std::string_view name;  // in the answer
  std::string_view word;  // on the command line
  TakeFunction take;      // none: the rule keeps no lots
};

const StatementRuleEntry& statement_rule(StatementRule rule);
const StatementRuleEntry* find_statement_rule(std::string_view word);

}  // namespace headwater::engine::internal
