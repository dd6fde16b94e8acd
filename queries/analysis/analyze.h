// analyze: an algorithm over the whole graph, from a store or from a file of edges.
//
//   HEADWATER_ASSIGN_OR_RETURN(auto request, parse_analysis("pagerank", {{"top", "10"}}));
//   HEADWATER_ASSIGN_OR_RETURN(Answer answer, analyze(session, request));
//
// Result: rows id,value (or id,community) and "summary". Victims and protected entities take part
// where the key allows it, but have no row, whatever the layers.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "graph/projection.h"
#include "ingest/edge_file.h"
#include "queries/answer.h"
#include "queries/parameters.h"
#include "queries/query_session.h"

namespace headwater::queries {

struct AnalysisRequest {
  std::string algorithm;  // a name or alias of engine/algorithm_registry.h
  // `assets` and `min_amount` are filled from the texts below once the store's assets are known.
  graph::ProjectionRequest projection;
  std::string currency;              // asset code; empty: all
  std::string min_amount;            // decimal major units of `currency`; empty: none
  std::size_t top = 0;               // rows; 0: all
  std::vector<std::string> sources;  // personalised PageRank: entities, or ids of the file
  double damping = 0.85, tolerance = 1e-10;
  int iterations = 0;               // 0: the algorithm's default
  std::string direction = "total";  // degree, strength: out, in, total
  bool file_weights = false;        // of a file of edges: its third column
  // Strength without a weight: amounts where money is the only layer, and of a file of edges the
  // third column, if there is one.
  bool own_weight = false;
};

// The flags of `headwater analyze` by name without dashes: layers, undirected, directed, from, to,
// currency, min-amount, weight, kinds, contract-owners, owners-as-of, boundary, self-loops,
// keep-parallel, fold-shared, hub-cap, resolve, top, and the algorithm's own. Money alone is
// directed unless asked otherwise; other layers, and mixtures, are not. PageRank with `iterations`
// and no `tolerance` runs exactly so many. Strength without `weight` sums amounts. Errors:
// kQuestion, naming what is known.
graph::Result<AnalysisRequest> parse_analysis(std::string_view algorithm,
                                              const ParameterMap& flags);
// What parse_analysis knows for an algorithm, for help; nothing for an unknown algorithm.
std::vector<ParameterSpec> analysis_parameters(std::string_view algorithm);

// Rows sorted by value descending, then id; communities by id, with `top` the members of the
// largest communities first. Cost: snapshot + projection + algorithm; ids are read in one scan when
// most are printed. Errors: those of the parts; kNotFound for an unknown source. Deterministic for
// any number of threads.
graph::Result<Answer> analyze(QuerySession& session, const AnalysisRequest& request);

// The same on a file, ids as they stand in it; the commit is 0. Self-loops are kept only with
// `self-loops`. Flags about money, owners and layers are an error.
graph::Result<Answer> analyze_edges(const ingest::EdgeFileRequest& file,
                                    const AnalysisRequest& request,
                                    const graph::ExecutionContext& context);

// Tables of the algorithms that exist, and all about one. Errors: kQuestion for an unknown name.
Answer list_algorithms();
graph::Result<Answer> describe_algorithm(std::string_view algorithm);

}  // namespace headwater::queries
