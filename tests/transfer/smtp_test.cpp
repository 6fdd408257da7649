#include "hardfail/transfer/smtp.hpp"

#include <doctest/doctest.h>

#include <string>

#include "files.hpp"
#include "python_server.hpp"
#include "skip.hpp"

using namespace hardfail;
using namespace hardfail::transfer;
using test::content_of;
using test::has;

namespace {

struct Post {
  explicit Post(std::vector<std::string> arguments = {}) : server(script, with_folder(arguments)) {}

  std::vector<std::string> with_folder(std::vector<std::string>& arguments) const {
    arguments.push_back(folder.path());
    return arguments;
  }
  [[nodiscard]] SmtpServer at(const std::string& scheme) const {
    return {.url = scheme + "://localhost:" + std::to_string(server.port())};
  }
  [[nodiscard]] std::string mail() const { return content_of(folder.path() / "mail"); }
  [[nodiscard]] std::string log() const { return content_of(folder.path() / "log"); }

  static constexpr const char* script = "transfer/mail_server.py";
  test::TemporaryFolder folder;
  test::PythonServer server;
};

std::string smtp_complaint(const SmtpServer& server,
                           const std::vector<std::string>& to = {"b@d.example"},
                           Failure failure = Failure::io) {
  try {
    send_mail(server, "a@d.example", to, "Subject: x\n\ny\n");
  } catch (const Error& error) {
    CHECK(error.failure() == failure);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a mail arrives with its envelope, octet by octet, with the line ends of SMTP") {
  const Post post;
  const std::string mail =
      "Subject: x\n\n.dot\n..\nbare . dot\n" + std::string(100'000, 'x') + "\n";
  send_mail(post.at("smtp"), "a@d.example", {"b@d.example", "c@e.example"}, mail);
  std::string expected = "a@d.example b@d.example c@e.example\n";
  for (const char c : mail) expected += c == '\n' ? std::string("\r\n") : std::string(1, c);
  CHECK(post.mail() == expected);
  CHECK_FALSE(has(post.log(), "STARTTLS"));
}

TEST_CASE("nothing goes out where TLS is wanted and not to be had") {
  const Post post;
  auto server = post.at("smtp");
  server.ca_file = "/etc/ssl/certs/ca-certificates.crt";
  server.user = "user";
  server.password = Secret("hunter2");
  CHECK(has(smtp_complaint(server), "localhost has not taken the mail: "));
  CHECK_FALSE(has(post.log(), "AUTH"));
  CHECK(post.mail().empty());
}

TEST_CASE("a server is signed in to over TLS, from the start or by STARTTLS") {
  if (std::system("openssl version >/dev/null 2>&1") != 0) return test::skip("openssl");
  for (const auto& row : {std::pair{"--tls", "smtps"}, {"--starttls", "smtp"}}) {
    CAPTURE(row.first);
    const Post post({row.first, "--password", "hunter2"});
    auto server = post.at(row.second);
    CHECK(has(smtp_complaint(server), row.first == std::string("--tls") ? "certificate" : "530"));
    server.ca_file = post.folder.path() / "cert.pem";
    server.user = "user";
    server.password = Secret("wrong");
    CHECK(has(smtp_complaint(server), "has not taken the mail: "));
    CHECK(post.mail().empty());
    server.password = Secret("hunter2");
    CHECK(smtp_complaint(server).empty());
    CHECK(post.mail().starts_with("a@d.example b@d.example\nSubject: x\r\n"));
  }
}

TEST_CASE("a recipient that is refused is told, and nobody gets the mail by halves") {
  const Post post;
  CHECK(has(smtp_complaint(post.at("smtp"), {"b@d.example", "refused@d.example"}), "550"));
  CHECK(post.mail().empty());
}

TEST_CASE("a mail server is named by scheme, host and port alone") {
  CHECK(*mail_host("smtps://mail.example") == "mail.example");
  CHECK(*mail_host("smtp://mail.example:587/") == "mail.example");
  for (const auto& row : {std::pair{"mail.example", "is to be written as"},
                          {"https://mail.example", "is to be written as"},
                          {"smtp://u@mail.example", "with a user or a password"},
                          {"smtp://u:word@mail.example", "with a user or a password"},
                          {"smtp://mail.example/path", "with a path"},
                          {"smtp://mail.example/?a=b", "with a path"},
                          {"", "is to be written as"}}) {
    CAPTURE(row.first);
    const auto refused = mail_host(row.first);
    REQUIRE_FALSE(refused.has_value());
    CHECK(has(refused.error().text, row.second));
  }
  CHECK(has(smtp_complaint({.url = "mail.example"}, {"b@d.example"}, Failure::usage),
            "smtps://HOST"));
}
