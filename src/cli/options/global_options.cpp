#include "options/global_options.hpp"

#include <cmath>

#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* formats_text = "text, json, ndjson, csv, html, zone, prometheus or nagios";

enum class ColourChoice : std::uint8_t { automatic, always, never };

std::optional<ColourChoice> parse_colour(std::string_view text) {
  if (text == "auto") return ColourChoice::automatic;
  if (text == "always") return ColourChoice::always;
  if (text == "never") return ColourChoice::never;
  return std::nullopt;
}

/// By the variables that setlocale(3) goes by. The C locale has ASCII alone.
render::Charset charset_of(const Environment& environment) {
  for (const auto* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto locale = variable(environment, name);
    if (!locale) continue;
    const auto lower = to_lower(*locale);
    const bool utf8 = lower.find("utf-8") != std::string::npos || lower.ends_with("utf8");
    return utf8 ? render::Charset::utf8 : render::Charset::ascii;
  }
  return render::Charset::ascii;
}

render::Page page_of(ColourChoice choice, const GlobalOptions& options,
                     const Environment& environment) {
  using render::Colour;
  const bool terminal = environment.out_columns > 0 && !options.output;
  render::Page page;
  page.charset = charset_of(environment);
  if (terminal) {
    const auto columns = parse_positive(variable(environment, "COLUMNS").value_or(""));
    page.width = columns.value_or(environment.out_columns);
  }
  switch (choice) {
    case ColourChoice::always:
      page.colour = Colour::on;
      break;
    case ColourChoice::never:
      page.colour = Colour::off;
      break;
    case ColourChoice::automatic: {
      const bool wanted =
          !variable(environment, "NO_COLOR") && variable(environment, "TERM") != "dumb";
      page.colour = terminal && wanted ? Colour::on : Colour::off;
      break;
    }
  }
  return page;
}

std::optional<std::chrono::milliseconds> parse_timeout(std::string_view text) {
  constexpr double longest = 300;
  const auto seconds = parse_decimal(text);
  if (!seconds || *seconds < 0.001 || *seconds > longest) return std::nullopt;
  return std::chrono::milliseconds(std::llround(*seconds * 1000.0));
}

std::optional<fs::path> parse_path(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<fs::path>(text);
}

DnsOptions read_dns_options(const Options& options) {
  DnsOptions dns;
  dns.zone = options.get("dns-zone", "the name of a file", parse_path);
  dns.network.server = options.get(
      "dns", "an address, with a port if need be, such as 192.0.2.53:5353", dns::Server::parse);
  dns.network.timeout = options.get("dns-timeout", "seconds, from 0.001 to 300", parse_timeout)
                            .value_or(dns.network.timeout);
  const auto* zone = options.find("dns-zone");
  const auto* server = options.find("dns");
  if (zone == nullptr || server == nullptr) return dns;
  if (zone->source == server->source) {
    throw Error(Failure::usage,
                "--dns and --dns-zone exclude each other: answers come from a "
                "server or from a file");
  }
  // What the command line says about the DNS overrides the configuration file.
  if (server->source == Options::Source::command_line) dns.zone.reset();
  return dns;
}

/// $`home_variable`, else `fallback` below the home directory; nullopt without one.
std::optional<fs::path> user_directory(const Environment& environment, const char* home_variable,
                                       std::string_view fallback) {
  // The XDG specification wants relative paths ignored.
  const auto chosen = variable(environment, home_variable);
  if (chosen && fs::path(*chosen).is_absolute()) return fs::path(*chosen);
  if (const auto home = variable(environment, "HOME")) return fs::path(*home) / fallback;
  return std::nullopt;
}

}  // namespace

std::vector<OptionSpec> global_option_specs() {
  constexpr auto both = Place::command_line_or_config;
  return {
      {"db", "FILE", "the database (default: see FILES in hardfail(1))", both},
      {"db-password-file", "FILE", "what holds the password of a ClickHouse server", both},
      {"config", "FILE", "configuration file: long options as key = value"},
      {"dns", "ADDR[:PORT]", "the name server to ask (default: the system's)", both},
      {"dns-timeout", "SECONDS", "time allowed for one DNS query (default: 5)", both},
      {"dns-zone", "FILE", "take DNS answers from a master file", both},
      {"format", "FORMAT", std::string(formats_text) + " (default: text)", both},
      {"output", "FILE", "write the answer to this file; HTML of readiness: to FOLDER/", both},
      {"color", "WHEN", "auto, always or never (default: auto)", both, {"auto", "always", "never"}},
      {"quiet", "", "no progress and no warnings", both},
      {"verbose", "", "say what is being done", both},
      {"help", "", "show help and stop"},
      {"version", "", "show the version and stop"},
  };
}

GlobalOptions read_global_options(const Options& options, const Environment& environment) {
  GlobalOptions global;
  global.format =
      options.get("format", formats_text, render::parse_format).value_or(render::Format::text);
  global.output = options.get("output", "the name of a file", parse_path);
  const auto colour =
      options.get("color", "auto, always or never", parse_colour).value_or(ColourChoice::automatic);
  global.page = page_of(colour, global, environment);
  if (options.is_on("verbose")) global.verbosity = Verbosity::verbose;
  if (options.is_on("quiet")) global.verbosity = Verbosity::quiet;
  global.dns = read_dns_options(options);
  return global;
}

std::optional<fs::path> config_file(const Options& options, const Environment& environment) {
  if (auto named = options.get("config", "the name of a file", parse_path)) return named;
  std::vector<fs::path> candidates;
  if (const auto directory = user_directory(environment, "XDG_CONFIG_HOME", ".config")) {
    candidates.push_back(*directory / "hardfail/hardfail.conf");
  }
  candidates.emplace_back("/etc/hardfail/hardfail.conf");
  for (const auto& candidate : candidates) {
    std::error_code unreachable;  // then it is not there for us
    if (fs::exists(candidate, unreachable)) return candidate;
  }
  return std::nullopt;
}

std::optional<fs::path> data_folder(const Environment& environment) {
  auto directory = user_directory(environment, "XDG_DATA_HOME", ".local/share");
  if (directory) *directory /= "hardfail";
  return directory;
}

fs::path database_path(const Options& options, const Environment& environment) {
  const auto chosen = options.get("db", "the name of a file", parse_path);
  const auto* value = options.find("db");
  const bool on_command_line = value != nullptr && value->source == Options::Source::command_line;
  if (on_command_line) return *chosen;
  if (const auto named = variable(environment, "HARDFAIL_DB")) return *named;
  if (chosen) return *chosen;
  if (const auto folder = data_folder(environment)) return *folder / "hardfail.db";
  throw Error(Failure::configuration, "there is no home directory to keep the database in",
              "name a file with --db or HARDFAIL_DB");
}

}  // namespace hardfail::cli
