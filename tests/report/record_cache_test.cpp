#include "record_cache.hpp"

#include <doctest/doctest.h>

#include <random>

#include "hardfail/util/error.hpp"
#include "sample.hpp"

using namespace hardfail;
using namespace hardfail::report;

namespace {

/// What is read of a report, or why it is refused. One fed octet by octet is scanned and parsed
/// throughout, for no record in it is whole when it begins.
struct Reading {
  std::vector<Record> records;
  std::vector<Warning> warnings;
  std::uint64_t body_hash = 0;
  std::string refusal;
  friend bool operator==(const Reading&, const Reading&) = default;

  Reading(const std::string& xml, std::size_t piece, const ParserLimits& limits = {}) {
    try {
      auto parsed = parse(xml, piece, limits);
      records = std::move(parsed.records);
      warnings = std::move(parsed.report.warnings);
      body_hash = parsed.report.body_hash;
    } catch (const InputError& error) {
      refusal = error.what();
    }
  }
};

}  // namespace

TEST_CASE("a record like two before is found with its own source and count") {
  const auto known = parse(report_of(record)).records.at(0);
  RecordCache cache;
  CHECK_FALSE(cache.find(record).has_value());
  cache.keep(record, known);
  CHECK_FALSE(cache.find(record).has_value());
  cache.keep(record, known);

  auto wanted = known;
  wanted.source = *IpAddress::parse("2001:db8::1");
  wanted.messages = 999;
  const auto other = with(with(record, "192.0.2.1", "2001:db8::1"), ">3<", ">999<");
  const auto found = cache.find(other + "<record>");
  REQUIRE(found.has_value());
  CHECK(found->octets == other.size());
  CHECK(found->record == wanted);
}

TEST_CASE("a record is kept only where its source and count are plain to see") {
  const auto read = parse(report_of(record)).records.at(0);
  const auto variants = std::to_array<std::string>({
      "",
      "<record></record>",
      record + " ",
      record.substr(0, record.size() - 1),
      with(record, "<row>", "<row><!-- </record> -->"),
      with(record, "<row>", "<row><!-- <source_ip>192.0.2.1</source_ip> -->"),
      with(record, "<count>", "<!-- <count>3</count> --><count>"),
      with(record, "<source_ip>", "<source_ip a='b'>"),
      with(record, "<row>", "<row><x:source_ip>192.0.2.1</x:source_ip>"),
      with(record, "192.0.2.1", "[192.0.2.1]"),
      with(record, "192.0.2.1", "192.0.2.2"),
      with(record, "192.0.2.1", "192.0.2.1<!-- -->"),
      with(record, ">3<", ">3.0<"),
      with(record, ">3<", ">3<!-- -->.0<"),
      with(record, ">3<", ">4<"),
      with(record, ">3<", "><"),
      with(record, "<row>", "<row>" + std::string(5000, ' ')),
  });
  for (const auto& xml : variants) {
    CAPTURE(xml);
    RecordCache cache;
    for (int i = 0; i < 3; ++i) cache.keep(xml, read);
    CHECK_FALSE(cache.find(xml).has_value());
  }
}

TEST_CASE("what is read does not depend on the records before") {
  const auto comment = with(record, "<row>", "<row><!-- account <source_ip>8.8.8.8 -->");
  const auto variants = std::to_array<std::string>({
      record,
      with(record, "192.0.2.1", "192.0.2.300"),
      with(record, "192.0.2.1", "::ffff:192.0.2.1"),
      with(record, "192.0.2.1", "&#49;92.0.2.1"),
      with(record, "192.0.2.1", ""),
      with(record, ">3<", ">0<"),
      with(record, ">3<", ">003<"),
      with(record, ">3<", ">100000000001<"),
      with(record, ">3<", ">+3<"),
      with(record, "softfail", "hardfail"),
      with(record, "</row>", "<count>7</count></row>"),
      with(record, "</record>", "</record></record>"),
      with(record, "</record>", ""),
      with(record, "</record>", "</record >"),
      with(record, "<record>", "<record><record>"),
      with(record, "</spf></policy", "</policy"),
      with(record, "192.0.2.1", "2001:db8::<!-- -->0") +
          with(record, "192.0.2.1", "2001:db8::1<!-- -->0"),
      comment,
      comment + with(comment, "8.8.8.8", "8.8.4.4"),
  });
  for (const auto& variant : variants) {
    CAPTURE(variant);
    const auto xml =
        report_of(record + record + record + variant + variant + variant + record + variant);
    CHECK(Reading(xml, std::string::npos) == Reading(xml, 1));
  }
}

TEST_CASE("limits hold for records like those before") {
  const auto xml = report_of(record + record + record + with(record, ">3<", ">333<") + record);
  ParserLimits limits;
  limits.records = 4;
  CHECK(Reading(xml, std::string::npos, limits) == Reading(xml, 1, limits));
  for (auto octets = record.size() - 20; octets < record.size() + 4; ++octets) {
    CAPTURE(octets);
    limits = {};
    limits.record_octets = octets;
    CHECK(Reading(xml, std::string::npos, limits) == Reading(xml, 1, limits));
  }
}

TEST_CASE("damage is read the same among records like each other") {
  std::minstd_rand random(7);  // NOLINT(cert-msc51-cpp): the same cases in every run
  const std::string octets = "<>/!-:\"'&;.09aer \n";
  for (int i = 0; i < 500; ++i) {
    std::string records =
        record + with(record, "192.0.2.1", "2001:db8::7") + record + record + record;
    for (auto damage = random() % 3 + 1; damage > 0; --damage) {
      const auto at = random() % records.size();
      records.replace(at, random() % 4, 1, octets[random() % octets.size()]);
    }
    const auto xml = report_of(records);
    CAPTURE(xml);
    CHECK(Reading(xml, std::string::npos) == Reading(xml, 1));
  }
}
