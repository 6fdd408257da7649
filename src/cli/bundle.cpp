#include "bundle.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "hardfail/ledger/source_class.hpp"
#include "hardfail/ledger/state.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "version.hpp"

namespace hardfail::cli {
namespace {

using Counts = std::map<std::string, std::uint64_t>;

std::string counts_text(const Counts& counts) {
  std::string text;
  for (const auto& [name, count] : counts) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", grouped(count), name);
  }
  return text.empty() ? "none" : text;
}

/// The name that the distribution gives itself (os-release(5)), and the kernel's.
std::string system_text() {
  std::string name = "unknown system";
  std::ifstream file("/etc/os-release");
  for (std::string line; std::getline(file, line);) {
    constexpr std::string_view key = "PRETTY_NAME=";
    if (!line.starts_with(key)) continue;
    name = printable(trim(line.substr(key.size())));
    std::erase(name, '"');
  }
  utsname kernel{};
  if (uname(&kernel) != 0) return name;
  return fmt::format("{}, {} {}, {}", name, std::data(kernel.sysname), std::data(kernel.release),
                     std::data(kernel.machine));
}

/// True for a number or a share of one, and false for an address.
bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789.%") == std::string_view::npos &&
         std::ranges::count(text, '.') < 2;
}

/// The key with its value where that is no name and no address, whatever key it was meant for, and
/// otherwise alone.
std::string entry_text(const config::Entry& entry, std::span<const OptionSpec> specs) {
  constexpr std::array<std::string_view, 6> switches = {"yes", "no", "true", "false", "on", "off"};
  const auto spec = std::ranges::find(specs, entry.key, &OptionSpec::name);
  if (spec == specs.end()) return "another key";
  const bool is_harmless = is_number(entry.value) ||
                           std::ranges::find(switches, entry.value) != switches.end() ||
                           std::ranges::find(spec->values, entry.value) != spec->values.end();
  if (!is_harmless) return entry.key;
  return fmt::format("{} = {}", entry.key, printable(entry.value));
}

std::string entries_text(std::span<const config::Entry> entries,
                         std::span<const OptionSpec> specs) {
  std::string text;
  for (const auto& entry : entries) {
    text += (text.empty() ? "" : ", ") + entry_text(entry, specs);
  }
  return text.empty() ? "nothing" : text;
}

std::string config_text(const Invocation& invocation) {
  if (!invocation.config) return "configuration: none\n";
  constexpr std::array<std::string_view, 6> kinds = {"input",  "domain", "group",
                                                     "output", "notify", "retention"};
  const auto& document = *invocation.config;
  auto text = fmt::format("configuration: {}\n", entries_text(document.entries, invocation.specs));
  for (const auto& section : document.sections) {
    const bool is_known = std::ranges::find(kinds, section.kind) != kinds.end();
    text += fmt::format("  [{}]: {}\n", is_known ? section.kind : "another section",
                        entries_text(section.entries, invocation.specs));
  }
  if (!document.mistakes.empty()) {
    text += fmt::format("  mistakes: {}\n", document.mistakes.size());
  }
  return text;
}

std::string domain_text(const ledger::HeldDomain& held, std::size_t number, store::Store& store) {
  auto text =
      fmt::format("  domain {}: {}, {}, {}, {} to {}, {}\n", number,
                  counted(held.reports, "report"), counted(held.reporters, "reporter"),
                  counted(held.messages, "message"), to_iso_date(held.period.begin),
                  to_iso_date(held.period.end), counted(store.marks(held.domain).size(), "mark"));
  if (!held.last_run) return text;
  const auto run = store.last_run(held.domain, *held.last_run);
  if (!run) return text;
  Counts classes;
  for (const auto& source : run->sources.value_or(std::vector<ledger::ClassifiedAddress>())) {
    ++classes[std::string(ledger::name_of(source.source_class))];
  }
  return text + fmt::format("    last answer: {}; addresses: {}; senders: {}\n",
                            ledger::name_of(run->state), counts_text(classes), run->senders.size());
}

std::string database_text(const Invocation& invocation) {
  const auto path = database_path(invocation.options, invocation.environment);
  std::unique_ptr<store::Store> store;
  try {
    store = store::open_sqlite(path, store::OpenMode::reading);
  } catch (const Error& error) {
    // The message names the file.
    return fmt::format("database: cannot be opened (exit status {})\n",
                       static_cast<int>(error.failure()));
  }
  std::error_code unknown;
  const auto size = std::filesystem::file_size(path, unknown);
  auto text = fmt::format("database: {}, {} rejected\n",
                          unknown ? "of unknown size" : counted(size >> 20, "MiB", "MiB"),
                          counted(store->rejected_inputs().size(), "input"));
  std::size_t number = 0;
  for (const auto& held : store->domains()) text += domain_text(held, ++number, *store);
  Counts warnings;
  for (const auto& report : store->reports(std::nullopt)) {
    for (const auto& warning : report.warnings) warnings[printable(warning.code)] += warning.count;
  }
  return text + fmt::format("  repaired in reports: {}\n", counts_text(warnings));
}

}  // namespace

std::string bundle(const Invocation& invocation) {
  return version_text() + fmt::format("system: {}\n", system_text()) + config_text(invocation) +
         database_text(invocation);
}

}  // namespace hardfail::cli
