// JsonObject: strict reading of one JSON object. Every key must be asked for; `finish` refuses what
// nobody asked for, naming it and its place.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "graph/status.h"

namespace headwater::ingest::internal {

// A failure at a place in a mapping such as `bank.json: records[0].amount`.
graph::Status mapping_error(std::string place, std::string found, std::string remedy);

class JsonObject {
 public:
  // `value` must outlive the object.
  static graph::Result<JsonObject> from(const boost::json::value& value, std::string place);

  const std::string& place() const { return place_; }
  std::string place_of(std::string_view key) const;

  // The value of a key, or null where it is absent.
  const boost::json::value* find(std::string_view key);
  graph::Result<const boost::json::value*> require(std::string_view key);

  graph::Result<std::string> text(std::string_view key, std::string fallback);
  graph::Result<bool> flag(std::string_view key, bool fallback);
  graph::Result<std::int64_t> integer(std::string_view key, std::int64_t fallback, std::int64_t low,
                                      std::int64_t high);
  graph::Result<std::vector<std::string>> texts(std::string_view key);
  // One character, or '\0' for an absent key or empty text.
  graph::Result<char> character(std::string_view key, char fallback);

  // Errors: kInput when a key was never asked for.
  graph::Status finish() const;

 private:
  JsonObject(const boost::json::object& object, std::string place);
  const boost::json::object* object_;
  std::string place_;
  std::set<std::string, std::less<>> asked_;
};

graph::Result<std::string> json_text(const boost::json::value& value, const std::string& place);

}  // namespace headwater::ingest::internal
