#include "message.hpp"

#include <doctest/doctest.h>

#include <string>

#include "dns_questions.hpp"
#include "dns_wire.hpp"

using namespace hardfail;
using namespace hardfail::dns;
using namespace hardfail::test;
using Kind = Reply::Kind;

namespace {

constexpr std::uint16_t a = 1;
constexpr std::uint16_t ns = 2;
constexpr std::uint16_t cname = 5;
constexpr std::uint16_t soa = 6;
constexpr std::uint16_t opt = 41;

const std::string v4("\xc0\x00\x02\x01", 4);

std::string soa_data() {
  return wire_name("ns") + wire_name("host") + std::string(16, '\0') + wire_u32(30);
}

Reply read_wire(const std::string& wire, RecordType type = RecordType::a) {
  return read_reply(std::span(reinterpret_cast<const std::uint8_t*>(wire.data()), wire.size()),
                    question("a.example", type));
}

Reply read(const WireMessage& message) { return read_wire(encode(message)); }

WireMessage answer(std::vector<WireRecord> records) {
  return {.name = "a.example", .answer = std::move(records), .authority = {}, .additional = {}};
}

void check_conclusive(const WireMessage& message, Status status, int ttl) {
  const Reply reply = read(message);
  CHECK(reply.kind == Kind::conclusive);
  CHECK(describe(reply.answer.status) == describe(status));
  CHECK(reply.answer.ttl == std::chrono::seconds(ttl));
}

}  // namespace

TEST_CASE("a query asks for recursion, and holds any name octet by octet") {
  const auto name =
      "b l\xff"
      "nk.example";
  const auto wire = make_query(question(name, RecordType::txt), 0x1234, Edns::off);
  const std::string expected = "\x12\x34" + wire_u16(0x0100) + wire_u16(1) + std::string(6, '\0') +
                               wire_name(name) + wire_u16(16) + wire_u16(1);
  CHECK(std::string(wire.begin(), wire.end()) == expected);
}

TEST_CASE("a query with EDNS announces 1232 octets") {
  const auto wire = make_query(question("a.example", RecordType::a), 1, Edns::on);
  const std::string text(wire.begin(), wire.end());
  const std::string record = wire_name("") + wire_u16(opt) + wire_u16(1232) + std::string(6, '\0');
  CHECK(text.ends_with(record));
  CHECK(text.substr(10, 2) == wire_u16(1));
}

TEST_CASE("each RCODE has its outcome") {
  const struct {
    std::uint16_t rcode;
    Kind kind;
    Status status;
  } rows[] = {
      {0, Kind::conclusive, Status::no_data},      {1, Kind::edns_refused, Status::bad_answer},
      {2, Kind::conclusive, Status::serv_fail},    {3, Kind::conclusive, Status::nx_domain},
      {4, Kind::edns_refused, Status::bad_answer}, {5, Kind::conclusive, Status::refused},
      {9, Kind::conclusive, Status::bad_answer},
  };
  for (const auto& row : rows) {
    CAPTURE(row.rcode);
    auto message = answer({});
    message.rcode = row.rcode;
    const Reply reply = read(message);
    CHECK(reply.kind == row.kind);
    CHECK(describe(reply.answer.status) == describe(row.status));
  }
}

TEST_CASE("an extended RCODE is not success, even where its lower bits are") {
  auto message = answer({});
  message.additional = {
      {.owner = "", .type = opt, .data = {}, .record_class = 1232, .ttl = 0x01000000}};
  CHECK(read(message).kind == Kind::edns_refused);
}

TEST_CASE("records of another name, type or class are passed over") {
  check_conclusive(
      answer(
          {{"b.example", a, v4}, {"a.example", 28, std::string(16, 'x')}, {"a.example", a, v4, 3}}),
      Status::no_data, 0);
  const Reply reply = read(answer({{"A.Example", a, v4}, {"b.example", a, v4, 1, 5}}));
  CHECK(reply.answer.records.size() == 1);
  CHECK(reply.answer.ttl == std::chrono::seconds(60));
}

TEST_CASE("CNAMEs inside a message are followed in any order") {
  const Reply reply = read(answer({{"c.example", a, v4, 1, 50},
                                   {"b.example", cname, wire_name("c.example"), 1, 40},
                                   {"a.example", cname, wire_name("b.example"), 1, 90}}));
  CHECK(reply.answer.status == Status::answered);
  CHECK(reply.answer.records.size() == 1);
  CHECK(reply.answer.ttl == std::chrono::seconds(40));
  CHECK(reply.answer.owner(question("a.example", RecordType::a).name).text() == "c.example");
}

TEST_CASE("a chain that ends without data leads on, unless a SOA or the RCODE ends it") {
  auto message = answer({{"a.example", cname, wire_name("b.test"), 1, 40}});
  const Reply reply = read(message);
  CHECK(reply.kind == Kind::alias);
  CHECK(reply.target.value().text() == "b.test");
  CHECK(reply.answer.ttl == std::chrono::seconds(40));

  message.authority = {{"example", soa, soa_data()}};  // of a zone that b.test is not in
  CHECK(read(message).kind == Kind::alias);
  message.authority = {{"test", soa, soa_data()}};
  check_conclusive(message, Status::no_data, 30);
  message.authority.clear();
  message.rcode = 3;
  check_conclusive(message, Status::nx_domain, 0);
  CHECK(read(message).answer.chain.back().text() == "b.test");
}

TEST_CASE("CNAMEs in a circle are no data") {
  check_conclusive(answer({{"a.example", cname, wire_name("b.example")},
                           {"b.example", cname, wire_name("a.example")}}),
                   Status::no_data, 0);
  check_conclusive(answer({{"a.example", cname, wire_name("a.example")}}), Status::no_data, 0);
}

TEST_CASE("a referral does not say that there is no data") {
  auto message = answer({});
  message.authority = {{"example", ns, wire_name("ns.example")}};
  check_conclusive(message, Status::bad_answer, 0);
  message.authority.push_back({"example", soa, soa_data()});
  check_conclusive(message, Status::no_data, 30);
}

TEST_CASE("a host name that is not a valid name is skipped") {
  const std::string dotted = wire_string("x.y") + wire_name("example");
  auto message = answer({{"a.example", 15, wire_u16(1) + dotted},
                         {"a.example", 15, wire_u16(2) + wire_name("mx.example")},
                         {"a.example", 15, wire_u16(3) + wire_name("")}});
  message.type = 15;
  const auto exchanges = read_wire(encode(message), RecordType::mx).answer.all<MailExchange>();
  REQUIRE(exchanges.size() == 2);
  CHECK(exchanges[0].host.value().text() == "mx.example");
  CHECK_FALSE(exchanges[1].host.has_value());
}

TEST_CASE("what is not an answer to a query is unreadable, and a truncated one says so") {
  auto message = answer({{"a.example", a, v4}});
  const std::string whole = encode(message);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(read_wire(whole.substr(0, size)).kind == Kind::unreadable);
  }
  message.flags = 0x0100;
  CHECK(read(message).kind == Kind::unreadable);
  message.flags = 0x8380;
  CHECK(read_wire(encode(message).substr(0, whole.size() - 2)).kind == Kind::truncated);
}

TEST_CASE("no octets crash the reader") {
  const std::string whole = encode(answer({{"a.example", cname, wire_name("b.example")},
                                           {"b.example", a, v4},
                                           {"b.example", 15, wire_u16(1) + wire_name("c")},
                                           {"b.example", 16, wire_string("text")}}));
  std::uint32_t state = 1;
  for (int round = 0; round < 20000; ++round) {
    std::string wire = whole;
    for (int i = 0; i < 4; ++i) {
      state = state * 1664525U + 1013904223U;
      wire[(state >> 8U) % wire.size()] = static_cast<char>(state >> 24U);
    }
    static_cast<void>(read_wire(wire));
  }
}
