#include "hardfail/render/news.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "files.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using hardfail::test::has;
using ledger::State;
using render::Format;

namespace {

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

News news() {
  const auto at = parse_iso8601("2026-11-27T06:15:00Z").value();
  const Change missing{.code = "new_missing_sender",
                       .severity = Severity::error,
                       .text = "crm.example sends as d.example, and the record misses it",
                       .sources = {IpAddress::parse("192.0.2.1").value()},
                       .senders = {"crm.example"}};
  const Change record{.code = "record", .severity = Severity::note, .text = "the record changed"};
  return {
      .at = at,
      .id = "7",
      .domains = {{.domain = name("d.example"),
                   .as_of = at,
                   .before = State::ready,
                   .now = State::not_ready,
                   .recommendation = "list crm.example",
                   .changes = {missing, record}},
                  {.domain = name("dead.example"),
                   .as_of = at,
                   .before = State::ready,
                   .now = std::nullopt,
                   .changes = {{.code = "dns", .severity = Severity::error, .text = "no DNS"}}}}};
}

News of_one(std::string_view domain, std::string_view text) {
  auto one = news();
  one.domains.resize(1, one.domains.front());
  one.domains.front().domain = name(domain);
  one.domains.front().changes.front().text = text;
  return one;
}

}  // namespace

TEST_CASE("news is told domain by domain: the verdict, what changed, what to do") {
  CHECK(render::present(news(), Format::text, {}) ==
        "d.example: not ready for -all (before: ready for -all)\n"
        "  * crm.example sends as d.example, and the record misses it\n"
        "  - the record changed\n"
        "  > list crm.example\n"
        "\n"
        "dead.example: could not be judged (before: ready for -all)\n"
        "  * no DNS\n");
}

TEST_CASE("news as JSON is what its schema describes") {
  CHECK(render::present(news(), Format::json, {}) ==
        hardfail::test::content_of(HARDFAIL_SOURCE_DIR "/tests/data/answers/news.json"));
  const auto lines = render::present(news(), Format::ndjson, {});
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 2);
  CHECK(lines.starts_with(
      R"({"schema":"hardfail.domain-news/1","id":"7","at":"2026-11-27T06:15:00Z","domain":"d.example")"));
  const auto table = render::present(news(), Format::csv, {});
  CHECK(has(table, "d.example,2026-11-27T06:15:00Z,not_ready,ready,error,new_missing_sender,"));
  CHECK(has(table, "dead.example,2026-11-27T06:15:00Z,,ready,error,dns,no DNS"));
}

TEST_CASE("the headline of news is one line that says how much there is") {
  CHECK(render::headline_of(news()) == "changes at 2 domains, 2 verdicts turned");
  CHECK(render::headline_of(of_one("d.example", "x")) ==
        "d.example: not ready for -all (before: ready for -all)");
  auto quiet = of_one("d.example", "x");
  quiet.domains.front().before = State::not_ready;
  CHECK(render::headline_of(quiet) == "d.example: not ready for -all");
  quiet.domains.front().before = std::nullopt;
  CHECK(render::headline_of(quiet) == "d.example: not ready for -all");
}

TEST_CASE("no domain and no sender's name drives a terminal, a page or a mail") {
  const auto hostile = of_one("d\xc3\xa4\x01.example", "<script>\x1b[2J\r\nBcc: x\xe2\x80\xae");
  for (const auto format : {Format::text, Format::html, Format::csv, Format::json}) {
    const auto text = render::present(hostile, format, {});
    CHECK_FALSE(has(text, "\x1b"));
    CHECK_FALSE(has(text, "\nBcc"));
    CHECK_FALSE(has(text, "\xe2\x80\xae"));
  }
  CHECK(has(render::present(hostile, Format::html, {}), "&lt;script&gt;"));
  for (const char c : render::headline_of(hostile)) CHECK((c >= ' ' && c < 0x7f));
}
