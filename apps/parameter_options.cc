#include "apps/parameter_options.h"

#include <algorithm>

namespace headwater::apps {

void add_parameter_options(const std::vector<queries::ParameterSpec>& specs,
                           std::vector<OptionSpec>& options) {
  for (const queries::ParameterSpec& spec : specs) {
    const std::string name = "--" + std::string(spec.name);
    const bool is_known = std::any_of(options.begin(), options.end(),
                                      [&](const OptionSpec& known) { return known.name == name; });
    if (is_known) continue;
    std::string help(spec.meaning);
    if (!spec.default_value.empty()) help += " (default: " + std::string(spec.default_value) + ")";
    options.push_back({name, spec.type == "flag" ? "" : std::string(spec.type), help, "", {}});
  }
}

std::vector<OptionSpec> parameter_options(const std::vector<queries::ParameterSpec>& specs) {
  std::vector<OptionSpec> options;
  add_parameter_options(specs, options);
  return options;
}

queries::ParameterMap given_parameters(const Arguments& arguments,
                                       const std::vector<OptionSpec>& options) {
  queries::ParameterMap given;
  for (const OptionSpec& option : options) {
    if (arguments.has(option.name)) given[option.name.substr(2)] = arguments.text(option.name);
  }
  return given;
}

}  // namespace headwater::apps
