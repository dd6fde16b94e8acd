#include "apps/command.h"

#include <charconv>
#include <utility>

namespace headwater::apps {

bool Arguments::has(std::string_view name) const { return values_.find(name) != values_.end(); }

std::string Arguments::text(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? std::string() : found->second.front();
}

std::vector<std::string> Arguments::list(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::string> Arguments::comma_list(std::string_view name) const {
  std::vector<std::string> items;
  for (const std::string& value : list(name)) {
    std::size_t begin = 0;
    while (begin <= value.size()) {
      const std::size_t comma = std::min(value.find(',', begin), value.size());
      if (comma > begin) items.push_back(value.substr(begin, comma - begin));
      begin = comma + 1;
    }
  }
  return items;
}

namespace {
template <typename Number>
graph::Result<std::optional<Number>> read_number(const std::string& text, std::string_view name,
                                                 const char* wanted) {
  if (text.empty()) return std::optional<Number>();
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return graph::question_error("read the option " + std::string(name), "",
                                 "a value of " + std::to_string(text.size()) + " characters",
                                 std::string("give ") + wanted);
  }
  return std::optional<Number>(value);
}
}  // namespace

graph::Result<std::optional<std::int64_t>> Arguments::integer(std::string_view name) const {
  return read_number<std::int64_t>(text(name), name, "a whole number");
}

graph::Result<std::optional<double>> Arguments::number(std::string_view name) const {
  return read_number<double>(text(name), name, "a number");
}

std::vector<OptionSpec> output_options() {
  return {{"--json", "", "print one JSON document on stdout", "", {}},
          {"--csv", "", "print the main table as CSV on stdout", "", {}},
          {"--rows", "N", "rows a table shown to people, 0 for all (default: 40)", "", {}}};
}

std::vector<OptionSpec> reading_options() {
  return {{"--threads", "N", "threads to use (default: all)", "", {}},
          {"--memory", "GIB", "soft memory budget in GiB", "", {}},
          {"--as-of-seq", "S", "answer as known at commit S (default: the newest)", "", {}},
          {"--victim-key", "FILE", "the right to see victims: the key file", "", {}},
          {"--clearance",
           "WHAT",
           "only sources up to this handling code, e.g. TLP:AMBER,purpose=aml (docs/store.md)",
           "",
           {}}};
}

std::vector<OptionSpec> operator+(std::vector<OptionSpec> left, std::vector<OptionSpec> right) {
  for (OptionSpec& option : right) left.push_back(std::move(option));
  return left;
}

}  // namespace headwater::apps
