#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "hardfail/fetch/account.hpp"
#include "hardfail/transfer/http.hpp"
#include "hardfail/util/secret.hpp"

namespace hardfail::fetch {

using Json = nlohmann::json;

/// The text of a member; nullopt where there is none, or it is no text.
[[nodiscard]] std::optional<std::string> text_in(const Json& object, std::string_view key);

/// Requests to Microsoft Graph, each with a token that is renewed when it expires. Asks again where
/// an answer was cut off and where the service is busy, after the time that it says.
class GraphSession {
 public:
  GraphSession(const GraphAccount& account, std::function<void()> waiting);

  /// The answer, of status 2xx, 404 or one that says that this request cannot be carried out.
  /// Throws Error: unavailable, configuration. Pre: `url` begins with graph_url.
  [[nodiscard]] transfer::HttpResponse ask(std::string_view method, const std::string& url,
                                           const std::string& body = {});

  /// The JSON that stands at `url`; nullopt where nothing does. Throws as ask() does, and Error
  /// (io) where it is none or the service refuses.
  [[nodiscard]] std::optional<Json> get(const std::string& url);

  /// What may be asked for: below the URL of Graph. A link to another host would take the token
  /// there.
  [[nodiscard]] bool is_own(std::string_view url) const;

  [[nodiscard]] const GraphAccount& account() const noexcept { return m_account; }

  /// Throws Error (io) that says what Graph refuses.
  [[noreturn]] void refuse(const transfer::HttpResponse& response) const;

 private:
  [[nodiscard]] Secret new_token();
  [[nodiscard]] Secret token_by_credentials();
  /// Sends, again where that may help; the answer may be any that does not pass by itself.
  [[nodiscard]] transfer::HttpResponse send(const transfer::HttpRequest& request);
  void wait(std::chrono::milliseconds time);

  GraphAccount m_account;
  std::function<void()> m_waiting;
  transfer::HttpClient m_client;
  std::optional<Secret> m_token;
};

}  // namespace hardfail::fetch
