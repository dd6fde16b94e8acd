// The flat JSON of a goAML row: objects whose members are lists of texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/internal/goaml_party.h"

namespace headwater::ingest::internal {

// {"name":["one","other"],...}: several values of one name make its list. O(fields squared).
void append_goaml_object(const GoamlFields& fields, std::string& out);
// ,"name":[OBJECT,...]; nothing where there is none.
void append_goaml_objects(std::string_view name, const std::vector<GoamlFields>& objects,
                          std::string& out);
// ,"name":["text",...]
void append_goaml_texts(std::string_view name, const std::vector<std::string>& texts,
                        std::string& out);

}  // namespace headwater::ingest::internal
