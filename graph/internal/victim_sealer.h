// VictimSealer: seals what one commit says about victims, and makes their data keys.
//
// A victim that the commit enters first gets a data key at once; one that stands without (its
// records were stored before there was a victim key) gets one when something is to be sealed, with
// a token that its plain flows have too. Memory: about 100 bytes a victim and 60 bytes another
// entity that the commit names. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "graph/internal/data_keys.h"
#include "graph/internal/external_sorter.h"
#include "graph/internal/sealed_codec.h"
#include "graph/internal/sst_output.h"
#include "graph/internal/store_view.h"

namespace headwater::graph::internal {

// The first byte of a contribution that is hidden in a sorted run; others begin with 0 or 1.
inline constexpr char kHiddenContribution = 2;

class VictimSealer {
 public:
  // `state` and `before`, the store as it is, outlive this. `folder` takes sorted runs.
  VictimSealer(const Store::Internal& state, const VictimKey& key, const RocksStoreView& before,
               CommitSeq commit, const std::string& folder);

  // Tells of an entity that the commit names; a victim that is new gets its data key.
  Status enter(EntityId id, const EntityKey& key, bool is_new);

  // Whole values of version 1. Errors: kConflict for a victim that was erased.
  Result<std::string> seal(VictimFlow flow, std::uint64_t number, std::string_view name_space);
  Result<std::string> seal(Relation relation, std::uint64_t number, std::string_view name_space);
  Result<std::string> seal(EntityId victim, EntityContribution contribution);

  Hash128 content_hash(std::string_view body) const { return cipher_.content_hash(body); }

  // For sorted runs in the scratch folder, under a key that nobody keeps.
  std::string hide(std::string_view staged) const;
  std::string reveal(std::string_view hidden) const;

  // The data keys that were made, wrapped.
  Status write_keys(SstOutput& output);

 private:
  Result<DataKey> key_of(EntityId victim);
  Result<DataKey> make_key(std::uint64_t slot, std::uint64_t token);
  Result<NameDigest> name_of(EntityId id) const;
  template <typename Record>
  Result<std::string> finish(Record& record, const DataKey& key, const SealedPlace& place,
                             std::string_view name_space, SealedPart part);

  const Store::Internal& state_;
  const RocksStoreView& before_;
  VictimCipher cipher_;
  DataKeys stored_;
  CommitSeq commit_;
  SecretKey scratch_key_ = SecretKey::random();
  ExternalSorter made_;
  std::unordered_map<std::uint64_t, DataKey> keys_;      // of victims, by slot
  std::unordered_map<std::uint64_t, NameDigest> names_;  // by entity
};

}  // namespace headwater::graph::internal
