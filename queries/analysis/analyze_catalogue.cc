// The algorithms that exist, as answers.
#include "engine/algorithm_registry.h"
#include "queries/analysis/analyze.h"
#include "queries/internal/values.h"

namespace headwater::queries {

using graph::ColumnType;

Answer list_algorithms() {
  graph::Table table({{"algorithm", ColumnType::kText, "text"},
                      {"alias", ColumnType::kText, "text"},
                      {"family", ColumnType::kText, "text"},
                      {"yields", ColumnType::kText, "text"},
                      {"summary", ColumnType::kText, "text"}});
  for (const engine::AlgorithmDescription& algorithm : engine::algorithms()) {
    table.column(0).append_text(algorithm.name);
    internal::append_text_or_null(table.column(1), algorithm.alias);
    table.column(2).append_text(engine::to_text(algorithm.family));
    table.column(3).append_text(engine::to_text(algorithm.yields));
    table.column(4).append_text(algorithm.summary);
  }
  Answer answer;
  answer.title = "Algorithms";
  answer.result.set("rows", Document(std::move(table)));
  return answer;
}

graph::Result<Answer> describe_algorithm(std::string_view name) {
  const std::vector<ParameterSpec> specs = analysis_parameters(name);
  const auto* algorithm = engine::find_algorithm(name);
  if (algorithm == nullptr) return parse_analysis(name, {}).error();
  graph::Table table({{"parameter", ColumnType::kText, "text"},
                      {"type", ColumnType::kText, "text"},
                      {"required", ColumnType::kBool, "text"},
                      {"default", ColumnType::kText, "text"},
                      {"meaning", ColumnType::kText, "text"}});
  for (const ParameterSpec& spec : specs) {
    table.column(0).append_text(spec.name);
    table.column(1).append_text(spec.type);
    table.column(2).append_bool(spec.required);
    internal::append_text_or_null(table.column(3), spec.default_value);
    table.column(4).append_text(spec.meaning);
  }
  Answer answer;
  answer.title = std::string(algorithm->name) + ": " + std::string(algorithm->summary);
  answer.result.set("algorithm", Document(algorithm->name))
      .set("family", Document(engine::to_text(algorithm->family)))
      .set("yields", Document(engine::to_text(algorithm->yields)))
      .set("complexity", Document(algorithm->complexity))
      .set("reference", Document(algorithm->reference))
      .set("remarks", Document(algorithm->notes))
      .set("parameters_taken", Document(std::move(table)));
  return answer;
}

}  // namespace headwater::queries
