#include "ingest/internal/json_object.h"

#include <utility>

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;
namespace json = boost::json;

Status mapping_error(std::string place, std::string found, std::string remedy) {
  return graph::input_error("read a mapping", std::move(place), std::move(found),
                            std::move(remedy));
}

Result<std::string> json_text(const json::value& value, const std::string& place) {
  if (!value.is_string()) {
    return mapping_error(place, "it is no text", "write it in double quotes");
  }
  return std::string(value.get_string());
}

JsonObject::JsonObject(const json::object& object, std::string place)
    : object_(&object), place_(std::move(place)) {}

Result<JsonObject> JsonObject::from(const json::value& value, std::string place) {
  if (!value.is_object()) {
    return mapping_error(std::move(place), "it is no object", "write it in braces");
  }
  return JsonObject(value.get_object(), std::move(place));
}

std::string JsonObject::place_of(std::string_view key) const {
  return place_ + (place_.ends_with(": ") ? "" : ".") + std::string(key);
}

const json::value* JsonObject::find(std::string_view key) {
  asked_.emplace(key);
  return object_->if_contains(json::string_view(key.data(), key.size()));
}

Result<const json::value*> JsonObject::require(std::string_view key) {
  const json::value* value = find(key);
  if (value == nullptr) {
    return mapping_error(place_, "the key `" + std::string(key) + "` is missing",
                         "add it; docs/mapping.md lists the keys");
  }
  return value;
}

Result<std::string> JsonObject::text(std::string_view key, std::string fallback) {
  const json::value* value = find(key);
  if (value == nullptr) return fallback;
  return json_text(*value, place_of(key));
}

Result<bool> JsonObject::flag(std::string_view key, bool fallback) {
  const json::value* value = find(key);
  if (value == nullptr) return fallback;
  if (!value->is_bool()) return mapping_error(place_of(key), "it is no boolean", "true or false");
  return value->get_bool();
}

Result<std::int64_t> JsonObject::integer(std::string_view key, std::int64_t fallback,
                                         std::int64_t low, std::int64_t high) {
  const json::value* value = find(key);
  if (value == nullptr) return fallback;
  if (!value->is_int64() || value->get_int64() < low || value->get_int64() > high) {
    return mapping_error(place_of(key), "it is no integer in range",
                         "write one from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return value->get_int64();
}

Result<std::vector<std::string>> JsonObject::texts(std::string_view key) {
  const json::value* value = find(key);
  std::vector<std::string> result;
  if (value == nullptr) return result;
  if (!value->is_array()) {
    return mapping_error(place_of(key), "it is no list", "write it in square brackets");
  }
  for (const json::value& element : value->get_array()) {
    HEADWATER_ASSIGN_OR_RETURN(std::string text, json_text(element, place_of(key)));
    result.push_back(std::move(text));
  }
  return result;
}

Result<char> JsonObject::character(std::string_view key, char fallback) {
  const json::value* value = find(key);
  if (value == nullptr) return fallback;
  HEADWATER_ASSIGN_OR_RETURN(const std::string text, json_text(*value, place_of(key)));
  if (text.size() > 1) return mapping_error(place_of(key), "it is longer than one byte", "shorten");
  return text.empty() ? '\0' : text[0];
}

Status JsonObject::finish() const {
  for (const auto& member : *object_) {
    const std::string key(member.key());
    if (!asked_.contains(key)) {
      return mapping_error(place_, "the key `" + key + "` means nothing here",
                           "remove it; docs/mapping.md lists the keys");
    }
  }
  return {};
}

}  // namespace headwater::ingest::internal
