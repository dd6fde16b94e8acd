#include "queries/goaml/internal/json_reading.h"

namespace headwater::queries::internal {

namespace json = boost::json;
using graph::Result;
using graph::Status;

Status JsonReading::wrong(const std::string& member, std::string found) const {
  return graph::input_error(tried_, member.empty() ? place_ : place_ + ", member " + member,
                            std::move(found), "see docs/export.md for the form of the file");
}

Result<json::object> JsonReading::document(std::string_view text,
                                           std::string_view version_member) const {
  json::error_code problem;
  json::parse_options options;
  options.max_depth = 16;
  json::value parsed = json::parse({text.data(), text.size()}, problem, {}, options);
  if (problem) return wrong("", std::to_string(text.size()) + " bytes that are no JSON document");
  if (!parsed.is_object()) return wrong("", "a JSON document that is no object");
  json::object& object = parsed.get_object();
  const json::value* version = object.if_contains({version_member.data(), version_member.size()});
  const bool is_one = version != nullptr && version->is_int64() && version->get_int64() == 1;
  if (!is_one)
    return wrong(std::string(version_member), "it is missing, or another version than 1");
  return std::move(object);
}

Status JsonReading::only(const json::object& object, const std::string& member,
                         const std::set<std::string_view>& known) const {
  for (const auto& entry : object) {
    const std::string_view name(entry.key().data(), entry.key().size());
    if (known.contains(name)) continue;
    return wrong(member, "a member of " + std::to_string(name.size()) +
                             " characters that is not known there");
  }
  return {};
}

Result<std::string> JsonReading::text(const json::value& value, const std::string& member) const {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_int64()) return std::to_string(value.get_int64());
  return wrong(member, "neither a text nor a whole number");
}

Result<std::vector<std::string>> JsonReading::texts(const json::value& value,
                                                    const std::string& member) const {
  if (!value.is_array()) return wrong(member, "no list");
  std::vector<std::string> found;
  for (const json::value& item : value.get_array()) {
    HEADWATER_ASSIGN_OR_RETURN(std::string one, text(item, member));
    found.push_back(std::move(one));
  }
  return found;
}

Result<const json::object*> JsonReading::object(const json::value& value,
                                                const std::string& member) const {
  if (!value.is_object()) return wrong(member, "no object");
  return &value.get_object();
}

Result<std::uint64_t> JsonReading::count(const json::value& value,
                                         const std::string& member) const {
  if (value.is_int64() && value.get_int64() >= 0) {
    return static_cast<std::uint64_t>(value.get_int64());
  }
  return wrong(member, "no whole number of at least 0");
}

}  // namespace headwater::queries::internal
