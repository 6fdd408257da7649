#include "program.hpp"

#include <doctest/doctest.h>

#include "commands/commands.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

constexpr std::string_view zone_text = "example.com. 60 IN TXT \"v=spf1 ip4:192.0.2.0/28 ~all\"\n";

struct Ran {
  int status = 0;
  std::string out, err;
};

Ran run(const std::vector<std::string>& arguments) {
  test::Surroundings around;
  around.variables = {{"HOME", "/nonexistent"}};
  Ran ran;
  ran.status = run_program(arguments, around.environment());
  ran.out = around.out.str();
  ran.err = around.err.str();
  return ran;
}

}  // namespace

TEST_CASE("wrong usage is status 64, one sentence on standard error, and no answer") {
  struct Row {
    std::vector<std::string> arguments;
    std::string err;
  };
  for (const auto& row : {
           Row{{"frobnicate"}, "there is no command 'frobnicate'; `hardfail help` lists them"},
           Row{{"improt", "x"}, "there is no command 'improt'; did you mean import?"},
           Row{{"spf"}, "'spf' alone is not a command; there is `hardfail spf check`"},
           Row{{"spf", "chek"}, "there is no command 'spf chek'; did you mean spf check?"},
           Row{{"help", "domain"}, "there is no command 'domain'; did you mean domains?"},
           Row{{"--frobnicate", "domains"}, "there is no option --frobnicate"},
           Row{{"domains", "--warnings"}, "there is no option --warnings"},
           Row{{"domains", "x"}, "unexpected argument 'x'"},
           Row{{"sources"}, "the domain is missing"},
           Row{{"sources", "a..b"}, "'a..b' is not a domain name"},
           Row{{"readiness", "--record", "v=spf1 -all"},
               "--record is about one domain; name that domain"},
           Row{{"import"},
               "there is nothing to import; name files or directories, or - for standard input"},
           Row{{"spf", "check", "example.com"},
               "the address to check is missing; give it with --ip"},
           Row{{"spf", "check", "example.com", "--ip", "192.0.2"},
               "--ip takes an IPv4 or IPv6 address, not '192.0.2'"},
           Row{{"spf", "check", "example.com", "--ip", "192.0.2.1", "--record", "\"v=spf1 -all\""},
               "--record takes an SPF record, which begins with v=spf1, not '\"v=spf1 -all\"'"},
           Row{{"spf", "audit", "example.com", "--record", "spf1 -all"},
               "--record takes an SPF record, which begins with v=spf1, not 'spf1 -all'"},
           Row{{"spf", "addresses", "example.com", "--record", "v=spf10 -all"},
               "--record takes an SPF record, which begins with v=spf1, not 'v=spf10 -all'"},
           Row{{"spf", "flatten", "example.com", "--record", ""},
               "--record takes an SPF record, which begins with v=spf1, not ''"},
           Row{{"a\x1b[2J"}, "there is no command 'a\\x1b[2J'; `hardfail help` lists them"},
       }) {
    CAPTURE(row.err);
    const auto ran = run(row.arguments);
    CHECK(ran.status == 64);
    CHECK(ran.err == "hardfail: " + row.err + "\n");
    CHECK(ran.out.empty());
  }
}

TEST_CASE("help and version are answers") {
  const auto version = run({"--version"}).out;
  CHECK(version.starts_with("hardfail "));
  for (const auto* fact : {"\ncompiler: ", "\nlibraries: ", "SQLite 3.", "\ndatabase schema: "}) {
    CAPTURE(fact);
    CHECK(version.find(fact) != std::string::npos);
  }
  for (const auto* unknown : {"  ,", " , ", ": \n", ", \n", "@"}) {
    CAPTURE(unknown);
    CHECK(version.find(unknown) == std::string::npos);
  }
  CHECK(run({"domains", "--version"}).out == run({"--version"}).out);
  const auto help = run({"--help"});
  CHECK(help.status == 0);
  CHECK(help.out.find("readiness") != std::string::npos);
  CHECK(run({"help"}).out == help.out);
  CHECK(run({"-h"}).out == help.out);
  const auto check = run({"help", "spf", "check"});
  CHECK(check.status == 0);
  CHECK(check.out.starts_with("Usage: hardfail spf check "));
  CHECK(run({"spf", "check", "--help"}).out == check.out);
  CHECK(run({"--help", "spf", "check"}).out == check.out);
}

TEST_CASE("no command is wrong usage, and told how it is used") {
  const auto ran = run({});
  CHECK(ran.status == 64);
  CHECK(ran.out.empty());
  CHECK(ran.err == run({"--help"}).out);
  CHECK(run({"--quiet"}).err == ran.err);
}

TEST_CASE("every help ends in examples of the command, with options that there are") {
  for (const auto& command : make_commands()) {
    CAPTURE(command->name());
    const auto help = run({"help", command->name().substr(0, command->name().find(' ')),
                           command->name().substr(command->name().find(' ') + 1)})
                          .out;
    const auto examples = command->examples();
    REQUIRE_FALSE(examples.empty());
    CHECK(help.ends_with("  hardfail " + examples.back() + '\n'));
    for (const auto& example : examples) {
      CAPTURE(example);
      CHECK(example.starts_with(command->name()));
      for (auto at = example.find(" --"); at != std::string::npos;
           at = example.find(" --", at + 1)) {
        const auto option = example.substr(at + 1, example.find(' ', at + 1) - at - 1);
        const bool is_listed = help.find("  " + option + ' ') != std::string::npos ||
                               help.find("  " + option + '[') != std::string::npos;
        CHECK(is_listed);
      }
    }
  }
}

TEST_CASE("options stand before or after the command") {
  const test::Folder folder;
  const auto zone = folder.write("zone.db", zone_text).string();
  const auto after = run(
      {"spf", "check", "example.com", "--ip", "192.0.2.1", "--dns-zone", zone, "--format=json"});
  CHECK(after.status == 0);
  CHECK(after.out.find("\"result\": \"pass\"") != std::string::npos);
  CHECK(
      run({"--format", "json", "--dns-zone", zone, "--ip=192.0.2.1", "spf", "check", "example.com"})
          .out == after.out);
}

TEST_CASE("--record is checked in place of what is published") {
  const test::Folder folder;
  const auto zone = folder.write("zone.db", zone_text).string();
  const auto ran = run({"spf", "check", "example.com", "--ip", "192.0.2.1", "--dns-zone", zone,
                        "--record", "v=spf1 -all", "--format", "json"});
  CHECK(ran.out.find("\"result\": \"fail\"") != std::string::npos);
}

TEST_CASE("a name that can have no record gives none, as RFC 7208 has it") {
  const test::Folder folder;
  const auto zone = folder.write("zone.db", zone_text).string();
  for (const std::string domain : {"localhost", "a..example"}) {
    CAPTURE(domain);
    const auto ran =
        run({"spf", "check", domain, "--ip", "192.0.2.1", "--dns-zone", zone, "--format", "json"});
    CHECK(ran.status == 0);
    CHECK(ran.out.find("\"result\": \"none\"") != std::string::npos);
  }
}

TEST_CASE("an answer that goes to a file does not go to standard output") {
  const test::Folder folder;
  const auto zone = folder.write("zone.db", zone_text).string();
  const auto ran = run({"spf", "check", "example.com", "--ip", "192.0.2.1", "--dns-zone", zone,
                        "--output", (folder / "answer").string()});
  CHECK(ran.out.empty());
  CHECK(folder.read("answer").starts_with("pass  192.0.2.1 for example.com\n"));
}

TEST_CASE("a missing database is status 66, and none is made") {
  const test::Folder folder;
  const auto db = (folder / "missing.db").string();
  for (const std::string command : {"domains", "reports", "readiness"}) {
    CAPTURE(command);
    const auto ran = run({"--db", db, command});
    CHECK(ran.status == 66);
    CHECK(ran.err.find(db) != std::string::npos);
  }
  CHECK(folder.size() == 0);
}

TEST_CASE("an import of a path that is not there makes no database") {
  const test::Folder folder;
  const auto ran =
      run({"--db", (folder / "new.db").string(), "import", (folder / "nowhere.xml").string()});
  CHECK(ran.status == 66);
  CHECK(folder.size() == 0);
}
