// Columns of the tables in answers, by what they hold.
#pragma once

#include "graph/table.h"

namespace headwater::queries::internal::columns {

inline graph::ColumnSpec text(const char* name) { return {name, graph::ColumnType::kText, "text"}; }
inline graph::ColumnSpec id(const char* name) { return {name, graph::ColumnType::kText, "id"}; }
inline graph::ColumnSpec money(const char* name) {
  return {name, graph::ColumnType::kText, "money"};
}
inline graph::ColumnSpec count(const char* name) {
  return {name, graph::ColumnType::kInt64, "count"};
}
inline graph::ColumnSpec time(const char* name) { return {name, graph::ColumnType::kText, "time"}; }
inline graph::ColumnSpec share(const char* name) {  // in basis points
  return {name, graph::ColumnType::kInt64, "share_bp"};
}
inline graph::ColumnSpec asset_code(const char* name = "asset") {
  return {name, graph::ColumnType::kText, "asset"};
}

}  // namespace headwater::queries::internal::columns
