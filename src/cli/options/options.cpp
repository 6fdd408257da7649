#include "options/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <charconv>
#include <fstream>

#include "hardfail/util/text.hpp"
#include "options/nearest.hpp"

namespace hardfail::cli {
namespace {

namespace po = boost::program_options;

po::options_description description_of(std::span<const OptionSpec> specs, Options::Source source) {
  po::options_description description;
  for (const auto& spec : specs) {
    if (source == Options::Source::config && spec.place == Place::command_line) continue;
    const auto name = spec.name == "help" ? "help,h" : spec.name;
    // A key of a configuration file always has a value, a switch on the command line never.
    const bool valued = !spec.argument.empty() || source == Options::Source::config;
    auto add = description.add_options();
    if (valued) {
      add(name.c_str(), po::value<std::string>(), "");
    } else {
      add(name.c_str(), "");
    }
  }
  return description;
}

std::string hint(std::string_view text, std::span<const OptionSpec> specs, Options::Source source) {
  std::vector<std::string> names;
  for (const auto& spec : specs) {
    if (source == Options::Source::command_line) {
      names.push_back("--" + spec.name);
    } else if (spec.place == Place::command_line_or_config) {
      names.push_back(spec.name);
    }
  }
  const auto meant = nearest(text, names);
  return meant ? fmt::format("; did you mean {}?", *meant) : "";
}

std::optional<bool> parse_switch(std::string_view text) {
  for (const auto* yes : {"true", "yes", "on", "1"}) {
    if (iequals(text, yes)) return true;
  }
  for (const auto* no : {"false", "no", "off", "0"}) {
    if (iequals(text, no)) return false;
  }
  return std::nullopt;
}

}  // namespace

Options Options::parse(std::span<const std::string> arguments, std::span<const OptionSpec> specs) {
  using Style = po::command_line_style::style_t;
  constexpr auto style = Style::unix_style & ~Style::allow_guessing;
  Options options;
  try {
    const auto description = description_of(specs, Source::command_line);
    const auto parsed = po::command_line_parser({arguments.begin(), arguments.end()})
                            .options(description)
                            .style(style)
                            .run();
    for (const auto& option : parsed.options) {
      if (option.string_key.empty()) {
        options.m_positionals.insert(options.m_positionals.end(), option.value.begin(),
                                     option.value.end());
        continue;
      }
      const auto where = "--" + option.string_key;
      const auto text = option.value.empty() ? "true" : option.value.front();
      const bool fresh =
          options.m_values.try_emplace(option.string_key, Value{text, where, Source::command_line})
              .second;
      if (!fresh) throw Error(Failure::usage, fmt::format("{} is given twice", where));
    }
  } catch (const po::unknown_option& unknown) {
    const auto given = unknown.get_option_name();
    const auto name = given.substr(0, given.find('='));
    throw Error(Failure::usage, fmt::format("there is no option {}{}", name,
                                            hint(name, specs, Source::command_line)));
  } catch (const po::error& error) {
    throw Error(Failure::usage, fmt::format("the command line cannot be read: {}", error.what()));
  }
  return options;
}

void Options::add_config(const std::filesystem::path& path, std::span<const OptionSpec> specs) {
  std::ifstream file(path);
  std::error_code ignored;
  if (!file || std::filesystem::is_directory(path, ignored)) {
    throw Error(Failure::no_input,
                fmt::format("the configuration file {} cannot be read", path.string()));
  }
  try {
    const auto description = description_of(specs, Source::config);
    for (const auto& option : po::parse_config_file(file, description).options) {
      const auto text = option.value.empty() ? "" : option.value.front();
      const auto where = fmt::format("{} in {}", option.string_key, path.string());
      m_values.try_emplace(option.string_key, Value{text, where, Source::config});
    }
  } catch (const po::unknown_option& unknown) {
    const auto name = unknown.get_option_name();
    throw Error(Failure::configuration, fmt::format("{}: there is no key {}{}", path.string(), name,
                                                    hint(name, specs, Source::config)));
  } catch (const po::error& error) {
    throw Error(Failure::configuration, fmt::format("{}: {}", path.string(), error.what()));
  }
}

const Options::Value* Options::find(std::string_view name) const {
  const auto at = m_values.find(name);
  return at == m_values.end() ? nullptr : &at->second;
}

bool Options::is_on(std::string_view name) const {
  return get(name, "yes or no", parse_switch).value_or(false);
}

void Options::refuse(const Value& value, std::string_view expected) {
  const auto failure =
      value.source == Source::command_line ? Failure::usage : Failure::configuration;
  throw Error(failure, fmt::format("{} takes {}, not '{}'", value.where, expected, value.text));
}

std::optional<std::uint64_t> parse_positive(std::string_view text) {
  const auto number = parse_unsigned(text);
  return number && *number > 0 ? number : std::nullopt;
}

std::optional<double> parse_decimal(std::string_view text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

std::optional<double> parse_fraction(std::string_view text) {
  const bool percent = text.ends_with('%');
  if (percent) text = trim(text.substr(0, text.size() - 1));
  const auto value = parse_decimal(text);
  if (!value) return std::nullopt;
  const auto fraction = percent ? *value / 100.0 : *value;
  return fraction <= 1.0 ? std::optional(fraction) : std::nullopt;
}

}  // namespace hardfail::cli
