#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/transfer/patience.hpp"
#include "hardfail/util/secret.hpp"

namespace hardfail::transfer {

enum class ImapEncryption : std::uint8_t {
  tls,       ///< from the first octet on (RFC 8314)
  starttls,  ///< by STARTTLS; a server without it is refused
  none,      ///< for a server on this machine alone
};

/// How the user is known to the server.
enum class ImapCredential : std::uint8_t {
  password,
  token,  ///< of OAuth 2.0, by OAUTHBEARER (RFC 7628) or XOAUTH2
};

struct ImapOptions {
  std::string host;  ///< a name or an address, IPv6 without brackets
  std::uint16_t port = 993;
  ImapEncryption encryption = ImapEncryption::tls;
  std::string user;
  Patience patience;
  /// Certificates of the authorities to trust, as PEM, in place of the system's.
  std::optional<std::filesystem::path> ca_file;
  /// Called about once a second while the server is waited for. What it throws ends the call.
  std::function<void()> waiting = [] {};
};

struct ImapMessage {
  std::uint32_t uid = 0;
  bool is_seen = false;
};

/// A folder of a mailbox over IMAP (RFC 3501), in one connection that is never renewed behind the
/// caller's back: a lost one is an Error, and another object begins anew.
///
/// Every function throws Error: dns_unavailable where the server cannot be reached, its certificate
/// is not trusted or the connection is lost; configuration where it refuses the user; no_input
/// where there is no such folder; io where it refuses a command or answers what nobody can read.
/// After one the object is of no further use. Names of folders are UTF-8, as the server writes
/// them, with its own separator.
class ImapFolder {
 public:
  /// Connects, logs in and opens the folder for reading. Throws configuration where another machine
  /// is to be spoken to without TLS.
  ImapFolder(ImapOptions options, ImapCredential credential, const Secret& secret,
             std::string folder);
  ImapFolder(const ImapFolder&) = delete;
  ImapFolder& operator=(const ImapFolder&) = delete;
  ImapFolder(ImapFolder&&) = delete;
  ImapFolder& operator=(ImapFolder&&) = delete;
  ~ImapFolder();

  /// Another one means that UIDs name other messages than before.
  [[nodiscard]] std::uint32_t uid_validity() const noexcept;

  /// Throws no_input where the mailbox has no folder of this name.
  void expect_folder(std::string_view name);

  /// All messages that are not marked as deleted, by UID.
  [[nodiscard]] std::vector<ImapMessage> list();

  /// The octets of a message, which stays as unread as it is; nullopt where it is gone. Throws
  /// InputError where it is larger than `most_octets`, or the server's answer cannot be read; the
  /// object is of no further use then.
  [[nodiscard]] std::optional<std::string> read(std::uint32_t uid, std::uint64_t most_octets);

  void mark_seen(std::span<const std::uint32_t> uids);

  /// Moves messages (RFC 6851), or else copies them, then erases the originals.
  void move(std::span<const std::uint32_t> uids, std::string_view folder);

  /// What became of messages that were to be erased.
  enum class Erased : std::uint8_t {
    removed,
    marked,  ///< as deleted; the server cannot remove single messages (RFC 4315, UIDPLUS)
  };

  /// Removes these messages and no others, even if others are marked as deleted.
  Erased erase(std::span<const std::uint32_t> uids);

 private:
  class Session;
  std::unique_ptr<Session> m_session;
};

}  // namespace hardfail::transfer
