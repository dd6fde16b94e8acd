#include "engine/algorithm_registry.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "engine/centrality/pagerank.h"
#include "engine/community/label_propagation.h"

namespace headwater::engine {
namespace {

TEST(AlgorithmRegistry, DescribesEveryAlgorithmCompletelyUnderOneName) {
  std::set<std::string_view> names;
  for (const AlgorithmDescription& algorithm : algorithms()) {
    SCOPED_TRACE(algorithm.name);
    EXPECT_TRUE(names.insert(algorithm.name).second);
    if (!algorithm.alias.empty()) {
      EXPECT_TRUE(names.insert(algorithm.alias).second);
    }
    for (const std::string_view text :
         {algorithm.summary, algorithm.complexity, algorithm.reference, algorithm.notes}) {
      EXPECT_FALSE(text.empty());
      EXPECT_EQ(text.find('\n'), std::string_view::npos);
    }
    for (const ParameterDescription& parameter : algorithm.parameters) {
      EXPECT_FALSE(parameter.name.empty());
      EXPECT_FALSE(parameter.type.empty());
      EXPECT_FALSE(parameter.meaning.empty());
    }
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"degree", "strength", "pagerank",
                                               "personalised-pagerank", "personalized-pagerank",
                                               "wcc", "cdlp", "label-propagation"}));
}

TEST(AlgorithmRegistry, FindsByNameAndAlias) {
  ASSERT_NE(find_algorithm("label-propagation"), nullptr);
  EXPECT_EQ(find_algorithm("label-propagation"), find_algorithm("cdlp"));
  EXPECT_EQ(find_algorithm("wcc")->yields, AlgorithmYield::kCommunities);
  EXPECT_EQ(find_algorithm("pagerank")->yields, AlgorithmYield::kScores);
  EXPECT_EQ(find_algorithm("louvain"), nullptr);
  EXPECT_EQ(find_algorithm(""), nullptr);
}

std::string_view default_of(std::string_view algorithm, std::string_view parameter) {
  for (const ParameterDescription& p : find_algorithm(algorithm)->parameters) {
    if (p.name == parameter) return p.default_value;
  }
  return {};
}

TEST(AlgorithmRegistry, NamesTheDefaultsThatTheCodeHas) {
  const PageRankOptions pagerank;
  for (const std::string_view name : {"pagerank", "personalised-pagerank"}) {
    EXPECT_EQ(std::stod(std::string(default_of(name, "damping"))), pagerank.damping);
    EXPECT_EQ(std::stoi(std::string(default_of(name, "iterations"))), pagerank.max_iterations);
    EXPECT_EQ(std::stod(std::string(default_of(name, "tolerance"))), pagerank.tolerance);
  }
  EXPECT_EQ(std::stoi(std::string(default_of("cdlp", "iterations"))),
            LabelPropagationOptions{}.iterations);
}

}  // namespace
}  // namespace headwater::engine
