// Batch lines: JSON in, JSON out, one line each.
#include <chrono>

#include <boost/json.hpp>

#include "queries/catalogue.h"
#include "queries/internal/json_writer.h"

namespace headwater::queries {
namespace {

namespace json = boost::json;
using graph::Result;
using graph::Status;
using graph::StatusCode;

constexpr std::string_view kAbout = "read a batch line";

struct BatchQuestion {
  std::string query;
  ParameterMap parameters;
};

Status wrong_line(std::string found) {
  return graph::question_error(std::string(kAbout), "", std::move(found),
                               R"(write {"query":NAME,"params":{NAME:VALUE,...}})");
}

// Texts, numbers and booleans as a command line would give them; lists are joined by commas.
Result<std::string> parameter_text(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return std::string(value.get_string());
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::bool_:
      return json::serialize(value);
    case json::kind::double_:
      return internal::shortest_text(value.get_double());
    case json::kind::array: {
      std::string joined;
      for (const json::value& item : value.get_array()) {
        if (item.is_array() || item.is_object()) return wrong_line("a list within a list");
        HEADWATER_ASSIGN_OR_RETURN(const std::string text, parameter_text(item));
        if (!joined.empty()) joined += ',';
        joined += text;
      }
      return joined;
    }
    default:
      return wrong_line("a parameter that is neither text, number, boolean nor list");
  }
}

Result<BatchQuestion> read_line(std::string_view line) {
  json::error_code problem;
  const json::value parsed = json::parse({line.data(), line.size()}, problem);
  if (problem) return wrong_line("a line of " + std::to_string(line.size()) + " bytes, no JSON");
  const json::object* object = parsed.if_object();
  const json::value* query = object == nullptr ? nullptr : object->if_contains("query");
  if (query == nullptr || !query->is_string()) return wrong_line("a line without a query's name");
  BatchQuestion question;
  question.query = std::string(query->get_string());
  const json::value* parameters = object->if_contains("params");
  if (parameters == nullptr || parameters->is_null()) return question;
  if (!parameters->is_object()) return wrong_line("params that are no object");
  for (const auto& [name, value] : parameters->get_object()) {
    if (value.is_null()) continue;
    HEADWATER_ASSIGN_OR_RETURN(question.parameters[std::string(name)], parameter_text(value));
  }
  return question;
}

std::string_view to_text(StatusCode code) {
  switch (code) {
    case StatusCode::kNotFound:
      return "not-found";
    case StatusCode::kOverBudget:
      return "over-budget";
    case StatusCode::kConflict:
      return "conflict";
    case StatusCode::kInput:
      return "input";
    case StatusCode::kUnsupported:
      return "unsupported";
    default:
      return "question";
  }
}

// What no later line could survive either.
bool ends_the_batch(StatusCode code) {
  return code == StatusCode::kCancelled || code == StatusCode::kCorrupt ||
         code == StatusCode::kIo || code == StatusCode::kLocked || code == StatusCode::kInternal;
}

std::string error_line(const Status& status) {
  Document error = Document::object();
  error.set("code", Document(to_text(status.code()))).set("message", Document(status.message()));
  return to_json(Document::object().set("error", std::move(error))) + "\n";
}

Result<Answer> answer_line(QuerySession& session, std::string_view line) {
  HEADWATER_ASSIGN_OR_RETURN(const BatchQuestion question, read_line(line));
  return run_query(session, question.query, question.parameters);
}

}  // namespace

Result<std::string> run_batch_line(QuerySession& session, std::string_view line,
                                   const EngineStamp& stamp) {
  const auto started = std::chrono::steady_clock::now();
  Result<Answer> answer = answer_line(session, line);
  if (!answer.has_value()) {
    if (ends_the_batch(answer.error().code())) return answer.error();
    return error_line(answer.error());
  }
  if (session.view().clearance()) note_clearance(*session.view().clearance(), *answer);
  EngineStamp stamped = stamp;
  stamped.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return to_json(*answer, stamped);
}

}  // namespace headwater::queries
