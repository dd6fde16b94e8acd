#include "engine/algorithm_registry.h"

#include <algorithm>
#include <array>

namespace headwater::engine {
namespace {

constexpr std::array<ParameterDescription, 1> kDegreeParameters = {{
    {"direction", "out|in|total", "total", "",
     "which ends of an edge count; the same number in an undirected graph"},
}};

constexpr ParameterDescription kDamping = {
    "damping", "number", "0.85", "", "chance to follow a tie instead of starting again; in [0, 1)"};
constexpr ParameterDescription kPageRankIterations = {"iterations", "integer", "200", "iterations",
                                                      "at most so many; at least 1"};
constexpr ParameterDescription kTolerance = {
    "tolerance", "number", "1e-10", "L1 change",
    "stop once the scores change by no more in one iteration; 0 runs all iterations"};

constexpr std::array<ParameterDescription, 3> kPageRankParameters = {kDamping, kPageRankIterations,
                                                                     kTolerance};
constexpr std::array<ParameterDescription, 4> kPersonalisedParameters = {
    {{"source", "list of ids", "", "", "where the walk starts, and starts again; equal shares"},
     kDamping,
     kPageRankIterations,
     kTolerance}};

constexpr std::array<ParameterDescription, 1> kLabelPropagationParameters = {{
    {"iterations", "integer", "10", "iterations", "at most so many; at least 1"},
}};

constexpr std::string_view kPageRankComplexity = "O(iterations * (V + E)) time, O(V) extra memory";

constexpr std::array<AlgorithmDescription, 6> kAlgorithms = {{
    {"degree", "", AlgorithmFamily::kCentrality, AlgorithmYield::kScores,
     "number of ties of each vertex", "O(V + E) time, O(V) memory",
     "Freeman 1978, Centrality in social networks: conceptual clarification",
     "Counts edges as projected: parallel edges are one unless kept apart. A self-loop counts at "
     "both of its ends.",
     kDegreeParameters},
    {"strength", "", AlgorithmFamily::kCentrality, AlgorithmYield::kScores,
     "summed weight of the ties of each vertex", "O(V + E) time, O(V) memory",
     "Barrat, Barthelemy, Pastor-Satorras, Vespignani 2004, The architecture of complex weighted "
     "networks",
     "Without --weight payments weigh their amounts, in minor units of one currency (--currency "
     "chooses it; two never add up), edges of a file its third column, and other layers 1 a tie, "
     "as degree does. A measure in floating point, not an account: exact totals stand in a "
     "profile.",
     kDegreeParameters},
    {"pagerank", "", AlgorithmFamily::kCentrality, AlgorithmYield::kScores,
     "where a random follower of ties is found in the long run", kPageRankComplexity,
     "Page, Brin, Motwani, Winograd 1999; LDBC Graphalytics specification 1.0",
     "Scores sum to 1 over all vertices. The mass of vertices without outgoing ties is spread "
     "evenly. Weighted graphs are followed in proportion to weight.",
     kPageRankParameters},
    {"personalised-pagerank", "personalized-pagerank", AlgorithmFamily::kCentrality,
     AlgorithmYield::kScores, "who stands nearest to given vertices, seen by a random walker",
     kPageRankComplexity,
     "Page, Brin, Motwani, Winograd 1999; Haveliwala 2002, Topic-sensitive PageRank",
     "A rank by nearness is a lead, not evidence. The mass of vertices without outgoing ties goes "
     "back to the sources.",
     kPersonalisedParameters},
    {"wcc",
     "",
     AlgorithmFamily::kCommunity,
     AlgorithmYield::kCommunities,
     "who is linked to whom at all, direction ignored",
     "near O(V + E) time, O(V) memory",
     "Sutton, Ben-Nun, Barak 2018, Optimizing parallel graph connectivity computation via subgraph "
     "sampling",
     "A community is named by its first vertex.",
     {}},
    {"cdlp", "label-propagation", AlgorithmFamily::kCommunity, AlgorithmYield::kCommunities,
     "groups that agree on a label, each taking the most frequent one around it",
     "O(iterations * (V + E)) time, O(V + largest degree * threads) memory",
     "Raghavan, Albert, Kumara 2007; LDBC Graphalytics specification 1.0 (CDLP)",
     "Synchronous; ties go to the smallest label; a tie in both directions counts twice. May swing "
     "without end: the summary says whether it converged.",
     kLabelPropagationParameters},
}};

}  // namespace

std::span<const AlgorithmDescription> algorithms() { return kAlgorithms; }

const AlgorithmDescription* find_algorithm(std::string_view name) {
  if (name.empty()) return nullptr;
  const auto* found = std::find_if(
      kAlgorithms.begin(), kAlgorithms.end(),
      [&](const AlgorithmDescription& a) { return a.name == name || a.alias == name; });
  return found == kAlgorithms.end() ? nullptr : found;
}

std::string_view to_text(AlgorithmFamily family) {
  return family == AlgorithmFamily::kCentrality ? "centrality" : "community";
}

std::string_view to_text(AlgorithmYield yields) {
  return yields == AlgorithmYield::kScores ? "scores" : "communities";
}

}  // namespace headwater::engine
