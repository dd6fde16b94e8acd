// Columns of structured rows: their paths, the elements that a record is made for, and what holds
// victims' ids.
#include <algorithm>
#include <utility>

#include "ingest/internal/mapping_compiler.h"

namespace headwater::ingest::internal {

using graph::Status;
namespace json = boost::json;

graph::Result<std::vector<EachSpec>> PartCompiler::each_at(JsonObject& object) {
  std::vector<EachSpec> result;
  const json::value* found = object.find("each");
  if (found == nullptr) return result;
  const std::string place = object.place_of("each");
  if (!part_.is_structured()) {
    return mapping_error(place, "rows of delimited text hold no elements", "remove it");
  }
  std::vector<std::string> texts;
  if (found->is_string()) {
    texts.emplace_back(found->get_string());
  } else {
    HEADWATER_ASSIGN_OR_RETURN(texts, object.texts("each"));
  }
  for (const std::string& text : texts) {
    const auto path = parse_path(text);
    if (!path) return mapping_error(place, "it is no path", "write names parted by dots");
    EachSpec spec;
    spec.node = part_.paths.insert(*path);
    std::uint32_t outer = PathTree::kRoot;
    for (std::uint32_t i = 0; i < result.size(); ++i) {
      if (part_.paths.is_within(result[i].node, spec.node)) {
        return mapping_error(place, "a path is given twice, or after one below it",
                             "give each path once, the outer one first");
      }
      const bool is_nearer = part_.paths.is_within(spec.node, result[i].node) &&
                             part_.paths.is_within(result[i].node, outer);
      if (!is_nearer) continue;
      spec.within = i;
      outer = result[i].node;
    }
    spec.below = part_.paths.segments_below(outer, spec.node);
    result.push_back(std::move(spec));
  }
  return result;
}

Status PartCompiler::place_columns(const std::string& place) {
  if (!part_.is_structured()) return {};
  for (ColumnRef ref = 0; ref < part_.columns.size(); ++ref) {
    ColumnName& column = part_.columns[ref];
    auto path = parse_path(column.name);
    if (!path) {
      return mapping_error(place, "the column `" + column.name + "` is no path",
                           "write names parted by dots; a dot of a name is written \\.");
    }
    column.path = std::move(*path);
    part_.paths.add_column(column.path, ref);
  }
  return {};
}

// A column with victims' ids may be read as nothing else: it would reach the store in clear. Two
// spellings of one column of delimited text are told apart here; `bind_columns` sees through them.
// A path that holds another, or is held by it, is the same column.
Status PartCompiler::check_victim_columns(const std::string& place) const {
  const auto is_same = [this](ColumnRef one, ColumnRef other) {
    return one == other || (part_.is_structured() &&
                            paths_overlap(part_.columns[one].path, part_.columns[other].path));
  };
  for (const ColumnRef ref : part_.victim_columns) {
    const auto is_victims = [&](ColumnRef other) { return is_same(ref, other); };
    const auto& plain = part_.plain_columns;
    const auto& open = part_.open_columns;
    if (std::any_of(plain.begin(), plain.end(), is_victims) ||
        std::any_of(open.begin(), open.end(), is_victims)) {
      return mapping_error(place,
                           "the column `" + part_.columns[ref].name +
                               "` holds victims' ids and is read as something else too",
                           "read it as a victim only");
    }
  }
  return {};
}

}  // namespace headwater::ingest::internal
