// key, completion.
#include "apps/commands.h"
#include "apps/console.h"
#include "graph/victim_key.h"

namespace headwater::apps {
namespace {

using graph::Status;

Status run_key_new(const Arguments& arguments, Console& console) {
  HEADWATER_RETURN_IF_ERROR(graph::VictimKey::generate_file(arguments.text("FILE")));
  console.note(
      "victim key written; whoever holds it can see victims, and without it nobody can: "
      "keep it apart from the store, and keep a copy");
  return {};
}

Status run_completion(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string script, completion_script(arguments.text("SHELL")));
  return console.print_raw(script);
}

}  // namespace

std::vector<CommandSpec> housekeeping_commands() {
  return {{"key new",
           "write a new victim key",
           "Writes 256 random bits to a new file that only its owner can read. Victims' ids are "
           "made pseudonymous with it at loading; the store keeps its fingerprint, never the key.",
           "  headwater key new victims.key",
           {{"FILE", "a path that does not exist yet"}},
           {},
           false,
           run_key_new},
          {"completion",
           "print a completion script for a shell",
           "Completes commands, options and their choices.",
           "  headwater completion bash > /etc/bash_completion.d/headwater",
           {{"SHELL", "bash, zsh or fish"}},
           {},
           false,
           run_completion}};
}

}  // namespace headwater::apps
