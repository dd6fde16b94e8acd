#include <iterator>
#include <utility>

#include "apps/commands.h"

namespace headwater::apps {

const std::vector<CommandSpec>& all_commands() {
  static const std::vector<CommandSpec> commands = [] {
    std::vector<CommandSpec> all;
    for (auto group :
         {loading_commands, quarantine_commands, store_commands, upkeep_commands, analysis_commands,
          flow_commands, measurement_commands, report_commands, exporting_commands,
          disclosure_commands, correction_commands, erasure_commands, housekeeping_commands}) {
      std::vector<CommandSpec> part = group();
      std::move(part.begin(), part.end(), std::back_inserter(all));
    }
    return all;
  }();
  return commands;
}

}  // namespace headwater::apps
