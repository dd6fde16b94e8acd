// The headwater command: parses, runs one command, turns its Status into an exit code.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <utility>

#include "apps/command.h"
#include "apps/console.h"
#include "apps/interrupt.h"
#include "queries/render.h"

namespace headwater::apps {
namespace {

graph::Status run_command(const ParsedCommand& parsed) {
  HEADWATER_ASSIGN_OR_RETURN(const auto console, Console::create(parsed.arguments));
  return parsed.command->run(parsed.arguments, *console);
}

// An error whose place is nowhere in the data happened in the words of the command.
graph::Status with_place(const graph::Status& status, const std::string& place) {
  graph::Explanation explanation = status.explanation();
  if (status.ok() || !explanation.place.empty()) return status;
  explanation.place = place;
  return graph::Status(status.code(), std::move(explanation));
}

graph::Status run(int argc, const char* const* argv) {
  HEADWATER_ASSIGN_OR_RETURN(const ParsedCommand parsed, parse_command_line(argc, argv));
  if (parsed.command == nullptr) {
    std::fputs(parsed.text_to_print.c_str(), stdout);
    return {};
  }
  return with_place(run_command(parsed), "headwater " + parsed.command->name);
}

// The outermost call: exceptions of the standard library end here as values.
graph::Status run_guarded(int argc, const char* const* argv) {
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    return graph::Status(graph::StatusCode::kOverBudget,
                         {"run the command", "", "the machine has no more memory",
                          "narrow the question or give --memory"});
  } catch (const std::exception& error) {
    return graph::Status(graph::StatusCode::kInternal,
                         {"run the command", "", error.what(), "please report it"});
  }
}

// A closed stdout would give its number to the next file that is opened, and the answer would be
// written into the store. Nothing can be written to what stands there instead.
void occupy_closed_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (::fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
    if (::open("/dev/null", O_RDONLY) != stream) std::_Exit(2);
  }
}

}  // namespace
}  // namespace headwater::apps

int main(int argc, char** argv) {
  headwater::apps::occupy_closed_streams();
  headwater::apps::install_interrupt_handlers();
  const headwater::graph::Status status = headwater::apps::run_guarded(argc, argv);
  if (!status.ok()) {
    // A path may hold anything; a message stays one line and steers no terminal.
    const std::string message = headwater::queries::to_one_line(status.message());
    std::fprintf(stderr, "headwater: %s\n", message.c_str());
  }
  return headwater::graph::exit_code(status.code());
}
