// export --format goaml: what the command does beside writing: reads the header, asks for the
// verdicts, records a disclosure, gives the file its name.
#pragma once

#include <vector>

#include "apps/command.h"
#include "apps/console.h"

namespace headwater::apps {

// Those that only a report takes, behind what is there.
void add_goaml_options(std::vector<OptionSpec>& options);
// For the other formats. Errors: kQuestion, naming an option that they have no use for.
graph::Status refuse_goaml_options(const Arguments& arguments);

// In this order: the report under a temporary name, both verdicts on it, the record of a
// disclosure, the name. So nothing is disclosed without a record; a record without a report is
// possible when the last step fails, and the error says so. Errors: as export_goaml, and kInput
// when the report is there and a verdict is against it.
graph::Status export_goaml_report(const Arguments& arguments, Console& console);

}  // namespace headwater::apps
