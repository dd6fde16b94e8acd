#include "graph/internal/content_digest.h"

#include <algorithm>
#include <array>
#include <vector>

#include "graph/internal/external_sorter.h"
#include "graph/sha256.h"

namespace headwater::graph::internal {
namespace {

using Digest = std::array<std::uint8_t, 32>;

std::string_view to_view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Digest digest_of(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

// Turns records into canonical bytes.
class Canonical {
 public:
  explicit Canonical(const RocksStoreView& view) : view_(view) {}

  // Hashes of all entity keys, so that naming an entity needs no look-up.
  Status read_names() {
    for (const EntityKind kind : kAllEntityKinds) {
      auto& names = names_[static_cast<std::size_t>(kind)];
      names.resize(view_.counters().entities[static_cast<int>(kind)]);
      HEADWATER_RETURN_IF_ERROR(
          view_.for_each_entity_key(kind, [&](EntityId id, const EntityKey& key) -> Status {
            names[id.index()] = digest_of(to_string(key));
            return {};
          }));
    }
    return {};
  }

  void entity(EntityId id, ByteWriter& writer) const {
    if (id.is_none()) return writer.u8(0);
    writer.u8(1);
    const auto& names = names_[static_cast<std::size_t>(id.kind())];
    if (id.index() < names.size()) writer.raw(names[id.index()].data(), sizeof(Digest));
  }
  void asset(AssetId id, ByteWriter& writer) const {
    if (id.value < view_.assets().size()) writer.text(view_.assets()[id.value].code);
  }
  // The source's own id, with the namespace that it is local to.
  void source_id(const Origin& origin, ByteWriter& writer) const {
    writer.text(origin.source_id);
    if (origin.source_id.empty()) return;
    const auto& manifests = view_.manifests();
    if (origin.commit.value - 1 < manifests.size()) {
      writer.text(manifests[origin.commit.value - 1].namespace_name);
    }
  }

  std::string bytes(const Entity& record) const {
    ByteWriter writer;
    writer.text(to_string(record.key));
    write_attributes(record.attributes, writer);
    return writer.take();
  }

  std::string bytes(const Transaction& record) const {
    ByteWriter writer;
    entity(record.from, writer);
    entity(record.to, writer);
    writer.i64(record.time.ms);
    writer.i64(record.period_end.ms);
    writer.i64(record.amount.value);
    asset(record.asset, writer);
    writer.i64(record.received_amount.value);
    asset(record.received_asset, writer);
    writer.u8(static_cast<std::uint8_t>(record.kind));
    writer.u8(static_cast<std::uint8_t>(record.channel));
    writer.u32(record.count);
    writer.u16(record.flags);
    writer.u64(record.group);
    std::vector<Attribute> attributes = record.attributes;
    std::sort(attributes.begin(), attributes.end());
    write_attributes(attributes, writer);
    source_id(record.origin, writer);
    return writer.take();
  }

  // The other records: their stored body, with numbers replaced by names.
  template <typename Record>
  std::string bytes(Record record) const {
    ByteWriter writer;
    names_of(record, writer);
    source_id(record.origin, writer);
    record.origin = Origin();
    encode(record, writer);
    return writer.take();
  }

  Result<std::string> with_subject(Assertion record) const {
    ByteWriter writer;
    if (record.transaction) {
      HEADWATER_ASSIGN_OR_RETURN(const auto subject, view_.stored_transaction(*record.transaction));
      if (subject) writer.text(bytes(*subject));
      record.transaction.reset();
    }
    if (record.victim_flow) {
      HEADWATER_ASSIGN_OR_RETURN(auto flow, view_.victim_flow(*record.victim_flow));
      if (flow) writer.text(bytes(*flow));
      record.victim_flow.reset();
    }
    writer.text(bytes(std::move(record)));
    return writer.take();
  }

 private:
  void names_of(Relation& record, ByteWriter& writer) const {
    entity(std::exchange(record.from, {}), writer);
    entity(std::exchange(record.to, {}), writer);
    std::sort(record.attributes.begin(), record.attributes.end());
  }
  void names_of(VictimFlow& record, ByteWriter& writer) const {
    for (EntityId* id : {&record.victim, &record.recruitment_territory, &record.transit_territory,
                         &record.exploitation_territory, &record.case_id}) {
      entity(std::exchange(*id, {}), writer);
    }
    for (Role& role : record.roles) entity(std::exchange(role.entity, {}), writer);
    record.victim_token = 0;
  }
  void names_of(Statistic& record, ByteWriter& writer) const {
    entity(std::exchange(record.territory, {}), writer);
    record.flags = static_cast<std::uint16_t>(record.flags & ~kAmbiguousCell);
    record.occurrence = 1;
  }
  void names_of(Assertion& record, ByteWriter& writer) const {
    for (EntityId* id : {&record.entity, &record.case_id, &record.territory}) {
      entity(std::exchange(*id, {}), writer);
    }
    asset(std::exchange(record.asset, {}), writer);
  }
  void names_of(Rate& record, ByteWriter& writer) const {
    asset(std::exchange(record.base, {}), writer);
    asset(std::exchange(record.quote, {}), writer);
  }
  void names_of(OpeningBalance& record, ByteWriter& writer) const {
    entity(std::exchange(record.account, {}), writer);
    asset(std::exchange(record.asset, {}), writer);
  }

  const RocksStoreView& view_;
  std::array<std::vector<Digest>, kEntityKindCount + 1> names_;
};

// The records of one type: hashed one by one, sorted, hashed together.
class TypeDigest {
 public:
  TypeDigest(std::string name, const std::string& folder, const ExecutionContext& context)
      : name_(std::move(name)), sorter_(folder, "digest-" + name_, 64 << 20), context_(context) {}

  Status add(std::string_view canonical_bytes) {
    if (++count_ % 65'536 == 0) HEADWATER_RETURN_IF_ERROR(context_.check_cancelled("verify"));
    return sorter_.add(to_view(digest_of(canonical_bytes)), "");
  }
  Status finish_into(Sha256& all) {
    Sha256 hash;
    hash.update(name_ + ":" + std::to_string(count_) + ":");
    HEADWATER_RETURN_IF_ERROR(sorter_.finish([&](std::string_view digest, std::string_view) {
      hash.update(digest);
      return Status();
    }));
    const Digest digest = hash.finish();
    all.update(to_view(digest));
    return {};
  }

 private:
  std::string name_;
  ExternalSorter sorter_;
  const ExecutionContext& context_;
  std::uint64_t count_ = 0;
};

}  // namespace

Result<std::string> content_digest(const RocksStoreView& view, const std::string& scratch_folder,
                                   const ExecutionContext& context) {
  Canonical canonical(view);
  HEADWATER_RETURN_IF_ERROR(canonical.read_names());
  Sha256 all;
  const auto digest_type = [&](std::string name, const auto& scan) -> Status {
    TypeDigest digest(std::move(name), scratch_folder, context);
    HEADWATER_RETURN_IF_ERROR(scan(digest));
    return digest.finish_into(all);
  };
  const auto added_to = [&](TypeDigest& digest) {
    return [&](auto, const auto& row) { return digest.add(canonical.bytes(row)); };
  };
  HEADWATER_RETURN_IF_ERROR(digest_type("entity", [&](TypeDigest& digest) -> Status {
    for (const EntityKind kind : kAllEntityKinds) {
      HEADWATER_RETURN_IF_ERROR(view.for_each_entity(kind, added_to(digest)));
    }
    return {};
  }));
  HEADWATER_RETURN_IF_ERROR(digest_type("transaction", [&](TypeDigest& digest) {
    return view.for_each_transaction(added_to(digest));
  }));
  HEADWATER_RETURN_IF_ERROR(digest_type(
      "relation", [&](TypeDigest& digest) { return view.for_each_relation(added_to(digest)); }));
  HEADWATER_RETURN_IF_ERROR(digest_type("victim-flow", [&](TypeDigest& digest) {
    return view.for_each_victim_flow(added_to(digest));
  }));
  HEADWATER_RETURN_IF_ERROR(digest_type(
      "statistic", [&](TypeDigest& digest) { return view.for_each_statistic(added_to(digest)); }));
  HEADWATER_RETURN_IF_ERROR(digest_type("assertion", [&](TypeDigest& digest) {
    return view.for_each_assertion([&](AssertionId, const Assertion& row) -> Status {
      HEADWATER_ASSIGN_OR_RETURN(const std::string bytes, canonical.with_subject(row));
      return digest.add(bytes);
    });
  }));
  HEADWATER_RETURN_IF_ERROR(digest_type(
      "rate", [&](TypeDigest& digest) { return view.for_each_rate(added_to(digest)); }));
  HEADWATER_RETURN_IF_ERROR(digest_type("opening", [&](TypeDigest& digest) {
    return view.for_each_opening(
        [&](const OpeningBalance& row) { return digest.add(canonical.bytes(row)); });
  }));
  return all.finish_hex();
}

}  // namespace headwater::graph::internal
