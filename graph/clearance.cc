#include "graph/clearance.h"

#include <algorithm>
#include <array>
#include <utility>

#include "graph/ascii.h"

namespace headwater::graph {
namespace {

constexpr std::string_view kPrefix = "TLP:";
constexpr std::array<std::string_view, 5> kCodes = {"TLP:CLEAR", "TLP:GREEN", "TLP:AMBER",
                                                    "TLP:AMBER+STRICT", "TLP:RED"};

Status clearance_error(std::string found) {
  return question_error("read a clearance", "", std::move(found),
                        "write CODE[,compartment=NAME][,purpose=TEXT], e.g. TLP:AMBER,purpose=aml; "
                        "codes are TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT and TLP:RED");
}

Status read_part(std::string_view part, Clearance& clearance) {
  constexpr std::string_view kCompartment = "compartment=";
  constexpr std::string_view kPurpose = "purpose=";
  const bool is_compartment = part.starts_with(kCompartment);
  if (!is_compartment && !part.starts_with(kPurpose)) {
    return clearance_error("a part that is no compartment and no purpose");
  }
  part.remove_prefix(is_compartment ? kCompartment.size() : kPurpose.size());
  if (part.empty()) return clearance_error("an empty compartment or purpose");
  if (is_compartment) {
    clearance.compartments.emplace_back(part);
    return {};
  }
  if (!clearance.purpose.empty()) return clearance_error("two purposes");
  clearance.purpose = part;
  return {};
}

}  // namespace

std::string_view to_string(HandlingCode code) { return kCodes[static_cast<std::size_t>(code)]; }

std::optional<HandlingCode> parse_handling_code(std::string_view text) {
  std::string wanted = ascii_upper(text);
  if (!wanted.starts_with(kPrefix)) wanted.insert(0, kPrefix);
  const auto found = std::find(kCodes.begin(), kCodes.end(), wanted);
  if (found == kCodes.end()) return std::nullopt;
  return static_cast<HandlingCode>(found - kCodes.begin());
}

Result<Clearance> parse_clearance(std::string_view text) {
  Clearance clearance;
  std::size_t end = text.find(',');
  const auto code = parse_handling_code(text.substr(0, end));
  if (!code) return clearance_error("it does not begin with a handling code");
  clearance.highest = *code;
  while (end != std::string_view::npos) {
    text.remove_prefix(end + 1);
    end = text.find(',');
    HEADWATER_RETURN_IF_ERROR(read_part(text.substr(0, end), clearance));
  }
  auto& compartments = clearance.compartments;
  std::sort(compartments.begin(), compartments.end());
  compartments.erase(std::unique(compartments.begin(), compartments.end()), compartments.end());
  return clearance;
}

std::string to_string(const Clearance& clearance) {
  std::string text(to_string(clearance.highest));
  for (const std::string& compartment : clearance.compartments) {
    text += ",compartment=" + compartment;
  }
  if (!clearance.purpose.empty()) text += ",purpose=" + clearance.purpose;
  return text;
}

bool permits(const Clearance& clearance, const Manifest& source) {
  const HandlingCode code = parse_handling_code(source.handling_code).value_or(HandlingCode::kRed);
  if (code > clearance.highest) return false;
  const auto& held = clearance.compartments;
  if (!source.compartment.empty() &&
      !std::binary_search(held.begin(), held.end(), source.compartment)) {
    return false;
  }
  return source.purpose.empty() || source.purpose == clearance.purpose;
}

}  // namespace headwater::graph
