// What -all does to one row, case by case, against the table of cases in tests/data.

#include <doctest/doctest.h>

#include <fstream>
#include <map>

#include "hardfail/util/text.hpp"
#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

enum class Governed : std::uint8_t { no, yes };
enum class NewlyFailed : std::uint8_t { no, yes };

/// What the class of a row says, and what today's record makes of its address.
struct Effect {
  Governed governed;
  NewlyFailed newly_failed;
  std::optional<SourceClass> source_class;  ///< where the class of the row settles it
  spf::Result live;
  const char* mechanism;
};

const std::map<std::string_view, Effect>& effects() {
  constexpr const char* listing = "ip4:192.0.2.0/28";
  using enum Governed;
  static const std::map<std::string_view, Effect> table = {
      {"P0", {no, NewlyFailed::no, {}, spf::Result::pass, listing}},
      {"P1", {yes, NewlyFailed::no, SourceClass::listed, spf::Result::pass, listing}},
      {"N1", {no, NewlyFailed::no, SourceClass::unaffected, spf::Result::softfail, "~all"}},
      {"N2", {no, NewlyFailed::no, SourceClass::unaffected, spf::Result::softfail, "~all"}},
      {"N3", {no, NewlyFailed::no, SourceClass::unaffected, spf::Result::softfail, "~all"}},
      {"N4", {no, NewlyFailed::no, SourceClass::unaffected, spf::Result::softfail, "~all"}},
      {"F1", {yes, NewlyFailed::yes, {}, spf::Result::softfail, "~all"}},
      {"F1h", {yes, NewlyFailed::yes, {}, spf::Result::softfail, "~all"}},
      {"F2", {yes, NewlyFailed::yes, {}, spf::Result::softfail, "~all"}},
      {"F3", {yes, NewlyFailed::yes, SourceClass::forwarder, spf::Result::softfail, "~all"}},
      {"X1",
       {yes, NewlyFailed::no, SourceClass::unaffected, spf::Result::fail, "-ip4:198.51.100.9"}},
      {"X2",
       {yes, NewlyFailed::no, SourceClass::unaffected, spf::Result::softfail,
        "~ip4:198.51.100.77"}},
      {"E1", {yes, NewlyFailed::no, {}, spf::Result::permerror, ""}},
      {"Z1", {yes, NewlyFailed::yes, {}, spf::Result::softfail, "~all"}},
      {"U1", {yes, NewlyFailed::yes, {}, spf::Result::softfail, "~all"}},
  };
  return table;
}

report::SpfResult result_of(std::string_view text) {
  using report::SpfResult;
  if (text == "hardfail") return SpfResult::fail;
  for (const auto each : {SpfResult::none, SpfResult::neutral, SpfResult::pass, SpfResult::fail,
                          SpfResult::softfail, SpfResult::temperror, SpfResult::permerror}) {
    if (text == report::name_of(each)) return each;
  }
  throw std::out_of_range("no such result");
}

report::OverrideType reason_of(std::string_view text) {
  using report::OverrideType;
  for (const auto each :
       {OverrideType::forwarded, OverrideType::mailing_list, OverrideType::local_policy}) {
    if (text == report::name_of(each)) return each;
  }
  throw std::out_of_range("no such reason");
}

report::Verdict verdict_of(std::string_view text) {
  return text == "pass" ? report::Verdict::pass : report::Verdict::fail;
}

/// Columns: id, H, S, scope, R, pe_spf, pe_dkim, reasons, env_from, ip, expected, meaning.
report::Authentication authentication_of(const std::vector<std::string_view>& columns) {
  report::Authentication authentication;
  authentication.header_from = name(columns[1]);
  if (!columns[2].empty()) {
    const auto scope = columns[3] == "helo" ? report::SpfScope::helo : report::SpfScope::mfrom;
    authentication.spf = {{name(columns[2]), scope, result_of(columns[4])}};
  }
  authentication.spf_aligned = verdict_of(columns[5]);
  authentication.dkim_aligned = verdict_of(columns[6]);
  if (!columns[7].empty()) {
    const auto words = split(columns[7], ' ');
    authentication.reasons = {{reason_of(words[0]), std::string(words.size() > 1 ? words[1] : "")}};
  }
  authentication.null_sender = columns[8] == "<>";
  if (!columns[8].empty() && !authentication.null_sender) {
    authentication.envelope_from = name(columns[8]);
  }
  return authentication;
}

}  // namespace

TEST_CASE("-all does to each kind of row what the table of cases says") {
  std::ifstream table(HARDFAIL_SOURCE_DIR "/tests/data/row-classes.csv");
  std::string line;
  std::getline(table, line);  // the names of the columns
  unsigned cases = 0;
  while (std::getline(table, line)) {
    CAPTURE(line);
    const auto columns = split(line, ',');
    REQUIRE(columns.size() >= 12);
    const auto effect = effects().at(columns[10]);

    Scenario scenario;
    scenario.surroundings().governed.insert(name("r.d.example"));
    scenario.mail(columns[9], authentication_of(columns), {.days = 3, .reporters = 2});
    std::vector<std::string> path;
    if (*effect.mechanism != '\0') path.emplace_back(effect.mechanism);
    scenario.live(columns[9], effect.live, path);
    const Source source = scenario.source(columns[9]);

    CHECK(source.messages == 30);
    CHECK(source.governed_messages == (effect.governed == Governed::yes ? 30 : 0));
    CHECK(source.newly_failed == (effect.newly_failed == NewlyFailed::yes ? 30 : 0));
    if (effect.source_class) CHECK(name_of(source.source_class) == name_of(*effect.source_class));
    ++cases;
  }
  CHECK(cases == 23);
}
