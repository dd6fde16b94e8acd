// Clearance: which sources a question may draw on.
//
//   HEADWATER_ASSIGN_OR_RETURN(Clearance clearance,
//                              parse_clearance("TLP:AMBER,compartment=fraud,purpose=aml"));
//   auto view = store->view({.clearance = clearance});
//
// Handling codes are the five of the Traffic Light Protocol, version 2.0 (FIRST, 2022), in their
// order. The filter is closed where nothing is said: a source without a code counts as TLP:RED, one
// with a compartment needs it, one with a purpose needs the same. It lets whole commits through or
// none of a commit, before anything is computed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/records.h"
#include "graph/status.h"

namespace headwater::graph {

enum class HandlingCode : std::uint8_t { kClear, kGreen, kAmber, kAmberStrict, kRed };
std::string_view to_string(HandlingCode code);  // "TLP:CLEAR" ... "TLP:AMBER+STRICT", "TLP:RED"
// In either case, with or without "TLP:". Nothing for other texts.
std::optional<HandlingCode> parse_handling_code(std::string_view text);

struct Clearance {
  HandlingCode highest = HandlingCode::kClear;  // and what is below
  std::vector<std::string> compartments;        // sorted, distinct
  std::string purpose;                          // empty: none is stated
  friend bool operator==(const Clearance&, const Clearance&) = default;
};

// CODE[,compartment=NAME]...[,purpose=TEXT]. Errors: kQuestion.
Result<Clearance> parse_clearance(std::string_view text);
std::string to_string(const Clearance& clearance);  // parses to an equal one

// Whether a source's records may be used. O(log compartments).
bool permits(const Clearance& clearance, const Manifest& source);

}  // namespace headwater::graph
