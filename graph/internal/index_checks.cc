#include "graph/internal/index_checks.h"

#include <algorithm>
#include <mutex>

#include "graph/internal/edge_block.h"
#include "graph/internal/index_builder.h"

namespace headwater::graph::internal {
namespace {

std::string place_of(Family family, std::string_view key) {
  const EntityId owner = EntityId::from_value(read_big_endian(key, 0));
  return "index " + std::string(name_of(family)) + ": " + std::string(to_string(owner.kind())) +
         " #" + std::to_string(owner.index());
}

// Looks at the blocks of one direction in key order.
class BlockChecker {
 public:
  BlockChecker(const RocksStoreView& view, Family family, ProblemList& problems)
      : view_(view.internal()), family_(family), problems_(problems) {}

  Status run() {
    const Status scanned = view_.database->scan(family_, "", "", view_.snapshot,
                                                [&](std::string_view key, std::string_view value) {
                                                  return listed(check(key, value), problems_);
                                                });
    HEADWATER_RETURN_IF_ERROR(listed(scanned, problems_));
    if (edges_ != view_.sealed) {
      problems_.add("index " + std::string(name_of(family_)) + ": " + std::to_string(edges_) +
                    " edges, the watermark says " + std::to_string(view_.sealed));
    }
    return {};
  }

 private:
  Status check(std::string_view key, std::string_view value) {
    HEADWATER_RETURN_IF_ERROR(decode_block(value, key, name_of(family_), block_));
    edges_ += block_.size();
    const BlockKey of = decode_block_key(key);
    const auto problem = [&](const char* found) { problems_.add(place_of(family_, key) + found); };
    const Edge& first = block_.front();
    if (first.time_ms != of.time_ms || first.transaction != of.transaction) {
      problem(": a block does not begin where its key says");
    }
    if (!exists(EntityId::from_value(of.entity), view_.counters)) problem(" does not exist");
    if ((view_.sealed_kinds >> of.kind & 1) == 0) problem(": a kind that is not noted in meta");
    const bool continues = owner_ == of.entity && kind_ == of.kind;
    if (continues && !in_ledger_order(last_, first)) problem(": blocks overlap");
    for (std::size_t i = 0; i < block_.size(); ++i) {
      if (i > 0 && !in_ledger_order(block_[i - 1], block_[i])) problem(": edges out of order");
      if (block_[i].transaction >= view_.sealed) problem(": a transaction that is not sealed");
      if (!exists(EntityId::from_value(block_[i].peer), view_.counters)) {
        problem(": an end that is no entity of this store");
      }
    }
    owner_ = of.entity;
    kind_ = of.kind;
    last_ = block_.back();
    return {};
  }

  const StoreView::Internal& view_;
  Family family_;
  ProblemList& problems_;
  std::vector<Edge> block_;
  std::uint64_t edges_ = 0, owner_ = 0;
  std::uint8_t kind_ = 0;
  Edge last_;
};

// Compares what is built anew with what is stored, for the owners of one task.
class Comparison final : public BlockSink {
 public:
  Comparison(const StoreView::Internal& view, Family family, std::string_view begin,
             std::string_view end, std::mutex& mutex, ProblemList& problems)
      : family_(family),
        end_(end),
        mutex_(mutex),
        problems_(problems),
        iterator_(view.database->iterator(family, view.snapshot)) {
    iterator_->Seek(rocksdb::Slice(begin.data(), begin.size()));
  }

  Status put(std::string_view key, std::string_view block) override {
    if (differs_) return {};
    const auto is = [](const rocksdb::Slice& stored, std::string_view made) {
      return std::string_view(stored.data(), stored.size()) == made;
    };
    if (iterator_->Valid() && is(iterator_->key(), key) && is(iterator_->value(), block)) {
      iterator_->Next();
    } else {
      tell(key);
    }
    return {};
  }
  Status remove(std::string_view) override { return {}; }
  Status finish() override {
    if (differs_ || !iterator_->Valid()) return {};
    const std::string_view key(iterator_->key().data(), iterator_->key().size());
    if (key < end_) tell(key);
    return {};
  }

 private:
  void tell(std::string_view key) {
    differs_ = true;
    const std::lock_guard lock(mutex_);
    problems_.add(place_of(family_, key) + ": the index differs from the ledger from here on");
  }

  Family family_;
  std::string end_;
  std::mutex& mutex_;
  ProblemList& problems_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
  bool differs_ = false;
};

}  // namespace

Status check_index(const RocksStoreView& view, bool deep, const ExecutionContext& context,
                   ProblemList& problems) {
  const StoreView::Internal& internal = view.internal();
  if (internal.sealed > internal.counters.transactions) {
    problems.add("meta: the watermark lies beyond the last transaction");
    return {};
  }
  for (const Family family : {Family::kOut, Family::kIn}) {
    HEADWATER_RETURN_IF_ERROR(BlockChecker(view, family, problems).run());
  }
  if (!deep || internal.sealed == 0) return {};
  std::mutex mutex;
  IndexRequest request;
  request.transactions = {0, internal.sealed};
  const auto compare = [&](Direction direction, std::string_view begin, std::string_view end) {
    return Result<std::unique_ptr<BlockSink>>(std::make_unique<Comparison>(
        internal, index_family(direction), begin, end, mutex, problems));
  };
  return listed(build_index(internal, request, compare, context), problems);
}

}  // namespace headwater::graph::internal
