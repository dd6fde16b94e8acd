// The mappings that read a csv export back (docs/mapping.md), and the headers of its files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/money.h"
#include "graph/records.h"

namespace headwater::queries::internal {

// A role at its place in a flow's list: the order of the roles is kept.
struct RoleColumn {
  std::size_t place = 0;  // from 1
  graph::RoleKind kind = graph::RoleKind::kRecruited;
  friend auto operator<=>(const RoleColumn&, const RoleColumn&) = default;
};
std::string column_name(const RoleColumn& column);         // "role-1-recruited"
std::string attribute_column(std::string_view attribute);  // "attribute:name"

// "a,b" and a column for each attribute.
std::string header_with_attributes(std::string_view columns,
                                   const std::vector<std::string>& attributes);

// What all mappings of one export share.
struct MappingFrame {
  bool restricted = false;
  std::vector<graph::Asset> assets = {};  // with the places that the store keeps of each
};
std::string entities_mapping(const MappingFrame& frame);
std::string attributes_mapping(const MappingFrame& frame, const std::vector<std::string>& names);
std::string transactions_mapping(const MappingFrame& frame,
                                 const std::vector<std::string>& attributes);
std::string relations_mapping(const MappingFrame& frame,
                              const std::vector<std::string>& attributes);
std::string victim_flows_mapping(const MappingFrame& frame, const std::vector<RoleColumn>& roles,
                                 char separator);
std::string statistics_mapping(const MappingFrame& frame);
std::string assertions_mapping(const MappingFrame& frame);
std::string openings_mapping(const MappingFrame& frame);
std::string rates_mapping(const MappingFrame& frame);

}  // namespace headwater::queries::internal
