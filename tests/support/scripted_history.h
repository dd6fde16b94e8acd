// A history of a store in steps, each of which can be run again: what one that was interrupted has
// done already it finds done.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/store.h"
#include "graph/store_writer.h"
#include "graph/victim_key.h"

namespace headwater::tests {

// Folders below `world`: the store, a backup of it, and what is restored from that.
struct World {
  std::string path;
  graph::VictimKey key;
  std::string store() const { return path + "/store"; }
  std::string copy() const { return path + "/copy"; }
  std::string back() const { return path + "/back"; }
};

struct HistoryStep {
  const char* name;
  std::function<graph::Status(const World&)> run;
};

// Six commits with every kind of record, seals, compaction, a backup, its restoration, and the
// erasure of kErasedName.
const std::vector<HistoryStep>& scripted_history();

// In names and attributes: random, so that compression leaves it as it is.
inline constexpr char kErasedName[] = "hT5q-Zb82-Wn6y-Ck1s-Me9d";

// All that can be told of the folders, in one text. A store whose making was interrupted is none.
// Begins with "PROBLEM" when anything is not sound.
std::string state_of(const World& world);

}  // namespace headwater::tests
