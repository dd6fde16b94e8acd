// DescribedKinds: what kind of entity each local id of a source is.
//
// Some sources name entities by ids that do not say whether they are persons or companies, and
// describe them in rows of their own, in any order (FollowTheMoney). Such a file is read twice:
// first for these rows. Ids that it does not describe are looked up in the store. Memory: 16 bytes
// a described entity. Reading is thread-safe once the table is sealed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "graph/ids.h"
#include "graph/store.h"

namespace headwater::ingest::internal {

struct DescribedKind {
  std::uint64_t print = 0;  // hash of the id
  graph::EntityKind kind = graph::EntityKind::kPerson;
};

class DescribedKinds {
 public:
  // `view` may be null.
  explicit DescribedKinds(const graph::StoreView* view = nullptr) : view_(view) {}

  void add(const DescribedKind& one) { kinds_.push_back(one); }
  void seal();
  // Nothing for an id that nothing describes, or that is described as several kinds. O(log n).
  std::optional<graph::EntityKind> find(std::string_view namespace_name, std::string_view id) const;

 private:
  std::optional<graph::EntityKind> stored(std::string_view namespace_name,
                                          std::string_view id) const;
  const graph::StoreView* view_;
  std::vector<DescribedKind> kinds_;
};

}  // namespace headwater::ingest::internal
