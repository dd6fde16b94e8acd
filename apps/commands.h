// One function a command group: its table entries. Each lives in apps/commands/<name>.cc.
#pragma once

#include <vector>

#include "apps/command.h"

namespace headwater::apps {

std::vector<CommandSpec> loading_commands();       // generate ingest
std::vector<CommandSpec> quarantine_commands();    // quarantine
std::vector<CommandSpec> store_commands();         // stats verify
std::vector<CommandSpec> upkeep_commands();        // seal compact backup restore migrate
std::vector<CommandSpec> analysis_commands();      // analyze query
std::vector<CommandSpec> flow_commands();          // trace attribute
std::vector<CommandSpec> measurement_commands();   // measure, rank
std::vector<CommandSpec> report_commands();        // report
std::vector<CommandSpec> exporting_commands();     // export
std::vector<CommandSpec> disclosure_commands();    // disclosures
std::vector<CommandSpec> correction_commands();    // assert retract
std::vector<CommandSpec> erasure_commands();       // erase
std::vector<CommandSpec> housekeeping_commands();  // key, completion

}  // namespace headwater::apps
