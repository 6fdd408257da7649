#include "hardfail/transfer/http.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "python_server.hpp"
#include "skip.hpp"

using namespace hardfail;
using namespace hardfail::transfer;
using namespace std::chrono_literals;

namespace {

constexpr const char* script = "transfer/web_server.py";

bool has_openssl() {
  if (std::system("openssl version >/dev/null 2>&1") == 0) return true;
  test::skip("openssl");
  return false;
}

struct Web {
  explicit Web(const std::vector<std::string>& arguments = {}, std::string scheme = "http",
               std::string host = "127.0.0.1")
      : server(script, arguments),
        root(scheme + "://" + host + ":" + std::to_string(server.port()) + "/") {}

  test::PythonServer server;
  std::string root;
};

/// What send() says, and its advice after a line break; empty where it gives an answer.
std::string told(HttpClient& client, const HttpRequest& request, Failure failure = Failure::io) {
  try {
    static_cast<void>(client.send(request));
  } catch (const Error& error) {
    CHECK(error.failure() == failure);
    return std::string(error.what()) + (error.advice().empty() ? "" : "\n" + error.advice());
  }
  return {};
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a request arrives as it was put, with its secret") {
  const Web web;
  HttpClient client({});
  const auto posted =
      client.send({.method = "POST",
                   .url = web.root + "echo?x=1",
                   .headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}},
                   .bearer = Secret("token-1"),
                   .body = std::string("{\"a\":\0 1}", 9)});
  CHECK(posted.status == 200);
  CHECK(has(posted.body, R"("method": "POST", "path": "/echo?x=1", "body": "{\"a\":\u0000 1}")"));
  CHECK(has(posted.body, R"("content-type: application/json")"));
  CHECK(has(posted.body, R"("authorization: Bearer token-1")"));
  CHECK(has(posted.body, R"("x-empty: ")"));
  CHECK(has(posted.body, R"("user-agent: hardfail")"));
  CHECK(posted.header("x-TWICE") == "one");
  CHECK(posted.header("X-None") == std::nullopt);

  const auto got = client.send({.url = web.root + "echo"});
  CHECK(has(got.body, R"("method": "GET")"));
  CHECK_FALSE(has(got.body, "authorization"));
  CHECK(has(client.send({.method = "PATCH", .url = web.root + "echo", .body = "b"}).body,
            R"("method": "PATCH", "path": "/echo", "body": "b")"));
  CHECK(has(client.send({.method = "DELETE", .url = web.root + "echo"}).body,
            R"("method": "DELETE")"));
}

TEST_CASE("what is to stay on this machine goes through no proxy") {
  const Web web;
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  HttpClient client({});
  CHECK(client.send({.url = web.root + "status/204"}).status == 204);
  unsetenv("http_proxy");
}

TEST_CASE("a connection serves more than one request") {
  const Web web;
  HttpClient client({});
  for (int i = 0; i < 3; ++i) {
    CHECK(client.send({.method = "POST", .url = web.root + "status/200"}).status == 200);
  }
  CHECK(client.send({.url = web.root + "connections"}).body == "1");
}

TEST_CASE("every status is an answer, and a redirect leads nowhere") {
  const Web web;
  HttpClient client({});
  const auto busy = client.send({.url = web.root + "status/429"});
  CHECK(busy.status == 429);
  CHECK(busy.body == "told");
  CHECK(busy.header("Retry-After") == "7");
  const auto redirect = client.send({.url = web.root + "redirect"});
  CHECK(redirect.status == 302);
  CHECK(redirect.header("location").has_value());
  CHECK(redirect.body.empty());
}

TEST_CASE("when to come back is read as seconds or as a date") {
  const Moment now{1'795'776'896s};  // Fri, 27 Nov 2026 10:54:56 GMT
  const auto wait = [&](const char* text) {
    return retry_after({.headers = {{"retry-after", text}}}, now);
  };
  CHECK(wait("0") == 0s);
  CHECK(wait("120") == 120s);
  CHECK(wait("99999999999") == 31'536'000s);
  CHECK(wait("Fri, 27 Nov 2026 10:55:06 GMT") == 10s);
  CHECK(wait("Fri, 27 Nov 2026 10:54:00 GMT") == 0s);
  CHECK(wait("soon") == std::nullopt);
  CHECK(wait("-5") == std::nullopt);
  CHECK(retry_after({}, now) == std::nullopt);
}

TEST_CASE("an answer is bounded, packed or not") {
  const Web web;
  HttpClient client({.largest_body = 100'000});
  CHECK(client.send({.url = web.root + "zeros/100000"}).body.size() == 100'000);
  CHECK(client.send({.url = web.root + "packed/100000"}).body == std::string(100'000, '0'));
  for (const char* path : {"zeros/100001", "packed/100001", "packed/90000000"}) {
    CAPTURE(path);
    CHECK(told(client, {.url = web.root + path}) ==
          "127.0.0.1 cannot be used: its answer is larger than 100,000 octets.");
  }
  CHECK(client.send({.url = web.root + "headers/60"}).status == 200);
  CHECK(told(client, {.url = web.root + "headers/290"}) ==
        "127.0.0.1 cannot be used: the head of its answer is larger than 262,144 octets.");
}

TEST_CASE("nobody is waited for longer than said") {
  const Web web;
  const auto seconds_for = [&](const Patience& patience, const char* path) {
    HttpClient client({.patience = patience});
    const auto begin = std::chrono::steady_clock::now();
    const auto what = told(client, {.url = web.root + path});
    CHECK(what.starts_with("127.0.0.1 gave no answer: Operation t"));
    return std::chrono::steady_clock::now() - begin;
  };
  CHECK(seconds_for({.total = 1s}, "trickle") < 3s);
  CHECK(seconds_for({.total = 1s}, "silent") < 3s);
  CHECK(seconds_for({.stall = 1s}, "silent") < 6s);
}

TEST_CASE(
    "what goes wrong is told with host and cause, without the rest of the URL and the headers") {
  const Web web;
  HttpClient client({});
  const HttpRequest request{.url = web.root + "cut?key=hunter2",
                            .headers = {{"X-Key", "hunter3"}},
                            .bearer = Secret("hunter4"),
                            .body = "hunter5"};
  const auto cut = told(client, request);
  CHECK(cut.starts_with("127.0.0.1 gave no answer: "));
  CHECK_FALSE(has(cut, "hunter"));
  const auto refused = told(client, {.url = "https://127.0.0.1:1/?key=hunter2"});
  CHECK(refused.starts_with("127.0.0.1 gave no answer: Failed to connect"));
  CHECK_FALSE(has(refused, "hunter"));
  const auto nowhere = told(client, {.url = "https://nowhere.invalid/?key=hunter2"});
  CHECK(nowhere == "nowhere.invalid gave no answer: Could not resolve host: nowhere.invalid.");
}

TEST_CASE("a header field cannot be made to hold another") {
  const Web web;
  HttpClient client({});
  for (const auto& field :
       HeaderFields{{"X-A", "b\r\nX-C: d"}, {"X-A\nX-B", "c"}, {"X-A", "b\n"}}) {
    const auto what =
        told(client, {.url = web.root + "echo", .headers = {field}}, Failure::internal);
    CHECK(has(what, "would hold a control character"));
  }
  const auto what = told(client, {.url = web.root + "echo", .bearer = Secret("hunter2\r\nX: y")},
                         Failure::internal);
  CHECK_FALSE(has(what, "hunter2"));
}

TEST_CASE("only https goes over the network, and no URL carries a secret for its host") {
  for (const char* url :
       {"https://hooks.example/a?b=c", "HTTPS://hooks.example", "http://localhost:8/",
        "http://127.0.0.1/", "http://127.9.9.9/", "http://[::1]:8080/a"}) {
    CAPTURE(url);
    CHECK(web_host(url).has_value());
  }
  CHECK(*web_host("https://hooks.example:8443/a") == "hooks.example");
  for (const auto& row : {std::pair{"http://hooks.example/", "has to begin with https://: what"},
                          {"http://127.evil.example/", "has to begin with https://"},
                          {"http://localhost.evil.example/", "has to begin with https://"},
                          {"http://128.0.0.1/", "has to begin with https://"},
                          {"http://[::2]/", "has to begin with https://"},
                          {"ftp://hooks.example/", "has to begin with https://."},
                          {"file:///etc/passwd", "has to begin with https://."},
                          {"https://user@hooks.example/", "holds a user or a password"},
                          {"https://:word@hooks.example/", "holds a user or a password"},
                          {"hooks.example", "is to be written as https://HOST/PATH"},
                          {"", "is to be written as"},
                          {"https://", "is to be written as"},
                          {"https://a b/", "is to be written as"},
                          {"https://a/\r\nX", "is to be written as"}}) {
    CAPTURE(row.first);
    const auto refused = web_host(row.first);
    REQUIRE_FALSE(refused.has_value());
    CHECK(has(refused.error().text, row.second));
    CHECK_FALSE(has(refused.error().text, "word@"));
  }
  HttpClient client({});
  CHECK(has(told(client, {.url = "http://hooks.example/"}, Failure::usage), "https://"));
}

TEST_CASE("a certificate has to be trusted and name the host") {
  if (!has_openssl()) return;
  const test::TemporaryFolder folder;
  const Web web({"--tls", folder.path()}, "https", "localhost");
  const auto authority = folder.path() / "cert.pem";
  HttpClient trusting({.ca_file = authority});
  CHECK(trusting.send({.url = web.root + "status/204"}).status == 204);

  HttpClient strange({});
  const auto unknown = told(strange, {.url = web.root + "status/200"});
  CHECK(unknown.starts_with("localhost gave no answer: SSL certificate problem: self"));
  CHECK(has(unknown, "\nIts certificate has to name this host"));
  const auto other = "https://127.0.0.1:" + std::to_string(web.server.port()) + "/status/200";
  CHECK(has(told(trusting, {.url = other}), "127.0.0.1 gave no answer: SSL: "));
  HttpClient missing({.ca_file = folder.path() / "nothing.pem"});
  CHECK(has(told(missing, {.url = web.root}), "\nThe file of trusted authorities"));
}

TEST_CASE("nothing older than TLS 1.2 is spoken") {
  if (!has_openssl()) return;
  const test::TemporaryFolder folder;
  const Web web({"--tls", folder.path(), "--oldest"}, "https", "localhost");
  HttpClient client({.ca_file = folder.path() / "cert.pem"});
  CHECK(told(client, {.url = web.root}).starts_with("localhost gave no answer: "));
}
