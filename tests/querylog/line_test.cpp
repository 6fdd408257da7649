#include "hardfail/querylog/line.hpp"

#include <doctest/doctest.h>

#include <string>

#include "capture.hpp"

using namespace hardfail;
using namespace hardfail::querylog;

namespace {

const Moment now = parse_iso8601("2026-11-27T20:00:00Z").value();

struct Case {
  const char* line;
  const char* when;
  const char* resolver;
};

}  // namespace

TEST_CASE("the logs of name servers say when, who and what") {
  const Case cases[] = {
      // BIND 9: its own file, with and without a view, ISO times, and behind syslog.
      {"27-Nov-2026 14:10:00.123 queries: info: client @0x7f3c 198.51.100.53#41234 "
       "(192.0.2.7._spflog.example.com): query: 192.0.2.7._spflog.example.com IN A -E(0)DC "
       "(203.0.113.1)",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
      {"2026-11-27T14:10:00.123Z client @0x7f3c 2001:db8::53#41234 "
       "(192.0.2.7._spflog.example.com): "
       "view outside: query: 192.0.2.7._spflog.example.com IN A -E(0)D (2001:db8::1)",
       "2026-11-27T14:10:00Z", "2001:db8::53"},
      {"Nov 27 14:10:00 203.0.113.9 named[812]: client @0x7f3c 198.51.100.53#41234 "
       "(192.0.2.7._spflog.example.com): query: 192.0.2.7._spflog.example.com IN A + (203.0.113.1)",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
      // Unbound
      {"[1795788600] unbound[812:0] info: 198.51.100.53 192.0.2.7._spflog.example.com. A IN",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
      {"Nov 27 14:10:00 ns unbound[812]: [812:0] info: 198.51.100.53 "
       "192.0.2.7._spflog.example.com. A IN NOERROR 0.000000 0 60",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
      // PowerDNS
      {"Nov 27 14:10:00 ns pdns_server[812]: Remote 198.51.100.53 wants "
       "'192.0.2.7._spflog.example.com|A', do = 0, bufsize = 1232: packetcache MISS",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
      // dnstap as text
      {"27-Nov-2026 14:10:00.123 AQ 198.51.100.53:41234 -> 203.0.113.1:53 UDP 61b "
       "192.0.2.7._spflog.example.com/IN/A",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
      // Amazon Route 53
      {"1.0 2026-11-27T14:10:00.130Z Z123412341234 192.0.2.7._spflog.example.com A NOERROR UDP "
       "FRA6 198.51.100.53 198.51.100.0/24",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
      // A last December, read in January's first hours or not
      {"Dec 31 23:59:59 ns unbound[812]: info: 198.51.100.53 192.0.2.7._spflog.example.com. A IN",
       "2025-12-31T23:59:59Z", "198.51.100.53"},
  };
  for (const auto& [text, when, resolver] : cases) {
    CAPTURE_BOUND(text);
    const auto line = read_line(text, "_spflog", now);
    REQUIRE(line);
    REQUIRE(*line);
    CHECK(to_iso8601((*line)->when) == when);
    CHECK((*line)->resolver.to_string() == resolver);
    CHECK((*line)->name.text() == "192.0.2.7._spflog.example.com");
  }
}

TEST_CASE("so do exports as lines of JSON") {
  const Case cases[] = {
      // Cloudflare
      {R"({"QueryName":"192.0.2.7._SPFLOG.example.com","QueryType":1,"ResponseCode":0,)"
       R"("SourceIP":"198.51.100.53","Timestamp":"2026-11-27T14:10:00Z"})",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
      // Google Cloud
      {R"({"jsonPayload":{"queryName":"192.0.2.7._spflog.example.com.","queryType":"A",)"
       R"("sourceIP":"198.51.100.53"},"timestamp":"2026-11-27T14:10:00.5Z"})",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
      // CloudWatch, with the line of Route 53 in it
      {R"({"timestamp":1795788600130,"message":"1.0 2026-11-27T14:10:00.130Z Z1 )"
       R"(192.0.2.7._spflog.example.com A NOERROR UDP FRA6 198.51.100.53 -"})",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
      // dnstap
      {R"({"type":"MESSAGE","message":{"type":"AUTH_QUERY","query_time":"2026-11-27T14:10:00.5Z",)"
       R"("query_address":"198.51.100.53","query_port":41234,"query_message":)"
       R"(";; QUESTION SECTION:\n;192.0.2.7._spflog.example.com.\tIN\t A\n"}})",
       "2026-11-27T14:10:00Z", "198.51.100.53"},
  };
  for (const auto& [text, when, resolver] : cases) {
    CAPTURE_BOUND(text);
    const auto line = read_line(text, "_spflog", now);
    REQUIRE(line);
    REQUIRE(*line);
    CHECK(to_iso8601((*line)->when) == when);
    CHECK((*line)->resolver.to_string() == resolver);
    CHECK((*line)->name.text() == "192.0.2.7._spflog.example.com");
  }
}

TEST_CASE("lines about other names are passed over, and what cannot be read is told") {
  CHECK_FALSE(
      *read_line("27-Nov-2026 14:10:00 client 198.51.100.53#1 (www.example.com): query: "
                 "www.example.com IN A",
                 "_spflog", now));
  CHECK_FALSE(*read_line("", "_spflog", now));
  CHECK_FALSE(*read_line("a my_spflog.example.com", "_spflog", now));
  for (const auto* text :
       {"198.51.100.53 asked 192.0.2.7._spflog.example.com",
        "27-Nov-2026 14:10:00 192.0.2.7._spflog.example.com",
        "{\"name\":\"1._spflog.example.com\"}", "{\"a\":\"1._spflog.example.com\"",
        "27-Nov-2026 14:10:00 198.51.100.5 ..1._spflog.x"}) {
    CAPTURE(text);
    CHECK_FALSE(read_line(text, "_spflog", now));
  }
  const std::string deep(100'000, '[');
  CHECK_FALSE(read_line("{\"a\":\"1._spflog.x\",\"b\":" + deep, "_spflog", now));
}
