#include "run/notify_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "assess/digests.hpp"
#include "hardfail/transfer/http.hpp"
#include "hardfail/transfer/smtp.hpp"
#include "hardfail/util/secret.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* digest_key = "digest";
constexpr std::string_view default_sendmail = "/usr/sbin/sendmail -t -i";

/// What says where to go, and what may say how.
struct WayKeys {
  std::string way;
  std::vector<std::string> more;
};

const std::vector<std::string>& smtp_keys() {
  static const std::vector<std::string> keys{"user", "password-file", "password-command",
                                             "ca-file"};
  return keys;
}

std::vector<WayKeys> ways() {
  std::vector<std::string> of_mail{"from", "sendmail", "smtp"};
  of_mail.insert(of_mail.end(), smtp_keys().begin(), smtp_keys().end());
  return {{"command", {}}, {"webhook", {"hmac-key-file", "ca-file"}}, {"mail", std::move(of_mail)}};
}

std::optional<fs::path> parse_notify_file(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<fs::path>(text);
}

/// The command that a key names; what is wrong with it is among the mistakes.
std::optional<process::Command> command_of(SectionReader& reader, std::string_view key) {
  const auto text = reader.get(key, "a command", [](std::string_view given) {
    return given.empty() ? std::nullopt : std::optional(std::string(given));
  });
  if (!text) return std::nullopt;
  auto command = process::parse_command(*text);
  if (command) return *std::move(command);
  reader.refuse(key, fmt::format("{}: {}", key, command.error().text));
  return std::nullopt;
}

std::optional<SecretPlace> password_of(SectionReader& reader) {
  if (reader.has("password-file") && reader.has("password-command")) {
    reader.refuse("password-command", "password-file and password-command exclude each other");
    return std::nullopt;
  }
  if (auto file = reader.get("password-file", "the name of a file", parse_notify_file))
    return *file;
  if (auto command = command_of(reader, "password-command")) return *command;
  return std::nullopt;
}

std::optional<WebhookSettings> webhook_of(SectionReader& reader) {
  const auto url = reader.required("webhook", "https://HOST/PATH");
  if (!url) return std::nullopt;
  if (const auto host = transfer::web_host(*url); !host) {
    reader.refuse("webhook", fmt::format("webhook: {}", host.error().text));
    return std::nullopt;
  }
  return WebhookSettings{*url, reader.get("hmac-key-file", "the name of a file", parse_notify_file),
                         reader.get("ca-file", "the name of a file", parse_notify_file)};
}

std::optional<std::variant<process::Command, SmtpSettings>> mail_taker(SectionReader& reader) {
  if (!reader.has("smtp")) {
    reader.refuse_keys(smtp_keys(), "is for smtp");
    if (reader.has("sendmail")) return command_of(reader, "sendmail");
    return *process::parse_command(default_sendmail);
  }
  if (reader.has("sendmail")) {
    reader.refuse("sendmail", "sendmail and smtp exclude each other");
    return std::nullopt;
  }
  const auto url = reader.required("smtp", "smtps://HOST");
  if (!url) return std::nullopt;
  if (const auto host = transfer::mail_host(*url); !host) {
    reader.refuse("smtp", fmt::format("smtp: {}", host.error().text));
    return std::nullopt;
  }
  SmtpSettings smtp{*url,
                    {},
                    password_of(reader),
                    reader.get("ca-file", "the name of a file", parse_notify_file)};
  if (reader.has("user")) smtp.user = reader.required("user", "NAME");
  if (reader.has("user") != (reader.has("password-file") || reader.has("password-command"))) {
    reader.refuse("user", "to sign in takes user and password-file or password-command");
  }
  return smtp;
}

std::optional<MailSettings> mail_of(SectionReader& reader) {
  MailSettings mail{{}, reader.list("mail"), {}};
  const auto from = reader.required("from", "ADDRESS");
  const auto refuse_address = [&](std::string_view key, const std::string& address) {
    if (notify::is_mail_address(address)) return;
    reader.refuse(key, fmt::format("{} takes NAME@DOMAIN, not '{}'", key, printable(address)));
  };
  for (const auto& address : mail.to) refuse_address("mail", address);
  if (from) refuse_address("from", *from);
  auto taker = mail_taker(reader);
  if (!from || !taker || mail.to.empty()) return std::nullopt;
  mail.from = *from;
  mail.through = *std::move(taker);
  return mail;
}

Secret secret_of(const SecretPlace& place) {
  if (const auto* file = std::get_if<fs::path>(&place)) return read_secret_file(*file);
  return process::run_for_secret(std::get<process::Command>(place));
}

struct ToWay {
  notify::Way operator()(const process::Command& command) const {
    return notify::ByCommand{command};
  }
  notify::Way operator()(const WebhookSettings& webhook) const {
    notify::ByWebhook way{webhook.url};
    if (webhook.key_file) way.key = read_secret_file(*webhook.key_file);
    way.http.ca_file = webhook.ca_file;
    return way;
  }
  notify::Way operator()(const MailSettings& mail) const {
    const auto* smtp = std::get_if<SmtpSettings>(&mail.through);
    if (smtp == nullptr) {
      return notify::ByMail{mail.from, mail.to, std::get<process::Command>(mail.through)};
    }
    transfer::SmtpServer server{smtp->url, smtp->user};
    if (smtp->password) server.password = secret_of(*smtp->password);
    server.ca_file = smtp->ca_file;
    return notify::ByMail{mail.from, mail.to, std::move(server)};
  }
};

}  // namespace

std::string label_of(const NotifySettings& settings) {
  return settings.name.empty() ? "--notify-command" : fmt::format("[notify {}]", settings.name);
}

std::vector<std::string> notify_keys() {
  std::vector<std::string> keys{digest_key};
  for (const auto& [way, more] : ways()) keys.push_back(way);
  for (const auto& [way, more] : ways()) {
    for (const auto& key : more) {
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    }
  }
  return keys;
}

std::optional<NotifySettings> read_notify(SectionReader& reader) {
  auto given = ways();
  std::erase_if(given, [&](const WayKeys& each) { return !reader.has(each.way); });
  if (given.size() != 1) {
    reader.refuse(
        {}, fmt::format("{} needs one of command, webhook and mail", reader.section().label()));
    return std::nullopt;
  }
  const auto& way = given.front().way;
  const auto& more = given.front().more;
  auto strangers = notify_keys();
  std::erase_if(strangers, [&](const std::string& key) {
    return key == digest_key || key == way || std::ranges::find(more, key) != more.end();
  });
  reader.refuse_keys(strangers, "has no meaning with " + way);
  const auto digest = reader.get(digest_key, cadences, parse_cadence);
  const auto named = [&](auto settings) -> std::optional<NotifySettings> {
    if (!settings) return std::nullopt;
    return NotifySettings{reader.section().name, *std::move(settings), digest};
  };
  if (way == "command") return named(command_of(reader, "command"));
  if (way == "webhook") return named(webhook_of(reader));
  return named(mail_of(reader));
}

notify::Way way_of(const NotifySettings& settings) { return std::visit(ToWay{}, settings.way); }

}  // namespace hardfail::cli
