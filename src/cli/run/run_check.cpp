#include "run/run_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "assess/dns_session.hpp"
#include "hardfail/readiness/assess.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "options/assess_options.hpp"
#include "options/import_options.hpp"
#include "run/section_reader.hpp"
#include "run/settings.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;
using config::Mistake;

void read_all(const Options& options, const Environment& environment) {
  static_cast<void>(read_global_options(options, environment));
  static_cast<void>(read_assess_options(options, environment));
  static_cast<void>(read_import_options(options));
}

/// Values before the first section that make no sense, each line tried by itself.
std::vector<Mistake> mistaken_values(const config::Document& document,
                                     const Environment& environment) {
  std::vector<Mistake> mistakes;
  for (const auto& entry : document.entries) {
    Options options;
    options.add_section(document, std::span(&entry, 1));
    try {
      read_all(options, environment);
    } catch (const Error& error) {
      mistakes.push_back(mistake_of(document, entry.line, error.what()));
    }
  }
  return mistakes;
}

bool is_there(const fs::path& path) {
  std::error_code unreachable;  // then it is not there for us
  return fs::exists(path, unreachable);
}

/// Files and folders that sections name and that are not there.
std::vector<Mistake> missing_files(const config::Document& document, const Settings& settings) {
  std::vector<Mistake> mistakes;
  const auto refuse = [&](std::string_view kind, std::string_view name, std::string_view key,
                          const std::string& what) {
    for (const auto& section : document.sections) {
      if (section.kind == kind && section.name == name) {
        SectionReader(document, section, mistakes).refuse(key, what);
      }
    }
  };
  for (const auto& input : settings.inputs) {
    if (is_there(input.path)) continue;
    refuse("input", input.name, "path",
           fmt::format("path: there is no {}", printable(input.path.string())));
  }
  for (const auto& output : settings.outputs) {
    const auto folder = output.path.parent_path();
    if (!output.path.has_filename() || folder.empty() || is_there(folder)) continue;
    refuse("output", output.name, "path",
           fmt::format("path: there is no folder {}", printable(folder.string())));
  }
  for (const auto& section : document.sections) {
    for (const auto& [key, value, line] : section.entries) {
      if (!key.ends_with("-file") || is_there(value)) continue;
      mistakes.push_back(
          document.mistake(line, fmt::format("{}: there is no {}", key, printable(value))));
    }
  }
  return mistakes;
}

/// What is wrong of what `read` is given to read.
template <typename Read>
std::vector<Mistake> try_options(const config::Document& document, Read read) {
  try {
    return read();
  } catch (const Error& error) {
    return {{0, fmt::format("{}: {}", printable(document.file.string()), error.what())}};
  }
}

/// Who names recipients for one domain wants them apart: what is told of a domain without any
/// reaches those of the others too, and whoever wrote the file had better know.
void warn_of_domains_told_to_all(const Settings& settings, const Invocation& invocation) {
  const auto open = [](const DomainSettings& each) { return each.notify.empty(); };
  const auto& domains = settings.domains;
  const auto count = static_cast<std::size_t>(std::ranges::count_if(domains, open));
  if (count == 0 || count == domains.size() || settings.notify.size() < 2) return;
  const auto& first = std::ranges::find_if(domains, open)->domain.text();
  invocation.messages.warning(fmt::format(
      "{}: every [notify] is told of {}{}, for which neither [domain] nor [group] has a notify",
      invocation.config->file.string(), first,
      count == 1 ? "" : fmt::format(" and {}", counted(count - 1, "other domain"))));
}

/// A line for each mailbox that cannot be looked into.
std::string closed_mailboxes(const Settings& settings) {
  std::string text;
  for (const auto& [name, mail, options] : settings.mailboxes) {
    try {
      expect_folders(*fetch::open(mail.account, [] {}), mail);
    } catch (const Error& error) {
      text += fmt::format("[input {}]: {}\n", printable(name), error.what());
    }
  }
  return text;
}

/// What servers say; a line for each that does not answer.
std::string unanswered(const Options& options, const Settings& settings,
                       const Environment& environment) {
  auto text = closed_mailboxes(settings);
  DnsSession dns(read_global_options(options, environment), environment);
  for (const auto& each : settings.domains) {
    try {
      readiness::require_dns(each.domain, dns.cache());
    } catch (const Error& error) {
      text += fmt::format("{}\n", error.what());
    }
  }
  return text;
}

}  // namespace

Answer check_config(const Invocation& invocation, CheckDepth depth) {
  if (!invocation.config) {
    throw Error(Failure::no_input, "there is no configuration file",
                "name one with --config; hardfail(1) says where else one is looked for");
  }
  const auto& document = *invocation.config;
  const auto& environment = invocation.environment;
  auto mistakes = config_mistakes(document, invocation.specs);
  const auto add = [&](std::vector<Mistake> more) {
    std::ranges::move(more, std::back_inserter(mistakes));
  };
  add(mistaken_values(document, environment));

  auto options = invocation.options;
  if (mistakes.empty()) {
    options.add_section(document, document.entries);
    add(try_options(document, [&] {
      read_all(options, environment);
      return std::vector<Mistake>();
    }));
  }
  if (!mistakes.empty()) options = invocation.options;
  auto [settings, more] = read_settings(document, options, environment);
  add(std::move(more));
  add(missing_files(document, settings));
  std::ranges::stable_sort(mistakes, {}, &Mistake::line);
  std::string text;
  for (const auto& mistake : mistakes) text += mistake.text + '\n';
  if (!mistakes.empty()) return {text, static_cast<int>(Failure::configuration)};

  warn_of_domains_told_to_all(settings, invocation);
  switch (depth) {
    case CheckDepth::files:
      break;
    case CheckDepth::connect:
      text = unanswered(options, settings, environment);
      if (!text.empty()) return {text, static_cast<int>(Failure::dns_unavailable)};
      break;
  }
  return {fmt::format(
      "{}: no mistakes; {}, {}, {}, {}\n", printable(document.file.string()),
      counted(settings.inputs.size() + settings.mailboxes.size() + settings.query_logs.size(),
              "input"),
      settings.domains.empty() ? "every domain with reports"
                               : counted(settings.domains.size(), "domain"),
      counted(settings.outputs.size(), "output"), counted(settings.notify.size(), "recipient"))};
}

}  // namespace hardfail::cli
