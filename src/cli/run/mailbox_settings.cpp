#include "run/mailbox_settings.hpp"

#include <variant>

namespace hardfail::cli {
namespace {

/// Whether it says how to sign in. What it says may still be wrong.
bool has_credentials(const fetch::Account& account) {
  if (const auto* imap = std::get_if<fetch::ImapAccount>(&account)) {
    return imap->password || imap->token;
  }
  const auto& graph = std::get<fetch::GraphAccount>(account);
  return graph.token || (!graph.tenant.empty() && !graph.client.empty() && graph.client_secret);
}

std::string_view credentials_of(const fetch::Account& account) {
  return std::holds_alternative<fetch::ImapAccount>(account)
             ? "an IMAP mailbox needs password-file, password-command or token-command"
             : "a mailbox by Microsoft Graph needs tenant, client-id and client-secret-file or "
               "client-secret-command, or else token-command";
}

}  // namespace

std::vector<std::string> mailbox_keys() {
  std::vector<std::string> keys{"mailbox"};
  for (const auto& spec : mail_input_specs()) keys.push_back(spec.name);
  return keys;
}

std::optional<MailInput> read_mailbox(SectionReader& reader) {
  const auto address = reader.required("mailbox", "imaps://USER@HOST/FOLDER");
  if (!address) return std::nullopt;
  if (const auto account = fetch::parse_address(*address); !account) {
    reader.refuse("mailbox", "mailbox: " + account.error().text);
    return std::nullopt;
  }
  const auto read = [&](const Options& options) { return read_mail_input(*address, options); };
  if (!reader.try_each(read)) return std::nullopt;
  auto mail = reader.try_whole("mailbox", read);
  if (!mail) return std::nullopt;
  if (!has_credentials(mail->account)) {
    reader.refuse("mailbox", std::string(credentials_of(mail->account)));
  }
  return mail;
}

}  // namespace hardfail::cli
