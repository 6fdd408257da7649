#include "hardfail/transfer/smtp.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>

#include "easy.hpp"
#include "hardfail/util/text.hpp"
#include "url.hpp"

namespace hardfail::transfer {
namespace {

/// Mail goes over the network with CR LF (RFC 5321, section 2.3.8).
std::string with_crlf(std::string_view octets) {
  std::string text;
  text.reserve(octets.size() + octets.size() / 32);
  for (const char c : octets) {
    if (c == '\n') text += '\r';
    text += c;
  }
  return text;
}

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& rest = *static_cast<std::string_view*>(user);
  const auto taken = rest.copy(buffer, size * count);
  rest.remove_prefix(taken);
  return taken;
}

void sign_in(Easy& easy, const SmtpServer& server) {
  if (!server.user) return;
  easy.set(CURLOPT_USERNAME, server.user->c_str());
  if (!server.password) return;
  std::string password(server.password->reveal());
  easy.set(CURLOPT_PASSWORD, password.c_str());
  wipe(password);
}

}  // namespace

Expected<std::string, Problem> mail_host(std::string_view text) {
  const auto url = Url::parse(text);
  const auto refused = [](std::string_view why) {
    return Unexpected(Problem{fmt::format("The mail server {}", why), 0});
  };
  if (!url || (url->scheme != "smtp" && url->scheme != "smtps")) {
    return refused(
        "is to be written as smtps://HOST or smtp://HOST, with :PORT where it is another.");
  }
  if (url->has_credentials) {
    return refused("is written with a user or a password; secrets come from a file or a command.");
  }
  if ((!url->path.empty() && url->path != "/") || !url->query.empty()) {
    return refused("is written with a path; it has none.");
  }
  return url->host;
}

void send_mail(const SmtpServer& server, const std::string& from,
               const std::vector<std::string>& to, std::string_view octets) {
  const auto host = mail_host(server.url);
  if (!host) throw Error(Failure::usage, host.error().text);
  Easy easy;
  Lines recipients;
  for (const auto& address : to) recipients.add(fmt::format("<{}>", address));
  easy.start(server.patience, server.ca_file);
  easy.set(CURLOPT_URL, server.url.c_str());
  easy.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  easy.set(CURLOPT_PROXY, "");
  const bool stays_here = is_loopback(*host) && !server.ca_file;
  const auto tls = stays_here ? CURLUSESSL_NONE : CURLUSESSL_ALL;
  easy.set(CURLOPT_USE_SSL, static_cast<long>(tls));
  sign_in(easy, server);
  easy.set(CURLOPT_MAIL_FROM, fmt::format("<{}>", from).c_str());
  easy.set(CURLOPT_MAIL_RCPT, recipients.get());
  const auto text = with_crlf(octets);
  std::string_view rest = text;
  easy.set(CURLOPT_UPLOAD, 1L);
  easy.set(CURLOPT_READFUNCTION, &give);
  easy.set(CURLOPT_READDATA, &rest);
  const auto code = easy.perform();
  if (code == CURLE_OK) return;
  throw Error(Failure::io,
              fmt::format("The mail server {} has not taken the mail: {}.", printable(*host),
                          easy.cause(code)),
              advice_about(code));
}

}  // namespace hardfail::transfer
