#include "hardfail/render/spf_check.hpp"

#include <doctest/doctest.h>

#include "json.hpp"

using namespace hardfail;
using namespace hardfail::render;

namespace {

SpfCheck check() {
  const auto domain = *DomainName::parse("example.com");
  spf::Outcome outcome;
  outcome.result = spf::Result::fail;
  outcome.mechanism = "-all";
  outcome.path = {"-all"};
  outcome.explanation = "Not\x07 ours";
  outcome.lookups = 1;
  outcome.trace = {
      {0, domain, "", "example.com TXT", "v=spf1 include:a.example -all", "found", 0, 0},
      {0, domain, "include:a.example", "", "", "no match", 1, 0},
      {1, *DomainName::parse("a.example"), "ip4:192.0.2.1", "", "", "no match", 1, 0}};
  return {"example.com", *IpAddress::parse("198.51.100.7"), std::move(outcome)};
}

}  // namespace

TEST_CASE("a check says its result first, then why, then the way to it as a tree") {
  CHECK(present(check(), Format::text, {}) ==
        "fail  198.51.100.7 for example.com\n"
        "  decided by  -all\n"
        "  explanation Not\\x07 ours\n"
        "  look-ups    1, void 0\n"
        "\n"
        "Trace\n"
        "  record of example.com: found [look-ups 0, void 0]\n"
        "      asked    example.com TXT\n"
        "      answered v=spf1 include:a.example -all\n"
        "  include:a.example: no match [look-ups 1, void 0]\n"
        "    ip4:192.0.2.1: no match [look-ups 1, void 0]\n");
}

TEST_CASE("a check in JSON has the contract's fields") {
  const auto json = Json::parse(present(check(), Format::json, {}));
  CHECK(json["schema"] == "hardfail.spf-check/1");
  CHECK(json["domain"] == "example.com");
  CHECK(json["ip"] == "198.51.100.7");
  CHECK(json["result"] == "fail");
  CHECK(json["mechanism"] == "-all");
  CHECK(json["explanation"] == "Not\x07 ours");
  CHECK(json["problem"].is_null());
  CHECK(json["trace"].size() == 3);
}

TEST_CASE("a check in CSV is a header and a row") {
  CHECK(present(check(), Format::csv, {})
            .ends_with("\nexample.com,198.51.100.7,fail,-all,-all,Not\\x07 ours,1,0,,\r\n"));
}
