#include "options/options.hpp"

#include <doctest/doctest.h>

#include "hardfail/util/text.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

const std::vector<OptionSpec> specs = {
    {"db", "FILE", "", Place::command_line_or_config},
    {"days", "N", "", Place::command_line_or_config},
    {"quiet", "", "", Place::command_line_or_config},
    {"output", "FILE", ""},
    {"help", "", ""},
};

Options parse(std::vector<std::string> arguments) { return Options::parse(arguments, specs); }

std::string refusal(std::vector<std::string> arguments) {
  return test::failure_of([&] { static_cast<void>(parse(std::move(arguments))); });
}

}  // namespace

TEST_CASE("options and arguments may be mixed, and a lone - is an argument") {
  const auto options = parse({"a", "--db", "x", "-", "--days=30", "--quiet", "--", "--b"});
  CHECK(options.find("db")->text == "x");
  CHECK(options.find("days")->text == "30");
  CHECK(options.is_on("quiet"));
  CHECK_FALSE(options.is_on("help"));
  CHECK(options.find("output") == nullptr);
  CHECK(options.positionals() == std::vector<std::string>{"a", "-", "--b"});
  CHECK(parse({"-h"}).is_on("help"));
}

TEST_CASE("a value may look like a record or a negative word") {
  CHECK(parse({"--db", "v=spf1 mx -all"}).find("db")->text == "v=spf1 mx -all");
}

TEST_CASE("what the command line gets wrong is named, with what was likely meant") {
  struct Row {
    std::vector<std::string> arguments;
    std::string text;
  };
  for (const auto& row :
       {Row{{"--dayz", "3"}, "64 there is no option --dayz; did you mean --days?"},
        Row{{"--day=3"}, "64 there is no option --day; did you mean --days?"},
        Row{{"--frobnicate"}, "64 there is no option --frobnicate"},
        Row{{"-x"}, "64 there is no option -x"},
        Row{{"--db", "a", "--db", "b"}, "64 --db is given twice"}}) {
    CAPTURE(row.text);
    CHECK(refusal(row.arguments) == row.text);
  }
  CHECK(refusal({"--db"}).find("'--db'") != std::string::npos);
  CHECK(refusal({"--db="}).find("'--db'") != std::string::npos);
  CHECK(refusal({"--quiet=yes"}).starts_with("64 "));
}

TEST_CASE("the command line overrides the configuration file") {
  const test::Folder folder;
  const auto file = folder.write("c.conf", "# ours\ndb = from-file\ndays = 60\nquiet = yes\n");
  auto options = parse({"--days", "30"});
  options.add_config(config::read(file, {}), specs);
  CHECK(options.find("days")->text == "30");
  CHECK(options.find("db")->text == "from-file");
  CHECK(options.find("db")->source == Options::Source::config);
  CHECK(options.is_on("quiet"));
}

TEST_CASE("what a configuration file gets wrong is named with the file") {
  const test::Folder folder;
  struct Row {
    std::string content, text;
  };
  const auto file = (folder / "c.conf").string();
  for (const auto& row :
       {Row{"dayz = 3\n",
            "78 " + file + ":1: there is no key dayz before the first section; did you mean days?"},
        Row{"\noutput = x\n",
            "78 " + file +
                ":2: output belongs to one call: give it as --output on the command line"},
        Row{"no equals sign\n",
            "78 " + file + ":1: 'no equals sign' is neither KEY = VALUE nor a section"},
        Row{"a = b\nb = c\n",
            "78 " + file +
                ":1: there is no key a before the first section; the keys are db, days, quiet"},
        Row{"[frobnicate]\nx = y\n", ""}}) {
    CAPTURE(row.content);
    folder.write("c.conf", row.content);
    CHECK(test::failure_of([&] {
            auto options = parse({});
            options.add_config(config::read(file, {}), specs);
          }) == row.text);
  }
}

TEST_CASE("of several mistakes the first is told, and how many there are besides") {
  try {
    parse({}).add_config(config::parse("a = b\nb = c\nc\n", "c", {}), specs);
    FAIL("nothing was refused");
  } catch (const Error& error) {
    CHECK(error.advice() == "2 more: `hardfail run --check` tells all");
  }
}

TEST_CASE("what a section says stands in place of what the file says for all") {
  auto options = parse({"--days", "30"});
  const auto document = config::parse("db = a\ndays = 60\n[domain d]\ndb = b\ndays = 7\n", "c", {});
  options.add_config(document, specs);
  options.add_section(document, document.sections[0].entries);
  CHECK(options.find("db")->text == "b");
  CHECK(options.find("db")->where == "c:4: db");
  CHECK(options.find("days")->text == "30");
}

TEST_CASE("a value in brackets may be left out") {
  const std::vector<OptionSpec> optional = {{"check", "[=connect]", ""}, {"quiet", "", ""}};
  const auto check = [&](std::vector<std::string> arguments) {
    return Options::parse(arguments, optional).find("check")->text;
  };
  CHECK(check({"--check"}) == "true");
  CHECK(check({"--check", "--quiet"}) == "true");
  CHECK(check({"--check=connect"}) == "connect");
}

TEST_CASE("an invalid value is refused, and the message says where it stands") {
  const test::Folder folder;
  const auto file = folder.write("c.conf", "days = many\nquiet = perhaps\n");
  const auto days = [](const Options& options) {
    return options.get("days", "a number", parse_unsigned);
  };
  CHECK(days(parse({})) == std::nullopt);
  CHECK(days(parse({"--days", "7"})) == 7);
  CHECK(test::failure_of([&] {
          static_cast<void>(days(parse({"--days", "-7"})));
        }) == "64 --days takes a number, not '-7'");
  auto configured = parse({});
  configured.add_config(config::read(file, {}), specs);
  CHECK(test::failure_of([&] { static_cast<void>(days(configured)); }) ==
        "78 " + file.string() + ":1: days takes a number, not 'many'");
  CHECK(test::failure_of([&] {
          static_cast<void>(configured.is_on("quiet"));
        }).starts_with("78 " + file.string() + ":2: quiet takes"));
}

TEST_CASE("a share is a percentage or a fraction of one") {
  CHECK(parse_fraction("0.1%") == doctest::Approx(0.001));
  CHECK(parse_fraction("0.001") == doctest::Approx(0.001));
  CHECK(parse_fraction("1 %") == doctest::Approx(0.01));
  CHECK(parse_fraction("100%") == 1.0);
  CHECK(parse_fraction("0") == 0.0);
  for (const std::string text :
       {"", "%", "-1%", "+1%", "101%", "1.5", "0,1%", "0.1%%", "1e-3", "nan", "inf", ".5"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_fraction(text).has_value());
  }
}
