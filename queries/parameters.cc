#include "queries/parameters.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "graph/share.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

const ParameterSpec* find_spec(const std::vector<ParameterSpec>& specs, std::string_view name) {
  const auto found = std::find_if(specs.begin(), specs.end(),
                                  [&](const ParameterSpec& spec) { return spec.name == name; });
  return found == specs.end() ? nullptr : &*found;
}

std::string known_names(const std::vector<ParameterSpec>& specs) {
  std::string names;
  for (const ParameterSpec& spec : specs) {
    names += (names.empty() ? "" : ", ") + std::string(spec.name);
  }
  return names.empty() ? "it takes none" : "it takes " + names;
}

// Names are shown only when they look like one: a value typed in the wrong place is not repeated.
std::string shown_name(std::string_view name) {
  const bool is_word = !name.empty() && name.size() <= 32 &&
                       std::all_of(name.begin(), name.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
  return is_word ? std::string(name) : "a name of " + std::to_string(name.size()) + " characters";
}

bool is_choice(std::string_view type) { return type.find('|') != std::string_view::npos; }

Status check_choice(std::string_view about, const ParameterSpec& spec, std::string_view value) {
  if (!is_choice(spec.type)) return {};
  const std::vector<std::string> choices = split(spec.type, '|');
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
  return graph::question_error(std::string(about), std::string(spec.name),
                               "a text of " + std::to_string(value.size()) + " characters",
                               "give one of " + std::string(spec.type));
}

}  // namespace

Status check_parameters(std::string_view about, const std::vector<ParameterSpec>& specs,
                        const ParameterMap& given) {
  for (const auto& [name, value] : given) {
    const ParameterSpec* spec = find_spec(specs, name);
    if (spec == nullptr) {
      return graph::question_error(std::string(about), "parameter " + shown_name(name),
                                   "no such parameter", known_names(specs));
    }
    HEADWATER_RETURN_IF_ERROR(check_choice(about, *spec, value));
  }
  for (const ParameterSpec& spec : specs) {
    if (spec.required && given.count(std::string(spec.name)) == 0) {
      return graph::question_error(
          std::string(about), "parameter " + std::string(spec.name), "it is missing",
          "give " + std::string(spec.type) + ": " + std::string(spec.meaning));
    }
  }
  return {};
}

Parameters::Parameters(std::string_view about, const std::vector<ParameterSpec>& specs,
                       const ParameterMap& given)
    : about_(about) {
  for (const ParameterSpec& spec : specs) {
    if (!spec.default_value.empty()) values_[std::string(spec.name)] = spec.default_value;
  }
  for (const auto& [name, value] : given) values_[name] = value;
}

Status Parameters::wrong(std::string_view name, std::string_view expected) const {
  return graph::question_error(about_, "parameter " + std::string(name),
                               "a text of " + std::to_string(text(name).size()) + " characters",
                               "give " + std::string(expected));
}

bool Parameters::has(std::string_view name) const { return values_.find(name) != values_.end(); }

std::string Parameters::text(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? "" : found->second;
}

std::vector<std::string> Parameters::list(std::string_view name) const {
  return split(text(name), ',');
}

Result<std::int64_t> Parameters::integer(std::string_view name, std::int64_t least,
                                         std::int64_t most) const {
  const std::string value = text(name);
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (problem != std::errc() || end != value.data() + value.size() || number < least ||
      number > most) {
    return wrong(name,
                 "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return number;
}

Result<double> Parameters::number(std::string_view name) const {
  const std::string value = text(name);
  double number = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (problem != std::errc() || end != value.data() + value.size() || !std::isfinite(number)) {
    return wrong(name, "a number, with a decimal point if it has places");
  }
  return number;
}

Result<bool> Parameters::flag(std::string_view name) const {
  if (!has(name)) return false;
  const std::string value = text(name);
  if (value.empty() || value == "true" || value == "yes" || value == "1") return true;
  if (value == "false" || value == "no" || value == "0") return false;
  return wrong(name, "true or false");
}

Result<graph::Timestamp> Parameters::time(std::string_view name) const {
  const std::string value = text(name);
  if (value.empty()) return graph::kUnknownTime;
  if (const auto time = graph::parse_iso8601(value)) return *time;
  return wrong(name, "a time such as 2015-03-25 or 2015-03-25T10:11:12Z");
}

Result<std::int64_t> Parameters::duration_ms(std::string_view name) const {
  constexpr std::int64_t kMostMs = std::int64_t{366} * 1000 * 86'400'000;  // a thousand years
  struct Unit {
    std::string_view suffix;
    std::int64_t ms;
  };
  constexpr Unit kUnits[] = {
      {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  const std::string value = text(name);
  if (value.empty() || value == "0") return std::int64_t{0};
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
  const std::string_view suffix(end, static_cast<std::size_t>(value.data() + value.size() - end));
  for (const Unit& unit : kUnits) {
    const bool fits = problem == std::errc() && suffix == unit.suffix && number >= 0 &&
                      number <= kMostMs / unit.ms;
    if (fits) return number * unit.ms;
  }
  return wrong(name, "a length of time such as 90s, 30m, 24h or 7d");
}

Result<graph::TimeWindow> Parameters::window() const {
  graph::TimeWindow window;
  HEADWATER_ASSIGN_OR_RETURN(window.from, time("from"));
  HEADWATER_ASSIGN_OR_RETURN(window.to, time("to"));
  const bool is_empty = window.from.is_known() && window.to.is_known() && window.from >= window.to;
  if (is_empty) return wrong("to", "a time after `from`: the window excludes its end");
  return window;
}

Result<graph::Resolution> Parameters::resolution() const {
  constexpr std::string_view kProbable = "probable:";
  const std::string value = text("resolve");
  graph::Resolution resolution;
  if (value.empty() || value == "confirmed") return resolution;
  if (value == "none") {
    resolution.level = graph::Resolution::Level::kNone;
    return resolution;
  }
  if (value.rfind(kProbable, 0) == 0) {
    if (const auto threshold = graph::parse_fraction(value.substr(kProbable.size()))) {
      resolution.level = graph::Resolution::Level::kProbable;
      resolution.threshold = *threshold;
      return resolution;
    }
  }
  return wrong("resolve", "none, confirmed, or probable:P with P from 0 to 1");
}

std::string to_text(const graph::Resolution& resolution) {
  switch (resolution.level) {
    case graph::Resolution::Level::kNone:
      return "none";
    case graph::Resolution::Level::kConfirmed:
      return "confirmed";
    case graph::Resolution::Level::kProbable:
      break;
  }
  std::string digits = std::to_string(10'000 + resolution.threshold.value).substr(1);
  if (resolution.threshold.value == graph::BasisPoints::kWhole) return "probable:1";
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits.empty() ? "probable:0" : "probable:0." + digits;
}

}  // namespace headwater::queries
