#include "graph/entities_by_name.h"

#include "graph/internal/bytes.h"
#include "graph/internal/external_sorter.h"
#include "graph/internal/record_codec.h"

namespace headwater::graph {
namespace {

constexpr std::size_t kSortBufferBytes = std::size_t{64} << 20;

}  // namespace

Status for_each_entity_by_name(
    const StoreView& view, EntityKind kind, const std::function<bool(CommitSeq)>& tells,
    const std::string& scratch_folder,
    const std::function<Status(const std::string& name, const Entity& entity)>& visit) {
  internal::ExternalSorter sorter(scratch_folder, "names", kSortBufferBytes);
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_entity_told(kind, tells, [&](EntityId, const Entity& entity) -> Status {
        internal::ByteWriter value;
        value.text(entity.key.scheme);
        internal::write_attributes(entity.attributes, value);
        return sorter.add(to_string(entity.key), value.bytes());
      }));
  Entity entity;
  entity.key.kind = kind;
  const std::size_t kind_length = to_string(kind).size() + 1;  // with the colon
  return sorter.finish([&](std::string_view name, std::string_view value) -> Status {
    internal::ByteReader reader(value);
    entity.key.scheme = reader.text();
    entity.key.external_id = name.substr(kind_length + entity.key.scheme.size() + 1);
    entity.attributes = internal::read_attributes(reader);
    return visit(std::string(name), entity);
  });
}

}  // namespace headwater::graph
