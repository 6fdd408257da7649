#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "hardfail/process/process.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"

namespace hardfail::fetch {

/// A secret is never part of an address or an option, only where it is to be had: a file, or a
/// program that prints it.
using SecretSource = std::variant<std::filesystem::path, process::Command>;

enum class Encryption : std::uint8_t {
  tls,
  starttls,
  none,  ///< refused but for a server on this machine
};

/// A folder of a mailbox over IMAP.
struct ImapAccount {
  std::string user;
  std::string host;  ///< a name or an address, IPv6 without brackets
  std::uint16_t port = 993;
  Encryption encryption = Encryption::tls;
  std::string folder = "INBOX";  ///< UTF-8, with the server's own separator
  std::optional<SecretSource> password;
  std::optional<process::Command> token;  ///< of OAuth 2.0, in place of a password
  std::optional<std::filesystem::path> ca_file;
};

/// A folder of a mailbox of Microsoft 365, read by an application with its own credentials.
struct GraphAccount {
  std::string mailbox;           ///< "reports@example.com"
  std::string folder = "inbox";  ///< names of folders with slashes between them
  std::string tenant;            ///< its id, or one of its domains
  std::string client;            ///< the id of the application
  std::optional<SecretSource> client_secret;
  std::optional<process::Command> token;  ///< for Graph, in place of a client and its secret
  std::optional<std::filesystem::path> ca_file;
  /// National clouds have others.
  std::string graph_url = "https://graph.microsoft.com/v1.0";
  std::string login_url = "https://login.microsoftonline.com";
};

using Account = std::variant<ImapAccount, GraphAccount>;

/// Reads where a mailbox is: "imaps://user@host[:port][/FOLDER]", "imap://" for STARTTLS, or
/// "graph://mailbox@domain[/FOLDER]"; octets as in URLs where need be ("%20"), but the user may
/// hold an "@". Refuses a password in it, without showing it.
[[nodiscard]] Expected<Account, Problem> parse_address(std::string_view text);

/// The address as it is shown and remembered: "imaps://reports@example.org@mail.example.org/INBOX".
/// Pre: the account came from parse_address(), or has a user, host and folder.
[[nodiscard]] std::string address_of(const Account& account);

}  // namespace hardfail::fetch
