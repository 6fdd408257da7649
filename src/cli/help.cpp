#include "help.hpp"

#include <fmt/format.h>

#include "hardfail/analysis/rule_list.hpp"

namespace hardfail::cli {
namespace {

std::string entry(std::string_view name, std::string_view text) {
  constexpr std::size_t widest = 26;
  if (name.size() > widest) return fmt::format("  {}\n{:30}{}\n", name, "", text);
  return fmt::format("  {:<26}  {}\n", name, text);
}

std::string option_list(std::span<const OptionSpec> specs) {
  std::string text;
  for (const auto& spec : specs) {
    const bool is_attached = spec.argument.empty() || spec.argument.starts_with('[');
    const auto name = fmt::format("--{}{}{}", spec.name, is_attached ? "" : " ", spec.argument);
    text += entry(name, spec.help);
  }
  return text;
}

}  // namespace

std::string program_help(Commands commands) {
  std::string text =
      "Usage: hardfail [OPTION...] COMMAND [ARGUMENT...]\n\n"
      "Reads DMARC aggregate reports, checks the senders in them against the domain's\n"
      "live SPF record, and says whether ~all can become -all.\n\n"
      "Commands:\n";
  for (const auto& command : commands) text += entry(command->name(), command->summary());
  text += entry("help [COMMAND]", "this help, or the options of COMMAND");
  text += entry("help rules", "the rules that give a source its class");
  text += "\nOptions of every command, before or after it:\n" + option_list(global_option_specs());
  text +=
      "\nExamples:\n"
      "  hardfail import ~/dmarc-reports\n"
      "  hardfail readiness example.com\n";
  text +=
      "\nExit status: 0 yes, 1 no or some input rejected, 2 cannot tell, 64 and above as in\n"
      "sysexits(3). More in hardfail(1).\n";
  return text;
}

std::string command_help(const Command& command) {
  auto text = fmt::format("Usage: hardfail {} {}\n\n{}\n", command.name(), command.synopsis(),
                          command.summary());
  if (const auto specs = command.options(); !specs.empty()) {
    text += "\nOptions:\n" + option_list(specs);
  }
  text += "\nOptions of every command:\n" + option_list(global_option_specs());
  text += "\nExamples:\n";
  for (const auto& example : command.examples()) text += fmt::format("  hardfail {}\n", example);
  return text;
}

std::string rules_help() {
  std::string text;
  for (const auto& rule : analysis::rule_list()) {
    text += fmt::format("{:<24}{:<20} {:<8} {}\n", rule.code, rule.class_name, rule.confidence,
                        rule.evidence);
  }
  return text;
}

}  // namespace hardfail::cli
