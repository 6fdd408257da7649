#include "options/global_options.hpp"

#include <doctest/doctest.h>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

Options parse(std::vector<std::string> arguments) {
  return Options::parse(arguments, global_option_specs());
}

Options configured(const test::Folder& folder, std::vector<std::string> arguments,
                   std::string_view config) {
  auto options = parse(std::move(arguments));
  options.add_config(config::read(folder.write("c.conf", config), {}), global_option_specs());
  return options;
}

}  // namespace

TEST_CASE("the database is named by option, environment, configuration, home, in this order") {
  const test::Folder folder;
  test::Surroundings around;
  around.variables = {{"HOME", "/home/u"}};
  const auto path = [&](const Options& options) {
    return database_path(options, around.environment()).string();
  };
  CHECK(path(parse({})) == "/home/u/.local/share/hardfail/hardfail.db");
  around.variables["XDG_DATA_HOME"] = "relative/is/ignored";
  CHECK(path(parse({})) == "/home/u/.local/share/hardfail/hardfail.db");
  around.variables["XDG_DATA_HOME"] = "/data";
  CHECK(path(parse({})) == "/data/hardfail/hardfail.db");
  CHECK(path(configured(folder, {}, "db = /c.db\n")) == "/c.db");
  around.variables["HARDFAIL_DB"] = "/e.db";
  CHECK(path(configured(folder, {}, "db = /c.db\n")) == "/e.db");
  CHECK(path(configured(folder, {"--db", "/o.db"}, "db = /c.db\n")) == "/o.db");
  around.variables.clear();
  CHECK(test::failure_of([&] { static_cast<void>(path(parse({}))); }).starts_with("78 "));
}

TEST_CASE("the configuration file is the one named, or the user's") {
  const test::Folder folder;
  test::Surroundings around;
  around.variables = {{"XDG_CONFIG_HOME", (folder / "").string()}};
  CHECK(config_file(parse({"--config", "x.conf"}), around.environment()) == "x.conf");
  const auto users = folder.write("hardfail/hardfail.conf", "");
  CHECK(config_file(parse({}), around.environment()) == users);
}

TEST_CASE("colour is for terminals, unless somebody says otherwise") {
  struct Row {
    std::string why;
    std::vector<std::string> arguments;
    std::map<std::string, std::string> variables;
    std::size_t columns;
    render::Colour colour;
    std::size_t width;
  };
  using render::Colour;
  for (const auto& row :
       {Row{"terminal", {}, {}, 120, Colour::on, 120}, Row{"pipe", {}, {}, 0, Colour::off, 0},
        Row{"file", {"--output", "f"}, {}, 120, Colour::off, 0},
        Row{"NO_COLOR", {}, {{"NO_COLOR", "1"}}, 120, Colour::off, 120},
        Row{"dumb", {}, {{"TERM", "dumb"}}, 120, Colour::off, 120},
        Row{"COLUMNS", {}, {{"COLUMNS", "100"}}, 120, Colour::on, 100},
        Row{"never", {"--color", "never"}, {}, 120, Colour::off, 120},
        Row{"always", {"--color", "always"}, {}, 0, Colour::on, 0}}) {
    CAPTURE(row.why);
    test::Surroundings around;
    around.variables = row.variables;
    around.out_columns = row.columns;
    const auto page = read_global_options(parse(row.arguments), around.environment()).page;
    CHECK(page.colour == row.colour);
    CHECK(page.width == row.width);
  }
}

TEST_CASE("tables and trees are drawn in ASCII where the locale has no UTF-8") {
  struct Row {
    std::map<std::string, std::string> variables;
    render::Charset charset;
  };
  using render::Charset;
  for (const auto& row : {
           Row{{}, Charset::ascii},
           Row{{{"LANG", "C"}}, Charset::ascii},
           Row{{{"LANG", "de_DE"}}, Charset::ascii},
           Row{{{"LANG", "en_GB.UTF-8"}}, Charset::utf8},
           Row{{{"LANG", "en_GB.utf8"}}, Charset::utf8},
           Row{{{"LANG", "C"}, {"LC_CTYPE", "C.UTF-8"}}, Charset::utf8},
           Row{{{"LC_CTYPE", "C.UTF-8"}, {"LC_ALL", "POSIX"}}, Charset::ascii},
       }) {
    CAPTURE(row.variables.size());
    test::Surroundings around;
    around.variables = row.variables;
    CHECK(read_global_options(parse({}), around.environment()).page.charset == row.charset);
  }
}

TEST_CASE("the DNS is a server or a file, and the command line overrides the configuration") {
  const test::Folder folder;
  test::Surroundings around;
  const auto dns = [&](const Options& options) {
    return read_global_options(options, around.environment()).dns;
  };
  const auto plain = dns(parse({}));
  CHECK_FALSE(plain.zone.has_value());
  CHECK_FALSE(plain.network.server.has_value());
  CHECK(plain.network.timeout == std::chrono::seconds(5));
  CHECK(dns(parse({"--dns-timeout", "2.5"})).network.timeout == std::chrono::milliseconds(2500));
  CHECK(dns(configured(folder, {}, "dns-zone = z.db\n")).zone == "z.db");
  CHECK_FALSE(dns(configured(folder, {"--dns", "192.0.2.53"}, "dns-zone = z.db\n")).zone);
  CHECK(test::failure_of([&] {
          static_cast<void>(dns(parse({"--dns", "192.0.2.53", "--dns-zone", "z.db"})));
        }).starts_with("64 "));
}

TEST_CASE("invalid global values are refused") {
  test::Surroundings around;
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"--format", "yaml"},
                                                                     {"--color", "maybe"},
                                                                     {"--dns", "192.0.2.300"},
                                                                     {"--dns", "resolver.example"},
                                                                     {"--dns-timeout", "0"},
                                                                     {"--dns-timeout", "1e9"},
                                                                     {"--dns-timeout", "soon"}}) {
    CAPTURE(arguments[1]);
    const auto text = test::failure_of(
        [&] { static_cast<void>(read_global_options(parse(arguments), around.environment())); });
    CHECK(text.starts_with("64 " + arguments[0] + " takes "));
  }
}
