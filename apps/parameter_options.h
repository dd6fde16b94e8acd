// Options of a command from the table of parameters that a question has, and back.
#pragma once

#include <vector>

#include "apps/command.h"
#include "queries/parameters.h"

namespace headwater::apps {

// Appends one option a parameter; those that stand there already stand once.
void add_parameter_options(const std::vector<queries::ParameterSpec>& specs,
                           std::vector<OptionSpec>& options);
std::vector<OptionSpec> parameter_options(const std::vector<queries::ParameterSpec>& specs);

// What was given of `options`, by names without dashes.
queries::ParameterMap given_parameters(const Arguments& arguments,
                                       const std::vector<OptionSpec>& options);

}  // namespace headwater::apps
