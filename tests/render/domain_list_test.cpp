#include "hardfail/render/domain_list.hpp"

#include <doctest/doctest.h>

#include "json.hpp"

using namespace hardfail;
using namespace hardfail::render;

namespace {

std::vector<ledger::HeldDomain> domains() {
  return {{*DomainName::parse("example.com"), 1196, 112763, 12,
           Period{*parse_iso8601("2026-08-23"), *parse_iso8601("2026-11-21")}, "ready",
           parse_iso8601("2026-11-21T08:00Z")},
          {*DomainName::parse("example.net"), 1, 3, 1,
           Period{*parse_iso8601("2026-11-20"), *parse_iso8601("2026-11-21")}, std::nullopt,
           std::nullopt}};
}

}  // namespace

TEST_CASE("domains are listed with their period and last verdict") {
  CHECK(present(domains(), Format::text, {}) ==
        "DOMAIN       REPORTS  REPORTERS  MESSAGES  FIRST       LAST        VERDICT\n"
        "example.com    1,196         12   112,763  2026-08-23  2026-11-21  ready\n"
        "example.net        1          1         3  2026-11-20  2026-11-21  -\n");
}

TEST_CASE(
    "a domain is shown in its own script where the page has it, and to programs as the DNS does") {
  auto list = domains();
  list.erase(list.begin() + 1, list.end());
  list.front().domain = *DomainName::parse("xn--bcher-kva.example");
  CHECK(present(list, Format::text, {}).find("\nb\u00fccher.example  ") != std::string::npos);
  for (const auto format : {Format::json, Format::csv, Format::html}) {
    CHECK(present(list, format, {}).find("xn--bcher-kva.example") != std::string::npos);
  }
  const Page ascii{.charset = Charset::ascii};
  CHECK(present(list, Format::text, ascii).find("\nxn--bcher-kva.example  ") != std::string::npos);
}

TEST_CASE("a domain never judged has null for its verdict in JSON") {
  const auto json = Json::parse(present(domains(), Format::json, {}));
  CHECK(json["schema"] == "hardfail.domains/1");
  REQUIRE(json["domains"].size() == 2);
  CHECK(json["domains"][0]["last_verdict"] == "ready");
  CHECK(json["domains"][0]["end"] == "2026-11-21T00:00:00Z");
  CHECK(json["domains"][1]["last_verdict"].is_null());
  CHECK(json["domains"][1]["last_run"].is_null());
}

TEST_CASE("numbers in CSV are not grouped") {
  CHECK(present(domains(), Format::csv, {}).find("\nexample.com,1196,12,112763,2026-08-23T") !=
        std::string::npos);
}
