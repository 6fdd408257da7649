// The network resolver against a real authoritative server, and held against the master file
// resolver: both read the same zone and have to say the same.

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "dns_questions.hpp"
#include "hardfail/dns/network.hpp"
#include "hardfail/dns/zone.hpp"
#include "nsd.hpp"
#include "skip.hpp"

using namespace hardfail;
using namespace hardfail::dns;
using namespace hardfail::test;

namespace {

std::string zone_text() {
  std::string text = R"zone($ORIGIN .
$TTL 300
. IN SOA ns.test. host.test. 1 3600 600 86400 120
. IN NS ns.test.
ns.test. A 127.0.0.1
example. TXT "v=spf1 mx " "-all"
example. TXT "other \"quoted\" \000\255"
example. MX 10 mx1.example.
example. MX 20 mx2.example.
null.example. MX 0 .
mx1.example. A 192.0.2.1
mx1.example. A 192.0.2.2
mx1.example. AAAA 2001:db8::1
1.2.0.192.in-addr.arpa. PTR mx1.example.
alias.example. 60 CNAME mx1.example.
chain.example. CNAME alias.example.
dangling.example. CNAME nowhere.test.
circle1.example. CNAME circle2.example.
circle2.example. CNAME circle1.example.
*.wild.example. TXT wild
old.example. SPF "v=spf1 -all"
under\032_score\255.example. A 192.0.2.3
)zone";
  const auto long_text = [&text](const char* name, int strings) {
    text += std::string(name) + " TXT (";
    for (int i = 0; i < strings; ++i) text += " \"" + std::string(250, 'x') + "\"";
    text += " )\n";
  };
  long_text("long.example.", 20);
  long_text("longest.example.", 250);
  return text;
}

void wait_until_up(Resolver& resolver) {
  for (int i = 0; i < 100; ++i) {
    if (resolver.ask(question("ns.test", RecordType::a)).status == Status::answered) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  FAIL("nsd does not answer");
}

/// A comparable form of an answer; record sets have no order.
std::vector<std::string> in_words(const Answer& answer) {
  std::vector<std::string> words;
  for (const auto& address : answer.all<IpAddress>()) words.push_back(address.to_string());
  for (const auto& name : answer.all<DomainName>()) words.push_back(name.text());
  for (const auto& exchange : answer.all<MailExchange>()) {
    words.push_back(std::to_string(exchange.preference) + ' ' +
                    (exchange.host ? exchange.host->text() : "."));
  }
  for (const auto& strings : answer.all<CharacterStrings>()) {
    std::string joined;
    for (const std::string& part : strings) joined += part + '|';
    words.push_back(joined);
  }
  std::ranges::sort(words);
  return words;
}

}  // namespace

TEST_CASE("nsd and the master file resolver give the same answers") {
  const std::string text = zone_text();
  const auto nsd = Nsd::start(text);
  if (!nsd) {
    skip("nsd on the path");
    return;
  }
  NetworkOptions options;
  options.server = Server{*IpAddress::parse("127.0.0.1"), nsd->port()};
  const auto network = make_network_resolver(options);
  wait_until_up(*network);
  const auto zone = parse_zone(text);

  const struct {
    std::string_view name;
    RecordType type;
    Status status;
    std::size_t records;
  } rows[] = {
      {"example", RecordType::txt, Status::answered, 2},
      {"long.example", RecordType::txt, Status::answered, 1},
      {"longest.example", RecordType::txt, Status::answered, 1},
      {"example", RecordType::mx, Status::answered, 2},
      {"null.example", RecordType::mx, Status::answered, 1},
      {"mx1.example", RecordType::a, Status::answered, 2},
      {"mx1.example", RecordType::aaaa, Status::answered, 1},
      {"1.2.0.192.in-addr.arpa", RecordType::ptr, Status::answered, 1},
      {"old.example", RecordType::spf, Status::answered, 1},
      {"under _score\xff.example", RecordType::a, Status::answered, 1},
      {"alias.example", RecordType::a, Status::answered, 2},
      {"chain.example", RecordType::aaaa, Status::answered, 1},
      {"chain.example", RecordType::txt, Status::no_data, 0},
      {"dangling.example", RecordType::a, Status::nx_domain, 0},
      {"circle1.example", RecordType::a, Status::no_data, 0},
      {"any.wild.example", RecordType::txt, Status::answered, 1},
      {"wild.example", RecordType::txt, Status::no_data, 0},
      {"2.0.192.in-addr.arpa", RecordType::ptr, Status::no_data, 0},
      {"example", RecordType::a, Status::no_data, 0},
      {"missing.example", RecordType::a, Status::nx_domain, 0},
      {"test", RecordType::txt, Status::no_data, 0},
      {"invalid", RecordType::txt, Status::nx_domain, 0},
  };
  std::vector<Question> questions;
  for (const auto& row : rows) questions.push_back(question(row.name, row.type));
  const auto answers = network->ask_all(questions);
  const auto expected = zone->ask_all(questions);
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    CAPTURE(rows[i].name);
    CHECK(describe(answers[i].status) == describe(rows[i].status));
    CHECK(answers[i].records.size() == rows[i].records);
    CHECK(describe(answers[i].status) == describe(expected[i].status));
    CHECK(in_words(answers[i]) == in_words(expected[i]));
    if (rows[i].name != "circle1.example") CHECK(answers[i].ttl == expected[i].ttl);
  }
}
