#include "own_hosts.hpp"

#include <doctest/doctest.h>

#include "memory_resolver.hpp"
#include "observed.hpp"

using namespace hardfail;
using namespace hardfail::readiness;
using namespace hardfail::readiness::test;
using enum analysis::DnsFacts::MailExchanger;

TEST_CASE("mail is received where an MX names a host; a null MX says that none is") {
  MemoryResolver dns;
  CHECK(mail_exchanger(name("d.example"), dns) == none);
  dns.address("d.example", "192.0.2.1");
  CHECK(mail_exchanger(name("d.example"), dns) == none);
  dns.mx("d.example", 10, "mx.d.example");
  CHECK(mail_exchanger(name("d.example"), dns) == published);
  dns.mx("null.example", 0, "");
  CHECK(mail_exchanger(name("null.example"), dns) == none);
}

TEST_CASE("mail hosts are those that the MX records lead to, others' too") {
  MemoryResolver dns;
  dns.mx("d.example", 10, "mx.d.example").address("mx.d.example", "192.0.2.1");
  dns.mx("d.example", 20, "in.provider.example").address("in.provider.example", "2001:db8::1");
  dns.address("d.example", "192.0.2.9");
  const auto found = mail_hosts(name("d.example"), dns);
  CHECK(found == std::vector<IpAddress>{ip("192.0.2.1"), ip("2001:db8::1")});
}

TEST_CASE("whether an MX is there is open where the DNS fails") {
  for (const auto status : {dns::Status::serv_fail, dns::Status::refused, dns::Status::timeout}) {
    MemoryResolver dns;
    dns.fail("d.example", dns::RecordType::mx, status);
    CHECK(mail_exchanger(name("d.example"), dns) == dns_failed);
  }
}
