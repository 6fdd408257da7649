#include "options/assess_options.hpp"

#include <doctest/doctest.h>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

AssessOptions read(std::vector<std::string> arguments) {
  test::Surroundings around;
  return read_assess_options(Options::parse(arguments, assess_option_specs()),
                             around.environment());
}

}  // namespace

TEST_CASE("without options a domain is judged as the contract has it") {
  const auto options = read({});
  CHECK(options.as_of == *parse_iso8601("2026-11-21T08:30:00Z"));
  CHECK(options.window == std::chrono::days(90));
  CHECK_FALSE(options.judged_by.record.has_value());
  CHECK(options.judged_by.thresholds.min_days == 30);
  CHECK(options.judged_by.thresholds.min_reporters == 3);
  CHECK(options.judged_by.thresholds.min_messages == 300);
  CHECK(options.judged_by.thresholds.max_unknown == doctest::Approx(0.001));
  CHECK(options.judged_by.thresholds.max_forwarded == doctest::Approx(0.01));
  CHECK_FALSE(options.judged_by.thresholds.strict);
  CHECK(options.host_names == HostNames::look_up);
}

TEST_CASE("every threshold can be given") {
  const auto options =
      read({"--as-of", "2026-11-01", "--days", "30", "--record", "v=spf1 mx -all", "--min-days",
            "5", "--min-reporters", "0", "--min-messages", "10", "--max-unknown", "2%",
            "--max-forwarded", "0.05", "--strict", "--no-names"});
  CHECK(options.as_of == *parse_iso8601("2026-11-01T00:00:00Z"));
  CHECK(options.window == std::chrono::days(30));
  CHECK(options.judged_by.record == "v=spf1 mx -all");
  CHECK(options.judged_by.thresholds.min_days == 5);
  CHECK(options.judged_by.thresholds.min_reporters == 0);
  CHECK(options.judged_by.thresholds.min_messages == 10);
  CHECK(options.judged_by.thresholds.max_unknown == doctest::Approx(0.02));
  CHECK(options.judged_by.thresholds.max_forwarded == doctest::Approx(0.05));
  CHECK(options.judged_by.thresholds.strict);
  CHECK(options.host_names == HostNames::leave_out);
}

TEST_CASE("thresholds may stand in the configuration, a question of one call may not") {
  const test::Folder folder;
  test::Surroundings around;
  auto options = Options::parse({}, assess_option_specs());
  options.add_config(
      config::read(
          folder.write("c.conf",
                       "min-days = 60\nno-names = on\nmax-unknown = 1%\nas-of = 2026-11-01\n"),
          {}),
      assess_option_specs());
  const auto read = read_assess_options(options, around.environment());
  CHECK(read.judged_by.thresholds.min_days == 60);
  CHECK(read.judged_by.thresholds.max_unknown == doctest::Approx(0.01));
  CHECK(read.host_names == HostNames::leave_out);
  CHECK(read.as_of == *parse_iso8601("2026-11-01"));
  CHECK(test::failure_of([&] {
          options.add_config(config::read(folder.write("c.conf", "record = v=spf1 -all\n"), {}),
                             assess_option_specs());
        }).starts_with("78 "));
}

TEST_CASE("a window that ends in the future is warned of, and one that ends now is not") {
  struct Row {
    const char* as_of;
    std::string err;
  };
  for (const auto& row : {Row{"2026-11-21T08:30:00Z", ""},
                          Row{"2026-11-21T08:30:01Z",
                              "hardfail: --as-of 2026-11-21 lies in the future: no report can "
                              "cover the days between now and then\n"}}) {
    std::ostringstream err;
    Messages messages(err, Verbosity::normal);
    const auto options = read({"--as-of", row.as_of});
    warn_of_future(options.as_of, options.now, messages);
    CHECK(err.str() == row.err);
  }
}

TEST_CASE("invalid values are refused") {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"--as-of", "yesterday"},
                                             {"--as-of", "2026-02-30"},
                                             {"--days", "0"},
                                             {"--days", "99999999999"},
                                             {"--record", "spf1 -all"},
                                             {"--min-days", "-1"},
                                             {"--min-reporters", "4294967296"},
                                             {"--min-messages", "many"},
                                             {"--max-unknown", "101%"}}) {
    CAPTURE(arguments[1]);
    CHECK(test::failure_of([&] {
            static_cast<void>(read(arguments));
          }).starts_with("64 " + arguments[0] + " takes "));
  }
}
