#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/transfer/patience.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"
#include "hardfail/util/secret.hpp"

namespace hardfail::transfer {

/// A server that takes mail, and as whom to sign in there.
struct SmtpServer {
  std::string url;  ///< as mail_host() takes it
  std::optional<std::string> user = {};
  std::optional<Secret> password = {};
  Patience patience = {};
  /// Certificates of the authorities to trust, as PEM, in place of the system's.
  std::optional<std::filesystem::path> ca_file = {};
};

/// The host of smtps://HOST[:PORT], which speaks TLS from the start, or of smtp://HOST[:PORT],
/// which has to offer STARTTLS unless it is this machine's loopback and no authority is named.
/// Refuses another scheme, a user, a password or a path in it, and what is no URL.
[[nodiscard]] Expected<std::string, Problem> mail_host(std::string_view text);

/// Hands a mail over: `octets` with its head, lines ending in LF. Addresses are LOCAL@DOMAIN.
/// Throws Error (usage) for a URL that mail_host() refuses, and Error (io) where the server does
/// not take it for every recipient; what it says names host and cause.
void send_mail(const SmtpServer& server, const std::string& from,
               const std::vector<std::string>& to, std::string_view octets);

}  // namespace hardfail::transfer
