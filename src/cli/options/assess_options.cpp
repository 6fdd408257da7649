#include "options/assess_options.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <string>

#include "hardfail/util/text.hpp"
#include "options/record_option.hpp"

namespace hardfail::cli {
namespace {

constexpr std::string_view share = "a share such as 0.1% or 0.001";

std::optional<unsigned> parse_count(std::string_view text) {
  const auto number = parse_unsigned(text);
  if (!number || *number > std::numeric_limits<unsigned>::max()) return std::nullopt;
  return static_cast<unsigned>(*number);
}

std::optional<std::chrono::days> parse_days(std::string_view text) {
  constexpr std::uint64_t century = 36'525;
  const auto number = parse_positive(text);
  if (!number || *number > century) return std::nullopt;
  return std::chrono::days(*number);
}

/// The built-in catalogue with the one in a file. Throws Error where that cannot be read.
std::shared_ptr<const Services> read_services(const Options::Value& given) {
  std::error_code ignored;
  std::ifstream file(given.text);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file || std::filesystem::is_directory(given.text, ignored)) {
    throw Error(Failure::no_input,
                fmt::format("{}: cannot read {}", given.where, printable(given.text)),
                "name a file that exists and that you may read");
  }
  return std::make_shared<const Services>(Services::known_with(text, given.text));
}

/// Puts what was given in the place of the default.
template <typename T, typename Parse>
void replace(T& value, const Options& options, std::string_view name, std::string_view expected,
             Parse parse) {
  if (const auto given = options.get(name, expected, parse)) value = *given;
}

}  // namespace

std::vector<OptionSpec> threshold_option_specs() {
  constexpr auto both = Place::command_line_or_config;
  return {
      {"days", "N", "look at the N days before that (default: 90)", both},
      {"min-days", "N", "days with reports that a firm answer needs (default: 30)", both},
      {"min-reporters", "N", "reporters that a firm answer needs (default: 3)", both},
      {"min-messages", "N", "legitimate messages that it needs (default: 300)", both},
      {"max-unknown", "SHARE", "tolerated mail from unknown senders (default: 0.1%)", both},
      {"max-forwarded", "SHARE", "tolerated loss of forwarded mail (default: 1%)", both},
      {"strict", "", "count sources whose class is merely likely as unknown", both},
  };
}

std::vector<OptionSpec> assess_option_specs() {
  constexpr auto both = Place::command_line_or_config;
  auto specs = threshold_option_specs();
  specs.insert(specs.begin(),
               {"as-of", "DATE", "judge as of this ISO 8601 date (default: now)", both});
  specs.insert(specs.begin() + 2, record_option_spec());
  specs.push_back({"no-names", "", "do not look up host names", both});
  specs.push_back(
      {"services", "FILE", "a catalogue of services of your own, beside the built-in one", both});
  specs.push_back(
      {"asn-db", "FILE", "name networks without host names by this MaxMind DB file", both});
  return specs;
}

void read_thresholds(const Options& options, AssessOptions& assess) {
  constexpr std::string_view count = "a whole number";
  replace(assess.window, options, "days", "a whole number from 1 to 36525", parse_days);
  auto& thresholds = assess.judged_by.thresholds;
  replace(thresholds.min_days, options, "min-days", count, parse_count);
  replace(thresholds.min_reporters, options, "min-reporters", count, parse_count);
  replace(thresholds.min_messages, options, "min-messages", count, parse_unsigned);
  replace(thresholds.max_unknown, options, "max-unknown", share, parse_fraction);
  replace(thresholds.max_forwarded, options, "max-forwarded", share, parse_fraction);
  thresholds.strict = options.is_on("strict");
}

AssessOptions read_assess_options(const Options& options, const Environment& environment) {
  AssessOptions assess;
  assess.as_of =
      options.get("as-of", "a date such as 2026-11-21", parse_iso8601).value_or(environment.now());
  read_thresholds(options, assess);
  assess.judged_by.record = read_record_option(options);
  if (const auto* given = options.find("services")) {
    assess.services = read_services(*given);
    assess.judged_by.services = assess.services.get();
  }
  if (const auto* given = options.find("asn-db")) {
    assess.systems = std::make_shared<asn::Database>(given->text);
  }
  assess.now = environment.now();
  if (options.find("dns-zone") != nullptr) {
    assess.dns = DnsSource::file;
    assess.host_names = HostNames::look_up_afresh;
  }
  if (options.is_on("no-names")) assess.host_names = HostNames::leave_out;
  return assess;
}

void read_basis(const ledger::Basis& basis, AssessOptions& assess) {
  std::vector<std::string> arguments;
  for (const auto argument : split(basis.settings, ' ')) arguments.emplace_back(argument);
  const auto specs = assess_option_specs();
  try {
    const auto options = Options::parse(arguments, specs);
    read_thresholds(options, assess);
    assess.host_names =
        options.is_on("no-names") ? HostNames::leave_out : HostNames::look_up_afresh;
  } catch (const Error& error) {
    throw Error(Failure::unusable_data,
                fmt::format("the options kept with the run cannot be read: {}", error.what()),
                "use the version of hardfail that wrote them");
  }
}

void warn_of_future(Moment as_of, Moment now, Messages& messages) {
  if (as_of <= now) return;
  messages.warning(fmt::format(
      "--as-of {} lies in the future: no report can cover the days between now and then",
      to_iso_date(as_of)));
}

}  // namespace hardfail::cli
