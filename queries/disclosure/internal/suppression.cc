// The hypercube method of Repsilber (as in GHMITER), with margins as corners like any other cell.
// A hypercube of hidden corners is a direction in which the true table can be changed, in whole
// units, to another one that publishes the same: rising corners have no upper limit, falling ones
// may fall by their room. A base cell can always move together with all its margins, so there is
// always a hypercube that suffices; the cheapest is taken, one variable after the other. General
// directions (longer cycles, fractions) are not searched: more may be hidden than an integer
// programme would, never less than needed.
#include "queries/disclosure/internal/suppression.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "graph/status.h"

namespace headwater::queries::internal {
namespace {

using graph::WideMinorUnits;

class Suppression {
 public:
  Suppression(const MarginLattice& lattice, SuppressionTask& task)
      : lattice_(lattice), task_(task), first_(task.hidden) {}

  bool run() {
    for (const std::uint32_t variable : by_loss(first_, false)) {
      if (task_.need[variable] == 0) continue;
      cubes_[variable] = cheapest(variable, task_.usable);
      if (cubes_[variable].rising.empty()) return false;
      for_corners(cubes_[variable], [&](std::uint32_t corner) { task_.hidden[corner] = true; });
    }
    show_again();
    return true;
  }

 private:
  template <typename Visit>
  static void for_corners(const Hypercube& cube, const Visit& visit) {
    for (const std::uint32_t corner : cube.rising) visit(corner);
    for (const std::uint32_t corner : cube.falling) visit(corner);
  }

  std::vector<std::uint32_t> by_loss(const std::vector<bool>& chosen, bool descending) const {
    std::vector<std::uint32_t> variables;
    for (std::uint32_t i = 0; i < lattice_.size(); ++i) {
      if (chosen[i]) variables.push_back(i);
    }
    std::stable_sort(variables.begin(), variables.end(), [&](std::uint32_t a, std::uint32_t b) {
      return descending ? task_.loss[a] > task_.loss[b] : task_.loss[a] < task_.loss[b];
    });
    return variables;
  }

  WideMinorUnits width(const Hypercube& cube) const {
    WideMinorUnits up = kUnlimited, down = kUnlimited;
    for (const std::uint32_t corner : cube.falling) up = std::min(up, task_.room[corner]);
    for (const std::uint32_t corner : cube.rising) down = std::min(down, task_.room[corner]);
    return up + down;
  }

  // Hides least of what is shown, among the cubes of these corners that are wide enough; empty when
  // there is none.
  Hypercube cheapest(std::uint32_t variable, const std::vector<bool>& corners) const {
    Hypercube best;
    WideMinorUnits least = kUnlimited;
    std::size_t fewest = 0;
    lattice_.for_each_hypercube(variable, corners, [&](const Hypercube& cube) {
      WideMinorUnits loss = 0;
      std::size_t shown = 0;
      for_corners(cube, [&](std::uint32_t corner) {
        if (task_.hidden[corner]) return;
        loss += task_.loss[corner];
        ++shown;
      });
      const bool better = best.rising.empty() || std::tie(loss, shown) < std::tie(least, fewest);
      if (better && width(cube) >= task_.need[variable]) {
        best = cube;
        least = loss;
        fewest = shown;
      }
      return best.rising.empty() || fewest > 0;
    });
    return best;
  }

  // Shows what every hidden variable can do without, the greatest loss first.
  void show_again() {
    std::vector<bool> further(lattice_.size());
    for (std::uint32_t i = 0; i < lattice_.size(); ++i) further[i] = task_.hidden[i] && !first_[i];
    for (const std::uint32_t candidate : by_loss(further, true)) {
      task_.hidden[candidate] = false;
      std::map<std::uint32_t, Hypercube> replaced;
      bool possible = true;
      for (const auto& [variable, cube] : cubes_) {
        bool uses = false;
        for_corners(cube, [&](std::uint32_t corner) { uses = uses || corner == candidate; });
        if (!uses) continue;
        Hypercube other = cheapest(variable, task_.hidden);
        possible = !other.rising.empty();
        if (!possible) break;
        replaced[variable] = std::move(other);
      }
      if (!possible) {
        task_.hidden[candidate] = true;
        continue;
      }
      for (auto& [variable, cube] : replaced) cubes_[variable] = std::move(cube);
    }
  }

  const MarginLattice& lattice_;
  SuppressionTask& task_;
  const std::vector<bool> first_;             // hidden from the start
  std::map<std::uint32_t, Hypercube> cubes_;  // the proof for each of them
};

}  // namespace

bool suppress(const MarginLattice& lattice, SuppressionTask& task) {
  return Suppression(lattice, task).run();
}

}  // namespace headwater::queries::internal
