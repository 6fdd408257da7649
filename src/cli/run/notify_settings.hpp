#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "hardfail/analysis/digest.hpp"
#include "hardfail/notify/notify.hpp"
#include "hardfail/process/process.hpp"
#include "run/section_reader.hpp"

namespace hardfail::cli {

/// A secret, before anybody has asked for it: a file that holds it, or a program that prints it.
using SecretPlace = std::variant<std::filesystem::path, process::Command>;

/// A web server to post to.
struct WebhookSettings {
  std::string url;
  std::optional<std::filesystem::path> key_file;
  std::optional<std::filesystem::path> ca_file;
};

/// A mail server to hand mail to.
struct SmtpSettings {
  std::string url;
  std::optional<std::string> user;
  std::optional<SecretPlace> password;
  std::optional<std::filesystem::path> ca_file;
};

/// Mail, and who takes it from us.
struct MailSettings {
  std::string from;
  std::vector<std::string> to;
  std::variant<process::Command, SmtpSettings> through;
};

/// Somebody who is told what changed: a `[notify]`, or the program of --notify-command.
struct NotifySettings {
  std::string name;  ///< of the section; empty for --notify-command, which is told of all domains
  std::variant<process::Command, WebhookSettings, MailSettings> way;
  std::optional<analysis::Cadence> digest = {};  ///< that is told in place of what changed
};

/// `[notify NAME]`, or the option: who it is, for people and for the store.
[[nodiscard]] std::string label_of(const NotifySettings& settings);

/// The keys of a `[notify]`.
[[nodiscard]] std::vector<std::string> notify_keys();

/// Reads a `[notify]`; nullopt where it says nobody to tell, which is among the mistakes then.
[[nodiscard]] std::optional<NotifySettings> read_notify(SectionReader& reader);

/// The way to tell, with its secrets. Throws Error (configuration, io) where one cannot be had.
[[nodiscard]] notify::Way way_of(const NotifySettings& settings);

}  // namespace hardfail::cli
