#include "options/import_options.hpp"

#include <doctest/doctest.h>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

ImportOptions read(const std::vector<std::string>& arguments) {
  return read_import_options(Options::parse(arguments, import_option_specs()));
}

}  // namespace

TEST_CASE("limits are those given, and the rest keep their defaults") {
  const auto options =
      read({"--limit-nesting", "7", "--limit-unpacked-octets", "3G", "--limit-mail-octets=64K",
            "--limit-text-octets", "100", "--jobs", "3"});
  const ingest::Limits defaults;
  CHECK(options.jobs == 3);
  CHECK(options.limits.nesting == 7);
  CHECK(options.limits.unpacked_octets == 3ULL << 30U);
  CHECK(options.limits.mail_octets == 64ULL << 10U);
  CHECK(options.limits.report.text_octets == 100);
  CHECK(options.limits.ratio == defaults.ratio);
  CHECK(options.limits.report.records == defaults.report.records);
}

TEST_CASE("without options files stay and every processor is used") {
  const auto options = read({});
  CHECK(options.jobs > 0);
  CHECK(options.imported == Afterwards::stay);
  CHECK_FALSE(options.rejected_to);
}

TEST_CASE("an invalid value is refused") {
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"--jobs", "0"},
           {"--jobs", "65"},
           {"--limit-nesting", "-1"},
           {"--limit-nesting", "9G"},
           {"--limit-ratio", "0"},
           {"--limit-text-octets", "2"},
           {"--limit-records", "1T"},
           {"--limit-records", "99999999999G"},
           {"--move-to", ""},
           {"--move-to", "a", "--delete"},
       }) {
    CAPTURE(arguments[0]);
    CHECK(test::failure_of([&] { static_cast<void>(read(arguments)); }).starts_with("64 "));
  }
}

TEST_CASE("what becomes of files may be configured, and the command line overrules it") {
  const test::Folder folder;
  struct Row {
    std::string file;
    std::vector<std::string> arguments;
    Afterwards imported;
  };
  for (const auto& row : {Row{"delete = yes\n", {}, Afterwards::remove},
                          Row{"delete = yes\n", {"--move-to", "d"}, Afterwards::move},
                          Row{"move-to = d\n", {}, Afterwards::move},
                          Row{"move-to = d\n", {"--delete"}, Afterwards::remove},
                          Row{"rejected-to = d\n", {}, Afterwards::stay}}) {
    CAPTURE(row.file);
    auto options = Options::parse(row.arguments, import_option_specs());
    options.add_config(config::read(folder.write("c.conf", row.file), {}), import_option_specs());
    CHECK(read_import_options(options).imported == row.imported);
  }
  auto options = Options::parse({}, import_option_specs());
  options.add_config(config::read(folder.write("c.conf", "move-to = d\ndelete = yes\n"), {}),
                     import_option_specs());
  CHECK(test::failure_of([&] {
          (void)read_import_options(options);
        }).starts_with("78 " + (folder / "c.conf").string() + ":2: delete and "));
}
