#include "graph/ids.h"

#include <array>
#include <utility>

#include "graph/ascii.h"

namespace headwater::graph {
namespace {

constexpr std::array<std::pair<EntityKind, std::string_view>, kEntityKindCount> kKindNames = {{
    {EntityKind::kPerson, "person"},
    {EntityKind::kCompany, "company"},
    {EntityKind::kInstitution, "institution"},
    {EntityKind::kAccount, "account"},
    {EntityKind::kLoan, "loan"},
    {EntityKind::kLocation, "location"},
    {EntityKind::kMedium, "medium"},
    {EntityKind::kVictim, "victim"},
    {EntityKind::kCase, "case"},
}};

constexpr std::string_view kPooledScheme = "unspecified";
constexpr std::string_view kErasedScheme = "erased";

}  // namespace

std::string_view to_string(EntityKind kind) {
  for (const auto& [value, name] : kKindNames) {
    if (value == kind) return name;
  }
  return "unknown";
}

std::optional<EntityKind> parse_entity_kind(std::string_view text) {
  for (const auto& [value, name] : kKindNames) {
    if (name == text) return value;
  }
  return std::nullopt;
}

std::string to_string(const EntityKey& key) {
  std::string text(to_string(key.kind));
  text += ':';
  text += key.scheme;
  text += '/';
  text += key.external_id;
  return text;
}

Result<EntityKey> parse_entity_key(std::string_view text) {
  const auto malformed = [&](std::string found) {
    return question_error("read an entity id", "", std::move(found),
                          "write kind:scheme/external-id, e.g. account:iban/..., or "
                          "kind:external-id while only one scheme matches");
  };
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return malformed("there is no ':' after the kind");
  const auto kind = parse_entity_kind(text.substr(0, colon));
  if (!kind) return malformed("the word before ':' is no kind of entity");
  const std::string_view rest = text.substr(colon + 1);
  const std::size_t slash = rest.find('/');
  EntityKey key;
  key.kind = *kind;
  if (slash == std::string_view::npos) {
    key.external_id = rest;
  } else {
    key.scheme = rest.substr(0, slash);
    key.external_id = rest.substr(slash + 1);
    if (key.scheme.empty()) return malformed("the scheme before '/' is empty");
  }
  if (has_canonical_form(key.scheme)) {
    std::erase(key.external_id, ' ');
    for (char& c : key.external_id) c = ascii_upper(c);
  }
  if (key.external_id.empty()) return malformed("the external id is empty");
  return key;
}

bool is_global_scheme(std::string_view scheme) {
  static constexpr std::array<std::string_view, 10> kGlobal = {
      "iban",      "bic",         "lei",  "imo",      "iso3166",
      "iso3166-2", kPooledScheme, "cash", "external", kErasedScheme};
  for (std::string_view global : kGlobal) {
    if (scheme == global) return true;
  }
  return scheme.starts_with("wallet-");
}

bool has_canonical_form(std::string_view scheme) {
  return scheme == "iban" || scheme == "bic" || scheme == "lei" || scheme == "iso3166" ||
         scheme == "iso3166-2";
}

EntityKey pooled_account_of(const EntityKey& party) {
  return {EntityKind::kAccount, std::string(kPooledScheme), to_string(party)};
}

bool is_pooled_account(const EntityKey& key) {
  return key.kind == EntityKind::kAccount && key.scheme == kPooledScheme;
}

bool is_boundary_account(const EntityKey& key) {
  return key.kind == EntityKind::kAccount && (key.scheme == "cash" || key.scheme == "external");
}

EntityKey erased_key_of(EntityId id, const EntityKey& before) {
  const std::string number = std::to_string(id.index());
  if (!is_pooled_account(before)) return {id.kind(), std::string(kErasedScheme), number};
  return {id.kind(), before.scheme, std::string(kErasedScheme) + '/' + number};
}

bool is_erased(const EntityKey& key) {
  if (key.scheme == kErasedScheme) return true;
  return is_pooled_account(key) && key.external_id.starts_with(std::string(kErasedScheme) + '/');
}

}  // namespace headwater::graph
