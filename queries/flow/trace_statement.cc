#include "queries/flow/trace_statement.h"

#include <algorithm>
#include <map>

#include "engine/flow/statement.h"
#include "ingest/statement_file.h"

namespace headwater::queries {
namespace {

using engine::InnerRule;
using engine::StatementRule;
using engine::StatementShare;
using graph::ColumnType;
using graph::Result;
using graph::Table;

constexpr std::string_view kTriedStatement = "trace a statement";

Result<std::vector<StatementRule>> parse_rules(std::string_view word) {
  if (word == "all") {
    return std::vector<StatementRule>(engine::kStatementRules.begin(),
                                      engine::kStatementRules.end());
  }
  if (const auto rule = engine::parse_statement_rule(word)) return std::vector{*rule};
  return graph::question_error(std::string(kTriedStatement), "parameter rule",
                               "no rule for a statement",
                               "use fifo, lifo, pro-rata, clean-first, taint-first, libr-single, "
                               "static-pari-passu or all");
}

Result<InnerRule> parse_inner(std::string_view word) {
  if (word.empty() || word == "fifo") return InnerRule::kFifo;
  if (word == "pro-rata") return InnerRule::kProRata;
  return graph::question_error(std::string(kTriedStatement), "parameter inner", "no inner rule",
                               "use fifo or pro-rata");
}

Table to_table(const std::vector<StatementShare>& shares) {
  Table table({{"case", ColumnType::kText, "text"},
               {"rule", ColumnType::kText, "text"},
               {"item", ColumnType::kText, "text"},
               {"event_seq", ColumnType::kInt64, "count"},
               {"event_label", ColumnType::kText, "text"},
               {"owner", ColumnType::kText, "text"},
               {"amount_minor", ColumnType::kInt64, "count"}});
  const auto append_text = [&](std::size_t column, std::string_view text) {
    if (text.empty()) {
      table.column(column).append_null();
    } else {
      table.column(column).append_text(text);
    }
  };
  for (const StatementShare& share : shares) {
    append_text(0, share.case_name);
    append_text(1, engine::to_string(share.rule));
    append_text(2, share.item);
    if (share.sequence) {
      table.column(3).append_int64(*share.sequence);
    } else {
      table.column(3).append_null();
    }
    append_text(4, share.event_label);
    append_text(5, share.owner);
    table.column(6).append_int64(share.amount.value);
  }
  return table;
}

}  // namespace

Result<Answer> trace_statement_file(const std::string& path, std::string_view rule,
                                    std::string_view inner,
                                    const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<StatementRule> rules, parse_rules(rule));
  HEADWATER_ASSIGN_OR_RETURN(const InnerRule inner_rule, parse_inner(inner));
  HEADWATER_ASSIGN_OR_RETURN(const auto read, ingest::read_statement_file(path, context));
  std::vector<engine::StatementEvent> events;
  std::map<std::string, std::size_t> case_order;
  for (const ingest::StatementRow& row : read) {
    case_order.emplace(row.case_name, case_order.size());
    events.push_back(
        {row.case_name, row.sequence, row.is_deposit, row.label, row.amount, row.claimed});
  }
  std::vector<StatementShare> shares;
  for (const StatementRule each : rules) {
    HEADWATER_RETURN_IF_ERROR(context.check_cancelled(std::string(kTriedStatement)));
    HEADWATER_ASSIGN_OR_RETURN(auto part, engine::trace_statement(events, each, inner_rule));
    shares.insert(shares.end(), part.begin(), part.end());
  }
  std::stable_sort(shares.begin(), shares.end(), [&](const auto& a, const auto& b) {
    return case_order.at(a.case_name) < case_order.at(b.case_name);
  });
  Answer answer;
  answer.title = "Statement traced by the rule " + std::string(rule);
  answer.result.set("rows", Document(to_table(shares)));
  answer.parameters.set("rule", Document(rule));
  answer.parameters.set("inner", Document(inner_rule == InnerRule::kFifo ? "fifo" : "pro-rata"));
  answer.parameters.set("overdraft", Document("stop"));
  answer.notes.push_back("events run in the order of seq; nothing is traced through an overdraft");
  return answer;
}

}  // namespace headwater::queries
