// A command of the `headwater` program as data: its words, positionals, options and what it runs.
// Help, parsing (apps/command_line.cc) and shell completion (apps/completion.cc) come from these
// tables, so they cannot drift apart.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"

namespace headwater::apps {

struct OptionSpec {
  std::string name;   // "--format"
  std::string value;  // "FORMAT"; empty for a flag
  std::string help;
  std::string default_value;         // shown and applied; empty: none
  std::vector<std::string> choices;  // empty: any
  bool required = false;
  bool repeatable = false;      // may be given several times, or several values at once
  bool value_optional = false;  // may stand without its value: then `has`, and an empty text
};

struct PositionalSpec {
  std::string name;  // "STORE"
  std::string help;
  bool required = true;
  bool repeatable = false;
};

// What the user typed, checked against the specification.
class Arguments {
 public:
  bool has(std::string_view name) const;
  // The value, or the default, or "".
  std::string text(std::string_view name) const;
  std::vector<std::string> list(std::string_view name) const;
  // Splits "a,b" values of a list into a, b.
  std::vector<std::string> comma_list(std::string_view name) const;
  // Errors: kQuestion, naming the option, when the value is no such number.
  graph::Result<std::optional<std::int64_t>> integer(std::string_view name) const;
  graph::Result<std::optional<double>> number(std::string_view name) const;
  // `--name value` pairs that the specification does not list; only for commands that allow them.
  const std::map<std::string, std::string>& extra() const { return extra_; }

  void set(std::string name, std::vector<std::string> values) {
    values_[std::move(name)] = std::move(values);
  }
  void set_extra(std::string name, std::string value) {
    extra_[std::move(name)] = std::move(value);
  }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::map<std::string, std::string> extra_;
};

class Console;

struct CommandSpec {
  std::string name;         // "ingest", or two words: "measure scoreboard"
  std::string summary;      // one line
  std::string description;  // a paragraph or more: what it does, what it promises
  std::string examples;     // lines, each a command and what it shows
  std::vector<PositionalSpec> positionals;
  std::vector<OptionSpec> options;
  bool allow_extra_parameters = false;
  // Runs the command; prints through the console. A failed Status becomes the exit code.
  graph::Status (*run)(const Arguments&, Console&) = nullptr;
};

// Option groups that many commands share.
std::vector<OptionSpec> output_options();  // --json --csv --rows
std::vector<OptionSpec>
reading_options();  // --threads --memory --as-of-seq --victim-key --clearance
std::vector<OptionSpec> operator+(std::vector<OptionSpec> left, std::vector<OptionSpec> right);

// All commands, in the order that help shows them.
const std::vector<CommandSpec>& all_commands();

struct ParsedCommand {
  const CommandSpec* command = nullptr;  // nothing to run when null: `text_to_print` is the answer
  Arguments arguments;
  std::string text_to_print;  // help or version
};
// Errors: kQuestion for anything that the tables do not allow.
graph::Result<ParsedCommand> parse_command_line(int argc, const char* const* argv);

// A completion script for bash, zsh or fish. Errors: kQuestion for another shell.
graph::Result<std::string> completion_script(std::string_view shell);

}  // namespace headwater::apps
