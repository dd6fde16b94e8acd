// VALUE and attributes of the mapping language.
#include <algorithm>
#include <utility>

#include "ingest/internal/mapping_compiler.h"

namespace headwater::ingest::internal {

using graph::Status;
namespace json = boost::json;

ColumnRef PartCompiler::column(const std::string& name, bool optional) {
  ColumnRef ref = 0;
  while (ref < part_.columns.size() && part_.columns[ref].name != name) ++ref;
  if (ref == part_.columns.size()) {
    part_.columns.push_back({name, optional});
  } else {
    part_.columns[ref].optional = part_.columns[ref].optional && optional;
  }
  if (use_ == Use::kPlain) part_.plain_columns.insert(ref);
  if (use_ == Use::kVictim) part_.victim_columns.insert(ref);
  if (use_ == Use::kOpen) part_.open_columns.insert(ref);
  return ref;
}

// "{Bank}:{Account}"; doubled braces stand for themselves.
graph::Result<Value> PartCompiler::parse_template(const std::string& text,
                                                  const std::string& place) {
  Value result;
  result.form = ValueForm::kTemplate;
  std::string literal;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c == '{' || c == '}') && i + 1 < text.size() && text[i + 1] == c) {
      literal += c;
      ++i;
    } else if (c == '{') {
      const std::size_t close = text.find('}', i);
      if (close == std::string::npos || close == i + 1) {
        return mapping_error(place, "a brace is not closed, or holds no name",
                             "write {Column}; {{ stands for a brace");
      }
      result.pieces.push_back({literal, column(text.substr(i + 1, close - i - 1), false)});
      literal.clear();
      i = close;
    } else if (c == '}') {
      return mapping_error(place, "a brace closes that was not opened", "write }} for a brace");
    } else {
      literal += c;
    }
  }
  if (!literal.empty()) result.pieces.push_back({literal, std::nullopt});
  return result;
}

// The list of `first_of` or `any_of`, whose choice is split, if at all.
graph::Result<std::vector<Value>> PartCompiler::alternatives_at(JsonObject& object) {
  const char* const key = object.find("any_of") != nullptr ? "any_of" : "first_of";
  const json::value& list = *object.find(key);
  if (!list.is_array()) {
    return mapping_error(object.place_of(key), "it is no list", "write a list of values");
  }
  const bool outer = std::exchange(is_list_expected_, false);
  auto alternatives = values_of(list, object.place_of(key));
  is_list_expected_ = outer;
  return alternatives;
}

Status PartCompiler::read_form(JsonObject& object, Value& result) {
  const json::value* by_column = object.find("column");
  const json::value* by_template = object.find("template");
  const json::value* by_choice = object.find("first_of");
  const json::value* by_constant = object.find("constant");
  const json::value* by_any = object.find("any_of");
  HEADWATER_ASSIGN_OR_RETURN(const bool by_row, object.flag("row_of_file", false));
  const int forms = (by_column != nullptr) + (by_template != nullptr) + (by_choice != nullptr) +
                    (by_constant != nullptr) + (by_any != nullptr) + by_row;
  if (forms != 1) {
    return mapping_error(object.place(), std::to_string(forms) + " of the forms are given",
                         "give exactly one of `column`, `template`, `first_of`, `any_of`, "
                         "`row_of_file`, `constant`");
  }
  HEADWATER_ASSIGN_OR_RETURN(const bool optional, object.flag("optional", false));
  if (by_column != nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string name,
                               json_text(*by_column, object.place_of("column")));
    result.form = ValueForm::kColumn;
    result.column = column(name, optional);
  } else if (by_template != nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string text,
                               json_text(*by_template, object.place_of("template")));
    HEADWATER_ASSIGN_OR_RETURN(result, parse_template(text, object.place_of("template")));
  } else if (by_constant != nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(result.constant,
                               json_text(*by_constant, object.place_of("constant")));
    result.form = ValueForm::kConstant;
  } else if (by_row) {
    result.form = ValueForm::kRowOfFile;
  } else {
    result.form = by_any != nullptr ? ValueForm::kAnyOf : ValueForm::kFirstOf;
    HEADWATER_ASSIGN_OR_RETURN(result.alternatives, alternatives_at(object));
  }
  return {};
}

// What is several where one is read must say what it becomes.
Status PartCompiler::read_several(JsonObject& object, Value& result) const {
  const bool has_word = object.find("several") != nullptr;
  if (has_word) {
    HEADWATER_ASSIGN_OR_RETURN(result.several, object.text("several", ""));
  }
  if (has_word && is_list_expected_) {
    return mapping_error(object.place_of("several"), "a list is read here", "remove it");
  }
  if (has_word || (is_list_expected_ && result.form != ValueForm::kAnyOf)) return {};
  if (!result.separator.empty()) {
    return mapping_error(object.place_of("split"), "a single value is read here",
                         "split attributes and `means`, or say what several parts become: "
                         "\"several\": WORD");
  }
  if (result.form != ValueForm::kAnyOf) return {};
  return mapping_error(object.place_of("any_of"), "nothing says what several values become",
                       is_list_expected_ ? "write a list of values" : "add \"several\": WORD");
}

Status PartCompiler::read_marks(JsonObject& object, Value& result) {
  if (object.find("between") == nullptr) return {};
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::string> marks, object.texts("between"));
  if (marks.size() != 2 || (marks[0].empty() && marks[1].empty())) {
    return mapping_error(object.place_of("between"), "it is no pair of texts",
                         "write what stands before and behind, of which one may be empty");
  }
  result.has_marks = true;
  result.begin_mark = marks[0];
  result.end_mark = marks[1];
  return {};
}

Status PartCompiler::read_country(JsonObject& object, Value& result) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string word, object.text("country", ""));
  if (word == "code") {
    result.country = CountryRule::kCode;
  } else if (word == "code-or-empty") {
    result.country = CountryRule::kCodeOrEmpty;
  } else if (!word.empty()) {
    return mapping_error(object.place_of("country"), "the word is unknown",
                         "write code or code-or-empty");
  }
  return {};
}

namespace {

// One object a format, where a list of them is given.
std::vector<json::value> by_format(const json::object& whole) {
  const json::value* formats = whole.if_contains("format");
  if (formats == nullptr || !formats->is_array()) return {whole};
  std::vector<json::value> result;
  for (const json::value& format : formats->get_array()) {
    json::object one = whole;
    one["format"] = format;
    result.emplace_back(std::move(one));
  }
  return result;
}

}  // namespace

// "as": a word, or {"type": WORD} with the format of a time, or the formats.
Status PartCompiler::read_reading(JsonObject& object, Value& result) {
  const json::value* as = object.find("as");
  if (as == nullptr) return {};
  const std::string place = object.place_of("as");
  const json::object whole = as->is_object() ? as->get_object() : json::object({{"type", *as}});
  const std::vector<json::value> readings = by_format(whole);
  if (readings.empty())
    return mapping_error(place, "no format is given", "give one, or leave it out");
  for (const json::value& described : readings) {
    HEADWATER_ASSIGN_OR_RETURN(JsonObject fields, JsonObject::from(described, place));
    HEADWATER_ASSIGN_OR_RETURN(const std::string type, fields.text("type", ""));
    if (type != "time" && type != "date" && type != "decimal") {
      return mapping_error(place, "it names no type", "write time, date or decimal");
    }
    result.reading = type == "decimal" ? Reading::kDecimal
                     : type == "time"  ? Reading::kTime
                                       : Reading::kDate;
    if (type != "decimal") {
      HEADWATER_RETURN_IF_ERROR(read_time_format(fields, result.time_formats.emplace_back()));
    }
    HEADWATER_RETURN_IF_ERROR(fields.finish());
  }
  return {};
}

Status PartCompiler::read_modifiers(JsonObject& object, Value& result) {
  HEADWATER_ASSIGN_OR_RETURN(result.until, object.text("until", ""));
  HEADWATER_ASSIGN_OR_RETURN(result.strip_leading_zeros, object.flag("strip_leading_zeros", false));
  HEADWATER_ASSIGN_OR_RETURN(result.lower, object.flag("lower", false));
  HEADWATER_ASSIGN_OR_RETURN(result.slug, object.flag("slug", false));
  HEADWATER_ASSIGN_OR_RETURN(result.record_of, object.flag("record_of", false));
  HEADWATER_ASSIGN_OR_RETURN(result.fallback, object.text("default", ""));
  HEADWATER_ASSIGN_OR_RETURN(result.separator, object.text("split", ""));
  HEADWATER_ASSIGN_OR_RETURN(result.final_mark, object.text("strip_end", ""));
  HEADWATER_RETURN_IF_ERROR(read_marks(object, result));
  if (object.find("unknown") != nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(result.unknown_words, object.texts("unknown"));
  }
  HEADWATER_RETURN_IF_ERROR(read_several(object, result));
  HEADWATER_RETURN_IF_ERROR(read_country(object, result));
  HEADWATER_RETURN_IF_ERROR(read_reading(object, result));
  const json::value* map = object.find("map");
  if (map == nullptr) return {};
  if (!map->is_object()) {
    return mapping_error(object.place_of("map"), "it is no object", "write {\"from\": \"to\"}");
  }
  result.has_map = true;
  for (const auto& member : map->get_object()) {
    HEADWATER_ASSIGN_OR_RETURN(std::string to, json_text(member.value(), object.place_of("map")));
    if (member.key() == "*") {
      result.map_others = std::move(to);
    } else {
      result.map.emplace(std::string(member.key()), std::move(to));
    }
  }
  return {};
}

graph::Result<Value> PartCompiler::value_of(JsonObject& object) {
  Value result;
  HEADWATER_RETURN_IF_ERROR(read_form(object, result));
  HEADWATER_RETURN_IF_ERROR(read_modifiers(object, result));
  return result;
}

graph::Result<Value> PartCompiler::value(const Json& json, const std::string& place) {
  if (json.is_string()) {
    Value result;
    result.form = ValueForm::kConstant;
    result.constant = json.get_string();
    return result;
  }
  HEADWATER_ASSIGN_OR_RETURN(JsonObject object, JsonObject::from(json, place));
  HEADWATER_ASSIGN_OR_RETURN(Value result, value_of(object));
  HEADWATER_RETURN_IF_ERROR(object.finish());
  return result;
}

graph::Result<Value> PartCompiler::value_at(JsonObject& object, std::string_view key) {
  const json::value* found = object.find(key);
  if (found == nullptr) return Value{};
  return value(*found, object.place_of(key));
}

graph::Result<std::vector<Value>> PartCompiler::values_at(JsonObject& object,
                                                          std::string_view key) {
  const json::value* found = object.find(key);
  if (found == nullptr) return std::vector<Value>();
  return values_of(*found, object.place_of(key));
}

graph::Result<std::vector<Value>> PartCompiler::lists_of(const Json& json,
                                                         const std::string& place) {
  const bool outer = std::exchange(is_list_expected_, true);
  auto result = values_of(json, place);
  is_list_expected_ = outer;
  return result;
}

graph::Result<std::vector<Value>> PartCompiler::values_of(const Json& json,
                                                          const std::string& place) {
  std::vector<Value> result;
  if (!json.is_array()) {
    HEADWATER_ASSIGN_OR_RETURN(Value single, value(json, place));
    result.push_back(std::move(single));
    return result;
  }
  for (const json::value& element : json.get_array()) {
    HEADWATER_ASSIGN_OR_RETURN(Value item, value(element, place));
    result.push_back(std::move(item));
  }
  return result;
}

Status PartCompiler::check_attribute_name(const std::string& name, const std::string& place) {
  const bool is_good =
      !name.empty() &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  if (is_good) return {};
  return mapping_error(
      place, "an attribute's name is not made of lower-case letters, digits and `-`", "rename it");
}

graph::Result<std::vector<AttributeSpec>> PartCompiler::attributes_at(JsonObject& object) {
  std::vector<AttributeSpec> result;
  const json::value* found = object.find("attributes");
  if (found == nullptr) return result;
  const std::string place = object.place_of("attributes");
  if (!found->is_object()) return mapping_error(place, "it is no object", "write {NAME: VALUE}");
  for (const auto& member : found->get_object()) {
    const std::string name(member.key());
    HEADWATER_RETURN_IF_ERROR(check_attribute_name(name, place));
    HEADWATER_ASSIGN_OR_RETURN(std::vector<Value> items,
                               lists_of(member.value(), place + "." + name));
    for (Value& item : items) result.push_back({name, std::move(item)});
  }
  return result;
}

}  // namespace headwater::ingest::internal
