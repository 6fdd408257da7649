#include "single_query.hpp"

#include <doctest/doctest.h>

#include "dns_server.hpp"
#include "message.hpp"

using namespace hardfail;
using namespace hardfail::dns;
using namespace hardfail::test;
using namespace std::chrono_literals;

TEST_CASE("the truth is waited for behind lies, and only so long") {
  const auto answer = [](std::string_view name, Manner manner) {
    const std::string owner(name);
    const DnsServer server({{owner, {.udp = manner, .answer = {{owner, 1, "\xc0\x01\x02\x03"}}}}});
    const auto query = make_query({DomainName::parse(name).value(), RecordType::a}, 4711, Edns::on);
    const auto message =
        ask_alone(query, {*IpAddress::parse("127.0.0.1"), server.port()}, Transport::udp, 300ms);
    return message && message->size() > query.size();
  };
  CHECK(answer("plain.example", Manner::reply));
  CHECK(answer("id.example", Manner::wrong_id_first));
  CHECK(answer("garbage.example", Manner::garbage_first));
  CHECK_FALSE(answer("question.example", Manner::wrong_question));
  CHECK_FALSE(answer("silent.example", Manner::silent));
}
