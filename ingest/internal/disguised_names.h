// Names of entities where none is expected: a full name taken for a local id would stand in clear
// in another entity's name, and a victim's name in another spelling would stay in quarantine's
// text.
#pragma once

#include <optional>
#include <string_view>

#include "graph/ids.h"

namespace headwater::ingest::internal {

// The kind that a text names before its first colon: "person:x/p", "Person : p". Capitals and
// blanks do not matter. O(1).
std::optional<graph::EntityKind> kind_it_names(std::string_view text);

// Whether a local id or scheme holds a full name, kind:scheme/external-id, or anything that begins
// like a victim's. Ids of pooled accounts hold the name of their party; a victim's is none of them.
bool holds_a_name(std::string_view scheme, std::string_view id);

// Whether a victim, or a victim flow, is named anywhere in a row, in any case, with blanks, control
// characters or quotes between. O(length).
bool mentions_a_victim(std::string_view row);

}  // namespace headwater::ingest::internal
