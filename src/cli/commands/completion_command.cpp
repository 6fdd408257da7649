#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "commands/commands.hpp"
#include "completion/completion.hpp"
#include "completion/scripts.hpp"
#include "hardfail/net/idna.hpp"

namespace hardfail::cli {
namespace {

std::string_view script_for(std::string_view shell) {
  if (shell == "bash") return bash_script();
  if (shell == "zsh") return zsh_script();
  if (shell == "fish") return fish_script();
  throw Error(Failure::usage, fmt::format("there is no completion for '{}'", shell),
              "there is one for bash, zsh and fish");
}

/// The database that a command line names which is being written.
std::optional<std::string> database_in(std::span<const std::string> words) {
  constexpr std::string_view option = "--db";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == option && i + 1 < words.size()) return words[i + 1];
    if (words[i].starts_with("--db=")) return words[i].substr(option.size() + 1);
  }
  return std::nullopt;
}

/// None where there is no database, or one that cannot be read: whoever is typing has not asked.
std::vector<Candidate> domains_held(const Invocation& invocation,
                                    std::span<const std::string> words) {
  try {
    auto options = invocation.options;
    if (const auto named = database_in(words)) {
      const std::vector<std::string> given{"--db", *named};
      options = Options::parse(given, global_option_specs());
    }
    if (invocation.config) options.add_config(*invocation.config, invocation.specs);
    const auto path = database_path(options, invocation.environment);
    std::vector<Candidate> domains;
    for (const auto& held : store::open_sqlite(path, store::OpenMode::reading)->domains()) {
      domains.push_back({held.domain.text(), held.last_verdict.value_or("")});
    }
    return domains;
  } catch (const Error&) {
    return {};
  }
}

/// A line for each word, with what it means after a tab; ":files" or ":folders" where the shell is
/// to add these.
std::string words_text(const Completion& completion) {
  std::string text;
  for (const auto& each : completion.candidates) {
    text += fmt::format("{}\t{}\n", each.word, each.description);
  }
  switch (completion.paths) {
    case Paths::none:
      break;
    case Paths::files:
      text += ":files\t\n";
      break;
    case Paths::folders:
      text += ":folders\t\n";
      break;
  }
  return text;
}

class CompletionCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "completion"; }
  [[nodiscard]] std::string synopsis() const override { return "bash|zsh|fish"; }
  [[nodiscard]] std::string summary() const override {
    return "print what a shell needs to complete command lines of hardfail";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"completion bash > ~/.local/share/bash-completion/completions/hardfail"};
  }
  [[nodiscard]] std::vector<render::Format> formats() const override {
    return {render::Format::text};
  }
  /// Whoever is typing is not told of them.
  [[nodiscard]] bool tells_mistakes(const Options& /*options*/) const override { return true; }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto& arguments = invocation.options.positionals();
    // What the scripts ask: `completion words -- WORD...`
    if (arguments.size() > 1 && arguments.front() == "words") {
      const auto words = std::span(arguments).subspan(1);
      const auto commands = make_commands();
      return {
          words_text(complete(words, commands, [&] { return domains_held(invocation, words); }))};
    }
    return {std::string(script_for(only_argument(invocation.options, "shell")))};
  }
};

}  // namespace

std::unique_ptr<Command> make_completion_command() { return std::make_unique<CompletionCommand>(); }

}  // namespace hardfail::cli
