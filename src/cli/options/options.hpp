#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/config/document.hpp"
#include "hardfail/util/error.hpp"

namespace hardfail::cli {

/// Where an option may be given. What asks a question or names its subject, such as --record,
/// cannot be configured.
enum class Place : std::uint8_t { command_line, command_line_or_config };

/// An option that the program knows.
struct OptionSpec {
  std::string name;  ///< long, without the dashes
  /// What its value is called in the help; empty for a switch, in brackets where it may be left
  /// out.
  std::string argument;
  std::string help;
  Place place = Place::command_line;
  std::vector<std::string> values = {};  ///< those that a shell offers; any others may do as well
};

/// Options as they were given, from the command line and the configuration file.
class Options {
 public:
  enum class Source : std::uint8_t { command_line, config };

  struct Value {
    std::string text;
    std::string where;  ///< "--days", or "/etc/hardfail/hardfail.conf:12: days"
    Source source = Source::command_line;
  };

  /// Reads the arguments that follow the program's name and command. Throws Error (usage) for an
  /// option that is not in `specs`, one given twice, and one without its value.
  [[nodiscard]] static Options parse(std::span<const std::string> arguments,
                                     std::span<const OptionSpec> specs);

  /// Adds what a configuration file says before its first section where the command line says
  /// nothing. Keys are the long names of `specs`. Throws Error (configuration) for its mistakes.
  void add_config(const config::Document& document, std::span<const OptionSpec> specs);

  /// Adds what a section of a configuration file says, or one line of it, in place of what the file
  /// said so far.
  void add_section(const config::Document& document, std::span<const config::Entry> entries);

  [[nodiscard]] const Value* find(std::string_view name) const;

  /// True if the switch is on. Throws where a configuration file says neither yes nor no.
  [[nodiscard]] bool is_on(std::string_view name) const;

  /// The arguments that are not options, in order.
  [[nodiscard]] const std::vector<std::string>& positionals() const { return m_positionals; }

  /// What `read` makes of the option's text, an optional of some type; nullopt if the option is not
  /// given. Throws, saying that the option takes `expected`, if `read` returns nullopt.
  template <typename Read>
  [[nodiscard]] auto get(std::string_view name, std::string_view expected, Read read) const
      -> decltype(read(std::string_view())) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    auto parsed = read(std::string_view(value->text));
    if (!parsed) refuse(*value, expected);
    return parsed;
  }

 private:
  [[noreturn]] static void refuse(const Value& value, std::string_view expected);
  std::map<std::string, Value, std::less<>> m_values;
  std::vector<std::string> m_positionals;
};

/// What a configuration file has wrong apart from its values, in the order of lines: its form, and
/// keys before the first section that are not long names of `specs`.
[[nodiscard]] std::vector<config::Mistake> config_mistakes(const config::Document& document,
                                                           std::span<const OptionSpec> specs);

/// Throws Error (configuration) with the first mistake, if there is one, and how many follow.
void refuse_mistakes(std::span<const config::Mistake> mistakes);

/// Parsers for get().
[[nodiscard]] std::optional<std::uint64_t> parse_positive(std::string_view text);

/// "0.1%" or "0.001", from 0 to 1 (100%).
[[nodiscard]] std::optional<double> parse_fraction(std::string_view text);

/// A decimal number such as "2.5".
[[nodiscard]] std::optional<double> parse_decimal(std::string_view text);

}  // namespace hardfail::cli
