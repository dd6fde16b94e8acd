// Every command that there is, to be asked of one store: what a test of leaks runs.
//
//   for (const SampleCommand& sample : commands_on_case("store", with_key, folder))
//   run(sample.words);
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace headwater::tests {

struct SampleCommand {
  std::string name;  // as help lists it: "ingest", "measure scoreboard"
  std::vector<std::string> words;
  bool changes_store = false;
  std::string output_file;      // it writes this file, or folder of files, beside what it prints
  bool names_accounts = false;  // names every account and person that ordinary sources name
  bool shows_victims = false;   // writes victims into `output_file`, as it was asked to
  bool tells_records = false;   // of disclosures, of which each makes one: no two answers are equal
};

// Names of all commands, from the help of the built one.
std::vector<std::string> command_names();

// At least one sample of every command of `command_names()` that reads or writes a store, several
// of those with several forms (--json, --csv, for people; every layer). `folder` holds a victim
// case (tests/support/victim_case.h). Fails the test for a command that it does not know: whoever
// adds a command adds its samples here.
std::vector<SampleCommand> commands_on_case(const std::string& store, bool with_key,
                                            const std::filesystem::path& folder);

}  // namespace headwater::tests
