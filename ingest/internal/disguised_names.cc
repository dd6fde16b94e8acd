#include "ingest/internal/disguised_names.h"

#include <string>

#include "graph/ascii.h"

namespace headwater::ingest::internal {
namespace {

// Blanks and control characters, quotes, and all that is not ASCII: invisible characters among it.
bool is_passed_over(char c) { return c <= ' ' || c == '"' || c == '\'' || c > '~'; }

// Where `word` ends in the text that begins at `at`; npos where the text is another.
std::size_t end_of(std::string_view word, std::string_view text, std::size_t at) {
  for (const char wanted : word) {
    while (at < text.size() && is_passed_over(text[at])) ++at;
    if (at == text.size() || graph::ascii_lower(text[at]) != wanted) return std::string_view::npos;
    ++at;
  }
  return at;
}

bool names_a_victim_at(std::string_view text, std::size_t at) {
  constexpr auto kNo = std::string_view::npos;
  const std::size_t end = end_of("victim", text, at);
  if (end == kNo) return false;
  return end_of(":", text, end) != kNo || end_of("-flow:", text, end) != kNo;
}

bool is_full_name(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !graph::parse_entity_kind(text.substr(0, colon))) {
    return false;
  }
  const std::size_t slash = text.find('/', colon);
  return slash != std::string_view::npos && slash > colon + 1;
}

}  // namespace

std::optional<graph::EntityKind> kind_it_names(std::string_view text) {
  constexpr std::size_t kLongestWord = 32;
  char word[kLongestWord];
  std::size_t size = 0;
  for (const char c : text) {
    if (c == ':') return graph::parse_entity_kind({word, size});
    if (is_passed_over(c)) continue;
    if (size == kLongestWord) return std::nullopt;
    word[size++] = graph::ascii_lower(c);
  }
  return std::nullopt;
}

bool holds_a_name(std::string_view scheme, std::string_view id) {
  if (names_a_victim_at(id, 0) || names_a_victim_at(scheme, 0)) return true;
  const std::size_t colon = scheme.find(':');
  if (colon != std::string_view::npos && graph::parse_entity_kind(scheme.substr(0, colon))) {
    return true;
  }
  if (!is_full_name(id)) return false;
  if (!graph::is_pooled_account({graph::EntityKind::kAccount, std::string(scheme), ""}))
    return true;
  const auto party = graph::parse_entity_key(id);
  return !party.has_value() || holds_a_name(party->scheme, party->external_id);
}

bool mentions_a_victim(std::string_view row) {
  for (std::size_t at = row.find_first_of("vV"); at != std::string_view::npos;
       at = row.find_first_of("vV", at + 1)) {
    if (names_a_victim_at(row, at)) return true;
  }
  return false;
}

}  // namespace headwater::ingest::internal
