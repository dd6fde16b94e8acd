#include "graph/internal/layer_assembly.h"

#include <algorithm>

#include "graph/internal/adjacency_builder.h"

namespace headwater::graph::internal {
namespace {

void check_columns(const TransactionColumns& columns) {
  HEADWATER_CHECK(std::is_sorted(columns.time_ms.begin(), columns.time_ms.end()),
                  "transaction columns come in ledger order");
  const std::size_t size = columns.size();
  HEADWATER_CHECK(columns.from.size() == size && columns.to.size() == size &&
                      columns.amount.size() == size && columns.asset.size() == size &&
                      columns.kind.size() == size && columns.flags.size() == size,
                  "transaction columns are equally long");
}

// Where each vertex's entries of the base end once those from `split` on have left it.
std::shared_ptr<const std::vector<std::uint32_t>> ends_before(const AdjacencyRows& base,
                                                              std::span<const VertexIndex> owners,
                                                              std::uint32_t split) {
  if (split == owners.size()) return nullptr;
  std::vector<std::uint32_t> ends(base.offsets.begin() + 1, base.offsets.end());
  for (std::size_t p = split; p < owners.size(); ++p) --ends[owners[p]];
  return std::make_shared<const std::vector<std::uint32_t>>(std::move(ends));
}

}  // namespace

TransactionLayer assemble_transactions(VertexIndex vertices, TransactionColumns columns,
                                       const ExecutionContext& context) {
  check_columns(columns);
  Adjacency out(build_adjacency(vertices, columns.from, columns.to, 0, context));
  Adjacency in(build_adjacency(vertices, columns.to, columns.from, 0, context));
  return {std::make_shared<const TransactionColumns>(std::move(columns)), std::move(out),
          std::move(in)};
}

TransactionLayer assemble_delta(VertexIndex vertices, const TransactionLayer& layer,
                                std::uint32_t split, TransactionColumns delta,
                                const ExecutionContext& context) {
  check_columns(delta);
  const TransactionColumns& base = *layer.base();
  HEADWATER_CHECK(split <= base.size() && (split == 0 || delta.size() == 0 ||
                                           base.time_ms[split - 1] <= delta.time_ms.front()),
                  "the delta stands after what is left of the base");
  Adjacency out(layer.out.base(), ends_before(*layer.out.base(), base.from, split),
                build_adjacency(vertices, delta.from, delta.to, split, context));
  Adjacency in(layer.in.base(), ends_before(*layer.in.base(), base.to, split),
               build_adjacency(vertices, delta.to, delta.from, split, context));
  return {layer.base(), split, std::make_shared<const TransactionColumns>(std::move(delta)),
          std::move(out), std::move(in)};
}

std::shared_ptr<const RelationLayer> assemble_relations(VertexIndex vertices, RelationLayer layer,
                                                        const ExecutionContext& context) {
  std::vector<VertexIndex> from(layer.edges.size()), to(layer.edges.size());
  for (std::size_t i = 0; i < layer.edges.size(); ++i) {
    from[i] = layer.edges[i].from;
    to[i] = layer.edges[i].to;
  }
  layer.out = Adjacency(build_adjacency(vertices, from, to, 0, context));
  layer.in = Adjacency(build_adjacency(vertices, to, from, 0, context));
  return std::make_shared<const RelationLayer>(std::move(layer));
}

std::shared_ptr<const VictimFlowLayer> assemble_victim_flows(VictimFlowLayer layer) {
  if (layer.terms.empty()) layer.terms.emplace_back();
  return std::make_shared<const VictimFlowLayer>(std::move(layer));
}

}  // namespace headwater::graph::internal
