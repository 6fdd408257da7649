#include "hardfail/dns/record_data.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace hardfail;
using namespace hardfail::dns;

namespace {

DomainName name(std::string_view text) { return DomainName::parse(text).value(); }
IpAddress ip(std::string_view text) { return IpAddress::parse(text).value(); }

struct ToText {
  std::string operator()(const IpAddress& address) const { return address.to_string(); }
  std::string operator()(const DomainName& host) const { return host.text(); }
  std::string operator()(const MailExchange& exchange) const {
    return std::to_string(exchange.preference) + ' ' +
           (exchange.host ? exchange.host->text() : ".");
  }
  std::string operator()(const CharacterStrings& strings) const {
    std::string text;
    for (const auto& each : strings) text += '"' + each + '"';
    return text;
  }
};

std::vector<std::string> texts(const std::vector<RecordData>& records) {
  std::vector<std::string> texts;
  for (const auto& record : records) texts.push_back(std::visit(ToText(), record));
  return texts;
}

}  // namespace

TEST_CASE("records of each type come back as they were written") {
  struct Row {
    RecordType type;
    std::vector<RecordData> records;
  };
  for (const auto& row : {
           Row{RecordType::a, {ip("192.0.2.1"), ip("192.0.2.2")}},
           Row{RecordType::aaaa, {ip("2001:db8::1"), ip("::ffff:192.0.2.1")}},
           Row{RecordType::ptr, {name("a.b.example")}},
           Row{RecordType::mx,
               {MailExchange{10, name("mx.example")}, MailExchange{65535, std::nullopt}}},
           Row{RecordType::txt,
               {CharacterStrings{"v=spf1 ", std::string("\0\xff", 2), std::string(255, 'x')},
                CharacterStrings{""}}},
           Row{RecordType::txt, {}},
       }) {
    CAPTURE(static_cast<int>(row.type));
    const auto back = records_from_octets(to_octets(row.records, row.type), row.type);
    REQUIRE(back.has_value());
    CHECK(texts(*back) == texts(row.records));
  }
}

TEST_CASE("octets that are no such records are refused") {
  const auto a = to_octets(std::vector<RecordData>{ip("192.0.2.1")}, RecordType::a);
  for (std::size_t length = 1; length < a.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(records_from_octets(std::span(a).first(length), RecordType::a).has_value());
  }
  CHECK_FALSE(records_from_octets(a, RecordType::mx).has_value());
  CHECK_FALSE(records_from_octets(a, RecordType::aaaa).has_value());
}
