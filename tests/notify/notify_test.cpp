#include "hardfail/notify/notify.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "files.hpp"
#include "python_server.hpp"

using namespace hardfail;
using namespace hardfail::notify;
using namespace std::chrono_literals;
using test::content_of;
using test::has;

namespace {

const Message message{.id = "run/7",
                      .subject = "d.example: not ready",
                      .text = "plain\n",
                      .html = "<p>marked up</p>",
                      .json = "{\"schema\": \"hardfail.news/1\"}\n"};

/// A clock that stands still but for what is slept.
struct Slept {
  std::vector<std::chrono::seconds> pauses;
  Moment now{std::chrono::seconds(1'795'776'896)};
  Time time() {
    return {.now = [this] { return now; },
            .sleep = [this](std::chrono::seconds pause) { pauses.push_back(pause), now += pause; }};
  }
};

std::string told(const Way& way, Slept& slept, Failure failure = Failure::io) {
  try {
    tell(message, way, slept.time());
  } catch (const Error& error) {
    CHECK(error.failure() == failure);
    return error.what();
  }
  return {};
}

struct Hook {
  explicit Hook(const std::string& answers)
      : server("notify/webhook_server.py", {folder.path(), answers}),
        url("http://127.0.0.1:" + std::to_string(server.port()) + "/hook?key=hunter2") {}
  [[nodiscard]] std::string seen() const { return content_of(folder.path() / "seen"); }

  test::TemporaryFolder folder;
  test::PythonServer server;
  std::string url;
};

process::Command shell(const std::string& script) { return {{"sh", "-c", script}}; }

}  // namespace

TEST_CASE("a command gets the JSON on its standard input, and has told it when it ends with 0") {
  const test::TemporaryFolder folder;
  const auto file = (folder.path() / "told").string();
  Slept slept;
  CHECK(told(ByCommand{shell("cat >" + file)}, slept).empty());
  CHECK(content_of(file) == message.json);
  CHECK(told(ByCommand{shell("echo no >&2; exit 9")}, slept) ==
        "The program sh has not told the news: it ended with status 9. It says: no");
  CHECK(told(ByCommand{shell("kill $$")}, slept) ==
        "The program sh has not told the news: it ended with status 143.");
  CHECK(has(told(ByCommand{shell("sleep 9"), {.timeout = 1s}}, slept), "has not ended within 1"));
}

TEST_CASE("a webhook gets signed JSON that a receiver can check, and an id to know it again") {
  Slept slept;
  const Hook hook("200");
  CHECK(told(ByWebhook{.url = hook.url, .key = Secret("key-1")}, slept).empty());
  CHECK(slept.pauses.empty());
  const auto seen = hook.seen();
  // As Python's hmac has it: hmac.new(b"key-1", b"1795776896." + body, "sha256").hexdigest()
  CHECK(has(seen, "POST /hook?key=hunter2"));
  CHECK(has(seen, "content-type: application/json"));
  CHECK(has(seen, "idempotency-key: run/7"));
  CHECK(has(seen, "x-hardfail-timestamp: 1795776896"));
  CHECK(has(seen, "signature of key-1: good"));
  CHECK(has(seen, "signature of key-2: bad"));
  CHECK(has(seen, message.json));

  const Hook without_key("200");
  CHECK(told(ByWebhook{.url = without_key.url}, slept).empty());
  CHECK_FALSE(has(without_key.seen(), "x-hardfail"));
}

TEST_CASE("a webhook that is busy or fails is asked again, each time later, and then given up") {
  Slept slept;
  const Hook recovers("500,503,429,204");
  CHECK(told(ByWebhook{.url = recovers.url, .key = Secret("key-1")}, slept).empty());
  CHECK(slept.pauses == std::vector<std::chrono::seconds>{2s, 4s, 8s});
  CHECK(has(recovers.seen(), "x-hardfail-timestamp: 1795776910"));  // signed when it is sent
  CHECK_FALSE(has(recovers.seen(), "signature of key-1: bad"));

  Slept patient;
  const Hook broken("500,500,500,500,500,200");
  CHECK(told(ByWebhook{.url = broken.url}, patient) ==
        "127.0.0.1 has not taken the news: its answer is HTTP 500.");
  CHECK(patient.pauses == std::vector<std::chrono::seconds>{2s, 4s, 8s, 16s});
}

TEST_CASE("a webhook that says when to come back is asked then, or not at all") {
  Slept slept;
  const Hook soon("429:7,503:Fri%2C 27 Nov 2026 10:55:13 GMT,200");
  CHECK(told(ByWebhook{.url = soon.url}, slept).empty());
  CHECK(slept.pauses == std::vector<std::chrono::seconds>{7s, 10s});
  Slept none;
  const Hook late("429:3600,200");
  CHECK(has(told(ByWebhook{.url = late.url}, none), "HTTP 429"));
  CHECK(none.pauses.empty());
}

TEST_CASE("what a webhook refuses is not put to it again, and the URL is not told") {
  for (const char* status : {"400", "401", "404", "302"}) {
    CAPTURE(status);
    Slept slept;
    const Hook hook(status);
    const auto text = told(ByWebhook{.url = hook.url}, slept);
    CHECK(text ==
          std::string("127.0.0.1 has not taken the news: its answer is HTTP ") + status + '.');
    CHECK(slept.pauses.empty());
  }
  Slept slept;
  CHECK(has(told(ByWebhook{.url = "http://hooks.example/"}, slept, Failure::usage), "https://"));
  CHECK(slept.pauses.empty());
  const auto nobody = told(ByWebhook{.url = "https://127.0.0.1:1/?key=hunter2", .tries = 3}, slept);
  CHECK(has(nobody, "127.0.0.1 gave no answer: Failed to connect"));
  CHECK_FALSE(has(nobody, "hunter2"));
  CHECK(slept.pauses.size() == 2);
}

TEST_CASE("mail goes to the system's sendmail, or to a server") {
  const test::TemporaryFolder folder;
  const auto file = (folder.path() / "sent").string();
  Slept slept;
  CHECK(told(ByMail{"a@d.example", {"b@d.example"}, shell("cat >" + file)}, slept).empty());
  const auto mail = content_of(file);
  CHECK(has(mail, "Subject: d.example: not ready"));
  CHECK(has(mail, "Message-Id: <hardfail.run-7@d.example>"));
  CHECK(has(mail, "marked up"));
  CHECK(told(ByMail{"a@d.example", {"b@d.example"}, shell("cat >/dev/null; exit 75")}, slept) ==
        "The program sh has not taken the mail: it ended with status 75.");

  const test::PythonServer server("transfer/mail_server.py", {folder.path()});
  const transfer::SmtpServer post{.url = "smtp://127.0.0.1:" + std::to_string(server.port())};
  CHECK(told(ByMail{"a@d.example", {"b@d.example", "c@e.example"}, post}, slept).empty());
  const auto sent = content_of(folder.path() / "mail");
  CHECK(sent.starts_with("a@d.example b@d.example c@e.example\n"));
  CHECK(has(sent, "Auto-Submitted: auto-generated\r\n"));
}

TEST_CASE("only plain addresses get mail") {
  for (const char* text :
       {"a@d.example", "first.last+tag@d.example", "root@localhost", "a_b@xn--4ca.example"}) {
    CAPTURE(text);
    CHECK(is_mail_address(text));
  }
  for (const char* text :
       {"", "a", "@d.example", "a@", "a@b@c", "a b@d.example", "A <a@d.example>", "-f@d.example",
        "a@d.example\n", "a\r\nBcc: b@d.example", "a@d.example,b@d.example", "\"a\"@d.example",
        "a@[192.0.2.1]", "\xc3\xa4@d.example", "a@d_e.example"}) {
    CAPTURE(text);
    CHECK_FALSE(is_mail_address(text));
    Slept slept;
    CHECK(has(told(ByMail{"a@d.example", {text}, shell("cat")}, slept, Failure::usage),
              "LOCAL@DOMAIN"));
    CHECK(has(told(ByMail{text, {"a@d.example"}, shell("cat")}, slept, Failure::usage),
              "LOCAL@DOMAIN"));
  }
}
