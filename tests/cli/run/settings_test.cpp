#include "run/settings.hpp"

#include <doctest/doctest.h>

#include "options/assess_options.hpp"
#include "options/global_options.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

SettingsRead read(std::string_view text) {
  test::Surroundings around;
  const auto document = config::parse(text, "c", "/home/u");
  REQUIRE(document.mistakes.empty());
  Options options;
  options.add_section(document, document.entries);
  return read_settings(document, options, around.environment());
}

Settings settings(std::string_view text) {
  auto [settings, mistakes] = read(text);
  for (const auto& mistake : mistakes) FAIL_CHECK(mistake.text);
  return std::move(settings);
}

std::vector<std::string> mistakes(std::string_view text) {
  std::vector<std::string> texts;
  for (const auto& mistake : read(text).mistakes) texts.push_back(mistake.text);
  return texts;
}

using Texts = std::vector<std::string>;

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

}  // namespace

TEST_CASE("without sections every domain is judged by what holds for all") {
  const auto read = settings("min-days = 12\n");
  CHECK(read.inputs.empty());
  CHECK(read.domains.empty());
  CHECK(read.options.judged_by.thresholds.min_days == 12);
  CHECK_FALSE(read.retention.reports);
}

TEST_CASE("an input is a path, and says what becomes of its files") {
  const auto read = settings(
      "move-to = /elsewhere\n[input a]\npath = ~/Maildir\n[input b]\npath = b\nafter = delete\n"
      "rejected-to = bad\n[input c]\npath = c\nafter = move:done\n[input d]\npath=d\nafter=keep\n");
  REQUIRE(read.inputs.size() == 4);
  CHECK(read.inputs[0].path == "/home/u/Maildir");
  CHECK(read.inputs[0].options.imported == Afterwards::stay);
  CHECK(read.inputs[1].options.imported == Afterwards::remove);
  CHECK(read.inputs[1].options.rejected_to == "bad");
  CHECK(read.inputs[2].options.imported == Afterwards::move);
  CHECK(read.inputs[2].options.move_to == "done");
  CHECK(read.inputs[3].options.imported == Afterwards::stay);
}

TEST_CASE("an input can be a mailbox, with the options of fetch as keys") {
  const auto read = settings(
      "limit-mail-octets = 2000\n[input m]\nmailbox = imaps://dmarc@mail.example/DMARC\n"
      "password-file = ~/password\nselect = all\nafter = move:Done\n"
      "[input g]\nmailbox = graph://dmarc@a.example\ntoken-command = \"token 'a b'\"\n");
  CHECK(read.inputs.empty());
  REQUIRE(read.mailboxes.size() == 2);
  const auto& [name, mail, options] = read.mailboxes[0];
  CHECK(name == "m");
  const auto& imap = std::get<fetch::ImapAccount>(mail.account);
  CHECK(imap.host == "mail.example");
  CHECK(imap.folder == "DMARC");
  CHECK(std::get<std::filesystem::path>(*imap.password) == "/home/u/password");
  CHECK(mail.selection == fetch::Selection::all);
  CHECK(mail.reports.deed == MailFate::Deed::move);
  CHECK(mail.reports.folder == "Done");
  CHECK(options.limits.mail_octets == 2000);
  const auto& graph = std::get<fetch::GraphAccount>(read.mailboxes[1].mail.account);
  CHECK(graph.token->words == std::vector<std::string>{"token", "a b"});
}

TEST_CASE("an input can be a query log, and nothing else then") {
  const auto read = settings("limit-unpacked-octets = 3000\n[input l]\nquery-log = ~/queries\n");
  CHECK(read.inputs.empty());
  REQUIRE(read.query_logs.size() == 1);
  CHECK(read.query_logs[0].name == "l");
  CHECK(read.query_logs[0].path == "/home/u/queries");
  CHECK(read.query_logs[0].options.limits.unpacked_octets == 3000);
  CHECK(mistakes("[input l]\nquery-log = q\npath = p\nafter = delete\n"
                 "mailbox = imaps://u@h/F\n[input m]\nquery-log =\n") ==
        Texts{"c:3: path is not for a query log", "c:4: after is not for a query log",
              "c:5: mailbox is not for a query log",
              "c:7: query-log takes a file, or a directory of them, not ''"});
}

TEST_CASE("every mistake about a mailbox is told with its line") {
  CHECK(mistakes("[input a]\nmailbox = pop3://u@h/F\n[input b]\nmailbox = imaps://u@h/F\n"
                 "after = burn\nselect = some\ntenant = x\npassword-file = p\n"
                 "[input c]\nmailbox = imaps://u@h/F\n[input d]\nmailbox = graph://u@h.example\n"
                 "tenant = h.example\n[input e]\nmailbox = imaps://u@h/F\npath = x\n"
                 "password-file = p\npassword-command = p\n[input f]\npath = x\nselect = all\n") ==
        Texts{"c:2: mailbox: a mailbox begins with imaps://, imap:// or graph://, not 'pop3://'",
              "c:5: after takes keep, seen, move:FOLDER or delete, not 'burn'",
              "c:6: select takes unseen or all, not 'some'",
              "c:7: tenant has no meaning for a mailbox over IMAP",
              "c:10: an IMAP mailbox needs password-file, password-command or token-command",
              "c:12: a mailbox by Microsoft Graph needs tenant, client-id and client-secret-file "
              "or client-secret-command, or else token-command",
              "c:15: password-file and password-command exclude each other",
              "c:16: path is not for a mailbox", "c:21: select is for a mailbox"});
}

TEST_CASE("what a domain says goes before its group, and that before what holds for all") {
  const auto read = settings(
      "min-days = 10\nmin-reporters = 5\nmax-unknown = 2%\n"
      "[domain a.example]\nmin-days = 12\nkeep = 500 days\n"
      "[group g]\ndomains = a.example, b.example\nmin-days = 11\nmin-reporters = 6\nstrict = yes\n"
      "keep = 400\n[domain c.example]\n");
  REQUIRE(read.domains.size() == 3);
  const auto& a = read.domains[0];
  CHECK(a.domain == name("a.example"));
  CHECK(a.group == "g");
  CHECK(a.keep == std::chrono::days(500));
  CHECK(a.options.judged_by.thresholds.min_days == 12);
  CHECK(a.options.judged_by.thresholds.min_reporters == 6);
  CHECK(a.options.judged_by.thresholds.max_unknown == doctest::Approx(0.02));
  CHECK(a.options.judged_by.thresholds.strict);
  const auto& c = read.domains[1];
  CHECK(c.domain == name("c.example"));
  CHECK_FALSE(c.group);
  CHECK(c.options.judged_by.thresholds.min_days == 10);
  CHECK_FALSE(c.options.judged_by.thresholds.strict);
  const auto& b = read.domains[2];
  CHECK(b.domain == name("b.example"));
  CHECK(b.options.judged_by.thresholds.min_days == 11);
  CHECK(b.keep == std::chrono::days(400));
}

TEST_CASE("an output is a format and a path, for some domains or all") {
  const auto read = settings(
      "[output web]\nformat = html\npath = /srv/www/\n[output x]\nformat = json\npath = x.json\n"
      "domains = a.example\ngroups = g\n[group g]\ndomains = b.example\n");
  REQUIRE(read.outputs.size() == 2);
  CHECK(read.outputs[0].format == render::Format::html);
  CHECK(read.outputs[0].domains.empty());
  CHECK(read.outputs[1].domains == std::vector{name("a.example")});
  CHECK(read.outputs[1].groups == std::vector<std::string>{"g"});
}

TEST_CASE("reports and runs are kept as long as it says") {
  const auto read = settings("[retention]\nkeep = 400 days\nruns = 800 days\n");
  CHECK(read.retention.reports == std::chrono::days(400));
  CHECK(read.retention.runs == std::chrono::days(800));
}

TEST_CASE("every mistake is told with its line, not only the first") {
  CHECK(mistakes("[input a]\nafter = burn\n[domain a..example]\n[domain d.example]\nmin-days = x\n"
                 "max-unknown = 200%\nstrict = perhaps\n[output o]\npath = x\nformat = pdf\n"
                 "[group g]\n[retention]\nkeep = for ever\n[unput x]\n") ==
        Texts{"c:1: [input a] needs a line path = a file, a directory or a Maildir, or mailbox = "
              "imaps://USER@HOST/FOLDER",
              "c:2: after takes keep, move:DIRECTORY or delete, not 'burn'",
              "c:3: 'a..example' is not a domain name",
              "c:5: min-days takes a whole number, not 'x'",
              "c:6: max-unknown takes a share such as 0.1% or 0.001, not '200%'",
              "c:7: strict takes yes or no, not 'perhaps'",
              "c:10: format takes html, json, ndjson, csv, text or prometheus, not 'pdf'",
              "c:11: [group g] needs a line domains = example.com, example.org",
              "c:13: keep takes a time such as 400 days, not 'for ever'",
              "c:14: there is no section [unput x]; did you mean [input]? there are [input], "
              "[domain], [group], "
              "[output], [notify], [retention]"});
}

TEST_CASE("what contradicts something else in the file is told") {
  CHECK(mistakes(
            "[domain a.example]\n[domain A.EXAMPLE]\n[group g]\ndomains = b.example\n"
            "[group h]\ndomains = a.example, b.example,\n[group i]\ndomains = b.example, -..\n") ==
        Texts{"c:2: [domain A.EXAMPLE] is the domain of an earlier section",
              "c:6: domains has nothing before or after a comma: write A, B",
              "c:8: b.example belongs to [group g] already", "c:8: '-..' is not a domain name"});
  CHECK(mistakes("[output o]\npath = /\nformat = csv\n[output p]\npath = x\nformat = csv\n"
                 "groups = nobody\n[retention]\nkeep = 30 days\n") ==
        Texts{"c:2: path is a folder, which only HTML is written to: name a file",
              "c:7: there is no [group nobody]",
              "c:9: keep is less than the 90 days that are looked at"});
  CHECK(mistakes("[retention]\nkeep = 400\nruns = 300\n") ==
        Texts{"c:3: runs cannot go before the reports that they rest on: set keep to no more than "
              "that"});
}
