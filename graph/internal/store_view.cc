#include "graph/internal/store_view.h"

#include <algorithm>
#include <random>

#include "graph/internal/ledger_reader.h"
#include "graph/internal/tail_edges.h"

namespace headwater::graph::internal {
namespace {

// A commit is in force unless a later one in force retracts it: decided from the newest down.
std::vector<bool> commits_in_force(const ManifestList& manifests) {
  std::vector<bool> in_force(manifests.size() + 1, true);
  in_force[0] = false;
  for (std::size_t commit = manifests.size(); commit > 0; --commit) {
    if (!in_force[commit]) continue;
    for (const CommitSeq retracted : manifests[commit - 1].retracts) {
      if (retracted.value < commit) in_force[retracted.value] = false;
    }
  }
  return in_force;
}

// Numbers alone: nobody learns from it what the source was.
Manifest without_texts(const Manifest& manifest) {
  Manifest result;
  result.commit = manifest.commit;
  result.after = manifest.after;
  result.first_transaction = manifest.first_transaction;
  return result;
}

}  // namespace

RocksStoreView::RocksStoreView(const Store::Internal& state, const ViewOptions& options,
                               bool sees_everything)
    : sees_victims_(options.victim_key.has_value() || sees_everything),
      shows_tags_(sees_everything),
      clearance_(options.clearance) {
  const std::lock_guard lock(state.publishing);
  internal_.view = this;
  internal_.database = state.database.get();
  internal_.seed = state.shown.seed;
  internal_.as_of = std::min(options.as_of, state.shown.commit);
  if (options.victim_key) {
    cipher_ = std::make_unique<VictimCipher>(*options.victim_key, state.shown.seed);
  }
  take(state.shown);
  manifests_.follow(state.manifests, internal_.as_of.value);
  for (std::size_t i = 0; i < state.shown.commit.value; ++i) {
    const Manifest& manifest = state.manifests[i];
    erasures_.insert(erasures_.end(), manifest.erasures.begin(), manifest.erasures.end());
  }
  if (!manifests_.empty()) internal_.counters = manifests_.back().after;
  internal_.in_force = commits_in_force(manifests_);
  internal_.visible = internal_.in_force;
  if (clearance_) apply_clearance();
  std::random_device device;
  token_seed_ = std::uint64_t{device()} << 32 | device();
}

// A reader's database stands still by itself; the writer's is pinned.
void RocksStoreView::take(const MetaRecord& meta) {
  assets_ = meta.assets;
  schemes_ = meta.schemes;
  internal_.sealed = meta.sealed;
  internal_.sealed_kinds = meta.sealed_kinds;
  if (!internal_.database->is_for_reading()) {
    pinned_ = internal_.database->pin();
    internal_.snapshot = pinned_->snapshot();
  }
  data_keys_ = std::make_unique<DataKeys>(*internal_.database, internal_.snapshot, cipher_.get());
}

void RocksStoreView::advance(const Store::Internal& state) {
  take(state.meta);
  hidden_.reset();
  tail_.reset();
  segments_.clear();
  internal_.as_of = state.meta.commit;
  const std::size_t known = manifests_.size();
  manifests_.follow(state.manifests, state.manifests.size());
  bool withdraws = false;
  for (std::size_t i = known; i < manifests_.size(); ++i) {
    const Manifest& manifest = manifests_[i];
    erasures_.insert(erasures_.end(), manifest.erasures.begin(), manifest.erasures.end());
    withdraws |= !manifest.retracts.empty();
    internal_.in_force.push_back(true);
    internal_.visible.push_back(true);
  }
  if (withdraws) internal_.visible = internal_.in_force = commits_in_force(manifests_);
  internal_.counters = state.meta.counters;
}

void RocksStoreView::apply_clearance() {
  manifests_.rewrite([&](const Manifest& manifest) -> std::optional<Manifest> {
    if (permits(*clearance_, manifest)) return std::nullopt;
    internal_.visible[manifest.commit.value] = false;
    return without_texts(manifest);
  });
}

Result<std::shared_ptr<const std::vector<std::uint64_t>>> RocksStoreView::hidden() const {
  const std::lock_guard lock(shared_mutex_);
  if (hidden_ == nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(auto numbers, hidden_transactions(internal_));
    hidden_ = std::make_shared<const std::vector<std::uint64_t>>(std::move(numbers));
  }
  return hidden_;
}

// Null when everything is sealed.
Result<std::shared_ptr<const TailEdges>> RocksStoreView::tail(
    const ExecutionContext& context) const {
  const std::lock_guard lock(shared_mutex_);
  if (tail_ == nullptr && internal_.sealed < internal_.counters.transactions) {
    HEADWATER_ASSIGN_OR_RETURN(tail_, TailEdges::read(internal_, context));
  }
  return tail_;
}

Status check_as_of(const Store::Internal& state, CommitSeq as_of) {
  const std::lock_guard lock(state.publishing);
  if (as_of == kLatestCommit || as_of <= state.shown.commit) return {};
  return Status(StatusCode::kNotFound,
                {"read as of commit " + std::to_string(as_of.value), state.path,
                 "the newest commit is " + std::to_string(state.shown.commit.value),
                 "choose an earlier one"});
}

Status check_victim_key(const Store::Internal& state, const std::optional<VictimKey>& key) {
  const std::lock_guard lock(state.publishing);
  const std::string& bound = state.shown.victim_key_fingerprint;
  if (!key || bound.empty() || key->fingerprint() == bound) return {};
  return question_error("open the store with a victim key", state.path,
                        "the key is not the one that its victims were loaded with",
                        "give the right key file");
}

Result<std::unique_ptr<StoreView>> make_view(const Store::Internal& state,
                                             const ViewOptions& options) {
  HEADWATER_RETURN_IF_ERROR(check_as_of(state, options.as_of));
  HEADWATER_RETURN_IF_ERROR(check_victim_key(state, options.victim_key));
  return std::unique_ptr<StoreView>(std::make_unique<RocksStoreView>(state, options));
}

std::optional<AssetId> RocksStoreView::find_asset(std::string_view code) const {
  const auto known = find_known_asset(code);
  const std::string_view wanted = known ? std::string_view(known->code) : code;
  for (std::size_t i = 0; i < assets_.size(); ++i) {
    if (assets_[i].code == wanted) return AssetId{static_cast<std::uint16_t>(i)};
  }
  return std::nullopt;
}

bool RocksStoreView::knows_scheme(std::string_view scheme) const {
  return std::binary_search(schemes_.begin(), schemes_.end(), scheme);
}

CommitSeq RocksStoreView::commit_of(TransactionId id) const {
  return commit_of(RecordKeyEntry{RecordType::kTransaction, id.value, {}});
}

CommitSeq RocksStoreView::commit_of(const RecordKeyEntry& entry) const {
  const auto after =
      std::partition_point(manifests_.begin(), manifests_.end(), [&](const Manifest& manifest) {
        return count_of(entry.type, manifest.after) <= entry.number;
      });
  return after == manifests_.end() ? CommitSeq{} : after->commit;
}

const Manifest* RocksStoreView::find_manifest(CommitSeq commit) const {
  if (commit.value == 0 || commit.value > manifests_.size()) return nullptr;
  return &manifests_[commit.value - 1];
}

}  // namespace headwater::graph::internal
