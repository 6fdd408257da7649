#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "environment.hpp"
#include "hardfail/config/document.hpp"
#include "hardfail/store/store.hpp"
#include "messages.hpp"
#include "options/global_options.hpp"
#include "options/options.hpp"

namespace hardfail::cli {

/// What a command is given to work with.
struct Invocation {
  const Options& options;
  const GlobalOptions& global;
  const Environment& environment;
  Messages& messages;
  std::optional<config::Document> config = {};  ///< nullopt where there is no file
  std::span<const OptionSpec> specs = {};       ///< every option of every command

  /// The database that this call is about. Throws as open_database() does.
  [[nodiscard]] std::unique_ptr<store::Store> open_store(store::OpenMode mode) const;
};

/// What goes to standard output or --output, and the exit status.
struct Answer {
  std::optional<std::string> text;  ///< nullopt where the command has written it already
  int status = 0;
};

/// One thing the program can do.
class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  Command(Command&&) = delete;
  Command& operator=(Command&&) = delete;
  virtual ~Command() = default;

  [[nodiscard]] virtual std::string name() const = 0;      ///< "spf check"
  [[nodiscard]] virtual std::string synopsis() const = 0;  ///< what follows the name in its usage
  [[nodiscard]] virtual std::string summary() const = 0;   ///< one line
  [[nodiscard]] virtual std::vector<OptionSpec> options() const { return {}; }

  /// Calls worth copying, each what follows `hardfail` on the command line.
  [[nodiscard]] virtual std::vector<std::string> examples() const = 0;

  /// The formats it can answer in.
  [[nodiscard]] virtual std::vector<render::Format> formats() const;

  /// Whether mistakes of the configuration file are for the command to tell. Otherwise it is not
  /// run with a file that has any before the first section; if so, its options are those of the
  /// command line alone.
  [[nodiscard]] virtual bool tells_mistakes(const Options& /*options*/) const { return false; }

  /// Runs the command. Throws Error.
  [[nodiscard]] virtual Answer run(const Invocation& invocation) const = 0;
};

/// The positional argument of a command that takes exactly one, called `what` in the error.
[[nodiscard]] const std::string& only_argument(const Options& options, std::string_view what);

/// Refuses positional arguments.
void expect_no_arguments(const Options& options);

/// `text` as a domain. Throws Error (usage) if it is not a domain name.
[[nodiscard]] DomainName domain_argument(const std::string& text);

/// The domains named, each once; every domain in the database if none is named. Throws Error: usage
/// for what is no domain name, no_input where the database holds no reports.
[[nodiscard]] std::vector<DomainName> domains_to_judge(const Invocation& invocation,
                                                       store::Store& store);

/// The error for a database that holds no reports.
[[nodiscard]] Error empty_database(const Invocation& invocation);

}  // namespace hardfail::cli
