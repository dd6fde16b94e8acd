// Small JSON files of this part: a header, a profile. Every error is kInput and names a place in
// the file, never a value.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "graph/status.h"

namespace headwater::queries::internal {

class JsonReading {
 public:
  // `tried`: "read a goAML profile"; `place`: the file.
  JsonReading(std::string tried, std::string place)
      : tried_(std::move(tried)), place_(std::move(place)) {}

  // The document, an object that has `version_member` with the number 1.
  graph::Result<boost::json::object> document(std::string_view text,
                                              std::string_view version_member) const;
  graph::Status wrong(const std::string& member, std::string found) const;
  graph::Status only(const boost::json::object& object, const std::string& member,
                     const std::set<std::string_view>& known) const;
  // A text, or a whole number as text.
  graph::Result<std::string> text(const boost::json::value& value, const std::string& member) const;
  graph::Result<std::vector<std::string>> texts(const boost::json::value& value,
                                                const std::string& member) const;
  graph::Result<const boost::json::object*> object(const boost::json::value& value,
                                                   const std::string& member) const;
  graph::Result<std::uint64_t> count(const boost::json::value& value,
                                     const std::string& member) const;

 private:
  std::string tried_, place_;
};

}  // namespace headwater::queries::internal
