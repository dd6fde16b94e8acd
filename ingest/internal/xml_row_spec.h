// How the rows of an XML file are found: the `xml` of a mapping, compiled.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/internal/column_paths.h"

namespace headwater::ingest::internal {

struct XmlRowSpec {
  std::string root;                     // local name of the element that the paths start below
  std::vector<std::string> namespaces;  // of the root; a trailing `*` stands for any rest
  PathTree paths;                       // of row and head elements
  std::set<std::uint32_t> rows, heads;  // nodes of it
  std::map<std::string, std::string, std::less<>> renamed;  // local names, before all else

  bool accepts(std::string_view name_space) const {
    for (const std::string_view pattern : namespaces) {
      const bool is_open = pattern.ends_with('*');
      const std::string_view start = pattern.substr(0, pattern.size() - (is_open ? 1 : 0));
      if (is_open ? name_space.starts_with(start) : name_space == pattern) return true;
    }
    return false;
  }
  std::string_view name_of(std::string_view local_name) const {
    const auto found = renamed.find(local_name);
    return found == renamed.end() ? local_name : std::string_view(found->second);
  }
};

}  // namespace headwater::ingest::internal
