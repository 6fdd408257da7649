#include "imap_mailbox.hpp"

#include <fmt/format.h>

#include <utility>

#include "hardfail/transfer/imap.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "secret_source.hpp"

namespace hardfail::fetch {
namespace {

using transfer::ImapCredential;
using transfer::ImapFolder;

transfer::ImapEncryption encryption_of(Encryption encryption) {
  switch (encryption) {
    case Encryption::tls:
      return transfer::ImapEncryption::tls;
    case Encryption::starttls:
      return transfer::ImapEncryption::starttls;
    case Encryption::none:
      break;
  }
  return transfer::ImapEncryption::none;
}

std::vector<std::uint32_t> uids_of(std::span<const std::string> ids) {
  std::vector<std::uint32_t> uids;
  for (const auto& id : ids) {
    if (const auto uid = parse_unsigned(id)) uids.push_back(static_cast<std::uint32_t>(*uid));
  }
  return uids;
}

class ImapMailbox final : public Mailbox {
 public:
  ImapMailbox(const ImapAccount& account, std::function<void()> waiting)
      : m_account(account),
        m_waiting(std::move(waiting)),
        m_secret(secret_of(account)),
        m_folder(connect()),
        m_uid_validity(m_folder->uid_validity()) {}

  [[nodiscard]] std::string generation() const override { return std::to_string(m_uid_validity); }

  [[nodiscard]] std::string name_of(std::string_view id) const override {
    return fmt::format("{};UID={}", address_of(m_account), id);
  }

  void expect_folder(const std::string& folder) override { m_folder->expect_folder(folder); }

  std::vector<Message> list(Selection selection) override {
    std::vector<Message> messages;
    for (const auto& message : m_folder->list()) {
      const bool is_wanted = selection == Selection::all || !message.is_seen;
      if (is_wanted) messages.push_back({std::to_string(message.uid), message.is_seen});
    }
    return messages;
  }

  std::optional<std::string> read(std::string_view id, std::uint64_t most_octets) override {
    const auto uid = parse_unsigned(id);
    if (!uid) return std::nullopt;
    try {
      return m_folder->read(static_cast<std::uint32_t>(*uid), most_octets);
    } catch (const InputError&) {
      renew();  // one such mail must not hold up the others
      throw;
    }
  }

  void mark_seen(std::span<const std::string> ids) override { m_folder->mark_seen(uids_of(ids)); }

  void move(std::span<const std::string> ids, const std::string& folder) override {
    m_folder->move(uids_of(ids), folder);
  }

  Removed remove(std::span<const std::string> ids) override {
    switch (m_folder->erase(uids_of(ids))) {
      case ImapFolder::Erased::removed:
        return Removed::gone;
      case ImapFolder::Erased::marked:
        break;
    }
    return Removed::marked;
  }

 private:
  static Secret secret_of(const ImapAccount& account) {
    if (account.token) return secret_from(*account.token);
    if (account.password) return secret_from(*account.password);
    throw Error(Failure::configuration,
                fmt::format("there is no password for {}", printable(address_of(account))),
                "name a file or a program that has it: --password-file, --password-command or "
                "--token-command");
  }

  [[nodiscard]] std::unique_ptr<ImapFolder> connect() const {
    return std::make_unique<ImapFolder>(
        transfer::ImapOptions{.host = m_account.host,
                              .port = m_account.port,
                              .encryption = encryption_of(m_account.encryption),
                              .user = m_account.user,
                              .patience = {},
                              .ca_file = m_account.ca_file,
                              .waiting = m_waiting},
        m_account.token ? ImapCredential::token : ImapCredential::password, m_secret,
        m_account.folder);
  }

  void renew() {
    m_folder.reset();
    m_folder = connect();
    if (m_folder->uid_validity() != m_uid_validity) {
      throw Error(
          Failure::io,
          fmt::format("the mails of {} have been numbered anew", printable(address_of(m_account))),
          "run it again");
    }
  }

  ImapAccount m_account;
  std::function<void()> m_waiting;
  Secret m_secret;
  std::unique_ptr<ImapFolder> m_folder;
  std::uint32_t m_uid_validity;
};

}  // namespace

std::unique_ptr<Mailbox> open_imap(const ImapAccount& account, std::function<void()> waiting) {
  return std::make_unique<ImapMailbox>(account, std::move(waiting));
}

}  // namespace hardfail::fetch
