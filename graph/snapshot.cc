#include "graph/snapshot.h"

#include "graph/internal/held_bytes.h"
#include "graph/internal/layer_assembly.h"

namespace headwater::graph {

using internal::held_bytes;

std::uint64_t Snapshot::resident_bytes() const {
  return transactions_.resident_bytes() + held_bytes(frame_.vertex_flags) +
         held_bytes(relations_->edges) + relations_->out.resident_bytes() +
         relations_->in.resident_bytes() + held_bytes(victim_flows_->flows) +
         held_bytes(victim_flows_->roles);
}

std::shared_ptr<const Snapshot> Snapshot::assemble(Parts parts, const ExecutionContext& context) {
  const VertexIndex vertices = parts.vertices.size();
  parts.vertex_flags.resize(vertices, kPresent);
  Frame frame{parts.commit,
              parts.sees_victims,
              parts.vertices,
              std::move(parts.vertex_flags),
              std::move(parts.assets),
              std::move(parts.origin)};
  return std::make_shared<const Snapshot>(
      std::move(frame),
      internal::assemble_transactions(vertices, std::move(parts.transactions), context),
      internal::assemble_relations(vertices, std::move(parts.relations), context),
      internal::assemble_victim_flows(std::move(parts.victim_flows)));
}

}  // namespace headwater::graph
