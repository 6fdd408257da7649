#include "imap_connection.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "hardfail/transfer/url.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "imap_text.hpp"

namespace hardfail::transfer {
namespace {

/// What an answer to a command may come to.
constexpr std::uint64_t most_answer_octets = 1U << 20U;

std::string scheme_of(ImapEncryption encryption) {
  return encryption == ImapEncryption::tls ? "imaps" : "imap";
}

std::string host_of(const std::string& host) {
  return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

/// What follows NO or BAD in a line such as "A012 NO [TRYCREATE] No such folder"; empty for others.
std::string_view refusal_in(std::string_view line) {
  const auto rest = line.substr(std::min(line.find(' '), line.size()));
  if (line.starts_with('*') || line.starts_with('+')) return {};
  for (const std::string_view word : {" NO ", " BAD "}) {
    if (rest.starts_with(word)) return trim(rest.substr(word.size()));
  }
  return {};
}

}  // namespace

ImapConnection::ImapConnection(ImapOptions options, ImapCredential credential, const Secret& secret)
    : m_options(std::move(options)),
      m_url(fmt::format("{}://{}:{}/", scheme_of(m_options.encryption), host_of(m_options.host),
                        m_options.port)),
      m_name(fmt::format("{}://{}@{}", scheme_of(m_options.encryption), printable(m_options.user),
                         printable(host_of(m_options.host)))) {
  if (m_options.encryption == ImapEncryption::none && !is_loopback(m_options.host)) {
    throw Error(Failure::configuration,
                fmt::format("{} is another machine: without TLS anybody on the way could read the "
                            "password",
                            m_name),
                "use TLS, without --no-tls");
  }
  set_up(credential, secret);
  if (const auto code = perform("", "NOOP", most_answer_octets); code != CURLE_OK) fail(code);
  m_exchange.may_connect = false;
}

void ImapConnection::set_up(ImapCredential credential, const Secret& secret) {
  m_easy.start(m_options.patience, m_options.ca_file);
  m_easy.set(CURLOPT_PROTOCOLS_STR, "imap,imaps");
  m_easy.set(CURLOPT_USERNAME, m_options.user.c_str());
  std::string revealed(secret.reveal());
  switch (credential) {
    case ImapCredential::password:
      m_easy.set(CURLOPT_PASSWORD, revealed.c_str());
      break;
    case ImapCredential::token:
      m_easy.set(CURLOPT_XOAUTH2_BEARER, revealed.c_str());
      break;
  }
  wipe(revealed);
  if (m_options.encryption != ImapEncryption::none) {
    m_easy.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  }
  m_easy.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(m_options.patience.stall.count()));
  m_easy.set(CURLOPT_MAXAGE_CONN, 86'400L);  // the database may keep us waiting
  m_easy.set(CURLOPT_BUFFERSIZE, 65'536L);   // what no line may exceed
  m_easy.set(CURLOPT_WRITEFUNCTION, &take_body);
  m_easy.set(CURLOPT_WRITEDATA, &m_exchange);
  m_easy.set(CURLOPT_HEADERFUNCTION, &take_line);
  m_easy.set(CURLOPT_HEADERDATA, &m_exchange);
  m_easy.set(CURLOPT_NOPROGRESS, 0L);
  m_easy.set(CURLOPT_XFERINFOFUNCTION, &look_around);
  m_easy.set(CURLOPT_XFERINFODATA, this);
  m_easy.set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  m_easy.set(CURLOPT_OPENSOCKETDATA, &m_exchange);
}

std::size_t ImapConnection::take_body(char* octets, std::size_t, std::size_t count, void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  if (count > exchange.most_octets - exchange.body.size()) {
    exchange.is_too_large = true;
    return 0;
  }
  try {
    exchange.body.append(octets, count);
  } catch (...) {
    exchange.thrown = std::current_exception();
    return 0;
  }
  return count;
}

std::size_t ImapConnection::take_line(char* octets, std::size_t, std::size_t count, void* self) {
  constexpr std::size_t shown_octets = 300;
  auto& exchange = *static_cast<Exchange*>(self);
  try {
    if (const auto refusal = refusal_in({octets, count}); !refusal.empty()) {
      exchange.refusal = printable(shortened(refusal, shown_octets));
    }
  } catch (...) {
    exchange.thrown = std::current_exception();
    return 0;
  }
  return count;
}

int ImapConnection::look_around(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& connection = *static_cast<ImapConnection*>(self);
  try {
    connection.m_options.waiting();
  } catch (...) {
    connection.m_exchange.thrown = std::current_exception();
    return 1;
  }
  return 0;
}

/// A second connection would find the folder open for writing.
curl_socket_t ImapConnection::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  if (!static_cast<const Exchange*>(self)->may_connect) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

CURLcode ImapConnection::perform(const std::string& path, const char* custom,
                                 std::uint64_t most_octets) {
  m_easy.set(CURLOPT_URL, (m_url + path).c_str());
  m_easy.set(CURLOPT_CUSTOMREQUEST, custom);
  m_exchange.body.clear();
  m_exchange.refusal.clear();
  m_exchange.most_octets = most_octets;
  m_exchange.is_too_large = false;
  const auto code = m_easy.perform();
  if (auto thrown = std::exchange(m_exchange.thrown, nullptr)) std::rethrow_exception(thrown);
  return code;
}

std::string ImapConnection::command(const std::string& text) {
  // libcurl decodes it as it does URLs.
  std::string custom;
  for (const char c : text) custom += c == '%' ? "%25" : std::string(1, c);
  const auto code = perform("", custom.c_str(), most_answer_octets);
  if (code == CURLE_QUOTE_ERROR) throw ImapRefusal{m_exchange.refusal};
  if (code != CURLE_OK) fail(code);
  return std::move(m_exchange.body);
}

void ImapConnection::open_folder(const std::string& folder) {
  m_folder = url_encoded(folder);
  if (const auto code = perform(m_folder, "NOOP", most_answer_octets); code != CURLE_OK) fail(code);
}

std::optional<std::string> ImapConnection::read(std::uint32_t uid, std::uint64_t most_octets) {
  const auto code = perform(fmt::format("{}/;UID={}", m_folder, uid), nullptr, most_octets);
  if (code == CURLE_OK) return std::move(m_exchange.body);
  if (code == CURLE_REMOTE_FILE_NOT_FOUND) return std::nullopt;
  if (m_exchange.is_too_large) {
    throw InputError(
        fmt::format("the mail is larger than {} octets (--limit-mail-octets)", most_octets));
  }
  if (code == CURLE_WEIRD_SERVER_REPLY) {
    throw InputError("what the server sends in place of the mail cannot be read");
  }
  fail(code);
}

void ImapConnection::fail(CURLcode code) const {
  const auto reason = m_easy.cause(code);
  if (!m_exchange.may_connect) {
    throw Error(Failure::dns_unavailable,
                fmt::format("the connection to {} was lost: {}", m_name,
                            code == CURLE_COULDNT_CONNECT ? std::string("the server has closed it")
                                                          : reason));
  }
  if (code == CURLE_LOGIN_DENIED || code == CURLE_AUTH_ERROR) {
    const auto& answer = m_exchange.refusal;
    throw Error(Failure::configuration,
                fmt::format("{} refuses the user or the password: {}", m_name,
                            answer.empty() ? reason : answer),
                "give the password of this user, or a token that is still valid");
  }
  throw Error(Failure::dns_unavailable, fmt::format("{} cannot be reached: {}", m_name, reason),
              advice_about(code));
}

}  // namespace hardfail::transfer
