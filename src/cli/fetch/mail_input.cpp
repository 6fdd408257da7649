#include "fetch/mail_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "hardfail/transfer/http.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

std::optional<MailFate> parse_move(std::string_view text) {
  constexpr std::string_view prefix = "move:";
  if (!text.starts_with(prefix) || text.size() == prefix.size()) return std::nullopt;
  return MailFate{MailFate::Deed::move, std::string(text.substr(prefix.size()))};
}

std::optional<fetch::Selection> parse_selection(std::string_view text) {
  if (text == "unseen") return fetch::Selection::unseen;
  if (text == "all") return fetch::Selection::all;
  return std::nullopt;
}

std::optional<fs::path> parse_file(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<fs::path>(text);
}

std::optional<std::string> parse_word(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::optional<process::Command> parse_program(std::string_view text) {
  auto command = process::parse_command(text);
  return command ? std::optional(*std::move(command)) : std::nullopt;
}

std::optional<std::string> parse_base(std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  return transfer::web_host(text) ? std::optional<std::string>(text) : std::nullopt;
}

constexpr const char* command_text = "a program and its arguments";

/// The source of a secret that `NAME-file` or `NAME-command` names.
std::optional<fetch::SecretSource> read_source(const Options& options, const std::string& name) {
  auto file = options.get(name + "-file", "the name of a file", parse_file);
  auto command = options.get(name + "-command", command_text, parse_program);
  if (file && command) {
    throw Error(Failure::usage, fmt::format("{0}-file and {0}-command exclude each other", name));
  }
  if (file) return *std::move(file);
  if (command) return *std::move(command);
  return std::nullopt;
}

void refuse_unused(const Options& options, std::span<const char* const> names,
                   std::string_view kind) {
  for (const auto* name : names) {
    const auto* value = options.find(name);
    if (value == nullptr) continue;
    const auto failure =
        value->source == Options::Source::command_line ? Failure::usage : Failure::configuration;
    throw Error(failure, fmt::format("{} has no meaning for {}", value->where, kind));
  }
}

void complete(fetch::ImapAccount& account, const Options& options) {
  constexpr std::array of_graph{
      "tenant",    "client-id", "client-secret-file", "client-secret-command",
      "graph-url", "login-url"};
  refuse_unused(options, of_graph, "a mailbox over IMAP");
  account.password = read_source(options, "password");
  account.token = options.get("token-command", command_text, parse_program);
  account.ca_file = options.get("ca-file", "the name of a file", parse_file);
  if (account.password && account.token) {
    throw Error(Failure::usage, "a password and token-command exclude each other");
  }
  if (!options.is_on("no-tls")) return;
  if (account.encryption == fetch::Encryption::tls) {
    throw Error(Failure::usage, "no-tls is for imap://, not for imaps://");
  }
  account.encryption = fetch::Encryption::none;
}

void complete(fetch::GraphAccount& account, const Options& options) {
  constexpr std::array of_imap{"password-file", "password-command", "no-tls"};
  refuse_unused(options, of_imap, "a mailbox by Microsoft Graph");
  account.tenant = options.get("tenant", "a tenant", parse_word).value_or("");
  account.client = options.get("client-id", "the id of an application", parse_word).value_or("");
  account.client_secret = read_source(options, "client-secret");
  account.token = options.get("token-command", command_text, parse_program);
  account.ca_file = options.get("ca-file", "the name of a file", parse_file);
  constexpr auto url_text = "a URL that begins with https://";
  account.graph_url = options.get("graph-url", url_text, parse_base).value_or(account.graph_url);
  account.login_url = options.get("login-url", url_text, parse_base).value_or(account.login_url);
}

const std::string& folder_of(const fetch::Account& account) {
  if (const auto* graph = std::get_if<fetch::GraphAccount>(&account)) return graph->folder;
  return std::get<fetch::ImapAccount>(account).folder;
}

}  // namespace

std::optional<MailFate> MailFate::parse(std::string_view text) {
  if (text == "keep") return MailFate{};
  if (text == "seen") return MailFate{Deed::mark_seen, {}};
  if (text == "delete") return MailFate{Deed::remove, {}};
  return parse_move(text);
}

std::optional<MailFate> MailFate::parse_cautious(std::string_view text) {
  return text == "leave" ? MailFate{} : parse_move(text);
}

std::vector<OptionSpec> mail_input_specs() {
  constexpr auto here = Place::command_line;
  return {
      {"select",
       "WHICH",
       "mails to look at: unseen or all (default: unseen)",
       here,
       {"unseen", "all"}},
      {"after",
       "WHAT",
       "keep, seen, move:FOLDER or delete, once reports are safe (default: keep)",
       here,
       {"keep", "seen", "move:", "delete"}},
      {"not-a-report",
       "WHAT",
       "mail without a report: leave or move:FOLDER (default: leave)",
       here,
       {"leave", "move:"}},
      {"rejected",
       "WHAT",
       "mail with an unreadable report: as before (default: leave)",
       here,
       {"leave", "move:"}},
      {"password-file", "FILE", "a file that holds the password and nothing else"},
      {"password-command", "COMMAND", "a program that prints the password"},
      {"token-command", "COMMAND", "a program that prints an OAuth 2.0 access token"},
      {"tenant", "ID", "Microsoft 365: the directory, by id or domain"},
      {"client-id", "ID", "Microsoft 365: the application"},
      {"client-secret-file", "FILE", "Microsoft 365: a file that holds its secret"},
      {"client-secret-command", "COMMAND", "Microsoft 365: a program that prints its secret"},
      {"ca-file", "FILE", "authorities to trust, in place of the system's"},
      {"no-tls", "", "speak imap:// without TLS, to this machine alone"},
      {"graph-url", "URL", "of a national cloud (default: https://graph.microsoft.com/v1.0)"},
      {"login-url", "URL", "of a national cloud (default: https://login.microsoftonline.com)"},
  };
}

MailInput read_mail_input(const std::string& address, const Options& options) {
  auto account = fetch::parse_address(address);
  if (!account) throw Error(Failure::usage, account.error().text);
  MailInput input{.account = *std::move(account)};
  std::visit([&](auto& each) { complete(each, options); }, input.account);
  input.selection =
      options.get("select", "unseen or all", parse_selection).value_or(input.selection);
  constexpr auto cautious = "leave or move:FOLDER";
  input.reports = options.get("after", "keep, seen, move:FOLDER or delete", MailFate::parse)
                      .value_or(input.reports);
  input.others =
      options.get("not-a-report", cautious, MailFate::parse_cautious).value_or(input.others);
  input.rejected =
      options.get("rejected", cautious, MailFate::parse_cautious).value_or(input.rejected);
  for (const auto& fate : {input.reports, input.others, input.rejected}) {
    if (fate.folder != folder_of(input.account)) continue;
    throw Error(
        Failure::usage,
        fmt::format("mail cannot be moved into {}, the folder that it comes from", fate.folder));
  }
  return input;
}

void expect_folders(fetch::Mailbox& mailbox, const MailInput& input) {
  for (const auto& fate : {input.reports, input.others, input.rejected}) {
    if (fate.deed == MailFate::Deed::move) mailbox.expect_folder(fate.folder);
  }
}

}  // namespace hardfail::cli
