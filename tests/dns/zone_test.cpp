#include "hardfail/dns/zone.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "dns_questions.hpp"
#include "hardfail/util/error.hpp"

using namespace hardfail;
using namespace hardfail::dns;
using hardfail::test::first_text;
using hardfail::test::question;

namespace {

constexpr std::string_view zone_text = R"zone($TTL 300
@ 900 IN SOA ns.example. host\.master.example. ( 1 3600 600 86400 120 )
; a comment ( that opens nothing
example. TXT "v=spf1 include:a;b \"q\" -all" " second \092 \000\255"
 60 IN TXT ( "a b"
     "c" ; comment with a "quote
     "d(e)f" )
e.example.      TXT ""
w.example.      MX 10 Mail
n.example.      MX 0 .
v4.example.     A 192.0.2.1
v4.example.     A 192.0.2.2
v6.example.     AAAA 2001:db8::1
mapped.example. AAAA ::ffff:192.0.2.9
1.2.0.192.in-addr.arpa. PTR v4.example.
old.example.    SPF "v=spf1 -all"
raw.example.    TYPE99 \# 3 026162
srv.example.    SRV 0 0 25 v4.example.
deep.down.below.example. A 192.0.2.3
alias.example.  30 CNAME v4.example.
dangling.example. CNAME nowhere.invalid.
circle1.example. CNAME circle2.example.
circle2.example. CNAME circle1.example.
*.wild.example. TXT wild
known.wild.example. A 192.0.2.4
*.calias.example. CNAME v6.example.
$ORIGIN sub.example.
x 1h A 192.0.2.5
b\032l\255ank A 192.0.2.6
)zone";

std::string failure_of(std::string_view text) {
  try {
    static_cast<void>(parse_zone(text));
  } catch (const Error& error) {
    CHECK(error.failure() == Failure::unusable_data);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a zone answers as an authoritative server of the root would") {
  const auto zone = parse_zone(zone_text);
  const struct {
    std::string_view name;
    RecordType type;
    Status status;
    int ttl;
  } rows[] = {
      {"example", RecordType::txt, Status::answered, 60},
      {"EXAMPLE.", RecordType::txt, Status::answered, 60},
      {"example", RecordType::a, Status::no_data, 120},
      {"missing.example", RecordType::a, Status::nx_domain, 120},
      {"other", RecordType::a, Status::nx_domain, 120},
      {"srv.example", RecordType::a, Status::no_data, 120},
      // Empty non-terminals exist (RFC 8020).
      {"down.below.example", RecordType::a, Status::no_data, 120},
      {"arpa", RecordType::ptr, Status::no_data, 120},
      {"x.down.below.example", RecordType::a, Status::nx_domain, 120},
      {"alias.example", RecordType::a, Status::answered, 30},
      {"alias.example", RecordType::mx, Status::no_data, 30},
      {"dangling.example", RecordType::a, Status::nx_domain, 120},
      {"circle1.example", RecordType::a, Status::no_data, 120},
      // RFC 4592: a name that exists, and all below it, is out of the wildcard's reach.
      {"any.wild.example", RecordType::txt, Status::answered, 300},
      {"far.away.wild.example", RecordType::txt, Status::answered, 300},
      {"any.wild.example", RecordType::a, Status::no_data, 120},
      {"known.wild.example", RecordType::txt, Status::no_data, 120},
      {"below.known.wild.example", RecordType::txt, Status::nx_domain, 120},
      {"wild.example", RecordType::txt, Status::no_data, 120},
      {"*.wild.example", RecordType::txt, Status::answered, 300},
      {"any.calias.example", RecordType::aaaa, Status::answered, 300},
      {"x.sub.example", RecordType::a, Status::answered, 3600},
      {"b l\xff"
       "ank.sub.example",
       RecordType::a, Status::answered, 300},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto answer = zone->ask(question(row.name, row.type));
    CHECK(describe(answer.status) == describe(row.status));
    CHECK(answer.ttl == std::chrono::seconds(row.ttl));
    CHECK(answer.records.empty() == (answer.status != Status::answered));
  }
}

TEST_CASE("strings are kept apart, in order, with any octets") {
  const auto zone = parse_zone(zone_text);
  const auto records = zone->ask(question("example", RecordType::txt)).all<CharacterStrings>();
  REQUIRE(records.size() == 2);
  using namespace std::string_literals;
  CHECK(records[0] == CharacterStrings{R"(v=spf1 include:a;b "q" -all)", " second \\ \0\xff"s});
  CHECK(records[1] == CharacterStrings{"a b", "c", "d(e)f"});
  CHECK(zone->ask(question("e.example", RecordType::txt)).all<CharacterStrings>() ==
        std::vector<CharacterStrings>{{""}});
  CHECK(first_text(zone->ask(question("old.example", RecordType::spf))) == "v=spf1 -all");
  CHECK(first_text(zone->ask(question("raw.example", RecordType::spf))) == "ab");
}

TEST_CASE("each type gives data of its kind") {
  const auto zone = parse_zone(zone_text);
  const auto addresses = zone->ask(question("v4.example", RecordType::a)).all<IpAddress>();
  REQUIRE(addresses.size() == 2);
  CHECK(addresses[1].to_string() == "192.0.2.2");
  CHECK(zone->ask(question("v6.example", RecordType::aaaa)).all<IpAddress>().at(0).to_string() ==
        "2001:db8::1");
  CHECK(
      zone->ask(question("mapped.example", RecordType::aaaa)).all<IpAddress>().at(0).to_string() ==
      "192.0.2.9");
  const auto host = IpAddress::parse("192.0.2.1")->reverse_name();
  CHECK(zone->ask({host, RecordType::ptr}).all<DomainName>().at(0).text() == "v4.example");

  const auto exchange = zone->ask(question("w.example", RecordType::mx)).all<MailExchange>().at(0);
  CHECK(exchange.preference == 10);
  CHECK(exchange.host.value().text() == "mail");
  const auto null = zone->ask(question("n.example", RecordType::mx)).all<MailExchange>().at(0);
  CHECK(null.preference == 0);
  CHECK_FALSE(null.host.has_value());
}

TEST_CASE("a zone without SOA says nothing on how long a void answer holds") {
  for (const char* text : {"a.example. A 192.0.2.1\n", ". SOA \\# 0\n"}) {
    CHECK(parse_zone(text)->ask(question("b.example", RecordType::a)).ttl ==
          std::chrono::seconds(0));
  }
}

TEST_CASE("a wildcard at the root stands for every name") {
  const auto zone = parse_zone("* A 192.0.2.1\n");
  CHECK(zone->ask(question("a.b.example", RecordType::a)).status == Status::answered);
}

TEST_CASE("a line that is not in master file form is refused with its number") {
  const struct {
    std::string_view text;
    std::string_view said;
  } rows[] = {
      {"\n; fine\na.example. A 192.0.2\n", "line 3"},
      {"a.example. A 192.0.2.1\nb.example. FOO bar\n", "line 2"},
      {"a.example. TXT ( one\n two\nb.example. TXT x\n", "line 1: a parenthesis is not closed"},
      {"a.example. A 192.0.2.1\n\n; (\nb.example. SPF ( one",
       "line 4: a parenthesis is not closed"},
      {"a TXT ( one ; (\n\n two )\n\n; note\n\n  b A 192.0.2\nc A 192.0.2.1\n", "line 7: "},
      {"a TXT \"x;\\\"(\" ; \"\n\nb TXT ( ; x\n1)\n\tA 1\n", "line 5: "},
      {"a.example. A (192.0.2\n)\n\n", "line 1"},
      {"\n\na.example. A 192.0.2", "line 3"},
      {"a.example. CNAME b.example.\na.example. A 192.0.2.1\n", "line 2: a CNAME beside"},
      {"a.example. A 192.0.2.1\na.example. CNAME b.example.\n", "line 2: a CNAME beside"},
      {"a.example. CNAME b.\na.example. CNAME c.\n", "line 2: a second CNAME"},
      {"a.example. CNAME b.\na.example. DNAME c.\n", "line 2: a CNAME beside"},
      {"a.example. DNAME b.\na.example. DNAME c.\n", "line 2: a second DNAME"},
      {"a.example. DNAME .\n", "line 1: a DNAME to"},
      {"a.example. CH TXT x\n", "line 1: a class other than IN"},
      {"a\\.b.example. A 192.0.2.1\n", "line 1: an owner name with a dot"},
      {"a.example. PTR .\n", "line 1: data that"},
      {"$INCLUDE other\n", "line 1: $INCLUDE"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const std::string said = failure_of(row.text);
    CAPTURE(said);
    CHECK(said.find(row.said) != std::string::npos);
  }
}

TEST_CASE("a DNAME leads the names below it elsewhere, and only them (RFC 6672)") {
  const auto zone = parse_zone(
      "brand.example. 30 DNAME d.example.\nbrand.example. TXT own\n"
      "hidden.brand.example. TXT hidden\nd.example. TXT found\napp.d.example. CNAME d.example.\n"
      "long.example. DNAME " +
      std::string(63, 'x') + '.' + std::string(63, 'y') + ".example.\n");
  CHECK(first_text(zone->ask(question("brand.example", RecordType::txt))) == "own");
  const auto app = question("app.brand.example", RecordType::txt);
  const auto answer = zone->ask(app);
  CHECK(first_text(answer) == "found");
  CHECK(answer.ttl == std::chrono::seconds(30));
  REQUIRE(answer.chain.size() == 2);
  CHECK(answer.chain.front().text() == "app.d.example");
  CHECK(answer.owner(app.name).text() == "d.example");
  const auto hidden = zone->ask(question("hidden.brand.example", RecordType::txt));
  CHECK(hidden.status == Status::nx_domain);
  CHECK(hidden.chain.size() == 1);
  const auto too_long = std::string(63, 'a') + '.' + std::string(63, 'b') + ".long.example";
  CHECK(zone->ask(question(too_long, RecordType::txt)).status == Status::bad_answer);
}

TEST_CASE("no octets crash the reader") {
  std::uint32_t state = 1;
  for (int round = 0; round < 2000; ++round) {
    std::string text(zone_text);
    for (int i = 0; i < 8; ++i) {
      state = state * 1664525U + 1013904223U;
      text[(state >> 8U) % text.size()] = static_cast<char>(state >> 24U);
    }
    try {
      static_cast<void>(parse_zone(text));
    } catch (const Error&) {
      continue;
    }
  }
}

TEST_CASE("a record of 64 KB is read whole") {
  std::string text = "big.example. TXT (\n";
  for (int i = 0; i < 250; ++i) text += " \"" + std::string(250, 'x') + "\"\n";
  const auto in_lines = parse_zone(text + ")\nafter.example. A 192.0.2.1\n");
  std::ranges::replace(text, '\n', ' ');
  const auto in_one = parse_zone(text + ")\nafter.example. A 192.0.2.1\n");
  for (const auto* zone : {&in_lines, &in_one}) {
    CHECK(first_text((*zone)->ask(question("big.example", RecordType::txt))).size() == 62500);
    CHECK((*zone)->ask(question("after.example", RecordType::a)).status == Status::answered);
  }
}

TEST_CASE("a file that cannot be opened or read is named with the reason") {
  const auto failure = [](const std::filesystem::path& path) {
    try {
      static_cast<void>(load_zone(path));
    } catch (const Error& error) {
      CHECK(std::string(error.what()).find(path.string()) != std::string::npos);
      return error.failure();
    }
    return Failure::internal;
  };
  CHECK(failure("/no/such/file") == Failure::no_input);
  CHECK(failure(HARDFAIL_SOURCE_DIR) == Failure::no_input);

  const std::filesystem::path path = std::filesystem::path(HARDFAIL_BINARY_DIR) / "zone_test.zone";
  std::ofstream(path) << "a.example. A 192.0.2.1\nb.example. A x\n";
  CHECK(failure(path) == Failure::unusable_data);
  std::ofstream(path) << "a.example. A 192.0.2.1\n";
  CHECK(load_zone(path)->ask(question("a.example", RecordType::a)).status == Status::answered);
  std::filesystem::remove(path);
}
