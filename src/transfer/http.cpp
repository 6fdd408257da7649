#include "hardfail/transfer/http.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>

#include "easy.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"
#include "url.hpp"

namespace hardfail::transfer {
namespace {

constexpr std::size_t largest_head = std::size_t{256} << 10;

/// What comes of a request, while it comes.
struct Arrival {
  HttpResponse response;
  std::size_t head_size = 0;
  std::size_t largest_body = 0;
  const char* excess = nullptr;  ///< what there was too much of
};

void take_field(std::string_view line, HeaderFields& fields) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  fields.emplace_back(trim(line.substr(0, colon)), trim(line.substr(colon + 1)));
}

std::size_t take_head(char* data, std::size_t, std::size_t size, void* user) {
  auto& arrival = *static_cast<Arrival*>(user);
  const std::string_view line(data, size);
  // An interim answer, and that of a proxy, comes before the one that counts.
  if (line.starts_with("HTTP/")) arrival.response.headers.clear();
  arrival.head_size += size;
  if (arrival.head_size > largest_head) {
    arrival.excess = "the head of its answer is larger than";
    return 0;
  }
  take_field(line, arrival.response.headers);
  return size;
}

std::size_t take_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& arrival = *static_cast<Arrival*>(user);
  if (size > arrival.largest_body - arrival.response.body.size()) {
    arrival.excess = "its answer is larger than";
    return 0;
  }
  arrival.response.body.append(data, size);
  return size;
}

/// A field that could end its line would be the start of another: whoever makes it has to see to
/// that, and this makes sure.
void add_field(Lines& lines, std::string_view name, std::string_view value) {
  if (has_control(name) || has_control(value)) {
    throw Error(Failure::internal,
                fmt::format("The header field {} of a request would hold a control character.",
                            printable(name)));
  }
  // libcurl sends a field without value only if it ends in a semicolon.
  auto line = value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value);
  lines.add(line);
  wipe(line);
}

void set_login(Easy& easy, const Login& login) {
  std::string password(login.password.reveal());
  easy.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
  easy.set(CURLOPT_USERNAME, login.user.c_str());
  easy.set(CURLOPT_PASSWORD, password.c_str());
  wipe(password);
}

void set_body(Easy& easy, const HttpRequest& request) {
  if (request.method != "GET" || !request.body.empty()) {
    easy.set(CURLOPT_POSTFIELDS, request.body.c_str());
    easy.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    easy.set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

}  // namespace

std::optional<std::string_view> HttpResponse::header(std::string_view name) const {
  const auto found =
      std::ranges::find_if(headers, [&](const auto& field) { return iequals(field.first, name); });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

std::optional<std::chrono::seconds> retry_after(const HttpResponse& response, Moment now) {
  const auto field = response.header("Retry-After");
  if (!field) return std::nullopt;
  if (const auto seconds = parse_unsigned(*field)) {
    return std::chrono::seconds(std::min<std::uint64_t>(*seconds, 31'536'000));
  }
  const auto date = curl_getdate(std::string(*field).c_str(), nullptr);
  if (date < 0) return std::nullopt;
  const auto wait = Moment(std::chrono::seconds(date)) - now;
  return std::max(wait, std::chrono::seconds(0));
}

Expected<std::string, Problem> web_host(std::string_view text) {
  const auto refused = [](std::string_view why) {
    return Unexpected(Problem{fmt::format("The URL {}", why), 0});
  };
  const auto url = Url::parse(text);
  if (!url) return refused("is to be written as https://HOST/PATH.");
  if (url->has_credentials) {
    return refused("holds a user or a password; secrets come from a file or a command.");
  }
  const bool is_plain = url->scheme == "http";
  if (url->scheme == "https" || (is_plain && is_loopback(url->host))) return url->host;
  return refused(is_plain ? "has to begin with https://: what http:// carries anybody on the way "
                            "can read and change."
                          : "has to begin with https://.");
}

class HttpClient::Connection {
 public:
  HttpResponse send(const HttpRequest& request, const HttpOptions& options) {
    const auto host = web_host(request.url);
    if (!host) throw Error(Failure::usage, host.error().text);
    Lines fields;
    for (const auto& field : request.headers) add_field(fields, field.first, field.second);
    if (request.bearer) {
      auto value = fmt::format("Bearer {}", request.bearer->reveal());
      add_field(fields, "Authorization", value);
      wipe(value);
    }
    Arrival arrival{.response = {}, .largest_body = options.largest_body};
    m_easy.start(options.patience, options.ca_file);
    m_easy.set(CURLOPT_URL, request.url.c_str());
    m_easy.set(CURLOPT_PROTOCOLS_STR, is_loopback(*host) ? "http,https" : "https");
    // Else a proxy that the environment names would see what is to stay here.
    if (is_loopback(*host)) m_easy.set(CURLOPT_PROXY, "");
    m_easy.set(CURLOPT_USERAGENT, "hardfail");
    m_easy.set(CURLOPT_ACCEPT_ENCODING, "");
    m_easy.set(CURLOPT_HTTPHEADER, fields.get());
    m_easy.set(CURLOPT_HEADERFUNCTION, &take_head);
    m_easy.set(CURLOPT_HEADERDATA, &arrival);
    m_easy.set(CURLOPT_WRITEFUNCTION, &take_body);
    m_easy.set(CURLOPT_WRITEDATA, &arrival);
    if (request.login) set_login(m_easy, *request.login);
    set_body(m_easy, request);
    require_answer(m_easy.perform(), *host, arrival);
    arrival.response.status = static_cast<int>(m_easy.response_code());
    return std::move(arrival.response);
  }

 private:
  void require_answer(CURLcode code, const std::string& host, const Arrival& arrival) const {
    if (arrival.excess != nullptr) {
      const auto limit = arrival.head_size > largest_head ? largest_head : arrival.largest_body;
      throw Error(Failure::io, fmt::format("{} cannot be used: {} {} octets.", printable(host),
                                           arrival.excess, grouped(limit)));
    }
    if (code == CURLE_OK) return;
    throw NoAnswer(Failure::io,
                   fmt::format("{} gave no answer: {}.", printable(host), m_easy.cause(code)),
                   advice_about(code));
  }

  Easy m_easy;
};

HttpClient::HttpClient(HttpOptions options)
    : m_options(std::move(options)), m_connection(std::make_unique<Connection>()) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

HttpResponse HttpClient::send(const HttpRequest& request) {
  return m_connection->send(request, m_options);
}

}  // namespace hardfail::transfer
