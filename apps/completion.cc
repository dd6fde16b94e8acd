// Shell completion, written from the command tables.
#include <map>

#include <fmt/format.h>

#include "apps/command.h"

namespace headwater::apps {
namespace {

std::string option_words(const CommandSpec& command) {
  std::string words = "--help";
  for (const OptionSpec& option : command.options) words += ' ' + option.name;
  return words;
}

std::string first_word(const std::string& name) { return name.substr(0, name.find(' ')); }

// Distinct first words of all commands, in order.
std::string command_words() {
  std::string words;
  std::string last;
  for (const CommandSpec& command : all_commands()) {
    const std::string word = first_word(command.name);
    if (word != last) words += (words.empty() ? "" : " ") + word;
    last = word;
  }
  return words;
}

// Second words by first word: "rank" -> "ring evaluate".
std::map<std::string, std::string> group_words() {
  std::map<std::string, std::string> groups;
  for (const CommandSpec& command : all_commands()) {
    const std::size_t blank = command.name.find(' ');
    if (blank == std::string::npos) continue;
    std::string& words = groups[command.name.substr(0, blank)];
    if (!words.empty()) words += ' ';
    words += command.name.substr(blank + 1);
  }
  return groups;
}

std::string choice_cases(const char* format) {
  std::string cases;
  for (const CommandSpec& command : all_commands()) {
    for (const OptionSpec& option : command.options) {
      if (option.choices.empty()) continue;
      cases += fmt::format(fmt::runtime(format), command.name, option.name,
                           fmt::join(option.choices, " "));
    }
  }
  return cases;
}

// The function up to where the command is known and its own words are what is left to complete.
std::string bash_commands() {
  std::string text =
      "_headwater() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local command=${COMP_WORDS[1]}\n"
      "  case \"$command ${COMP_WORDS[2]}\" in\n";
  for (const CommandSpec& command : all_commands()) {
    if (command.name.find(' ') == std::string::npos) continue;
    text += fmt::format("    '{0}') command='{0}';;\n", command.name);
  }
  text += fmt::format(
      "  esac\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W '{}' -- \"$current\")); return\n"
      "  fi\n"
      "  case \"$COMP_CWORD:${{COMP_WORDS[1]}}\" in\n",
      command_words());
  for (const auto& [group, words] : group_words()) {
    text += fmt::format("    '2:{}') COMPREPLY=($(compgen -W '{}' -- \"$current\")); return;;\n",
                        group, words);
  }
  return text + "  esac\n";
}

std::string bash_script() {
  std::string text = bash_commands() + "  case \"$command:$previous\" in\n";
  text +=
      choice_cases("    '{0}:{1}') COMPREPLY=($(compgen -W '{2}' -- \"$current\")); return;;\n");
  text += "  esac\n  local words=\n  case \"$command\" in\n";
  for (const CommandSpec& command : all_commands()) {
    text += fmt::format("    '{}') words='{}';;\n", command.name, option_words(command));
  }
  text +=
      "  esac\n"
      "  case \"$current\" in\n"
      "    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$current\"));;\n"
      "    *) COMPREPLY=($(compgen -f -- \"$current\"));;\n"
      "  esac\n"
      "}\n"
      "complete -o filenames -F _headwater headwater\n";
  return text;
}

std::string fish_script() {
  std::string text =
      fmt::format("complete -c headwater -n __fish_use_subcommand -f -a '{}'\n", command_words());
  for (const auto& [group, words] : group_words()) {
    text += fmt::format(
        "complete -c headwater -n '__fish_seen_subcommand_from {0}; and not "
        "__fish_seen_subcommand_from {1}' -f -a '{1}'\n",
        group, words);
  }
  for (const CommandSpec& command : all_commands()) {
    for (const OptionSpec& option : command.options) {
      text += fmt::format(
          "complete -c headwater -n '__fish_seen_subcommand_from {}' -l {}{}{}\n",
          first_word(command.name), option.name.substr(2), option.value.empty() ? "" : " -r",
          option.choices.empty() ? "" : fmt::format(" -f -a '{}'", fmt::join(option.choices, " ")));
    }
  }
  return text;
}

}  // namespace

graph::Result<std::string> completion_script(std::string_view shell) {
  if (shell == "bash") return bash_script();
  if (shell == "zsh") return "autoload -U +X bashcompinit && bashcompinit\n" + bash_script();
  if (shell == "fish") return fish_script();
  return graph::question_error("write a completion script", "", "a shell that is not known",
                               "choose bash, zsh or fish");
}

}  // namespace headwater::apps
