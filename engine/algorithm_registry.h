// The table of algorithms that exist: what `headwater analyze --list` and `--describe` print, and
// where a name or an alias is looked up.
//
//   const AlgorithmDescription* pagerank = find_algorithm("pagerank");
//   for (const ParameterDescription& p : pagerank->parameters) ...
//
// It describes; it does not run anything. Constant data: thread-safe, no allocation.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace headwater::engine {

enum class AlgorithmFamily : std::uint8_t { kCentrality, kCommunity };

// What an algorithm yields a vertex: rows id,value or id,community.
enum class AlgorithmYield : std::uint8_t { kScores, kCommunities };

struct ParameterDescription {
  std::string_view name;           // as a flag, without the dashes
  std::string_view type;           // "integer", "number", "text", "list of ids"
  std::string_view default_value;  // as text; empty: must be given
  std::string_view unit;           // "iterations", "L1 change"; empty: none
  std::string_view meaning;        // one line, with the allowed range
};

struct AlgorithmDescription {
  std::string_view name;   // as in docs: "wcc"
  std::string_view alias;  // empty: none
  AlgorithmFamily family;
  AlgorithmYield yields;
  std::string_view summary;     // one line
  std::string_view complexity;  // time and extra memory in V, E, iterations
  std::string_view reference;   // the source of the method
  std::string_view notes;       // what a reader of its numbers must know
  std::span<const ParameterDescription> parameters;
};

// All algorithms, by family, then in the order of the documentation.
std::span<const AlgorithmDescription> algorithms();

// By name or alias; nullptr when there is none.
const AlgorithmDescription* find_algorithm(std::string_view name);

std::string_view to_text(AlgorithmFamily family);
std::string_view to_text(AlgorithmYield yields);

}  // namespace headwater::engine
