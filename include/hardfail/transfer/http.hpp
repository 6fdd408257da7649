#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hardfail/transfer/patience.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"
#include "hardfail/util/secret.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::transfer {

/// Names and values of header fields, in the order in which they came or are to go.
using HeaderFields = std::vector<std::pair<std::string, std::string>>;

/// A user and his password, sent as `Authorization: Basic` (RFC 7617).
struct Login {
  std::string user;
  Secret password;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;  ///< as web_host() takes it
  HeaderFields headers = {};
  std::optional<Secret> bearer = {};  ///< sent as `Authorization: Bearer`
  std::optional<Login> login = {};
  std::string body = {};
};

/// No whole answer has come: whether the request was carried out is not known.
class NoAnswer : public Error {
 public:
  using Error::Error;
};

struct HttpResponse {
  int status = 0;
  HeaderFields headers;
  std::string body;  ///< unpacked

  /// The value of the first field of that name, whatever its case; a view into `headers`.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// How long the server asks to wait before the next try, by Retry-After in either of its forms
/// (RFC 9110, section 10.2.3); at most a year, and nullopt where it does not say.
[[nodiscard]] std::optional<std::chrono::seconds> retry_after(const HttpResponse& response,
                                                              Moment now);

struct HttpOptions {
  Patience patience;
  std::size_t largest_body = std::size_t{64} << 20;  ///< octets of an answer, unpacked
  /// Certificates of the authorities to trust, as PEM, in place of the system's.
  std::optional<std::filesystem::path> ca_file = {};
};

/// The host of a URL that may be asked: https, or http where the host is this machine's loopback.
/// Refuses another scheme, one with a user or a password in it, and what is no URL.
[[nodiscard]] Expected<std::string, Problem> web_host(std::string_view text);

/// Asks web servers; keeps connections open from one request to the next. TLS 1.2 or later, with
/// the certificate checked. Redirects are answers like others and not followed.
class HttpClient {
 public:
  explicit HttpClient(HttpOptions options);
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  /// The answer, whatever its status. Throws Error (usage) for a URL that web_host() refuses, and
  /// Error (io) where there is no whole answer in time (NoAnswer) or within bounds. What it says
  /// names the host and the cause, never the rest of the URL, a header or a body.
  [[nodiscard]] HttpResponse send(const HttpRequest& request);

 private:
  class Connection;
  HttpOptions m_options;
  std::unique_ptr<Connection> m_connection;
};

}  // namespace hardfail::transfer
