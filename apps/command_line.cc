// The one source that includes CLI11: turns the tables of apps/command.h into a parser.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <sstream>

#include "apps/command.h"
#include "apps/version.h"

namespace headwater::apps {
namespace {

constexpr std::size_t kHelpWidth = 100;
constexpr std::size_t kNameWidth = 30;

// Breaks lines at blanks; a word longer than the width keeps a line of its own.
std::string wrapped(const std::string& text, std::size_t width) {
  std::string lines;
  std::size_t line_begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    if (lines.size() > line_begin && lines.size() + 1 + end - at > line_begin + width) {
      lines += '\n';
      line_begin = lines.size();
    } else if (lines.size() > line_begin) {
      lines += ' ';
    }
    lines.append(text, at, end - at);
    if (end < text.size() && text[end] == '\n') {
      lines += '\n';
      line_begin = lines.size();
    }
    at = end + 1;
  }
  return lines;
}

// Help that fits a terminal: the list of commands shows their summaries only, words of a group each
// on a line of their own.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() { column_width(kNameWidth); }
  std::string make_description(const CLI::App* app) const override {
    return wrapped(app->get_description(), kHelpWidth) + "\n\n";
  }
  std::string make_option_desc(const CLI::Option* option) const override {
    return wrapped(option->get_description(), kHelpWidth - kNameWidth);
  }
  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode) const override {
    std::string text;
    for (const CLI::App* command : app->get_subcommands({})) add_lines(command, "", text);
    return text.empty() ? text : "\nCommands:\n" + text;
  }

 private:
  static void add_lines(const CLI::App* command, const std::string& group, std::string& text) {
    const std::string name = group + command->get_name();
    const std::vector<const CLI::App*> parts = command->get_subcommands({});
    for (const CLI::App* part : parts) add_lines(part, name + ' ', text);
    if (!parts.empty()) return;
    const std::string& description = command->get_description();
    std::ostringstream line;
    CLI::detail::format_help(
        line, name, wrapped(description.substr(0, description.find('\n')), kHelpWidth - kNameWidth),
        kNameWidth);
    text += line.str();
  }
};

struct Bound {
  CLI::App* app = nullptr;
  const CommandSpec* spec = nullptr;
  std::vector<std::pair<std::string, std::unique_ptr<std::vector<std::string>>>> values;
  std::vector<std::pair<std::string, std::unique_ptr<bool>>> flags;
};

// `measure scoreboard` becomes a sub-command of a sub-command.
CLI::App* find_or_add(CLI::App& root, const CommandSpec& spec) {
  const std::size_t blank = spec.name.find(' ');
  if (blank == std::string::npos) return root.add_subcommand(spec.name, spec.summary);
  const std::string group = spec.name.substr(0, blank);
  const auto known =
      root.get_subcommands([&](const CLI::App* command) { return command->get_name() == group; });
  CLI::App* parent = known.empty() ? nullptr : known.front();
  if (parent == nullptr) {
    parent = root.add_subcommand(group, "Commands of the group `" + group + "`.");
    parent->require_subcommand(1);
  }
  return parent->add_subcommand(spec.name.substr(blank + 1), spec.summary);
}

void add_option(Bound& bound, const OptionSpec& option) {
  if (option.value.empty()) {
    bound.flags.emplace_back(option.name, std::make_unique<bool>(false));
    bound.app->add_flag(option.name, *bound.flags.back().second, option.help);
    return;
  }
  bound.values.emplace_back(option.name, std::make_unique<std::vector<std::string>>());
  auto* added = bound.app->add_option(option.name, *bound.values.back().second, option.help);
  added->type_name(option.value);
  if (!option.repeatable) added->expected(1)->allow_extra_args(false);
  if (option.value_optional) added->expected(0, 1);
  if (option.required) added->required();
  if (!option.choices.empty()) added->check(CLI::IsMember(option.choices));
  if (!option.default_value.empty()) added->default_str(option.default_value);
}

Bound bind(CLI::App& root, const CommandSpec& spec) {
  Bound bound;
  bound.spec = &spec;
  bound.app = find_or_add(root, spec);
  bound.app->description(spec.summary +
                         (spec.description.empty() ? "" : "\n\n" + spec.description));
  if (!spec.examples.empty()) bound.app->footer("Examples:\n" + spec.examples);
  for (const PositionalSpec& positional : spec.positionals) {
    bound.values.emplace_back(positional.name, std::make_unique<std::vector<std::string>>());
    auto* added =
        bound.app->add_option(positional.name, *bound.values.back().second, positional.help);
    added->type_name("");
    if (!positional.repeatable) added->expected(1)->allow_extra_args(false);
    if (positional.required) added->required();
  }
  for (const OptionSpec& option : spec.options) add_option(bound, option);
  if (spec.allow_extra_parameters) bound.app->allow_extras();
  return bound;
}

graph::Status read_extra(const std::vector<std::string>& words, Arguments& arguments) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!word.starts_with("--")) {
      return graph::question_error("read the command line", "",
                                   "a word that belongs to no parameter",
                                   "write parameters as --name value");
    }
    const std::size_t equals = word.find('=');
    if (equals != std::string::npos) {
      arguments.set_extra(word.substr(2, equals - 2), word.substr(equals + 1));
    } else if (i + 1 < words.size() && !words[i + 1].starts_with("--")) {
      arguments.set_extra(word.substr(2), words[i + 1]);
      ++i;
    } else {
      arguments.set_extra(word.substr(2), "true");
    }
  }
  return {};
}

graph::Result<ParsedCommand> collect(Bound& bound) {
  ParsedCommand parsed;
  parsed.command = bound.spec;
  for (auto& [name, values] : bound.values) {
    if (!values->empty()) parsed.arguments.set(name, *values);
  }
  for (const OptionSpec& option : bound.spec->options) {
    if (!option.default_value.empty() && !parsed.arguments.has(option.name)) {
      parsed.arguments.set(option.name, {option.default_value});
    }
  }
  for (auto& [name, given] : bound.flags) {
    if (*given) parsed.arguments.set(name, {"true"});
  }
  if (bound.spec->allow_extra_parameters) {
    HEADWATER_RETURN_IF_ERROR(read_extra(bound.app->remaining(), parsed.arguments));
  }
  return parsed;
}

bool is_option_name(const std::string& word) {
  return word.starts_with("--") && word.size() > 2 &&
         word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos;
}

// The first word that belongs to nothing: by name when it is an option's, else by place.
std::string describe_unknown(const CLI::App& root, int argc, const char* const* argv) {
  const std::vector<std::string> unknown = root.remaining(true);
  if (unknown.empty()) return "words that this command does not know";
  const std::string word = unknown.front().substr(0, unknown.front().find('='));
  if (is_option_name(word)) return "this command has no option " + word;
  const auto found = std::find(argv + 1, argv + argc, unknown.front());
  return "word " + std::to_string(found - argv) + " belongs to no option and no place";
}

// What was wrong, without the words that the user typed: they may be a party's id.
std::string describe(const CLI::ParseError& error, const CLI::App& root, int argc,
                     const char* const* argv) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    return describe_unknown(root, argc, argv);
  }
  const std::string text = error.what();
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr ||
      dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
    return "a value that " + text.substr(0, text.find(':')) + " does not allow";
  }
  return text.substr(0, text.find('\n'));
}

// "headwater measure scoreboard" when those words were understood.
std::string words_understood(const CLI::App& root) {
  std::string words = root.get_name();
  for (const CLI::App* app = &root; !app->get_subcommands().empty();) {
    app = app->get_subcommands().front();
    words += ' ' + app->get_name();
  }
  return words;
}

// The choices of the option that a text `--name: ...` of the parser begins with, "" for none.
std::string choices_of(const std::string& place, const std::string& text) {
  const std::string name = text.substr(0, text.find(':'));
  for (const CommandSpec& command : all_commands()) {
    if (place != "headwater " + command.name) continue;
    for (const OptionSpec& option : command.options) {
      if (option.name == name) return CLI::detail::join(option.choices, ", ");
    }
  }
  return "";
}

graph::Status parse_error(const CLI::ParseError& error, const CLI::App& root, int argc,
                          const char* const* argv) {
  const std::string place = words_understood(root);
  std::string found = describe(error, root, argc, argv);
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr &&
      found.find("subcommand") != std::string::npos) {
    const auto understood = 1 + std::count(place.begin(), place.end(), ' ');
    found = argc > understood ? "the word after it is no command" : "no command is given";
  }
  const std::string choices = choices_of(place, error.what());
  return graph::question_error(
      "read the command line", place, std::move(found),
      choices.empty() ? "see " + place + " --help" : "choose one of " + choices);
}

}  // namespace

graph::Result<ParsedCommand> parse_command_line(int argc, const char* const* argv) {
  CLI::App root("Headwater: analysis of illicit financial flow networks", "headwater");
  root.set_version_flag("--version", std::string("headwater ") + kVersion);
  root.require_subcommand(1);
  root.formatter(std::make_shared<HelpFormatter>());
  root.footer(
      "Every command explains itself: headwater COMMAND --help\n"
      "Exit codes: 0 done; 1 the question is wrong; 2 the data or store is; 3 internal "
      "check; 4 budget; 130 interrupted");
  std::vector<Bound> bounds;
  bounds.reserve(all_commands().size());
  for (const CommandSpec& spec : all_commands()) bounds.push_back(bind(root, spec));
  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& help) {
    // Help and version arrive as exceptions of the parser; their text goes to stdout.
    std::ostringstream out, ignored;
    root.exit(help, out, ignored);
    ParsedCommand parsed;
    parsed.text_to_print = out.str();
    return parsed;
  } catch (const CLI::ParseError& error) {
    return parse_error(error, root, argc, argv);
  }
  for (Bound& bound : bounds) {
    if (bound.app->parsed()) return collect(bound);
  }
  return graph::question_error("read the command line", "headwater", "no command is given",
                               "see headwater --help");
}

}  // namespace headwater::apps
