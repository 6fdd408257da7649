#include "options/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <charconv>
#include <utility>

#include "hardfail/config/vocabulary.hpp"
#include "hardfail/util/nearest.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

namespace po = boost::program_options;

/// Whether the value may be left out.
bool is_optional(const OptionSpec& spec) { return spec.argument.starts_with('['); }

po::options_description description_of(std::span<const OptionSpec> specs) {
  po::options_description description;
  for (const auto& spec : specs) {
    const auto name = spec.name == "help" ? "help,h" : spec.name;
    auto add = description.add_options();
    if (spec.argument.empty()) {
      add(name.c_str(), "");
    } else if (is_optional(spec)) {
      add(name.c_str(), po::value<std::string>()->implicit_value("true"), "");
    } else {
      add(name.c_str(), po::value<std::string>(), "");
    }
  }
  return description;
}

std::string hint(std::string_view text, std::span<const OptionSpec> specs) {
  std::vector<std::string> names;
  for (const auto& spec : specs) names.push_back("--" + spec.name);
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
    const auto description = description_of(specs);
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
    throw Error(Failure::usage, fmt::format("there is no option {}{}", name, hint(name, specs)));
  } catch (const po::error& error) {
    throw Error(Failure::usage, fmt::format("the command line cannot be read: {}", error.what()));
  }
  return options;
}

void Options::add_config(const config::Document& document, std::span<const OptionSpec> specs) {
  refuse_mistakes(config_mistakes(document, specs));
  add_section(document, document.entries);
}

void Options::add_section(const config::Document& document,
                          std::span<const config::Entry> entries) {
  for (const auto& [key, text, line] : entries) {
    Value value{text, document.mistake(line, key).text, Source::config};
    const auto given = m_values.find(key);
    if (given == m_values.end()) {
      m_values.emplace(key, std::move(value));
    } else if (given->second.source == Source::config) {
      given->second = std::move(value);
    }
  }
}

std::vector<config::Mistake> config_mistakes(const config::Document& document,
                                             std::span<const OptionSpec> specs) {
  auto mistakes = document.mistakes;
  config::Document checked{document.file, {}, {}, {}};
  std::vector<std::string> keys;
  for (const auto& spec : specs) {
    if (spec.place == Place::command_line_or_config) keys.push_back(spec.name);
  }
  for (const auto& entry : document.entries) {
    const auto spec = std::ranges::find(specs, entry.key, &OptionSpec::name);
    if (spec != specs.end() && spec->place == Place::command_line) {
      mistakes.push_back(document.mistake(
          entry.line, fmt::format("{} belongs to one call: give it as --{} on the command line",
                                  spec->name, spec->name)));
    } else {
      checked.entries.push_back(entry);
    }
  }
  const auto unknown = config::unknown_words(checked, keys, {});
  mistakes.insert(mistakes.end(), unknown.begin(), unknown.end());
  std::ranges::stable_sort(mistakes, {}, &config::Mistake::line);
  return mistakes;
}

void refuse_mistakes(std::span<const config::Mistake> mistakes) {
  if (mistakes.empty()) return;
  throw Error(Failure::configuration, mistakes.front().text,
              mistakes.size() == 1
                  ? ""
                  : fmt::format("{} more: `hardfail run --check` tells all", mistakes.size() - 1));
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
