#include "completion/completion.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>

#include "hardfail/ledger/source_class.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

/// What a command line says before the word at the cursor.
struct Before {
  const Command* command = nullptr;
  std::string group;            ///< the first word of a command of two words, if only that is there
  std::size_t arguments = 0;    ///< of the command
  std::set<std::string> given;  ///< options, by name
  std::optional<OptionSpec> of;  ///< the option whose value is at the cursor
  bool is_help = false;
  bool is_foreign = false;  ///< there is no such command
};

bool takes_word(const OptionSpec& spec) {
  return !spec.argument.empty() && !spec.argument.starts_with('[');
}

/// The options that may be given: a command's and the global ones; before any, also those of all.
std::vector<OptionSpec> known_options(const Command* command, Commands commands) {
  auto specs = command == nullptr ? std::vector<OptionSpec>() : command->options();
  std::ranges::copy(global_option_specs(), std::back_inserter(specs));
  if (command != nullptr) return specs;
  for (const auto& each : commands) {
    std::ranges::copy(each->options(), std::back_inserter(specs));
  }
  return specs;
}

std::optional<OptionSpec> find_option(std::string_view name, const Command* command,
                                      Commands commands) {
  const auto specs = known_options(command, commands);
  const auto at = std::ranges::find(specs, name, &OptionSpec::name);
  return at == specs.end() ? std::nullopt : std::optional(*at);
}

void take_command_word(const std::string& word, Commands commands, Before& before) {
  if (!before.is_help && before.group.empty() && word == "help") {
    before.is_help = true;
    return;
  }
  const auto name = before.group.empty() ? word : before.group + ' ' + word;
  before.group.clear();
  for (const auto& each : commands) {
    if (each->name() == name) before.command = each.get();
    if (each->name().starts_with(name + ' ')) before.group = name;
  }
  before.is_foreign = before.command == nullptr && before.group.empty();
}

Before read_before(std::span<const std::string> words, Commands commands) {
  Before before;
  for (const auto& word : words) {
    if (before.of) {
      before.of.reset();
    } else if (word.starts_with("--")) {
      const auto name = word.substr(2, word.find('=') - 2);
      before.given.insert(name);
      const auto spec = find_option(name, before.command, commands);
      if (spec && takes_word(*spec) && word.find('=') == std::string::npos) before.of = spec;
    } else if (word.starts_with('-') && word != "-") {
      continue;
    } else if (before.command == nullptr) {
      take_command_word(word, commands, before);
    } else {
      ++before.arguments;
    }
  }
  return before;
}

std::vector<Candidate> command_names(const Before& before, Commands commands) {
  std::vector<Candidate> names;
  for (const auto& each : commands) {
    auto name = each->name();
    if (before.group.empty()) {
      const auto end = name.find(' ');
      auto summary = end == std::string::npos ? each->summary() : "several commands";
      name.resize(std::min(end, name.size()));
      if (names.empty() || names.back().word != name) names.push_back({name, summary});
    } else if (name.starts_with(before.group + ' ')) {
      names.push_back({name.substr(before.group.size() + 1), each->summary()});
    }
  }
  if (!before.group.empty()) return names;
  if (before.is_help) names.push_back({"rules", "the rules that give a source its class"});
  if (!before.is_help) names.push_back({"help", "the options of a command"});
  return names;
}

std::vector<Candidate> option_names(const Before& before) {
  auto specs = before.command == nullptr ? std::vector<OptionSpec>() : before.command->options();
  std::ranges::copy(global_option_specs(), std::back_inserter(specs));
  std::vector<Candidate> names;
  for (const auto& spec : specs) {
    if (!before.given.contains(spec.name)) names.push_back({"--" + spec.name, spec.help});
  }
  return names;
}

std::vector<Candidate> format_names(const Command* command, Commands commands) {
  std::vector<Candidate> names;
  for (const auto& each : commands) {
    if (command != nullptr && each.get() != command) continue;
    for (const auto format : each->formats()) {
      const Candidate name{std::string(render::name_of(format)), ""};
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

std::vector<Candidate> class_names() {
  std::vector<Candidate> names;
  for (const auto& each : ledger::class_traits()) {
    names.push_back({std::string(each.name), std::string(each.one)});
  }
  return names;
}

std::vector<Candidate> plain_words(std::span<const std::string_view> words) {
  std::vector<Candidate> candidates;
  for (const auto word : words) candidates.push_back({std::string(word), ""});
  return candidates;
}

/// What may stand for what help calls so: "FILE", "DOMAIN", "bash|zsh|fish"; "DB" is a file mostly.
Completion of_kind(std::string_view kind, const Before& before, Commands commands,
                   const DomainCandidates& domains) {
  if (kind == "FILE" || kind == "PATH" || kind == "DB") return {{}, Paths::files};
  if (kind == "DIR") return {{}, Paths::folders};
  if (kind == "DOMAIN") return {domains()};
  if (kind == "CLASS") return {class_names()};
  if (kind == "FORMAT") return {format_names(before.command, commands)};
  if (kind.find('|') != std::string_view::npos) return {plain_words(split(kind, '|'))};
  return {};
}

Completion values_of(const OptionSpec& spec, const Before& before, Commands commands,
                     const DomainCandidates& domains) {
  if (spec.values.empty()) return of_kind(spec.argument, before, commands, domains);
  const std::vector<std::string_view> values(spec.values.begin(), spec.values.end());
  return {plain_words(values)};
}

/// What the usage of a command calls its argument of that number; empty past the last.
std::string argument_kind(std::string_view synopsis, std::size_t number) {
  for (auto word : split(synopsis, ' ')) {
    while (word.starts_with('[')) word.remove_prefix(1);
    while (word.ends_with(']')) word.remove_suffix(1);
    if (word.starts_with("--") || word == "|" || word == "OPTION...") return {};
    const bool repeats = word.ends_with("...");
    if (repeats) word.remove_suffix(3);
    if (repeats || number-- == 0) return std::string(word);
  }
  return {};
}

Completion complete_any(std::span<const std::string> words, const Before& before, Commands commands,
                        const DomainCandidates& domains) {
  const auto& word = words.back();
  if (before.of) return values_of(*before.of, before, commands, domains);
  if (const auto equals = word.find('='); word.starts_with("--") && equals != std::string::npos) {
    const auto spec = find_option(word.substr(2, equals - 2), before.command, commands);
    auto completion = spec ? values_of(*spec, before, commands, domains) : Completion();
    for (auto& each : completion.candidates) each.word.insert(0, word, 0, equals + 1);
    return completion;
  }
  if (word.starts_with('-')) return {option_names(before)};
  if (before.is_foreign) return {};
  if (before.command == nullptr) return {command_names(before, commands)};
  if (before.is_help) return {};
  // Usage puts arguments first, but whoever has given them all is after an option.
  const auto kind = argument_kind(before.command->synopsis(), before.arguments);
  if (kind.empty()) return {option_names(before)};
  return of_kind(kind, before, commands, domains);
}

}  // namespace

Completion complete(std::span<const std::string> words, Commands commands,
                    const DomainCandidates& domains) {
  assert(!words.empty());
  const auto before = read_before(words.first(words.size() - 1), commands);
  auto completion = complete_any(words, before, commands, domains);
  std::erase_if(completion.candidates,
                [&](const Candidate& each) { return !each.word.starts_with(words.back()); });
  return completion;
}

}  // namespace hardfail::cli
