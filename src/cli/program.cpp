#include "program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <exception>
#include <new>

#include "commands/commands.hpp"
#include "hardfail/analysis/alarm.hpp"
#include "hardfail/render/readiness.hpp"
#include "hardfail/util/nearest.hpp"
#include "help.hpp"
#include "output.hpp"
#include "version.hpp"

namespace hardfail::cli {
namespace {

using Strings = std::vector<std::string>;

std::vector<OptionSpec> joined(std::vector<OptionSpec> specs, std::vector<OptionSpec> more) {
  specs.insert(specs.end(), more.begin(), more.end());
  return specs;
}

/// Every option that some command takes.
std::vector<OptionSpec> all_option_specs(Commands commands) {
  auto specs = global_option_specs();
  for (const auto& command : commands) {
    for (auto& spec : command->options()) {
      if (std::ranges::find(specs, spec.name, &OptionSpec::name) == specs.end()) {
        specs.push_back(std::move(spec));
      }
    }
  }
  return specs;
}

/// The index of the command: after the options before it and their values; the end if there is no
/// command.
std::size_t command_position(std::span<const std::string> arguments,
                             std::span<const OptionSpec> specs) {
  std::size_t i = 0;
  while (i < arguments.size() && arguments[i].size() > 1 && arguments[i].front() == '-') {
    const auto name = arguments[i].starts_with("--") ? arguments[i].substr(2) : "";
    const auto spec = std::ranges::find(specs, name, &OptionSpec::name);
    // With `=` its name is none of these, and the value is in the same argument.
    const bool value_follows =
        spec != specs.end() && !spec->argument.empty() && !spec->argument.starts_with('[');
    i += value_follows ? 2 : 1;
  }
  return std::min(i, arguments.size());
}

[[noreturn]] void refuse_command(const std::string& text, Commands commands) {
  Strings names{"help"};
  Strings group;
  for (const auto& command : commands) {
    names.push_back(command->name());
    if (command->name().starts_with(text + ' ')) group.push_back(command->name());
  }
  if (!group.empty()) {
    throw Error(Failure::usage, fmt::format("'{}' alone is not a command", text),
                fmt::format("there is `hardfail {}`", group.front()));
  }
  const auto meant = nearest(text, names);
  throw Error(Failure::usage, fmt::format("there is no command '{}'", text),
              meant ? fmt::format("did you mean {}?", *meant) : "`hardfail help` lists them");
}

struct Chosen {
  const Command* command;
  std::size_t words;  ///< of its name
};

/// The command whose name the arguments begin with. Pre: there is an argument.
Chosen choose_command(std::span<const std::string> arguments, Commands commands) {
  assert(!arguments.empty());
  const auto find = [&](const std::string& name) -> const Command* {
    const auto at = std::ranges::find(commands, name, &Command::name);
    return at == commands.end() ? nullptr : at->get();
  };
  if (const auto* command = find(arguments[0])) return {command, 1};
  const bool two = arguments.size() > 1 && !arguments[1].starts_with('-');
  if (two) {
    if (const auto* command = find(arguments[0] + ' ' + arguments[1])) return {command, 2};
    const auto known = [&](const auto& each) {
      return each->name().starts_with(arguments[0] + ' ');
    };
    if (std::ranges::any_of(commands, known)) {
      refuse_command(arguments[0] + ' ' + arguments[1], commands);
    }
  }
  refuse_command(arguments[0], commands);
}

int run_command(const Command& command, Options options, const Environment& environment,
                std::span<const OptionSpec> all_specs) {
  std::optional<config::Document> document;
  if (const auto file = config_file(options, environment)) {
    document = config::read(*file, variable(environment, "HOME"));
    if (!command.tells_mistakes(options)) options.add_config(*document, all_specs);
  }
  const auto global = read_global_options(options, environment);
  const auto formats = command.formats();
  if (std::ranges::find(formats, global.format) == formats.end()) {
    std::string names;
    for (const auto format : formats) {
      names.append(names.empty() ? "" : ", ").append(render::name_of(format));
    }
    throw Error(Failure::usage,
                fmt::format("'{}' does not answer in the format {}", command.name(),
                            render::name_of(global.format)),
                fmt::format("it has {}", names));
  }
  Messages messages(environment.err, global.verbosity);
  const auto answer =
      command.run({options, global, environment, messages, std::move(document), all_specs});
  if (answer.text) deliver(*answer.text, global.output, environment.out);
  return answer.status;
}

/// What `--help`, `--version` and `help` print; nullopt where something else is asked for.
/// `command` is nullptr where none is named.
std::optional<std::string> information(const Options& options, const Command* command,
                                       Commands commands) {
  if (options.is_on("version")) return version_text();
  if (!options.is_on("help")) return std::nullopt;
  return command == nullptr ? program_help(commands) : command_help(*command);
}

int run(std::span<const std::string> arguments, const Environment& environment) {
  const auto commands = make_commands();
  const auto all_specs = all_option_specs(commands);
  const auto position = command_position(arguments, all_specs);
  const auto before = arguments.first(position);
  auto words = arguments.subspan(position);
  auto options = Options::parse(before, all_specs);

  // `help COMMAND` is `COMMAND --help`.
  const bool help = !words.empty() && words.front() == "help";
  if (help) words = words.subspan(1);
  if (help && words.size() == 1 && words.front() == "rules") {
    deliver(rules_help(), std::nullopt, environment.out);
    return 0;
  }
  const bool named = !words.empty() && !words.front().starts_with('-');
  const auto chosen = named ? choose_command(words, commands) : Chosen{nullptr, 0};
  if (chosen.command != nullptr) {
    Strings rest(before.begin(), before.end());
    rest.insert(rest.end(), words.begin() + static_cast<std::ptrdiff_t>(chosen.words), words.end());
    options = Options::parse(rest, joined(chosen.command->options(), global_option_specs()));
  }
  auto text = information(options, chosen.command, commands);
  if (!text && help) {
    text = chosen.command == nullptr ? program_help(commands) : command_help(*chosen.command);
  }
  if (text) {
    deliver(*text, std::nullopt, environment.out);
    return 0;
  }
  if (chosen.command == nullptr) {
    environment.err << program_help(commands) << std::flush;
    return static_cast<int>(Failure::usage);
  }
  return run_command(*chosen.command, std::move(options), environment, all_specs);
}

/// True where a monitoring system asks, which takes 0 to 3 for a status and a line for the reason.
bool is_check(std::span<const std::string> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool next = arguments[i] == "--format" && i + 1 < arguments.size();
    if (arguments[i] == "--format=nagios" || (next && arguments[i + 1] == "nagios")) return true;
  }
  return false;
}

int fail_check(std::string_view reason, const Environment& environment) {
  environment.out << render::failed_check(reason) << std::flush;
  return static_cast<int>(analysis::Alarm::unknown);
}

}  // namespace

int run_program(std::span<const std::string> arguments, const Environment& environment) {
  Messages messages(environment.err, Verbosity::normal);
  std::string fault;
  try {
    return run(arguments, environment);
  } catch (const Error& error) {
    if (is_check(arguments)) return fail_check(error.what(), environment);
    messages.error(error);
    return static_cast<int>(error.failure());
  } catch (const std::bad_alloc&) {
    fault = "there is not enough memory";
  } catch (const std::exception& error) {
    fault = fmt::format("this is a fault in the program: {}", error.what());
  }
  if (is_check(arguments)) return fail_check(fault, environment);
  messages.error(fault);
  return static_cast<int>(Failure::internal);
}

}  // namespace hardfail::cli
