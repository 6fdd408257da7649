#include "run/notify_settings.hpp"

#include <doctest/doctest.h>

#include "run/settings.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

using Texts = std::vector<std::string>;

SettingsRead read(std::string_view text) {
  test::Surroundings around;
  const auto document = config::parse(text, "c", "/home/u");
  REQUIRE(document.mistakes.empty());
  return read_settings(document, Options(), around.environment());
}

Texts mistakes(std::string_view text) {
  Texts texts;
  for (const auto& mistake : read(text).mistakes) texts.push_back(mistake.text);
  return texts;
}

std::vector<NotifySettings> notify_of(std::string_view text) {
  auto [settings, mistakes] = read(text);
  for (const auto& mistake : mistakes) FAIL_CHECK(mistake.text);
  return std::move(settings.notify);
}

void keep_for_owner(const std::filesystem::path& file) {
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
}

}  // namespace

TEST_CASE("a [notify] names a command, a web server, or mail and who takes it") {
  const auto read = notify_of(
      "[notify c]\ncommand = tell --to 'the team'\n[notify w]\nwebhook = https://h.example/x\n"
      "[notify m]\nmail = a@b.example, c@d.example\nfrom = h@b.example\n"
      "[notify s]\nmail = a@b.example\nfrom = h@b.example\nsendmail = msmtp -t\n");
  REQUIRE(read.size() == 4);
  CHECK(label_of(read[0]) == "[notify c]");
  const auto command = way_of(read[0]);
  CHECK(std::get<notify::ByCommand>(command).command.words == Texts{"tell", "--to", "the team"});
  const auto webhook = way_of(read[1]);
  CHECK(std::get<notify::ByWebhook>(webhook).url == "https://h.example/x");
  CHECK_FALSE(std::get<notify::ByWebhook>(webhook).key);
  const auto mail = std::get<notify::ByMail>(way_of(read[2]));
  CHECK(mail.from == "h@b.example");
  CHECK(mail.to == Texts{"a@b.example", "c@d.example"});
  CHECK(std::get<process::Command>(mail.through).words == Texts{"/usr/sbin/sendmail", "-t", "-i"});
  const auto other = std::get<notify::ByMail>(way_of(read[3]));
  CHECK(std::get<process::Command>(other.through).words == Texts{"msmtp", "-t"});
}

TEST_CASE("a [notify] of any way can ask for a digest") {
  const auto read = notify_of(
      "[notify c]\ncommand = tell\ndigest = weekly\n"
      "[notify w]\nwebhook = https://h.example/x\ndigest = monthly\n"
      "[notify m]\nmail = a@b.example\nfrom = h@b.example\n");
  REQUIRE(read.size() == 3);
  CHECK(read[0].digest == analysis::Cadence::weekly);
  CHECK(read[1].digest == analysis::Cadence::monthly);
  CHECK_FALSE(read[2].digest);
  CHECK(mistakes("[notify c]\ncommand = tell\ndigest = daily\n") ==
        Texts{"c:3: digest takes weekly or monthly, not 'daily'"});
}

TEST_CASE("secrets are read only when somebody is told") {
  const test::Folder folder;
  const auto file = (folder / "secret").string();
  const auto read = notify_of("[notify w]\nwebhook = https://h.example/\nhmac-key-file = " + file +
                              "\n[notify m]\nmail = a@b.example\nfrom = h@b.example\n"
                              "smtp = smtps://mail.example\nuser = u\npassword-file = " +
                              file +
                              "\n[notify p]\nmail = a@b.example\nfrom = h@b.example\n"
                              "smtp = smtps://mail.example\nuser = u\npassword-command = cat " +
                              file + "\n");
  for (const auto& each : read) {
    CHECK(test::failure_of([&] { static_cast<void>(way_of(each)); }).starts_with("78 "));
  }
  keep_for_owner(folder.write("secret", "hunter2\n"));
  CHECK(std::get<notify::ByWebhook>(way_of(read[0])).key->reveal() == "hunter2");
  for (const auto& each : {read[1], read[2]}) {
    const auto mail = std::get<notify::ByMail>(way_of(each));
    const auto& server = std::get<transfer::SmtpServer>(mail.through);
    CHECK(server.url == "smtps://mail.example");
    CHECK(server.user == "u");
    CHECK(server.password->reveal() == "hunter2");
  }
}

TEST_CASE("authorities are those that a [notify] names") {
  const auto read = notify_of(
      "[notify w]\nwebhook = https://h.example/\nca-file = ca.pem\n[notify m]\nmail = a@b.example\n"
      "from = h@b.example\nsmtp = smtps://mail.example\nca-file = ca.pem\n");
  CHECK(std::get<notify::ByWebhook>(way_of(read[0])).http.ca_file == "ca.pem");
  const auto mail = std::get<notify::ByMail>(way_of(read[1]));
  CHECK(std::get<transfer::SmtpServer>(mail.through).ca_file == "ca.pem");
}

TEST_CASE("every mistake about who is told has its line") {
  CHECK(mistakes(
            "[notify a]\n[notify b]\ncommand = x\nwebhook = https://h.example/\n"
            "[notify c]\ncommand = tell 'x\nca-file = y\n[notify d]\nwebhook = http://h.example/\n"
            "from = a@b.example\n[notify e]\nmail = nobody\nfrom = a b@c.example\nuser = u\n"
            "[notify f]\nmail = a@b.example\n[notify g]\nmail = a@b.example\n"
            "from = a@b.example\nsmtp = mail.example\nsendmail = x\n"
            "[notify h]\nmail = a@b.example\nfrom = a@b.example\nsmtp = smtp://\n"
            "[notify i]\nmail = a@b.example\nfrom = a@b.example\nsmtp = smtps://m.example\n"
            "user = u\n[notify j]\nmail = a@b.example\nfrom = a@b.example\n"
            "smtp = smtps://m.example\nuser = u\npassword-file = a\npassword-command = b\n"
            "[domain d.example]\nnotify = nobody\n[group g]\ndomains = e.example\n"
            "notify = a, b, other\n") ==
        Texts{"c:1: [notify a] needs one of command, webhook and mail",
              "c:2: [notify b] needs one of command, webhook and mail",
              "c:6: command: The command has a ' that nothing closes.",
              "c:7: ca-file has no meaning with command",
              "c:9: webhook: The URL has to begin with https://: what http:// carries anybody on "
              "the way can read and change.",
              "c:10: from has no meaning with webhook",
              "c:12: mail takes NAME@DOMAIN, not 'nobody'",
              "c:13: from takes NAME@DOMAIN, not 'a b@c.example'", "c:14: user is for smtp",
              "c:15: [notify f] needs a line from = ADDRESS",
              "c:21: sendmail and smtp exclude each other",
              "c:25: smtp: The mail server is to be written as smtps://HOST or smtp://HOST, with "
              ":PORT where it is another.",
              "c:30: to sign in takes user and password-file or password-command",

              "c:37: password-file and password-command exclude each other",
              "c:39: there is no [notify nobody]", "c:42: there is no [notify other]"});
}

TEST_CASE("a domain names those who are told of it, in place of its group's") {
  const auto [settings, mistakes] = read(
      "[domain a.example]\nnotify = x\n[domain b.example]\n[domain c.example]\n[group g]\n"
      "domains = a.example, b.example, d.example\nnotify = x, y\n"
      "[notify x]\ncommand = x\n[notify y]\ncommand = y\n");
  CHECK(mistakes.empty());
  REQUIRE(settings.domains.size() == 4);
  CHECK(settings.domains[0].notify == Texts{"x"});
  CHECK(settings.domains[1].notify == Texts{"x", "y"});
  CHECK(settings.domains[2].notify.empty());
  CHECK(settings.domains[3].notify == Texts{"x", "y"});
}
