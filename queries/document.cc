#include "queries/document.h"

#include <algorithm>

#include "graph/status.h"

namespace headwater::queries {

Document& Document::set(std::string_view name, Document value) {
  auto* members = std::get_if<std::vector<Member>>(&value_);
  HEADWATER_CHECK(members != nullptr, "members are set on objects only");
  const auto found = std::find_if(members->begin(), members->end(),
                                  [&](const Member& member) { return member.first == name; });
  if (found != members->end()) {
    found->second = std::move(value);
  } else {
    members->emplace_back(std::string(name), std::move(value));
  }
  return *this;
}

Document& Document::push(Document value) {
  auto* items = std::get_if<std::vector<Document>>(&value_);
  HEADWATER_CHECK(items != nullptr, "items are pushed to arrays only");
  items->push_back(std::move(value));
  return *this;
}

bool Document::is_empty_object() const {
  const auto* members = std::get_if<std::vector<Member>>(&value_);
  return members != nullptr && members->empty();
}

const Document* Document::find(std::string_view name) const {
  const auto* members = std::get_if<std::vector<Member>>(&value_);
  if (members == nullptr) return nullptr;
  const auto found = std::find_if(members->begin(), members->end(),
                                  [&](const Member& member) { return member.first == name; });
  return found == members->end() ? nullptr : &found->second;
}

}  // namespace headwater::queries
