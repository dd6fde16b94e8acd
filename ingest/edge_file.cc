#include "ingest/edge_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "ingest/internal/key_table.h"
#include "ingest/internal/strict_rows.h"

namespace headwater::ingest {

using graph::ExecutionContext;
using graph::Result;
using graph::Status;
using internal::row_error;

namespace {

constexpr std::size_t kVertexLimit = 0xFFFF'FFFEULL;
using Cells = std::span<const std::string_view>;

bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Integers of any length: by sign, then magnitude; "07" and "7" by their bytes.
bool integer_less(std::string_view a, std::string_view b) {
  const auto magnitude = [](std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    while (text.size() > 1 && text[0] == '0') text.remove_prefix(1);
    return text;
  };
  const std::string_view left = magnitude(a);
  const std::string_view right = magnitude(b);
  const bool left_negative = a.starts_with('-') && left != "0";
  const bool right_negative = b.starts_with('-') && right != "0";
  if (left_negative != right_negative) return left_negative;
  if (left == right) return a < b;
  const bool smaller = left.size() != right.size() ? left.size() < right.size() : left < right;
  return smaller != left_negative;
}

class EdgeFileReader {
 public:
  EdgeFileReader(const EdgeFileRequest& request, const ExecutionContext& context)
      : request_(request), context_(context) {
    dialect_.delimiter = CsvDialect::kWhitespace;
    dialect_.quote = '\0';
    dialect_.header = false;
    dialect_.comment = "#%";
  }

  Result<EdgeList> read() {
    if (!request_.vertices.empty()) HEADWATER_RETURN_IF_ERROR(read_vertices());
    HEADWATER_RETURN_IF_ERROR(internal::for_each_row(
        request_.edges, dialect_, context_, [this](std::uint64_t row, Cells cells) {
          return request_.adjacency ? add_neighbours(row, cells) : add_line(row, cells);
        }));
    number_in_order();
    return std::move(result_);
  }

 private:
  Status read_vertices() {
    HEADWATER_RETURN_IF_ERROR(internal::for_each_row(
        request_.vertices, dialect_, context_, [this](std::uint64_t, Cells cells) {
          vertices_.find_or_add(graph::EntityKind::kAccount, {}, cells[0]);
          return Status();
        }));
    closed_ = true;
    return {};
  }

  Result<std::uint32_t> vertex(std::uint64_t row, std::string_view id) {
    const std::size_t before = vertices_.size();
    const std::uint32_t number = vertices_.find_or_add(graph::EntityKind::kAccount, {}, id);
    if (closed_ && vertices_.size() > before) {
      return row_error(request_.edges, row, "an edge names a vertex that the vertex file lacks",
                       "complete the vertex file, or leave it out");
    }
    if (vertices_.size() > kVertexLimit) {
      return Status(graph::StatusCode::kOverBudget,
                    {"read a graph", request_.edges, "it has more than 2^32 - 2 vertices",
                     "take a part of it"});
    }
    return number;
  }

  Status add_neighbours(std::uint64_t row, Cells cells) {
    HEADWATER_ASSIGN_OR_RETURN(const std::uint32_t from, vertex(row, cells[0]));
    for (const std::string_view id : cells.subspan(1)) {
      HEADWATER_ASSIGN_OR_RETURN(const std::uint32_t to, vertex(row, id));
      HEADWATER_RETURN_IF_ERROR(add_edge(row, from, to, 0.0));
    }
    return {};
  }

  Status add_line(std::uint64_t row, Cells cells) {
    if (cells.size() < 2 || cells.size() > 4) {
      return row_error(request_.edges, row, std::to_string(cells.size()) + " cells in the line",
                       "write `source target [weight [time]]`, or use --adjacency");
    }
    const bool weighted = cells.size() > 2;
    if (row == 1) weighted_ = weighted;
    if (weighted != weighted_) {
      return row_error(request_.edges, row, "weights stand on some lines only",
                       "give every line a weight, or none");
    }
    double weight = 0.0;
    if (weighted) {
      const char* end = cells[2].data() + cells[2].size();
      const auto parsed = std::from_chars(cells[2].data(), end, weight);
      if (parsed.ec != std::errc() || parsed.ptr != end || !std::isfinite(weight)) {
        return row_error(request_.edges, row, "the weight is no finite number", "mend the line");
      }
    }
    HEADWATER_ASSIGN_OR_RETURN(const std::uint32_t from, vertex(row, cells[0]));
    HEADWATER_ASSIGN_OR_RETURN(const std::uint32_t to, vertex(row, cells[1]));
    return add_edge(row, from, to, weight);
  }

  Status add_edge(std::uint64_t row, std::uint32_t from, std::uint32_t to, double weight) {
    if (request_.undirected) {
      const std::uint64_t pair =
          (std::uint64_t{std::min(from, to)} << 32) | std::uint64_t{std::max(from, to)};
      const auto [known, is_new] = pairs_.emplace(pair, weight);
      if (!is_new) {
        if (known->second == weight) return {};
        return row_error(request_.edges, row, "an undirected edge has two weights",
                         "mend the file, or read it as directed");
      }
    }
    result_.edges.push_back({from, to});
    if (weighted_) result_.weights.push_back(weight);
    return {};
  }

  // Numbers the vertices by their ids, so that answers do not depend on the order of lines.
  void number_in_order() {
    const auto count = static_cast<std::uint32_t>(vertices_.size());
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    bool all_integers = true;
    for (const std::uint32_t i : order) all_integers = all_integers && is_integer(id(i));
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return all_integers ? integer_less(id(a), id(b)) : id(a) < id(b);
    });
    std::vector<std::uint32_t> rank(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      rank[order[i]] = i;
      result_.ids.emplace_back(id(order[i]));
    }
    for (EdgeList::Edge& edge : result_.edges) edge = {rank[edge.from], rank[edge.to]};
  }

  std::string_view id(std::uint32_t number) const { return vertices_.at(number).id; }

  const EdgeFileRequest& request_;
  const ExecutionContext& context_;
  CsvDialect dialect_;
  internal::KeyTable vertices_;
  bool closed_ = false;  // the vertex file has named them all
  bool weighted_ = false;
  std::unordered_map<std::uint64_t, double> pairs_;  // undirected edges seen
  EdgeList result_;
};

}  // namespace

Result<EdgeList> read_edge_file(const EdgeFileRequest& request, const ExecutionContext& context) {
  return EdgeFileReader(request, context).read();
}

}  // namespace headwater::ingest
