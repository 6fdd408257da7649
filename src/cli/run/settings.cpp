#include "run/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "hardfail/config/vocabulary.hpp"
#include "hardfail/net/idna.hpp"
#include "hardfail/util/text.hpp"
#include "options/assess_options.hpp"
#include "options/global_options.hpp"
#include "run/section_reader.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;
using config::Naming;
using config::Section;

std::vector<std::string> with_thresholds(std::vector<std::string> keys) {
  for (const auto& spec : threshold_option_specs()) keys.push_back(spec.name);
  return keys;
}

std::vector<std::string> input_keys() {
  std::vector<std::string> keys{"path", "rejected-to", "query-log"};
  std::ranges::move(mailbox_keys(), std::back_inserter(keys));
  return keys;
}

std::vector<config::SectionKind> section_kinds() {
  return {{"input", Naming::named, input_keys()},
          {"domain", Naming::named, with_thresholds({"keep", "notify"})},
          {"group", Naming::named, with_thresholds({"domains", "keep", "notify"})},
          {"output", Naming::named, {"format", "path", "domains", "groups"}},
          {"notify", Naming::named, notify_keys()},
          {"retention", Naming::nameless, {"keep", "runs"}}};
}

/// The keys before the first section.
std::vector<std::string> keys_for_all() {
  std::vector<std::string> keys;
  for (const auto& specs : {global_option_specs(), assess_option_specs(), import_option_specs()}) {
    for (const auto& spec : specs) {
      if (spec.place == Place::command_line_or_config) keys.push_back(spec.name);
    }
  }
  return keys;
}

std::optional<fs::path> parse_path(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<fs::path>(text);
}

/// "400 days", "400"
std::optional<std::chrono::days> parse_keep(std::string_view text) {
  constexpr std::uint64_t century = 36'525;
  for (const std::string_view unit : {"days", "day"}) {
    if (!text.ends_with(unit)) continue;
    text = trim(text.substr(0, text.size() - unit.size()));
    break;
  }
  const auto number = parse_positive(text);
  if (!number || *number > century) return std::nullopt;
  return std::chrono::days(*number);
}

constexpr std::string_view keep_expected = "a time such as 400 days";

/// What becomes of a file: "keep", "move:DIR", "delete".
struct After {
  Afterwards deed = Afterwards::stay;
  std::optional<fs::path> folder;
};

std::optional<After> parse_after(std::string_view text) {
  constexpr std::string_view move = "move:";
  if (text == "keep") return After{};
  if (text == "delete") return After{Afterwards::remove, std::nullopt};
  if (!text.starts_with(move) || text.size() == move.size()) return std::nullopt;
  return After{Afterwards::move, fs::path(trim(text.substr(move.size())))};
}

constexpr std::string_view output_formats = "html, json, ndjson, csv, text or prometheus";

std::optional<render::Format> parse_output_format(std::string_view text) {
  using render::Format;
  const auto format = render::parse_format(text);
  return format == Format::zone || format == Format::nagios ? std::nullopt : format;
}

class SettingsReader {
 public:
  SettingsReader(const config::Document& document, const Options& options,
                 const Environment& environment)
      : m_document(document), m_options(options) {
    m_settings.options = read_assess_options(options, environment);
  }

  SettingsRead read() {
    // What stands before the first section is looked at where it is taken over.
    const config::Document sections{m_document.file, {}, m_document.sections, {}};
    m_mistakes = config::unknown_words(sections, keys_for_all(), section_kinds());
    for (const auto& section : m_document.sections) {
      SectionReader reader(m_document, section, m_mistakes);
      if (section.kind == "input") add_input(reader);
      if (section.kind == "domain") add_domain(reader);
      if (section.kind == "group") m_groups.push_back(&section);
      if (section.kind == "output") add_output(reader);
      if (section.kind == "notify") add_notify(reader);
      if (section.kind == "retention") set_retention(reader);
    }
    for (const auto* group : m_groups) {
      SectionReader reader(m_document, *group, m_mistakes);
      add_group(reader);
    }
    check_names();
    std::ranges::stable_sort(m_mistakes, {}, &config::Mistake::line);
    return {std::move(m_settings), std::move(m_mistakes)};
  }

 private:
  /// A section that another one names.
  struct Wanted {
    const Section* section = nullptr;
    std::string_view key;
    std::string name;
  };

  void add_input(SectionReader& reader) {
    auto options = read_import_options(m_options);
    options.imported = Afterwards::stay;
    options.move_to.reset();  // what holds for `import` is for files named by hand
    options.rejected_to.reset();
    if (reader.has("query-log")) return add_query_log(reader, std::move(options));
    if (!reader.has("mailbox")) return add_path(reader, std::move(options));
    reader.refuse_keys(std::array<std::string, 2>{"path", "rejected-to"}, "is not for a mailbox");
    if (auto mail = read_mailbox(reader)) {
      m_settings.mailboxes.push_back({reader.section().name, *std::move(mail), std::move(options)});
    }
  }

  void add_path(SectionReader& reader, ImportOptions options) {
    PathInput input{reader.section().name, {}, std::move(options)};
    const auto path = reader.required(
        "path", "a file, a directory or a Maildir, or mailbox = imaps://USER@HOST/FOLDER");
    auto others = mailbox_keys();
    std::erase(others, "after");
    reader.refuse_keys(others, "is for a mailbox");
    if (const auto after = reader.get("after", "keep, move:DIRECTORY or delete", parse_after)) {
      input.options.imported = after->deed;
      input.options.move_to = after->folder;
    }
    if (auto folder = reader.get("rejected-to", "the name of a directory", parse_path)) {
      input.options.rejected_to = std::move(folder);
    }
    if (!path) return;
    input.path = *path;
    m_settings.inputs.push_back(std::move(input));
  }

  void add_query_log(SectionReader& reader, ImportOptions options) {
    auto others = input_keys();
    std::erase(others, "query-log");
    reader.refuse_keys(others, "is not for a query log");
    if (const auto path = reader.required("query-log", "a file, or a directory of them")) {
      m_settings.query_logs.push_back({reader.section().name, *path, std::move(options)});
    }
  }

  void add_domain(SectionReader& reader) {
    const auto& section = reader.section();
    if (section.name.empty()) return;  // told already
    const auto domain = domain_in(reader, {}, section.name);
    if (!domain) return;
    if (find(*domain) != nullptr) {
      return reader.refuse({},
                           fmt::format("{} is the domain of an earlier section", section.label()));
    }
    read_thresholds_of(reader);
    m_sections[*domain] = &section;
    m_settings.domains.push_back({*domain, options_with({&section}), std::nullopt, keep(reader),
                                  list_of_names(reader, "notify")});
  }

  void add_group(SectionReader& reader) {
    const auto& section = reader.section();
    read_thresholds_of(reader);
    const auto group_keep = keep(reader);
    const auto group_notify = list_of_names(reader, "notify");
    if (!reader.required("domains", "example.com, example.org")) return;
    for (const auto& name : reader.list("domains")) {
      const auto domain = domain_in(reader, "domains", name);
      if (!domain) continue;
      auto* known = find(*domain);
      if (known == nullptr) {
        m_settings.domains.push_back(
            {*domain, options_with({&section}), section.name, group_keep, group_notify});
      } else if (known->group) {
        reader.refuse("domains", fmt::format("{} belongs to [group {}] already", name,
                                             printable(*known->group)));
      } else {
        known->group = section.name;
        known->options = options_with({&section, m_sections.at(*domain)});
        if (!known->keep) known->keep = group_keep;
        if (known->notify.empty()) known->notify = group_notify;
      }
    }
  }

  /// The options that hold for all, with those of sections in their place, the last one's first.
  /// Values that make no sense are told of where they are read by themselves.
  [[nodiscard]] AssessOptions options_with(std::initializer_list<const Section*> sections) const {
    auto options = m_options;
    auto assess = m_settings.options;
    for (const auto* section : sections) options.add_section(m_document, section->entries);
    try {
      read_thresholds(options, assess);
    } catch (const Error&) {
      return m_settings.options;
    }
    return assess;
  }

  static void read_thresholds_of(SectionReader& reader) {
    reader.try_each([](const Options& options) {
      AssessOptions ignored;
      read_thresholds(options, ignored);
    });
  }

  std::optional<std::chrono::days> keep(SectionReader& reader) const {
    const auto days = reader.get("keep", keep_expected, parse_keep);
    if (days && *days < m_settings.options.window) {
      reader.refuse("keep", fmt::format("keep is less than the {} days that are looked at",
                                        m_settings.options.window.count()));
    }
    return days;
  }

  void add_output(SectionReader& reader) {
    OutputSettings output{reader.section().name, {}, {}, {}, {}};
    const auto path = reader.required("path", "a file, or a folder for HTML");
    if (reader.required("format", output_formats)) {
      output.format =
          reader.get("format", output_formats, parse_output_format).value_or(output.format);
    }
    for (const auto& name : reader.list("domains")) {
      if (auto domain = domain_in(reader, "domains", name)) output.domains.push_back(*domain);
    }
    output.groups = list_of_names(reader, "groups");
    if (!path) return;
    output.path = *path;
    std::error_code unreachable;  // then it is no folder for us
    const bool is_folder = !output.path.has_filename() || fs::is_directory(*path, unreachable);
    if (is_folder && output.format != render::Format::html) {
      return reader.refuse("path", "path is a folder, which only HTML is written to: name a file");
    }
    m_settings.outputs.push_back(std::move(output));
  }

  void set_retention(SectionReader& reader) {
    m_settings.retention.reports = keep(reader);
    auto& [reports, runs] = m_settings.retention;
    runs = reader.get("runs", keep_expected, parse_keep);
    if (runs && (!reports || *runs < *reports)) {
      reader.refuse("runs",
                    "runs cannot go before the reports that they rest on: set keep to no "
                    "more than that");
    }
  }

  void add_notify(SectionReader& reader) {
    if (auto settings = read_notify(reader)) m_settings.notify.push_back(*std::move(settings));
  }

  std::vector<std::string> list_of_names(SectionReader& reader, std::string_view key) {
    auto names = reader.list(key);
    for (const auto& name : names) m_wanted.push_back({&reader.section(), key, name});
    return names;
  }

  /// Sections may stand behind what names them.
  void check_names() {
    for (const auto& wanted : m_wanted) {
      const std::string_view kind = wanted.key == "groups" ? "group" : "notify";
      const auto is_it = [&](const Section& each) {
        return each.kind == kind && each.name == wanted.name;
      };
      if (std::ranges::any_of(m_document.sections, is_it)) continue;
      SectionReader(m_document, *wanted.section, m_mistakes)
          .refuse(wanted.key, fmt::format("there is no [{} {}]", kind, printable(wanted.name)));
    }
  }

  static std::optional<DomainName> domain_in(SectionReader& reader, std::string_view key,
                                             const std::string& name) {
    auto domain = parse_international(name);
    if (!domain) reader.refuse(key, fmt::format("'{}' is not a domain name", printable(name)));
    return domain;
  }

  DomainSettings* find(const DomainName& domain) {
    const auto found = std::ranges::find(m_settings.domains, domain, &DomainSettings::domain);
    return found == m_settings.domains.end() ? nullptr : &*found;
  }

  const config::Document& m_document;
  const Options& m_options;
  Settings m_settings;
  std::vector<config::Mistake> m_mistakes;
  std::map<DomainName, const Section*> m_sections;
  std::vector<const Section*> m_groups;
  std::vector<Wanted> m_wanted;
};

}  // namespace

SettingsRead read_settings(const config::Document& document, const Options& options,
                           const Environment& environment) {
  return SettingsReader(document, options, environment).read();
}

}  // namespace hardfail::cli
