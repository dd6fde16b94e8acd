// ErasurePlan: which rows an erasure writes anew, and which it takes away.
//
//   ErasurePlan plan(state, commit);
//   plan.erase_entity(id, key); ...  plan.erase_group(flow); ...
//   plan.find_victims_records(tokens...);
//
// Rows stay in number and place, so that everything that counts or follows numbers goes on; what
// they said is gone. Memory: the rows that change.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "graph/internal/data_keys.h"
#include "graph/internal/hash128.h"
#include "graph/internal/sealed_codec.h"
#include "graph/internal/store_state.h"
#include "graph/internal/transaction_keys.h"

namespace headwater::graph::internal {

class ErasurePlan {
 public:
  // `cipher` may be null when no victim is erased.
  ErasurePlan(const Store::Internal& state, const VictimCipher* cipher, CommitSeq commit)
      : state_(state), cipher_(cipher), commit_(commit) {}

  // Its rows, and what leads to it by its key. What it is called from now on comes back.
  Result<EntityKey> erase_entity(EntityId id);
  // The data key of a counted group.
  Status erase_group(VictimFlowId flow);
  // Once all is named: the flows and relations of the victims and groups, in every version.
  Status erase_records_of_victims();

  // Nothing: the row goes. In the order of families and keys.
  using Rows = std::map<std::pair<Family, std::string>, std::optional<std::string>>;
  const Rows& rows() const { return rows_; }
  // In the order of naming.
  const std::vector<Erasure>& erasures() const { return erasures_; }

 private:
  Result<std::optional<std::string>> current(Family family, const std::string& key) const;
  void change(Family family, std::string key, std::optional<std::string> value) {
    rows_[{family, std::move(key)}] = std::move(value);
  }
  Result<EntityKey> unused_key(EntityId id, const EntityKey& before) const;
  Status unlist_key(EntityId id, const EntityKey& key);
  Status list_key(EntityId id, const EntityKey& key);
  Status destroy_data_key(std::uint64_t slot);
  Status erase_flow_row(std::string_view key, std::string_view value);
  Status erase_relation_row(std::string_view key, std::string_view value);
  template <typename Record>
  Status put_erased(Family family, std::string_view key, Record record, std::uint64_t token);
  Status remove_links(Family family, std::string_view key, std::string_view before);
  Status forget_source_id(RecordType type, std::uint64_t number, const Origin& origin);
  Erasure* erasure_of(EntityId victim);

  const Store::Internal& state_;
  const VictimCipher* cipher_;
  CommitSeq commit_;
  Rows rows_;
  std::vector<Erasure> erasures_;
  std::map<std::uint64_t, std::size_t> by_entity_, by_group_, by_token_;  // places in erasures_
  std::set<std::pair<Family, std::uint64_t>> counted_;                    // records, once each
};

}  // namespace headwater::graph::internal
