#include "graph_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "hardfail/transfer/url.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "secret_source.hpp"

namespace hardfail::fetch {
namespace {

using transfer::url_encoded;

constexpr unsigned most_tries = 6;
constexpr std::chrono::seconds longest_wait{300};
constexpr std::size_t largest_mail = 256U << 20U;
constexpr int unauthorized = 401;
constexpr int forbidden = 403;
constexpr int not_found = 404;
constexpr int too_many_requests = 429;

bool is_success(int status) { return status >= 200 && status < 300; }

/// True if the same request may succeed a little later.
bool is_busy(int status) {
  return status == too_many_requests || status == 408 || status == 502 || status == 503 ||
         status == 504;
}

/// What the service asks for, else twice as long each time.
std::chrono::milliseconds wait_of(const transfer::HttpResponse& response, unsigned tries) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (const auto wait = transfer::retry_after(response, now)) return *wait;
  return std::chrono::milliseconds(100U << tries);
}

/// What a service says about a refusal, in its JSON, as one line.
std::string reason_in(const transfer::HttpResponse& response) {
  constexpr std::size_t longest = 300;
  const auto json = Json::parse(response.body, nullptr, false);
  std::string text;
  if (json.is_object()) {
    if (const auto of_login = text_in(json, "error_description")) {
      text = *of_login;
    } else if (const auto error = json.find("error"); error != json.end() && error->is_object()) {
      text = text_in(*error, "code").value_or("") + ": " + text_in(*error, "message").value_or("");
    }
  }
  text.resize(std::min(text.find_first_of("\r\n"), text.size()));
  if (text.empty()) return fmt::format("status {}", response.status);
  return fmt::format("status {}, {}", response.status, shortened(printable(text), longest));
}

std::string origin_of(const std::string& url) {
  return url.substr(0, url.find('/', url.find("://") + 3));
}

}  // namespace

std::optional<std::string> text_in(const Json& object, std::string_view key) {
  const auto at = object.find(key);
  if (at == object.end() || !at->is_string()) return std::nullopt;
  return at->get<std::string>();
}

GraphSession::GraphSession(const GraphAccount& account, std::function<void()> waiting)
    : m_account(account),
      m_waiting(std::move(waiting)),
      m_client({.patience = {}, .largest_body = largest_mail, .ca_file = account.ca_file}) {}

bool GraphSession::is_own(std::string_view url) const {
  return url.starts_with(m_account.graph_url + '/');
}

void GraphSession::wait(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds slice{100};
  for (auto left = time; left.count() > 0; left -= slice) {
    m_waiting();
    std::this_thread::sleep_for(std::min(left, slice));
  }
}

transfer::HttpResponse GraphSession::send(const transfer::HttpRequest& request) {
  for (unsigned tries = 1;; ++tries) {
    m_waiting();
    auto time = std::chrono::milliseconds(100U << tries);
    std::string reason;
    try {
      auto response = m_client.send(request);
      if (!is_busy(response.status)) return response;
      time = wait_of(response, tries);
      reason = reason_in(response);
    } catch (const Error& error) {
      if (error.failure() != Failure::io || tries == most_tries) {
        throw Error(error.failure() == Failure::io ? Failure::dns_unavailable : error.failure(),
                    error.what(), error.advice());
      }
    }
    if (tries == most_tries || time > longest_wait) {
      throw Error(
          Failure::dns_unavailable,
          fmt::format("{} is busy and wants {} s without requests: {}",
                      printable(origin_of(request.url)),
                      std::chrono::duration_cast<std::chrono::seconds>(time).count(), reason),
          "run it again later");
    }
    wait(time);
  }
}

Secret GraphSession::new_token() {
  if (m_account.token) return secret_from(*m_account.token);
  return token_by_credentials();
}

/// RFC 6749, section 4.4.
Secret GraphSession::token_by_credentials() {
  auto secret = secret_from(*m_account.client_secret);
  auto encoded = url_encoded(secret.reveal());
  transfer::HttpRequest request{
      .method = "POST",
      .url = fmt::format("{}/{}/oauth2/v2.0/token", m_account.login_url,
                         url_encoded(m_account.tenant)),
      .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
      .body = fmt::format("grant_type=client_credentials&client_id={}&scope={}&client_secret={}",
                          url_encoded(m_account.client),
                          url_encoded(origin_of(m_account.graph_url) + "/.default"), encoded)};
  wipe(encoded);
  auto response = send(request);
  wipe(request.body);
  if (!is_success(response.status)) {
    throw Error(Failure::configuration,
                fmt::format("{} gives no token: {}", printable(origin_of(m_account.login_url)),
                            reason_in(response)),
                "check tenant, client and its secret");
  }
  auto json = Json::parse(response.body, nullptr, false);
  wipe(response.body);
  auto token = json.is_object() ? text_in(json, "access_token") : std::nullopt;
  auto taken = token ? take_secret(*token) : Unexpected(Problem{"is missing"});
  if (token) wipe(json["access_token"].get_ref<std::string&>());
  if (!taken) {
    throw Error(Failure::io, fmt::format("{} answers without a token that can be read",
                                         printable(origin_of(m_account.login_url))));
  }
  return *std::move(taken);
}

transfer::HttpResponse GraphSession::ask(std::string_view method, const std::string& url,
                                         const std::string& body) {
  if (!m_token) m_token = new_token();
  bool is_token_new = false;
  for (;;) {
    transfer::HttpRequest request{.method = std::string(method),
                                  .url = url,
                                  // So that a message keeps its id when it is moved.
                                  .headers = {{"Prefer", "IdType=\"ImmutableId\""}},
                                  .bearer = m_token,
                                  .body = body};
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    auto response = send(request);
    if (response.status == forbidden || (response.status == unauthorized && is_token_new)) {
      throw Error(
          Failure::configuration,
          fmt::format("{} refuses the mailbox {}: {}", printable(origin_of(m_account.graph_url)),
                      printable(m_account.mailbox), reason_in(response)),
          "give the application the permission Mail.ReadWrite for this mailbox");
    }
    if (response.status != unauthorized) return response;
    m_token = new_token();
    is_token_new = true;
  }
}

std::optional<Json> GraphSession::get(const std::string& url) {
  constexpr unsigned most_readings = 3;
  for (unsigned readings = 1;; ++readings) {
    const auto response = ask("GET", url);
    if (response.status == not_found) return std::nullopt;
    if (!is_success(response.status)) refuse(response);
    auto json = Json::parse(response.body, nullptr, false);
    if (json.is_object()) return json;
    if (readings == most_readings) {
      throw Error(Failure::io, fmt::format("{} answers with what is no JSON",
                                           printable(origin_of(m_account.graph_url))));
    }
  }
}

void GraphSession::refuse(const transfer::HttpResponse& response) const {
  throw Error(Failure::io, fmt::format("{} refuses: {}", printable(origin_of(m_account.graph_url)),
                                       reason_in(response)));
}

}  // namespace hardfail::fetch
