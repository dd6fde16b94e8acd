// Conditions of the mapping language: when a record of a row applies.
#include <algorithm>
#include <string>
#include <utility>

#include "ingest/internal/mapping_compiler.h"

namespace headwater::ingest::internal {

using graph::Status;
namespace json = boost::json;

namespace {

graph::Result<Condition::Test> test_named(const std::string& word, const std::string& place) {
  using Test = Condition::Test;
  if (word == "empty") return Test::kEmpty;
  if (word == "present") return Test::kPresent;
  if (word == "negative") return Test::kNegative;
  if (word == "positive") return Test::kPositive;
  if (word == "zero") return Test::kZero;
  return mapping_error(place, "`is` names no test",
                       "write empty, present, negative, positive or zero");
}

}  // namespace

// What a condition asks: a column, or a value.
graph::Result<Value> PartCompiler::condition_value(JsonObject& object) {
  if (object.find("value") != nullptr) return value_at(object, "value");
  HEADWATER_ASSIGN_OR_RETURN(const json::value* name, object.require("column"));
  HEADWATER_ASSIGN_OR_RETURN(const std::string text, json_text(*name, object.place_of("column")));
  HEADWATER_ASSIGN_OR_RETURN(const bool optional, object.flag("optional", false));
  Value result;
  result.form = ValueForm::kColumn;
  result.column = column(text, optional);
  return result;
}

// The one test of a condition.
Status PartCompiler::read_test(JsonObject& object, Condition& condition) {
  using Test = Condition::Test;
  constexpr std::pair<const char*, Test> kListTests[] = {{"in", Test::kIn},
                                                         {"not_in", Test::kNotIn},
                                                         {"described_as", Test::kDescribed},
                                                         {"not_described_as", Test::kNotDescribed}};
  int tests = 0;
  if (object.find("is") != nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string word, object.text("is", ""));
    HEADWATER_ASSIGN_OR_RETURN(condition.test, test_named(word, object.place()));
    ++tests;
  }
  for (const auto& [key, test] : {std::pair{"equals", Test::kIn}, {"not", Test::kNotIn}}) {
    if (object.find(key) == nullptr) continue;
    HEADWATER_ASSIGN_OR_RETURN(std::string word, object.text(key, ""));
    condition.texts = {std::move(word)};
    condition.test = test;
    ++tests;
  }
  for (const auto& [key, test] : kListTests) {
    if (object.find(key) == nullptr) continue;
    HEADWATER_ASSIGN_OR_RETURN(condition.texts, object.texts(key));
    condition.test = test;
    ++tests;
  }
  if (tests == 1) return {};
  return mapping_error(object.place(), std::to_string(tests) + " tests are given",
                       "give exactly one of `is`, `equals`, `not`, `in`, `not_in`, `described_as`");
}

graph::Result<Condition> PartCompiler::condition(const Json& json, const std::string& place) {
  HEADWATER_ASSIGN_OR_RETURN(JsonObject object, JsonObject::from(json, place));
  Condition result;
  const Use outer = std::exchange(use_, Use::kUncounted);
  auto asked = condition_value(object);
  use_ = outer;
  HEADWATER_ASSIGN_OR_RETURN(result.value, std::move(asked));
  HEADWATER_RETURN_IF_ERROR(read_test(object, result));
  const bool asks_kind =
      result.test == Condition::Test::kDescribed || result.test == Condition::Test::kNotDescribed;
  const auto is_kind = [](const std::string& text) {
    return graph::parse_entity_kind(text).has_value();
  };
  if (asks_kind && (!part_.describes_kinds() ||
                    !std::all_of(result.texts.begin(), result.texts.end(), is_kind))) {
    return mapping_error(place, "the kinds of entities are not understood",
                         "write a list of kinds of entities, and `described` beside `records`");
  }
  HEADWATER_RETURN_IF_ERROR(object.finish());
  return result;
}

graph::Result<Conditions> PartCompiler::conditions_at(JsonObject& object, std::string_view key) {
  Conditions result;
  const json::value* found = object.find(key);
  if (found == nullptr) return result;
  const std::string place = object.place_of(key);
  if (!found->is_array()) {
    HEADWATER_ASSIGN_OR_RETURN(Condition single, condition(*found, place));
    result.push_back(std::move(single));
    return result;
  }
  for (const json::value& element : found->get_array()) {
    HEADWATER_ASSIGN_OR_RETURN(Condition item, condition(element, place));
    result.push_back(std::move(item));
  }
  return result;
}

}  // namespace headwater::ingest::internal
