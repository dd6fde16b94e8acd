// Names of the closed vocabularies. The order of each list is the order of the enum's values.
#include "graph/records.h"

#include <array>

namespace headwater::graph {
namespace {

template <std::size_t N>
std::string_view name_at(const std::array<std::string_view, N>& names, std::size_t index) {
  return index < N ? names[index] : std::string_view("unknown");
}

// The enum value `first + position` of a name.
template <typename Enum, std::size_t N>
std::optional<Enum> value_of(const std::array<std::string_view, N>& names, std::size_t first,
                             std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<Enum>(first + i);
  }
  return std::nullopt;
}

template <typename Enum, std::size_t N>
std::string_view name_of(const std::array<std::string_view, N>& names, std::size_t first,
                         Enum value) {
  return name_at(names, static_cast<std::size_t>(value) - first);
}

constexpr std::array<std::string_view, 8> kTransactionKinds = {
    "transfer", "withdrawal", "deposit", "repayment", "fee", "interest", "loan", "other"};
constexpr std::array<std::string_view, 11> kChannels = {
    "unknown", "wire",   "cash",   "card",         "cheque", "ach",
    "online",  "mobile", "crypto", "reinvestment", "other"};
constexpr std::array<std::string_view, 19> kRelationKinds = {
    "owns-account", "ownership", "control",          "directorship", "family",    "associate",
    "employment",   "sign-in",   "loan-application", "investment",   "guarantee", "filed-by",
    "mentions",     "same-as",   "not-same-as",      "uses-medium",  "listed-by", "located-at",
    "other"};
constexpr std::array<std::string_view, 2> kVictimFlowKinds = {"movement", "exploitation"};
constexpr std::array<std::string_view, 6> kRoles = {"recruited",  "transported", "harboured",
                                                    "controlled", "exploited",   "profited"};
constexpr std::array<std::string_view, 10> kClaims = {
    "proceeds-of",   "cost-of", "spent-on",     "wage-withheld", "recruitment-fee",
    "debt-interest", "seizure", "compensation", "member-of",     "disputes"};

}  // namespace

std::string_view to_string(TransactionKind kind) { return name_of(kTransactionKinds, 1, kind); }
std::optional<TransactionKind> parse_transaction_kind(std::string_view text) {
  return value_of<TransactionKind>(kTransactionKinds, 1, text);
}

std::string_view to_string(Channel channel) { return name_of(kChannels, 0, channel); }
std::optional<Channel> parse_channel(std::string_view text) {
  return value_of<Channel>(kChannels, 0, text);
}

std::string_view to_string(RelationKind kind) { return name_of(kRelationKinds, 1, kind); }
std::optional<RelationKind> parse_relation_kind(std::string_view text) {
  return value_of<RelationKind>(kRelationKinds, 1, text);
}

std::string_view to_string(VictimFlowKind kind) { return name_of(kVictimFlowKinds, 1, kind); }
std::optional<VictimFlowKind> parse_victim_flow_kind(std::string_view text) {
  return value_of<VictimFlowKind>(kVictimFlowKinds, 1, text);
}

std::string_view to_string(RoleKind kind) { return name_of(kRoles, 1, kind); }
std::optional<RoleKind> parse_role_kind(std::string_view text) {
  return value_of<RoleKind>(kRoles, 1, text);
}

std::string_view to_string(Claim claim) { return name_of(kClaims, 1, claim); }
std::optional<Claim> parse_claim(std::string_view text) {
  return value_of<Claim>(kClaims, 1, text);
}

std::vector<std::string> transaction_flag_names(std::uint16_t flags) {
  static constexpr std::array<std::string_view, 6> kNames = {
      "undated", "period-reversed", "same-party", "aggregate", "labelled-illicit", "multi-leg"};
  std::vector<std::string> names;
  for (std::size_t bit = 0; bit < kNames.size(); ++bit) {
    if ((flags >> bit & 1) != 0) names.emplace_back(kNames[bit]);
  }
  return names;
}

}  // namespace headwater::graph
