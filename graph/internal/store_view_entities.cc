// Entities: rows `entity8 . ~commit8`, newest contribution first; the oldest holds the key.
#include <algorithm>

#include "graph/internal/hash128.h"
#include "graph/internal/store_view.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

CommitSeq commit_of_key(std::string_view key) { return {~read_big_endian(key, 8)}; }

void unite(std::vector<Attribute>& all, std::vector<Attribute>&& more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void sort_attributes(std::vector<Attribute>& attributes) {
  std::sort(attributes.begin(), attributes.end());
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
}

Status unknown_entity(EntityKind kind, std::size_t length, std::string remedy) {
  return Status(StatusCode::kNotFound, {"find an entity", "",
                                        "no " + std::string(to_string(kind)) + " has this id (" +
                                            std::to_string(length) + " characters)",
                                        std::move(remedy)});
}

}  // namespace

Result<EntityKey> RocksStoreView::key_of(EntityId id) const {
  const auto missing = [&] {
    return Status(StatusCode::kNotFound,
                  {"name an entity", "", "no such number in this store", ""});
  };
  if (hides_kind(id.kind()) || id.is_none()) return missing();
  HEADWATER_ASSIGN_OR_RETURN(
      const auto row,
      internal_.database->last_at_or_before(
          Family::kEntity, big_endian_key(id.value(), ~std::uint64_t{0}), internal_.snapshot));
  if (!row || read_big_endian(row->first, 0) != id.value()) return missing();
  HEADWATER_ASSIGN_OR_RETURN(EntityContribution creation,
                             read_contribution(row->first, row->second));
  if (!creation.has_key) return corrupt_value("entity", row->first, "the first row has no key");
  return std::move(creation.key);
}

Result<std::optional<EntityId>> RocksStoreView::find(const EntityKey& key) const {
  if (hides_kind(key.kind)) return std::optional<EntityId>();
  const std::string hash = key_bytes(hash_of(key, internal_.seed));
  HEADWATER_ASSIGN_OR_RETURN(const auto stored,
                             internal_.database->get(Family::kEntityKey, hash, internal_.snapshot));
  if (!stored) return std::optional<EntityId>();
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view body, open_value(*stored, "entity_key", hash));
  ByteReader reader(body);
  while (reader.ok() && reader.remaining() > 0) {
    const EntityId id = EntityId::from_value(reader.u64());
    if (!reader.ok() || id.kind() != key.kind) continue;
    if (id.index() >= internal_.counters.entities[static_cast<int>(id.kind())]) continue;
    HEADWATER_ASSIGN_OR_RETURN(const EntityKey found, key_of(id));
    if (found != key) continue;
    HEADWATER_ASSIGN_OR_RETURN(const auto visible, entity(id));
    if (visible) return std::optional<EntityId>(id);
  }
  return std::optional<EntityId>();
}

Result<EntityId> RocksStoreView::resolve(std::string_view text) const {
  HEADWATER_ASSIGN_OR_RETURN(EntityKey key, parse_entity_key(text));
  if (!key.scheme.empty()) {
    HEADWATER_ASSIGN_OR_RETURN(const auto exact, find(key));
    if (exact) return *exact;
    key.external_id = text.substr(text.find(':') + 1);  // a short form may hold '/'
  }
  std::vector<std::pair<std::string, EntityId>> candidates;
  for (const std::string& scheme : schemes_) {
    key.scheme = scheme;
    HEADWATER_ASSIGN_OR_RETURN(const auto found, find(key));
    if (found) candidates.emplace_back(scheme, *found);
  }
  if (candidates.size() == 1) return candidates.front().second;
  if (candidates.empty()) {
    return unknown_entity(key.kind, key.external_id.size(),
                          "write kind:scheme/external-id as `headwater query` prints it");
  }
  std::string schemes;
  for (const auto& [scheme, id] : candidates) schemes += (schemes.empty() ? "" : ", ") + scheme;
  return question_error("find an entity", "", "this id exists in the schemes " + schemes,
                        "write kind:scheme/external-id");
}

Result<std::optional<Entity>> RocksStoreView::entity(EntityId id) const {
  if (hides_kind(id.kind()) || id.is_none()) return std::optional<Entity>();
  Entity entity;
  bool visible = false;
  HEADWATER_RETURN_IF_ERROR(internal_.database->scan_short(
      Family::kEntity, big_endian_key(id.value()), big_endian_key(id.value() + 1),
      internal_.snapshot, [&](std::string_view key, std::string_view value) -> Status {
        const CommitSeq commit = commit_of_key(key);
        HEADWATER_ASSIGN_OR_RETURN(EntityContribution row, read_contribution(key, value));
        if (row.has_key) entity.key = std::move(row.key);
        if (!internal_.is_visible(commit)) return {};
        visible = true;
        unite(entity.attributes, std::move(row.attributes));
        return {};
      }));
  if (!visible) return std::optional<Entity>();
  sort_attributes(entity.attributes);
  return std::optional<Entity>(std::move(entity));
}

Status RocksStoreView::scan_entities(
    EntityKind kind, bool with_attributes, const SeesCommit& tells,
    const std::function<Status(EntityId, const Entity&)>& visit) const {
  const EntityId first(kind, 0);
  const EntityId end(kind, internal_.counters.entities[static_cast<int>(kind)]);
  EntityId current;
  Entity entity;
  bool visible = false;
  const auto emit = [&]() -> Status {
    if (!visible) return {};
    if (with_attributes) sort_attributes(entity.attributes);
    return visit(current, entity);
  };
  HEADWATER_RETURN_IF_ERROR(internal_.database->scan(
      Family::kEntity, big_endian_key(first.value()), big_endian_key(end.value()),
      internal_.snapshot, [&](std::string_view key, std::string_view value) -> Status {
        const EntityId id = EntityId::from_value(read_big_endian(key, 0));
        if (id != current) {
          HEADWATER_RETURN_IF_ERROR(emit());
          current = id;
          entity.attributes.clear();
          visible = false;
        }
        HEADWATER_ASSIGN_OR_RETURN(EntityContribution row, read_contribution(key, value));
        if (row.has_key) entity.key = std::move(row.key);
        const CommitSeq commit = commit_of_key(key);
        if (!internal_.is_visible(commit) || (tells && !tells(commit))) return {};
        visible = true;
        if (with_attributes) unite(entity.attributes, std::move(row.attributes));
        return {};
      }));
  return emit();
}

Status RocksStoreView::for_each_entity(
    EntityKind kind, const std::function<Status(EntityId, const Entity&)>& visit) const {
  if (hides_kind(kind)) return {};
  return scan_entities(kind, true, nullptr, visit);
}

Status RocksStoreView::for_each_entity_told(
    EntityKind kind, const SeesCommit& tells,
    const std::function<Status(EntityId, const Entity&)>& visit) const {
  if (hides_kind(kind)) return {};
  return scan_entities(kind, true, tells, visit);
}

Status RocksStoreView::for_each_entity_key(
    EntityKind kind, const std::function<Status(EntityId, const EntityKey&)>& visit) const {
  if (hides_kind(kind)) return {};
  return scan_entities(kind, false, nullptr,
                       [&](EntityId id, const Entity& entity) { return visit(id, entity.key); });
}

Result<std::vector<CommitSeq>> RocksStoreView::entity_commits(EntityId id) const {
  std::vector<CommitSeq> commits;
  if (hides_kind(id.kind()) || id.is_none()) return commits;
  HEADWATER_RETURN_IF_ERROR(internal_.database->scan(
      Family::kEntity, big_endian_key(id.value()), big_endian_key(id.value() + 1),
      internal_.snapshot, [&](std::string_view key, std::string_view) -> Status {
        const CommitSeq commit = commit_of_key(key);
        if (internal_.is_visible(commit)) commits.push_back(commit);
        return {};
      }));
  std::reverse(commits.begin(), commits.end());  // rows stand newest first
  return commits;
}

Result<std::uint64_t> RocksStoreView::count_entities(EntityKind kind) const {
  std::uint64_t count = 0;
  HEADWATER_RETURN_IF_ERROR(
      scan_entities(kind, false, nullptr, [&](EntityId, const Entity&) -> Status {
        ++count;
        return {};
      }));
  return count;
}

}  // namespace headwater::graph::internal
