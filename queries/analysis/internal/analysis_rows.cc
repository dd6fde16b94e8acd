// Rows of an analysis: which vertices are listed, in what order, under which name.
#include <algorithm>
#include <map>
#include <numeric>

#include "queries/analysis/internal/analysis_run.h"

namespace headwater::queries::internal {
namespace {

using graph::ColumnType;
using graph::Projection;
using graph::Result;
using graph::Status;
using graph::Table;
using Vertices = std::vector<std::uint32_t>;

constexpr std::size_t kCommunitiesShown = 10;

Vertices rankable_vertices(const Projection& projection) {
  Vertices vertices;
  for (std::uint32_t v = 0; v < projection.vertex_count(); ++v) {
    if (projection.is_rankable(v)) vertices.push_back(v);
  }
  return vertices;
}

// Keeps those that can be among the first `top`: everything at or above the value of the top-th.
template <typename Value>
void keep_candidates(const std::vector<Value>& values, std::size_t top, Vertices& vertices) {
  if (top == 0 || vertices.size() <= top) return;
  Vertices sorted = vertices;
  const auto nth = sorted.begin() + static_cast<std::ptrdiff_t>(top - 1);
  std::nth_element(sorted.begin(), nth, sorted.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return values[a] > values[b]; });
  const Value least = values[*nth];
  std::erase_if(vertices, [&](std::uint32_t v) { return values[v] < least; });
}

void append(graph::Column& column, double value) { column.append_float64(value); }
void append(graph::Column& column, std::uint64_t value) {
  column.append_int64(static_cast<std::int64_t>(value));
}

template <typename Value>
Result<Table> value_rows(const std::vector<Value>& values, Vertices vertices, std::size_t top,
                         const VertexNaming& naming) {
  keep_candidates(values, top, vertices);
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::string> names, naming.names(vertices));
  std::vector<std::size_t> order(vertices.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Value one = values[vertices[a]], other = values[vertices[b]];
    if (one != other) return one > other;
    return naming.vertex_order ? vertices[a] < vertices[b] : names[a] < names[b];
  });
  if (top != 0 && order.size() > top) order.resize(top);
  constexpr bool kIsCount = std::is_same_v<Value, std::uint64_t>;
  Table table({{"id", ColumnType::kText, "id"},
               {"value", kIsCount ? ColumnType::kInt64 : ColumnType::kFloat64,
                kIsCount ? "count" : "score"}});
  for (const std::size_t i : order) {
    table.column(0).append_text(names[i]);
    append(table.column(1), values[vertices[i]]);
  }
  return table;
}

// A community and the vertex whose name it bears; kNoVertex when no member may lend one.
struct Community {
  std::uint32_t label = 0;
  std::uint32_t named_after = graph::kNoVertex;
  std::uint64_t size = 0;  // listed members
};

// Communities with a listed member, by label. A label that is no listed vertex is replaced by the
// smallest listed member that names no other community.
std::vector<Community> find_communities(const Projection& projection, const Vertices& labels,
                                        const Vertices& listed) {
  std::vector<std::uint64_t> sizes(projection.vertex_count(), 0);
  std::vector<std::uint8_t> taken(projection.vertex_count(), 0);
  for (const std::uint32_t label : labels) taken[label] = 1;
  for (const std::uint32_t v : listed) ++sizes[labels[v]];
  std::map<std::uint32_t, std::uint32_t> lent;  // label that must not be shown -> member
  for (const std::uint32_t v : listed) {
    const std::uint32_t label = labels[v];
    if (projection.is_rankable(label) || taken[v] != 0 || lent.count(label) != 0) continue;
    lent[label] = v;
    taken[v] = 1;
  }
  std::vector<Community> communities;
  for (std::uint32_t label = 0; label < projection.vertex_count(); ++label) {
    if (sizes[label] == 0) continue;
    const auto found = lent.find(label);
    const std::uint32_t named_after = projection.is_rankable(label) ? label
                                      : found != lent.end()         ? found->second
                                                                    : graph::kNoVertex;
    communities.push_back({label, named_after, sizes[label]});
  }
  return communities;
}

// Largest first, then by label.
void sort_by_size(std::vector<Community>& communities) {
  std::stable_sort(communities.begin(), communities.end(),
                   [](const Community& a, const Community& b) { return a.size > b.size; });
}

// Names of communities, by label; those without a name of their own are numbered.
Result<std::map<std::uint32_t, std::string>> community_names(
    const std::vector<Community>& communities, const VertexNaming& naming) {
  Vertices named_after;
  for (const Community& community : communities) {
    if (community.named_after != graph::kNoVertex) named_after.push_back(community.named_after);
  }
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::string> names, naming.names(named_after));
  std::map<std::uint32_t, std::string> by_label;
  std::size_t next = 0, nameless = 0;
  for (const Community& community : communities) {
    by_label[community.label] = community.named_after == graph::kNoVertex
                                    ? "unnamed/" + std::to_string(++nameless)
                                    : names[next++];
  }
  return by_label;
}

// With `top`: the first members of the largest communities.
void keep_members_of_largest(const std::vector<Community>& by_size, const Vertices& labels,
                             std::size_t top, Vertices& listed) {
  if (top == 0 || listed.size() <= top) return;
  std::map<std::uint32_t, std::size_t> rank;
  for (std::size_t i = 0; i < by_size.size() && i < top; ++i) rank[by_size[i].label] = i;
  std::erase_if(listed, [&](std::uint32_t v) { return rank.count(labels[v]) == 0; });
  std::stable_sort(listed.begin(), listed.end(), [&](std::uint32_t a, std::uint32_t b) {
    return rank[labels[a]] < rank[labels[b]];
  });
  listed.resize(std::min(listed.size(), top));
}

Result<Table> community_rows(const Vertices& labels, const Vertices& listed, bool keep_order,
                             const std::map<std::uint32_t, std::string>& community_name,
                             const VertexNaming& naming) {
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::string> names, naming.names(listed));
  std::vector<std::size_t> order(listed.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (!keep_order && !naming.vertex_order) {
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return names[a] < names[b]; });
  }
  Table table({{"id", ColumnType::kText, "id"}, {"community", ColumnType::kText, "id"}});
  for (const std::size_t i : order) {
    table.column(0).append_text(names[i]);
    table.column(1).append_text(community_name.at(labels[listed[i]]));
  }
  return table;
}

Status set_community_rows(const Projection& projection, const Vertices& labels, Vertices listed,
                          std::size_t top, const VertexNaming& naming, Document& summary,
                          Document& result) {
  std::vector<Community> communities = find_communities(projection, labels, listed);
  sort_by_size(communities);
  summary.set("count", Document(std::uint64_t{communities.size()}))
      .set("largest", Document(communities.empty() ? std::uint64_t{0} : communities[0].size));
  const bool is_cut = top != 0 && listed.size() > top;
  keep_members_of_largest(communities, labels, top, listed);
  const std::size_t shown =
      std::min(communities.size(), top == 0 ? kCommunitiesShown : std::max(top, std::size_t{1}));
  if (is_cut) communities.resize(std::min(communities.size(), top));
  HEADWATER_ASSIGN_OR_RETURN(const auto names, community_names(communities, naming));
  HEADWATER_ASSIGN_OR_RETURN(Table rows, community_rows(labels, listed, is_cut, names, naming));
  Table largest({{"community", ColumnType::kText, "id"}, {"size", ColumnType::kInt64, "count"}});
  for (std::size_t i = 0; i < shown; ++i) {
    largest.column(0).append_text(names.at(communities[i].label));
    largest.column(1).append_int64(static_cast<std::int64_t>(communities[i].size));
  }
  result.set("rows", Document(std::move(rows))).set("communities", Document(std::move(largest)));
  return {};
}

}  // namespace

Status set_rows(const Projection& projection, AnalysisValues values, std::size_t top,
                const VertexNaming& naming, Document& result) {
  Vertices listed = rankable_vertices(projection);
  Document summary = std::move(values.summary);
  summary.set("vertices", Document(std::uint64_t{projection.vertex_count()}))
      .set("edges", Document(projection.edge_count()))
      .set("listed", Document(std::uint64_t{listed.size()}));
  if (values.yield == AnalysisValues::Yield::kLabels) {
    HEADWATER_RETURN_IF_ERROR(set_community_rows(projection, values.labels, std::move(listed), top,
                                                 naming, summary, result));
  } else if (values.yield == AnalysisValues::Yield::kCounts) {
    HEADWATER_ASSIGN_OR_RETURN(Table rows,
                               value_rows(values.counts, std::move(listed), top, naming));
    result.set("rows", Document(std::move(rows)));
  } else {
    HEADWATER_ASSIGN_OR_RETURN(Table rows,
                               value_rows(values.scores, std::move(listed), top, naming));
    result.set("rows", Document(std::move(rows)));
  }
  result.set("summary", std::move(summary));
  return {};
}

}  // namespace headwater::queries::internal
