// A statement traced unit by unit: every minor unit of the balance is an element of a list that
// knows its owner. Only for small amounts. Pro rata by the definition of the largest remainder.
#pragma once

#include <vector>

#include "engine/flow/statement.h"

namespace headwater::tests {

// The events of one case, in order.
std::vector<engine::StatementShare> reference_statement(
    const std::vector<engine::StatementEvent>& events, engine::StatementRule rule,
    engine::InnerRule inner);

}  // namespace headwater::tests
