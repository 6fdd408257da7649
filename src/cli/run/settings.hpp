#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "assess/assess.hpp"
#include "environment.hpp"
#include "hardfail/config/document.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/render/format.hpp"
#include "options/import_options.hpp"
#include "options/options.hpp"
#include "run/mailbox_settings.hpp"
#include "run/notify_settings.hpp"

namespace hardfail::cli {

/// An `[input]` that lies in the file system.
struct PathInput {
  std::string name;
  std::filesystem::path path;
  ImportOptions options;
};

/// An `[input]` that is the query log of a name server: a file, or a directory of them.
struct QueryLogInput {
  std::string name;
  std::filesystem::path path;
  ImportOptions options;  ///< of which its limits hold
};

/// A domain that a `[domain]` or `[group]` names.
struct DomainSettings {
  DomainName domain;
  AssessOptions options;
  std::optional<std::string> group;
  std::optional<std::chrono::days> keep;  ///< its reports, in place of what [retention] says
  std::vector<std::string> notify = {};   ///< names of those who are told of it; empty: all
};

/// An `[output]`, written with every run.
struct OutputSettings {
  std::string name;
  render::Format format = render::Format::text;
  std::filesystem::path path;       ///< of a file; with HTML of a folder too
  std::vector<DomainName> domains;  ///< which; with no groups either, all
  std::vector<std::string> groups;
};

/// How long things are kept; for good where nothing is said.
struct Retention {
  std::optional<std::chrono::days> reports;
  std::optional<std::chrono::days> runs;
};

/// What `hardfail run` is to do.
struct Settings {
  AssessOptions options;  ///< of domains that have none of their own
  std::vector<PathInput> inputs;
  std::vector<MailboxInput> mailboxes;
  std::vector<QueryLogInput> query_logs;
  std::vector<DomainSettings> domains;  ///< each once; none where all that are held are meant
  std::vector<OutputSettings> outputs;
  std::vector<NotifySettings> notify;
  Retention retention;
};

struct SettingsRead {
  Settings settings;
  std::vector<config::Mistake> mistakes;  ///< of sections, in the order of lines
};

/// Reads the sections of a configuration file. `options` are those that hold for all. Throws Error
/// for a value of theirs that makes no sense.
[[nodiscard]] SettingsRead read_settings(const config::Document& document, const Options& options,
                                         const Environment& environment);

}  // namespace hardfail::cli
