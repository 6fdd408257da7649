#include "hardfail/fetch/account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"

namespace hardfail::fetch {
namespace {

Unexpected<Problem> problem(std::string text) { return Unexpected(Problem{std::move(text)}); }

std::optional<unsigned> hex_digit(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  const char lower = to_lower(c);
  if (lower >= 'a' && lower <= 'f') return static_cast<unsigned>(lower - 'a') + 10;
  return std::nullopt;
}

/// Without percent-encoding; nullopt where that is broken, or the result is no text.
std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
    if (!high || !low) return std::nullopt;
    plain += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  if (!is_utf8(plain) || std::ranges::any_of(plain, is_control)) return std::nullopt;
  return plain;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const auto number = parse_unsigned(text);
  if (!number || *number == 0 || *number > std::numeric_limits<std::uint16_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::uint16_t>(*number);
}

bool is_host_octet(char c) {
  return is_alpha(c) || is_digit(c) || c == '.' || c == '-' || c == '_' || c == ':';
}

/// "mail.example.org:993" or "[2001:db8::1]"; false if it is neither.
bool take_host(std::string_view text, ImapAccount& account) {
  const bool is_bracketed = text.starts_with('[');
  const auto end = is_bracketed ? text.find(']') : text.find(':');
  auto rest = end == std::string_view::npos ? "" : text.substr(end);
  if (is_bracketed && !rest.starts_with(']')) return false;
  account.host = text.substr(is_bracketed ? 1 : 0, is_bracketed ? end - 1 : end);
  if (is_bracketed) rest.remove_prefix(1);
  if (!rest.empty()) {
    const auto port = rest.starts_with(':') ? parse_port(rest.substr(1)) : std::nullopt;
    if (!port) return false;
    account.port = *port;
  }
  return !account.host.empty() && std::ranges::all_of(account.host, is_host_octet);
}

struct Parts {
  std::string scheme;
  std::string user;
  std::string_view host;
  std::string folder;  ///< empty where none is named
};

Expected<Parts, Problem> split_address(std::string_view text) {
  constexpr std::string_view form =
      "is to be written as imaps://USER@HOST/FOLDER or graph://MAILBOX@DOMAIN/FOLDER";
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) {
    return problem(fmt::format("a mailbox {}, unlike '{}'", form, printable(text)));
  }
  const auto scheme = to_lower(text.substr(0, scheme_end));
  auto rest = text.substr(scheme_end + 3);
  const auto slash = rest.find('/');
  const auto authority = rest.substr(0, slash);
  const auto at = authority.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == authority.size()) {
    return problem(fmt::format("a mailbox {}: USER or HOST is missing", form));
  }
  const auto user = authority.substr(0, at);
  if (user.find(':') != std::string_view::npos) {
    return problem(
        "a password does not belong in the address of a mailbox, where every user of the machine "
        "can see it: it comes from a file or a command");
  }
  const auto folder = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
  auto plain_user = decoded(user);
  auto plain_folder = decoded(folder);
  if (!plain_user || !plain_folder) {
    return problem(fmt::format("a mailbox {}, in UTF-8, with %25 for a percent sign", form));
  }
  return Parts{scheme, *std::move(plain_user), authority.substr(at + 1), *std::move(plain_folder)};
}

}  // namespace

Expected<Account, Problem> parse_address(std::string_view text) {
  auto parts = split_address(text);
  if (!parts) return Unexpected(parts.error());
  if (parts->scheme == "graph") {
    GraphAccount account{.mailbox = fmt::format("{}@{}", parts->user, parts->host)};
    if (!std::ranges::all_of(parts->host, is_host_octet)) {
      return problem(fmt::format("'{}' is not the domain of a mailbox", printable(parts->host)));
    }
    if (!parts->folder.empty()) account.folder = std::move(parts->folder);
    return account;
  }
  ImapAccount account{.user = std::move(parts->user)};
  if (parts->scheme == "imap") {
    constexpr std::uint16_t imap_port = 143;
    account.port = imap_port;
    account.encryption = Encryption::starttls;
  } else if (parts->scheme != "imaps") {
    return problem(fmt::format("a mailbox begins with imaps://, imap:// or graph://, not '{}://'",
                               printable(parts->scheme)));
  }
  if (!take_host(parts->host, account)) {
    return problem(
        fmt::format("'{}' is not a host, nor a host and a port", printable(parts->host)));
  }
  if (!parts->folder.empty()) account.folder = std::move(parts->folder);
  return account;
}

std::string address_of(const Account& account) {
  if (const auto* graph = std::get_if<GraphAccount>(&account)) {
    return fmt::format("graph://{}/{}", graph->mailbox, graph->folder);
  }
  const auto& imap = std::get<ImapAccount>(account);
  const bool is_tls = imap.encryption == Encryption::tls;
  const auto host =
      imap.host.find(':') == std::string::npos ? imap.host : fmt::format("[{}]", imap.host);
  const auto port = imap.port == (is_tls ? 993 : 143) ? "" : fmt::format(":{}", imap.port);
  return fmt::format("{}://{}@{}{}/{}", is_tls ? "imaps" : "imap", imap.user, host, port,
                     imap.folder);
}

}  // namespace hardfail::fetch
